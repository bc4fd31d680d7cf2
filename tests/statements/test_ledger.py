"""The verbs of the ledger: what each writes, what each refuses, and what the audit trail then holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from pyrage import x25519

from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.statements import ledger, proof
from habeas.statements.drafting import Draft, Said
from habeas.statements.ledger import LedgerError
from habeas.statements.models import (
    LIVE,
    PROPOSED,
    SUPERSEDED,
    WITHDRAWN,
    Record,
    Retraction,
    Source,
    Stance,
    Statement,
    Usage,
)
from habeas.statements.reading import Habits
from tests import build
from tests.statements import deliveries

pytestmark = pytest.mark.django_db
ALPHA = Said(None, "name", "Testperson Alpha")


def _state(*said: Said, of: Source | None = None, by: str = "alice", **details: Any) -> Record:
    fields = {"key": "", "about": "", "role": "detained", "said": list(said), **details.pop("fields", {})}
    return ledger.state(by=by, source=of or build.source("one"), kind="person", draft=Draft(**fields), **details)


def _last() -> Event:
    found = Event.objects.order_by("-pk").first()
    assert found is not None
    return found


def _standing(record: Record) -> int:
    return Record.objects.get(pk=record.pk).standing


def test_a_record_holds_what_was_said() -> None:
    """The words stand as they came, beside how they were read."""
    made = _state(ALPHA._replace(original="  TESTPERSON   ALPHA "), Said(None, "birth_date", "1 May 1980"))
    name, birth = made.statements.order_by("pk")
    assert (name.original, name.value) == ("  TESTPERSON   ALPHA ", "Testperson Alpha")
    assert (birth.original, birth.value) == ("1 May 1980", "1980-05-01")
    assert birth.low == birth.high
    assert (made.standing, made.arrived, made.batch) == (LIVE, LIVE, None)


def test_a_record_is_vouched_for() -> None:
    """One event, by whom, with the digest that is stored with the record; nothing of what was said."""
    made = _state(ALPHA)
    event = _last()
    assert (event.verb, event.actor, event.subject) == ("record.stated", "alice", f"record:{made.code}")
    assert bytes(event.digest) == bytes(made.digest)
    assert "Testperson" not in str(event.detail)
    assert [*proof.record_problems(), *proof.event_problems()] == []


def test_a_proposal_does_not_count_yet() -> None:
    """What a contributor writes is proposed, and the audit trail says so."""
    made = _state(ALPHA, proposed=True, by="bob")
    assert (made.arrived, made.standing) == (PROPOSED, PROPOSED)
    assert _last().verb == "record.proposed"
    assert ledger.author_of(made) == "bob"


def test_a_record_without_a_key_gets_one_of_its_own() -> None:
    """Two accounts by hand of one source are about different subjects unless something says otherwise."""
    first, second = _state(ALPHA), _state(ALPHA)
    assert first.key.startswith("~")
    assert first.about == first.key
    assert first.key != second.key


def test_a_key_says_whom_it_is_about() -> None:
    """With a key and no subject, the key is the subject's; a subject of its own wins."""
    assert _state(ALPHA, fields={"key": "17"}).about == "17"
    assert _state(ALPHA, fields={"key": "18", "about": "x"}).about == "x"


def test_nothing_said_is_refused() -> None:
    """A record without any value is none, and leaves no trace."""
    with pytest.raises(LedgerError, match="Nothing is said"):
        _state()
    assert not Record.objects.exists()
    assert not Event.objects.filter(verb__startswith="record").exists()


@pytest.mark.parametrize("said", [Said(None, "no_such_thing", "x"), Said(None, "", "x"), Said(None, "name\tx", "x")])
def test_unknown_properties_are_refused(said: Said) -> None:
    """Only what the vocabulary declares can be said, whatever its tier."""
    for tier in (2, 4):
        with pytest.raises(LedgerError, match="declares the property"):
            _state(said._replace(tier=tier))
    assert not Record.objects.exists()


