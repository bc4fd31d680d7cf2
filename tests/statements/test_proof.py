"""`habeas verify` on the ledger: whoever changes anything behind the program's back is found out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

import pytest
from django.db import connection, connections, transaction

from habeas.accounts import approve
from habeas.accounts.models import Approval, User
from habeas.audit import log
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.audit.protection import ledger as protected
from habeas.registry import erase
from habeas.statements import drafting, ledger, proof
from habeas.statements.models import Raising, Record, Retraction, Statement, Usage
from tests import build, marks
from tests.statements import deliveries

pytestmark = pytest.mark.django_db
RECORD, STATEMENT = "statements_record", "statements_statement"


def _problems() -> list[str]:
    return [*proof.record_problems(), *proof.event_problems(), *proof.derived_problems()]


def _all() -> list[str]:
    return [*_problems(), *proof.trigger_problems(), *row_problems(proof.erased())]


@contextmanager
def _intruder(*tables: str) -> Iterator[Any]:
    """Somebody with the owner's password, who turns the triggers off and on again."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _columns(model: type[Record] | type[Statement]) -> list[str]:
    table = model._meta.db_table
    return [f.column for f in model._meta.concrete_fields if f.column not in protected()[table]]


def _other(model: type[Record] | type[Statement], column: str) -> str:
    """SQL for a value that is as near as can be to the one that the column holds, and another."""
    special = {
        "source_id": "(SELECT max(id) FROM statements_source)",
        "usage_id": "(SELECT max(id) FROM statements_usage)",
        "record_id": "(SELECT max(id) FROM statements_record)",
        "id": "id + 1000000",
    }
    if column in special:
        return special[column]
    kind = model._meta.get_field(column).get_internal_type()
    if kind == "BinaryField":
        return f"set_byte({column}, 0, (get_byte({column}, 0) + 1) % 256)"
    if kind == "DateTimeField":
        return f"{column} + interval '1 microsecond'"
    if kind.endswith("IntegerField"):
        return f"coalesce({column} + 1, 1)"
    return f"left({column}, -1) || CASE right({column}, 1) WHEN 'x' THEN 'y' ELSE 'x' END"


def _two_records() -> Record:
    """A record to tamper with, and another with a later source and usage."""
    made = build.record(("name", "Testperson Alpha"), (1, "type", "taken"), (1, "date", "2017"), follow=False)
    build.record(("name", "Testperson Beta"), habits=build.Habits(date_order="dmy"), follow=False)
    return made


def test_the_columns_that_are_tried_are_all_of_them() -> None:
    """Every column that the triggers protect is in the tests below, and the readings are not."""
    assert len(_columns(Record)) == 20
    assert set(_columns(Statement)) == {
        *("id", "record_id", "event", "property", "original", "language", "credibility", "said_tier"),
    }


def test_an_honest_ledger_has_no_problems() -> None:
    """Records by hand and by batch, proposals, retractions: nothing to say."""
    build.imported()
    made = build.person("Testperson Delta")
    build.record(("name", "Testperson"), proposed=True, by="bob")
    ledger.withdraw_record(by="alice", record=made, reason="x")
    assert _all() == []


def test_an_empty_ledger_has_no_problems() -> None:
    """A new workspace verifies."""
    assert _all() == []


@marks.commits
@pytest.mark.parametrize("column", [name for name in _columns(Record) if name != "id"])
def test_every_protected_column_of_a_record_is_covered(column: str) -> None:
    """One letter, bit or microsecond changed in one record: it is named, and nothing else is."""
    made = _two_records()
    with _intruder(RECORD) as cursor:
        cursor.execute(f"UPDATE {RECORD} SET {column} = {_other(Record, column)} WHERE id = {made.pk}")
    found = list(proof.record_problems())
    code = Record.objects.get(pk=made.pk).code
    assert found == [f"record {code}: what it says is not what was sealed"]


@marks.commits
@pytest.mark.parametrize("column", [name for name in _columns(Statement) if name != "id"])
def test_every_protected_column_of_a_statement_is_covered(column: str) -> None:
    """The same for one statement; its record is named, and the one that it was moved to as well."""
    made = _two_records()
    with _intruder(STATEMENT) as cursor:
        cursor.execute(
            f"UPDATE {STATEMENT} SET {column} = {_other(Statement, column)} "
            f"WHERE id = (SELECT max(id) FROM {STATEMENT} WHERE record_id = {made.pk})"
        )
    found = set(proof.record_problems())
    codes = set(Record.objects.values_list("code", flat=True)) if column == "record_id" else {made.code}
    assert found == {f"record {code}: what it says is not what was sealed" for code in codes}


