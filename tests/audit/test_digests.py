"""Digests over the rows that verbs write, and finding what was changed behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from habeas.accounts import change, invite
from habeas.audit import digests, log
from habeas.audit.models import Event
from habeas.audit.proof import ledger_rows, row_problems
from habeas.audit.protection import ledger
from habeas.linkage import decide
from habeas.linkage.models import Judgement
from habeas.statements import ledger as verbs
from habeas.statements.models import Retraction, Review, Source
from tests import build, marks

pytestmark = pytest.mark.django_db


@contextmanager
def behind_its_back(table: str) -> Iterator[None]:
    """The owner turns a table's triggers off for a moment, as an intruder with that password could."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _problems() -> list[str]:
    return list(row_problems({}))


def test_the_same_row_gives_the_same_bytes() -> None:
    """A row reads the same from memory as from the database."""
    made = build.source("one")
    assert digests.canonical(made) == digests.canonical(Source.objects.get(pk=made.pk))


def test_derived_columns_are_not_covered() -> None:
    """What may change is left out: the mappings kept with a source, when an approval was done."""
    made = build.source("one")
    before = digests.canonical(made)
    made.mappings = {"main": "changed"}
    assert digests.canonical(made) == before
    made.title = "changed"
    assert digests.canonical(made) != before


def test_a_salt_goes_into_every_digest() -> None:
    """Two rows that say the same have different digests: nobody can guess at an erased one."""
    first, second = (Retraction(record=1, reason="the same", by="alice") for _ in range(2))
    first.pk = second.pk = 1
    assert digests.of_rows([first]) != digests.of_rows([second])


def test_an_event_names_its_rows() -> None:
    """The event of a verb holds which rows it wrote and their digest."""
    made = build.source("one")
    event = Event.objects.get(verb="source.added")
    assert event.detail["rows"] == {"statements_source": [made.pk]}
    assert bytes(event.digest) == digests.of_rows([made])


def test_what_the_verbs_write_holds() -> None:
    """After a day's work nothing is out of order."""
    first, second = build.person("Testperson Alpha"), build.person("Testperson Beta")
    decide.judge(by="alice", verdict="different", left=[first.pk], right=[second.pk], reason="two men")
    verbs.withdraw_record(by="alice", record=first, reason="a mistake")
    verbs.change_source(by="alice", source=second.source, title="another title")
    assert _problems() == []


@marks.commits
def test_a_changed_row_is_named() -> None:
    """The reason of a judgement was rewritten: it is found, with the event that knows better."""
    first, second = build.person("Testperson Alpha"), build.person("Testperson Beta")
    made = decide.judge(by="alice", verdict="same", left=[first.pk], right=[second.pk], reason="one man")
    with behind_its_back("linkage_judgement"):
        Judgement.objects.using("owner").filter(pk=made.pk).update(reason="forged")
    event = Event.objects.get(verb="judgement.same")
    [problem] = _problems()
    assert f"linkage_judgement {made.pk}" in problem
    assert f"event {event.pk}" in problem


@marks.commits
def test_a_deleted_row_is_named() -> None:
    """A retraction that vanished is found."""
    made = build.person("Testperson Alpha")
    verbs.withdraw_record(by="alice", record=made, reason="a mistake")
    row = Retraction.objects.get()
    with behind_its_back("statements_retraction"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM statements_retraction")
    assert any(f"statements_retraction {row.pk} is gone" in one for one in _problems())


def test_an_added_row_is_named() -> None:
    """A row that no event knows is found: the application may insert, but not in silence."""
    made = build.person("Testperson Alpha")
    stray = Retraction.objects.create(record=made.pk, reason="forged", by="mallory")
    assert _problems() == [f"statements_retraction {stray.pk}: no event of the log wrote it"]


def test_a_role_given_in_silence_is_named() -> None:
    """Somebody who made themselves a keeper with an UPDATE is found."""
    made = invite.invite(by="console", username="erin", role="contributor")
    assert _problems() == []
    type(made).objects.filter(pk=made.pk).update(role="keeper")
    assert any("accounts_user" in one for one in _problems())


def test_only_the_latest_event_counts_for_what_may_change() -> None:
    """A source may be changed by its verb: then the later digest holds and the earlier does not accuse it."""
    made = build.source("one")
    for title in ("second", "third"):
        verbs.change_source(by="alice", source=made, title=title)
    assert _problems() == []
    Source.objects.filter(pk=made.pk).update(title="forged")
    assert len(_problems()) == 1


def test_groups_are_covered_as_a_whole() -> None:
    """A verb that writes very many rows names them by a group; one more in the group is found."""
    records = [build.record(("name", f"Testperson {n}")) for n in range(3)]
    rows = Review.objects.bulk_create([Review(record=r, step="promoted", by="alice", group=7) for r in records])
    log.record("batch.promoted", by="alice", group=digests.Group(Review, "group", 7))
    assert _problems() == []
    Review.objects.create(record=records[0], step="promoted", by="mallory", group=7)
    assert any("statements_review (group 7)" in one for one in _problems())
    assert len(rows) == 3


def test_rows_that_an_erasure_took_are_not_missed() -> None:
    """A row that went with an approved erasure is no theft."""
    made = build.person("Testperson Alpha")
    verbs.withdraw_record(by="alice", record=made, reason="a mistake")
    row = Retraction.objects.get()
    event = Event.objects.get(verb="record.withdrawn")
    Event.objects.filter(pk=event.pk)
    ghost = log.record("record.withdrawn", by="alice", detail={"rows": {"statements_retraction": [row.pk + 1]}})
    assert any(f"event {ghost.pk}" in one for one in _problems())
    gone = {"statements_retraction": frozenset({row.pk + 1})}
    assert list(row_problems(gone)) == []


def test_every_table_of_the_ledger_is_vouched_for_or_checked_in_its_own_way() -> None:
    """No table that only grows escapes `verify`: rows have digests in events, records and statements their own."""
    own_way = {
        "audit_event",
        "audit_link",
        "statements_record",
        "statements_statement",
        "statements_usage",
    }
    assert set(ledger()) - set(ledger_rows()) == own_way


def test_accounts_made_by_verbs_are_known() -> None:
    """Inviting, closing and opening an account leave no stranger."""
    admin = build.user("ada", "administrator")
    made, asked = invite.invite_for(by=admin, username="erin", role="contributor")
    assert not asked
    change.change(by=admin, account=made, role="contributor", active=False, teams=[])
    assert [one for one in _problems() if f"accounts_user {made.pk}" in one] == []