@pytest.mark.parametrize("tier", [-1, 5, 99])
def test_unknown_tiers_are_refused(tier: int) -> None:
    """A value above every tier would be plain text that nobody can see or seal."""
    with pytest.raises(LedgerError, match="no tier"):
        _state(ALPHA._replace(tier=tier))


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
@pytest.mark.parametrize("place", ["original", "key", "about", "row", "locator", "said_by", "how_known", "said_on"])
def test_what_the_database_cannot_hold_is_refused(place: str, text: str) -> None:
    """NUL and half letters are refused with a word about it, wherever they stand."""
    fields = {} if place == "original" else {place: text}
    said = ALPHA._replace(original=text) if place == "original" else ALPHA
    with pytest.raises(LedgerError, match="no letters"):
        _state(said, fields=fields)
    assert not Record.objects.exists()


@pytest.mark.parametrize(("source", "value", "expected"), [(2, 0, 2), (3, 1, 3), (0, 2, 2), (3, 3, 3)])
def test_a_value_is_as_secret_as_its_source(source: int, value: int, expected: int) -> None:
    """The tier of a value is at least the source's."""
    one = _state(ALPHA._replace(tier=value), of=build.source("one", tier=source)).statements.get()
    assert (one.said_tier, one.tier) == (expected, expected)


def test_sealed_values_need_a_keeper() -> None:
    """Without keepers' keys a sealed value is refused, and nothing of the record is written."""
    with pytest.raises(LedgerError, match="keeper's key"):
        _state(ALPHA, ALPHA._replace(tier=4))
    assert not Record.objects.exists()
    assert not Statement.objects.exists()


def test_a_sealed_source_needs_a_keeper_too() -> None:
    """What a sealed source says is sealed, so it needs a key as well."""
    with pytest.raises(LedgerError, match="keeper's key"):
        _state(ALPHA, of=build.source("one", tier=4))


def test_sealed_values_are_ciphertext_from_the_first_write(two_keepers: list[x25519.Identity]) -> None:
    """The words are in no column, in no event and in no reading."""
    made = _state(Said(None, "name", "Testperson Witness", "", 4))
    one = made.statements.get()
    assert "Witness" not in str([vars(one), vars(made), *map(vars, Event.objects.all())])
    assert (one.value, one.flag) == (None, "sealed")
    assert build.opened(one, str(two_keepers[0])) == "Testperson Witness"


def test_a_row_and_a_form_make_the_same_rows() -> None:
    """What a batch brought, said again by hand in the same words and habits, gives the same rows and content."""
    build.imported()
    [first, *_others] = Record.objects.exclude(batch=None).order_by("pk")
    said = [
        Said(one.event, one.property, one.original, one.language, one.said_tier, one.credibility)
        for one in first.statements.order_by("pk")
    ]
    fields = {"key": first.key, "about": first.about, "row": first.row, "locator": first.locator}
    by_hand = _state(*said, of=first.source, habits=Habits.of(first.usage.content), fields=fields)
    alike = (
        "source_id",
        "usage_id",
        "kind",
        "role",
        "key",
        "about",
        "locator",
        "row",
        "said_by",
        "arrived",
        "standing",
    )
    assert [getattr(by_hand, name) for name in alike] == [getattr(first, name) for name in alike]
    assert bytes(by_hand.content) == bytes(first.content)
    columns = [f.attname for f in Statement._meta.concrete_fields if f.attname not in {"id", "record_id"}]
    rows = [list(record.statements.order_by("pk").values_list(*columns)) for record in (first, by_hand)]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 7


def test_habits_are_kept_once_and_read_with() -> None:
    """The same words are read by the source's own habits, which are stored a single time."""
    for order, low in (("dmy", "2017-04-03"), ("mdy", "2017-03-04"), ("dmy", "2017-04-03")):
        made = _state(Said(1, "date", "3/4/2017"), habits=Habits(date_order=order))
        assert str(made.statements.get().low) == low
    assert Usage.objects.count() == 2