@marks.commits
def test_a_record_cannot_take_another_number() -> None:
    """Retractions and judgements speak of a record by its number: moved away from it, with all its statements, the
    record is named."""
    made = _two_records()
    with _intruder(RECORD, STATEMENT) as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"UPDATE {RECORD} SET id = id + 1000000 WHERE id = {made.pk}")
        cursor.execute(f"UPDATE {STATEMENT} SET record_id = record_id + 1000000 WHERE record_id = {made.pk}")
    assert list(proof.record_problems()) == [f"record {made.code}: what it says is not what was sealed"]


@marks.commits
@pytest.mark.parametrize("kind", ["retraction", "raising"])
def test_a_statement_cannot_slip_out_from_under_a_decision(kind: str) -> None:
    """A withdrawn or raised statement got another number, so that the decision speaks of nothing: that is named."""
    made = _two_records()
    one = made.statements.order_by("pk")[2]
    if kind == "retraction":
        ledger.withdraw_statements(by="alice", statements=[one], reason="x")
        number = Retraction.objects.get().pk
    else:
        proof.secrecy.raise_tier(by="alice", tier=3, reason="x", statement=one)
        number = Raising.objects.get().pk
    with _intruder(STATEMENT) as cursor:
        cursor.execute(f"UPDATE {STATEMENT} SET id = id + 1000000, standing = 0, tier = 2 WHERE id = {one.pk}")
    assert list(proof.record_problems()) == [f"{kind} {number} speaks of what is not there"]


@marks.commits
@pytest.mark.parametrize(
    "change",
    [
        f"DELETE FROM {STATEMENT} WHERE id = (SELECT max(id) FROM {STATEMENT} WHERE record_id = %s)",
        f"INSERT INTO {STATEMENT} (record_id, property, original, language, said_tier, tier, reader, standing) "
        "VALUES (%s, 'alias', 'forged', '', 2, 2, 2, 0)",
        f"UPDATE {STATEMENT} a SET original = b.original FROM {STATEMENT} b "
        "WHERE a.record_id = %s AND b.record_id = a.record_id AND a.property = 'date' AND b.property = 'type'",
    ],
)
def test_statements_are_covered_as_a_whole(change: str) -> None:
    """One statement less, one more, or one that says what another says: the record is named."""
    made = _two_records()
    with _intruder(STATEMENT) as cursor:
        cursor.execute(change, [made.pk])
    assert list(proof.record_problems()) == [f"record {made.code}: what it says is not what was sealed"]


def test_a_statement_added_with_the_applications_own_rights_is_found() -> None:
    """The application may insert; it cannot insert into a sealed record unnoticed."""
    made = _two_records()
    Statement.objects.create(record=made, property="alias", original="forged", said_tier=2, tier=2)
    assert list(proof.record_problems()) == [f"record {made.code}: what it says is not what was sealed"]


@marks.commits
def test_statements_without_their_record_are_named() -> None:
    """A record was deleted and its statements were left behind, without foreign keys."""
    made = _two_records()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'statements_statement'::regclass"
        )
        [name] = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {STATEMENT} DROP CONSTRAINT {name}")
        with _intruder(RECORD) as inside:
            inside.execute(f"DELETE FROM {RECORD} WHERE id = {made.pk}")
        try:
            assert f"statements of record number {made.pk} stand without their record" in _problems()
        finally:
            cursor.execute(f"ALTER TABLE {STATEMENT} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {STATEMENT} WHERE record_id = {made.pk}")
            cursor.execute(f"ALTER TABLE {STATEMENT} ENABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {STATEMENT} ADD CONSTRAINT {name} {definition}")


def _reseal(record: Record) -> bytes:
    """The digest that the record's changed rows would have: an intruder can compute it too."""
    held = Record.objects.get(pk=record.pk)
    fields = [
        *(held.pk, held.code, held.source_id, held.stream, held.usage_id, held.kind, held.role, held.key),
        *(held.about, held.locator, held.row, held.batch, held.said_by, held.how_known, held.said_on),
        *(bytes(held.content).hex(), held.arrived, held.added_at.astimezone(UTC).isoformat()),
    ]
    columns = ("event", "property", "original", "language", "credibility", "said_tier")
    said = list(held.statements.order_by("pk").values_list(*columns))
    return drafting.digest(bytes(held.salt), fields, said)


