"""Making what was said more secret: at once, never below how it came, and taken back to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.statements import proof, secrecy
from habeas.statements.ledger import LedgerError
from habeas.statements.models import Raising, Record, Statement
from habeas.statements.secrecy import raise_tier, undo
from tests import build
from tests.statements import deliveries

pytestmark = pytest.mark.django_db
Step = tuple[str, int, int]


@pytest.fixture
def record(db: None) -> Record:
    """A public, an internal and a restricted value."""
    values = (("alias", "A", 0), ("name", "Testperson Alpha", 2), ("birth_date", "1980", 3))
    return build.record(*values, of=build.source("one", tier=0), follow=False)


def _tiers(record: Record) -> list[int]:
    return list(record.statements.order_by("pk").values_list("tier", flat=True))


def _raise(tier: int = 3, **target: Any) -> Raising:
    raise_tier(by="alice", tier=tier, reason="a threat", **target)
    return Raising.objects.latest("pk")


def test_a_statement_is_raised_at_once(record: Record) -> None:
    """The one value is more secret, the others stay; the record is told of as changed."""
    public = record.statements.order_by("pk")[0]
    written = raise_tier(by="alice", tier=3, reason="a threat", statement=public)
    assert written.records == (record.pk,)
    assert _tiers(record) == [3, 2, 3]


def test_a_record_is_raised_at_once(record: Record) -> None:
    """All its values are at least as secret as that."""
    _raise(2, record=record)
    assert _tiers(record) == [2, 2, 3]


def test_a_batch_is_raised_at_once(record: Record) -> None:
    """Everything that it brought is, and nothing else."""
    brought = deliveries.deliver(record.source, 101, ["1", "2"])
    other = deliveries.deliver(record.source, 102, ["3"])
    written = raise_tier(by="alice", tier=3, reason="a threat", batch=101)
    assert written.records == tuple(one.pk for one in brought)
    assert [_tiers(one) for one in (*brought, *other, record)] == [[3], [3], [2], [0, 2, 3]]


def test_the_highest_raising_counts(record: Record) -> None:
    """A lower raising afterwards lowers nothing and changes no record."""
    _raise(3, record=record)
    assert raise_tier(by="alice", tier=1, reason="x", record=record).records == ()
    assert _tiers(record) == [3, 3, 3]


def test_how_it_came_is_kept(record: Record) -> None:
    """The tier that a value came with is never rewritten."""
    _raise(3, record=record)
    assert list(record.statements.order_by("pk").values_list("said_tier", flat=True)) == [0, 2, 3]


def test_undoing_brings_back_what_was(record: Record) -> None:
    """After an undo every value has the tier that it had before."""
    made = _raise(3, record=record)
    written = undo(by="carol", raising=made, reason="the threat is over")
    assert written.records == (record.pk,)
    assert _tiers(record) == [0, 2, 3]


def test_undoing_leaves_other_raisings_in_force(record: Record) -> None:
    """Raised as a statement and as a record: taking one back leaves the other."""
    one = record.statements.order_by("pk")[0]
    by_statement, by_record = _raise(3, statement=one), _raise(1, record=record)
    undo(by="carol", raising=by_statement, reason="x")
    assert _tiers(record) == [1, 2, 3]
    undo(by="carol", raising=by_record, reason="x")
    assert _tiers(record) == [0, 2, 3]


def test_a_raising_is_undone_once(record: Record) -> None:
    """Neither twice nor an undoing itself, and the database would refuse a second one too."""
    made = _raise(3, record=record)
    undo(by="carol", raising=made, reason="x")
    for raising in Raising.objects.order_by("pk"):
        with pytest.raises(LedgerError, match="undone already"):
            undo(by="carol", raising=raising, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Raising.objects.create(undoes=made, tier=3, reason="x", by="mallory")


@pytest.mark.parametrize("tier", [-1, 0, 4, 5, 100])
def test_only_open_tiers_can_be_chosen(record: Record, tier: int) -> None:
    """Public is no raising, and nothing that was written plainly can be sealed afterwards."""
    with pytest.raises(LedgerError, match="up to restricted"):
        _raise(tier, record=record)
    assert not Raising.objects.exists()


@pytest.mark.parametrize("reason", ["", " ", "\t"])
def test_raising_and_undoing_need_a_reason(record: Record, reason: str) -> None:
    """Both are explained."""
    with pytest.raises(LedgerError, match="Say why"):
        raise_tier(by="alice", tier=3, reason=reason, record=record)
    made = _raise(3, record=record)
    with pytest.raises(LedgerError, match="Say why"):
        undo(by="alice", raising=made, reason=reason)
    assert _tiers(record) == [3, 3, 3]


def test_a_raising_speaks_of_one_thing(record: Record) -> None:
    """Nothing, or two things at once, is refused: what would be raised must be plain."""
    one = record.statements.order_by("pk")[0]
    for target in ({}, {"record": record, "statement": one}, {"record": record, "batch": 101}):
        with pytest.raises(LedgerError, match="speaks of"):
            _raise(3, **target)
    assert not Raising.objects.exists()
    assert secrecy.wrong() == 0


def test_a_batch_that_brought_nothing_yet_is_not_raised(record: Record) -> None:
    """Its rows would come in later under the lower tier, while everybody believes that they are raised."""
    with pytest.raises(LedgerError, match="brought nothing"):
        _raise(3, batch=101)


def test_a_sealed_value_stays_sealed(two_keepers: list[x25519.Identity]) -> None:
    """Raising its record to restricted does not bring it down."""
    made = build.record(("name", "Testperson", 2), ("phone", "123", 4), follow=False)
    undo(by="carol", raising=_raise(3, record=made), reason="x")
    _raise(3, record=made)
    assert _tiers(made) == [3, 4]


def test_raising_and_lowering_are_in_the_audit_trail(record: Record) -> None:
    """Who, what and how high; `verify` finds everything in order."""
    made = _raise(3, record=record)
    undo(by="carol", raising=made, reason="x")
    raised, lowered = Event.objects.get(verb="tier.raised"), Event.objects.get(verb="tier.lowered")
    assert (raised.actor, raised.subject, raised.detail["tier"]) == ("alice", f"raising:{made.pk}", 3)
    assert (lowered.actor, lowered.subject) == ("carol", f"raising:{made.pk}")
    assert [*row_problems({}), *proof.derived_problems(), *proof.record_problems()] == []


def test_a_tier_lowered_in_silence_is_found(record: Record) -> None:
    """The application may write this column, so somebody may write it falsely: `verify` tells, up and down."""
    one = record.statements.order_by("pk")[1]
    for tier in (0, 3):
        Statement.objects.filter(pk=one.pk).update(tier=tier)
        assert secrecy.wrong() == 1
        assert list(proof.derived_problems()) == ["1 statements do not stand at the tier that was decided"]


def test_how_it_came_cannot_be_lowered(record: Record) -> None:
    """The database refuses to rewrite the tier that a value came with."""
    with pytest.raises(DatabaseError), transaction.atomic():
        record.statements.update(said_tier=0)


def test_settling_an_undoing_is_a_mistake(record: Record) -> None:
    """An undoing speaks of a raising, not of anything said."""
    undo(by="carol", raising=_raise(3, record=record), reason="x")
    with pytest.raises(LedgerError, match="speaks of"):
        secrecy.settle(Raising.objects.latest("pk"))


def _anew() -> dict[int, int]:
    """The tier of every statement, worked out afresh in plain Python."""
    undone = set(Raising.objects.exclude(undoes=None).values_list("undoes", flat=True))
    force = [row for row in Raising.objects.filter(undoes=None) if row.pk not in undone]
    return {
        one.pk: max(
            one.said_tier,
            *(0, *(row.tier for row in force if row.statement == one.pk)),
            *(row.tier for row in force if row.record == one.record_id),
            *(row.tier for row in force if row.batch is not None and row.batch == one.record.batch),
        )
        for one in Statement.objects.select_related("record")
    }


def _take(step: Step) -> None:
    kind, number, tier = step
    if kind == "undo":
        own = list(Raising.objects.filter(undoes=None, undone_by=None).order_by("pk"))
        if own:
            undo(by="carol", raising=own[number % len(own)], reason="x")
        return
    choice: Any = 101 + number % 2
    if kind != "batch":
        rows: list[Any] = list((Statement if kind == "statement" else Record).objects.order_by("pk"))
        choice = rows[number % len(rows)]
    raise_tier(by="alice", tier=tier, reason="x", **{kind: choice})


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["statement", "record", "batch", "undo"]), st.integers(0, 20), st.integers(1, 3)),
        max_size=8,
    )
)
def test_any_sequence_leaves_the_maximum(steps: Sequence[Step]) -> None:
    """Raise and undo in any order: every tier in force is the highest of how it came and of what raises it; undoing
    all gives back how it came."""
    with transaction.atomic():
        source = build.source("one", tier=0)
        build.record(("alias", "A", 0), ("name", "Testperson", 2), of=source, follow=False)
        for batch in (101, 102):
            deliveries.deliver(source, batch, [f"{batch}-1", f"{batch}-2"])
        for step in steps:
            _take(step)
            assert dict(Statement.objects.values_list("pk", "tier")) == _anew()
            assert secrecy.wrong() == 0
        for row in Raising.objects.filter(undoes=None, undone_by=None).order_by("-pk"):
            undo(by="carol", raising=row, reason="x")
        assert all(one.tier == one.said_tier for one in Statement.objects.all())
        transaction.set_rollback(True)