def test_withdrawing_a_statement_leaves_the_rest() -> None:
    """One value no longer counts; what was said stays readable, and the record counts on."""
    made = _state(ALPHA, Said(None, "sex", "male"))
    name, _sex = made.statements.order_by("pk")
    written = ledger.withdraw_statements(by="alice", statements=[name], reason=" a mistake ")
    assert written.records == (made.pk,)
    assert [one.standing for one in made.statements.order_by("pk")] == [WITHDRAWN, LIVE]
    assert made.statements.get(pk=name.pk).original == "Testperson Alpha"
    assert _standing(made) == LIVE
    row = Retraction.objects.get()
    assert (row.statement, row.reason, row.by) == (name.pk, "a mistake", "alice")
    assert _last().verb == "statement.withdrawn"


def test_several_statements_are_withdrawn_together() -> None:
    """One verb, one event, a retraction for each."""
    made = _state(ALPHA, Said(None, "sex", "male"), Said(None, "alias", "A"))
    ledger.withdraw_statements(by="alice", statements=list(made.statements.all()), reason="all wrong")
    assert set(made.statements.values_list("standing", flat=True)) == {WITHDRAWN}
    assert Retraction.objects.count() == 3
    assert Event.objects.filter(verb="statement.withdrawn").count() == 1


def test_withdrawing_nothing_is_refused() -> None:
    """An empty choice is a mistake, not a success."""
    with pytest.raises(LedgerError, match="Nothing was chosen"):
        ledger.withdraw_statements(by="alice", statements=[], reason="x")


def test_withdrawing_and_superseding_a_record() -> None:
    """A withdrawn record counts no longer; a superseded one points to its successor."""
    old, wrong, new = _state(ALPHA), _state(ALPHA), _state(ALPHA)
    assert ledger.withdraw_record(by="alice", record=wrong, reason="a mistake").records == (wrong.pk,)
    assert _last().verb == "record.withdrawn"
    ledger.withdraw_record(by="alice", record=old, reason="newer", superseded_by=new)
    assert _last().verb == "record.superseded"
    assert [_standing(one) for one in (old, wrong, new)] == [SUPERSEDED, WITHDRAWN, LIVE]
    assert Retraction.objects.get(record=old.pk).by_record == new.pk


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_taking_back_needs_a_reason(reason: str) -> None:
    """Every verb that takes something back, or takes that back, asks why."""
    made = _state(ALPHA)
    kept = ledger.withdraw_record(by="alice", record=made, reason="a mistake")
    retraction = Retraction.objects.get()
    verbs = [
        lambda: ledger.withdraw_record(by="alice", record=made, reason=reason),
        lambda: ledger.withdraw_statements(by="alice", statements=list(made.statements.all()), reason=reason),
        lambda: ledger.withdraw_batch(by="alice", batch=1, reason=reason),
        lambda: ledger.undo(by="alice", retraction=retraction, reason=reason),
    ]
    for verb in verbs:
        with pytest.raises(LedgerError, match="Say why"):
            verb()
    assert Retraction.objects.count() == len(kept.records) == 1


def test_a_batch_is_taken_back_whole() -> None:
    """Its rows count no longer, and what they superseded counts again; undoing that turns it round."""
    source = build.source("one")
    [old] = deliveries.deliver(source, 101, ["1"])
    new, other = deliveries.deliver(source, 102, ["1", "2"])
    deliveries.supersede(old, new, 102)
    ledger.standing.settle_batches([102])
    assert [_standing(one) for one in (old, new, other)] == [SUPERSEDED, LIVE, LIVE]
    written = ledger.withdraw_batch(by="alice", batch=102, reason="the wrong file")
    assert set(written.records) == {old.pk, new.pk, other.pk}
    assert [_standing(one) for one in (old, new, other)] == [LIVE, WITHDRAWN, WITHDRAWN]
    assert _last().subject == "batch:102"
    ledger.undo(by="alice", retraction=Retraction.objects.get(batch=102), reason="it was right")
    assert [_standing(one) for one in (old, new, other)] == [SUPERSEDED, LIVE, LIVE]


def test_undoing_brings_back_what_counted() -> None:
    """After an undo the statement counts again; both rows stay in the history."""
    made = _state(ALPHA)
    one = made.statements.get()
    ledger.withdraw_statements(by="alice", statements=[one], reason="a mistake")
    written = ledger.undo(by="bob", retraction=Retraction.objects.get(statement=one.pk), reason="no mistake")
    assert written.records == (made.pk,)
    assert made.statements.get().standing == LIVE
    assert Retraction.objects.count() == 2
    assert (_last().verb, _last().actor) == ("retraction.undone", "bob")