def test_the_digest_of_an_untouched_record_can_be_made_again() -> None:
    """What the tests below compute is what was sealed."""
    made = _two_records()
    assert _reseal(made) == bytes(made.digest)


@marks.commits
def test_a_record_sealed_anew_does_not_fit_the_log() -> None:
    """Whoever also rewrites the record's digest is contradicted by the event that wrote it."""
    made = _two_records()
    with _intruder(RECORD, STATEMENT) as cursor:
        cursor.execute(f"UPDATE {STATEMENT} SET original = 'forged' WHERE record_id = {made.pk}")
    with _intruder(RECORD) as cursor:
        cursor.execute(f"UPDATE {RECORD} SET digest = %s WHERE id = {made.pk}", [_reseal(made)])
    assert list(proof.record_problems()) == []
    assert list(proof.event_problems()) == [f"record {made.code}: the log holds another digest"]


@marks.commits
def test_a_row_of_a_batch_sealed_anew_does_not_fit_its_batch() -> None:
    """The same for a row that a batch brought: the batch is named."""
    batch = build.imported()
    made = Record.objects.filter(batch=batch.pk).order_by("pk")[1]
    with _intruder(STATEMENT) as cursor:
        cursor.execute(f"UPDATE {STATEMENT} SET original = 'forged' WHERE record_id = {made.pk}")
    assert list(proof.record_problems()) == [f"record {made.code}: what it says is not what was sealed"]
    with _intruder(RECORD) as cursor:
        cursor.execute(f"UPDATE {RECORD} SET digest = %s WHERE id = {made.pk}", [_reseal(made)])
    assert list(proof.record_problems()) == []
    expected = f"batch {batch.pk}: its records are not those that were committed"
    assert list(proof.event_problems()) == [expected]


@marks.commits
@pytest.mark.parametrize("table", ["hand", "batch"])
def test_a_record_that_vanished_is_named(table: str) -> None:
    """A whole record deleted with everything about it is missed by the log."""
    batch = build.imported()
    by_hand = build.record(("name", "Testperson"), follow=False)
    made = by_hand if table == "hand" else Record.objects.filter(batch=batch.pk).order_by("pk")[1]
    with _intruder(RECORD, STATEMENT) as cursor:
        for name, column in (("registry_member", "record_id"), (STATEMENT, "record_id"), (RECORD, "id")):
            cursor.execute(f"DELETE FROM {name} WHERE {column} = {made.pk}")
    [found] = proof.event_problems()
    assert (
        found
        == {
            "hand": f"record {made.code}: the log holds another digest",
            "batch": f"batch {batch.pk}: its records are not those that were committed",
        }[table]
    )


def test_a_record_that_no_event_wrote_is_named() -> None:
    """The application may insert records, but not in silence."""
    source = build.source("one")
    shared = deliveries.frame(source)
    [number] = proof_numbers = deliveries.copying.numbers(1)
    sent = deliveries.rendered(deliveries.draft(), shared, number)
    deliveries.copying.write([sent])
    assert proof_numbers
    assert list(proof.record_problems()) == []
    assert list(proof.event_problems()) == [f"record {sent.code}: no event of the log wrote it"]


def test_a_batch_that_no_event_committed_is_named() -> None:
    """The same for rows that claim to belong to a batch, an unknown one or one that was committed without them."""
    deliveries.deliver(build.source("one"), 101, ["1", "2"])
    assert list(proof.event_problems()) == ["batch 101: no event of the log committed it"]
    batch = build.imported()
    assert len(list(proof.event_problems())) == 1
    deliveries.deliver(build.source("one"), batch.pk, ["9"])
    assert f"batch {batch.pk}: its records are not those that were committed" in list(proof.event_problems())


def test_an_event_for_a_record_that_never_was_is_named() -> None:
    """The log speaks of a record that is not there."""
    log.record("record.stated", by="mallory", subject="record:nothere", digest=b"x" * 32)
    assert list(proof.event_problems()) == ["record nothere: the log holds another digest"]


@pytest.mark.parametrize("subject", ["batch:", "batch:x", "batch:-1", "record:1", "", "batch:1; DROP TABLE x"])
def test_a_nonsense_event_does_not_stop_the_check(subject: str) -> None:
    """Somebody who slips in an event that names no batch cannot keep `verify` from finding the rest."""
    log.record("batch.committed", by="mallory", subject=subject, digest=b"x")
    deliveries.deliver(build.source("one"), 101, ["1"])
    found = list(proof.event_problems())
    assert "batch 101: no event of the log committed it" in found
    assert len(found) == 2


def test_a_batch_has_one_digest_over_its_records() -> None:
    """SHA-256 over their digests in order of number."""
    made = deliveries.deliver(build.source("one"), 101, ["1", "2", "3"])
    leaves = [bytes(one.digest) for one in sorted(made, key=lambda one: one.pk)]
    assert proof.batch_digest(101) == hashlib.sha256(b"".join(leaves)).digest()
    assert proof.batch_digest(999) == hashlib.sha256().digest()


def test_many_records_are_checked_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of any size find the same, wherever the wrong record stands."""
    made = deliveries.deliver(build.source("one"), 101, [str(number) for number in range(7)])
    Statement.objects.create(record=made[4], property="alias", original="forged", said_tier=2, tier=2)
    for step in (1, 2, 3, 7, 8):
        monkeypatch.setattr(proof, "_STEP", step)
        assert list(proof.record_problems()) == [f"record {made[4].code}: what it says is not what was sealed"]


def _erase(record: Record, carol: User, dave: User) -> None:
    made = erase.ask(record=record, reason="asked for by the family", by=carol)
    approve.answer(approval=made, yes=True, reason="", by=dave)


def test_erased_records_and_batches_still_verify(carol: User, dave: User) -> None:
    """What two people erased is missed by nobody: not by its event, its batch, or the decisions that went with it."""
    batch = build.imported()
    brought = Record.objects.filter(batch=batch.pk).order_by("pk")[1]
    by_hand = build.person("Testperson Delta")
    ledger.withdraw_statements(by="alice", statements=[by_hand.statements.get()], reason="x")
    proof.secrecy.raise_tier(by="alice", tier=3, reason="x", record=brought)
    for record in (brought, by_hand):
        _erase(record, carol, dave)
    assert not Record.objects.filter(pk__in=[brought.pk, by_hand.pk]).exists()
    assert _problems() == []
    assert [one for one in row_problems(proof.erased()) if "accounts_user" not in one] == []


def test_what_an_erasure_took_is_named_by_table(carol: User, dave: User) -> None:
    """Rows that went with a record are known by number, so that an erased row is told from a stolen one."""
    made = build.person("Testperson Delta")
    ledger.withdraw_record(by="alice", record=made, reason="x")
    number = Retraction.objects.get().pk
    _erase(made, carol, dave)
    assert proof.erased()["statements_retraction"] == frozenset({number})


def test_an_erasure_does_not_cover_another_theft(carol: User, dave: User) -> None:
    """One row of a batch is erased with approval and another record is gone without: the batch is named."""
    batch = build.imported()
    rows = Record.objects.filter(batch=batch.pk).order_by("pk")
    _erase(rows[1], carol, dave)
    assert list(proof.event_problems()) == []
    deliveries.deliver(rows[0].source, batch.pk, ["99"])
    assert list(proof.event_problems()) == [f"batch {batch.pk}: its records are not those that were committed"]


def test_an_erasure_needs_two_people_in_the_database_too(carol: User) -> None:
    """The function that deletes refuses with one voice, whatever the program says."""
    made = build.person("Testperson Delta")
    asked = erase.ask(record=made, reason="x", by=carol)
    with pytest.raises(Exception, match="two approvals"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT registry_erase(%s, %s)", [made.code, asked.pk])
    assert Record.objects.filter(pk=made.pk).exists()
    assert Approval.objects.get().done_at is None


@marks.commits
def test_habits_changed_behind_its_back_are_named() -> None:
    """How a source writes decides how its dates are read: a change is found."""
    build.record(("name", "Testperson"), habits=build.Habits(date_order="dmy"), follow=False)
    with _intruder("statements_usage") as cursor:
        cursor.execute("UPDATE statements_usage SET content = %s", [json.dumps({"date_order": "mdy"})])
    usage = Usage.objects.get()
    assert list(proof.derived_problems()) == [f"usage {usage.pk}: how its source writes is not what was kept"]


def test_the_log_never_holds_what_was_said() -> None:
    """However records came, no event quotes a value, a key or a title."""
    build.imported()
    build.person("Testperson Delta", ("alias", "Epsilon"))
    told = str([vars(event) for event in Event.objects.all()])
    for word in ("Testperson", "Epsilon", "Exampletown", "T 100", "Invented list"):
        assert word not in told