def test_what_was_undone_is_not_undone_again() -> None:
    """A retraction is taken back once."""
    made = _state(ALPHA)
    ledger.withdraw_record(by="alice", record=made, reason="a mistake")
    retraction = Retraction.objects.get()
    ledger.undo(by="alice", retraction=retraction, reason="no mistake")
    with pytest.raises(LedgerError, match="undone already"):
        ledger.undo(by="alice", retraction=retraction, reason="again")
    assert _standing(made) == LIVE


def test_an_undoing_is_not_undone() -> None:
    """Undoing an undoing would change nothing and say that it did: one withdraws again instead."""
    made = _state(ALPHA)
    ledger.withdraw_record(by="alice", record=made, reason="a mistake")
    ledger.undo(by="alice", retraction=Retraction.objects.get(), reason="no mistake")
    undoing = Retraction.objects.get(undoes__isnull=False)
    with pytest.raises(LedgerError, match="withdraw it again"):
        ledger.undo(by="alice", retraction=undoing, reason="after all")
    assert Retraction.objects.count() == 2
    assert _standing(made) == LIVE


def test_two_retractions_hold_until_both_are_undone() -> None:
    """Two people withdrew the same record for two reasons: one undoing does not bring it back."""
    made = _state(ALPHA)
    for reason in ("a mistake", "a duplicate"):
        ledger.withdraw_record(by="alice", record=made, reason=reason)
    first, second = Retraction.objects.order_by("pk")
    assert ledger.undo(by="alice", retraction=first, reason="no mistake").records == ()
    assert _standing(made) == WITHDRAWN
    ledger.undo(by="alice", retraction=second, reason="no duplicate")
    assert _standing(made) == LIVE


def test_a_stance_is_about_somebody_elses_words() -> None:
    """A record confirms or disputes another's statement, never its own."""
    first, second = _state(ALPHA), _state(ALPHA)
    one = first.statements.get()
    made = ledger.take_stance(by="alice", record=second, statement=one, stance="confirms", note="the same")
    assert (made.record_id, made.statement_id) == (second.pk, one.pk)
    assert _last().detail["stance"] == "confirms"
    with pytest.raises(LedgerError, match="its own"):
        ledger.take_stance(by="alice", record=first, statement=one, stance="confirms")
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.take_stance(by="alice", record=second, statement=one, stance="applauds")
    assert Stance.objects.count() == 1


def test_the_author_is_known_from_the_audit_trail() -> None:
    """Who wrote by hand; nobody for what a batch brought or what no event knows."""
    made = _state(ALPHA, by="alice")
    [brought] = deliveries.deliver(made.source, 101, ["1"])
    assert ledger.author_of(made) == "alice"
    assert ledger.author_of(brought) == ""
    assert ledger.author_of(Record(code="nobody", batch=None)) == ""


def test_everything_that_the_verbs_wrote_holds() -> None:
    """After all verbs, `verify` has nothing to say about rows, records and events."""
    first, second = _state(ALPHA, Said(None, "sex", "male")), _state(ALPHA, proposed=True)
    ledger.withdraw_statements(by="alice", statements=[first.statements.order_by("pk")[1]], reason="x")
    ledger.withdraw_record(by="alice", record=second, reason="x")
    ledger.undo(by="alice", retraction=Retraction.objects.latest("pk"), reason="x")
    ledger.take_stance(by="alice", record=second, statement=first.statements.order_by("pk")[0], stance="disputes")
    assert [*proof.record_problems(), *proof.event_problems(), *proof.derived_problems(), *row_problems({})] == []


def test_what_was_said_cannot_be_edited() -> None:
    """Through no verb and no ORM: the database refuses."""
    one = _state(ALPHA).statements.get()
    one.original = "Testperson Beta"
    with pytest.raises(DatabaseError), transaction.atomic():
        one.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.update(added_at=timezone.now())
