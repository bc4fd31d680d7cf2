"""What counts now: worked out from retractions and reviews alone, and undone to the letter."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.statements import ledger, proof, standing
from habeas.statements.models import (
    LIVE,
    PROPOSED,
    QUARANTINED,
    RETURNED,
    SUPERSEDED,
    WITHDRAWN,
    Record,
    Retraction,
    Review,
    Statement,
)
from tests import build
from tests.statements import deliveries

pytestmark = pytest.mark.django_db
Stands = dict[str, int]
Step = tuple[str, int]
_OF_STEP = {"proposed": PROPOSED, "assigned": PROPOSED, "quarantined": QUARANTINED, "returned": RETURNED}


def _now() -> Stands:
    """The stored standing of every record and statement."""
    records = {f"record {pk}": value for pk, value in Record.objects.values_list("pk", "standing")}
    return records | {f"statement {pk}": value for pk, value in Statement.objects.values_list("pk", "standing")}


def _anew() -> Stands:
    """The standing worked out afresh, in plain Python, from the rows that only grow."""
    rows = list(Retraction.objects.order_by("pk"))
    undone = {row.undoes_id for row in rows}
    force = [row for row in rows if row.pk not in undone and row.undoes_id is None]
    out = {row.batch for row in force if row.batch is not None}
    let_in = set(Review.objects.filter(step="promoted").values_list("record_id", flat=True))
    held = set(Record.objects.filter(arrived=QUARANTINED).values_list("pk", flat=True)) - let_in
    force = [row for row in force if row.batch is None and row.by_batch not in out and row.by_record not in held]
    of_record: dict[int | None, int] = {}
    for row in force:
        alone = row.by_record is None and row.by_batch is None
        of_record[row.record] = WITHDRAWN if alone else SUPERSEDED
    steps = {review.record_id: review.step for review in Review.objects.order_by("pk")}
    found: Stands = {}
    newest: dict[tuple[int, str, str], int] = {}
    for record in Record.objects.order_by("-pk"):
        arrived = _OF_STEP.get(steps[record.pk], LIVE) if record.pk in steps else record.arrived
        value = of_record.get(record.pk, arrived)
        if record.batch is not None and record.batch not in out and arrived == LIVE:
            version = (record.source_id, record.stream, record.key)
            if newest.setdefault(version, record.pk) != record.pk and value == LIVE:
                value = SUPERSEDED
        found[f"record {record.pk}"] = WITHDRAWN if record.batch in out else value
    withdrawn = {row.statement for row in force}
    for number in Statement.objects.values_list("pk", flat=True):
        found[f"statement {number}"] = WITHDRAWN if number in withdrawn else LIVE
    return found


def _register() -> None:
    """Records by hand, one of them proposed; a batch; a newer one that supersedes it and lets something go; and a
    third that supersedes the second."""
    source = build.source("one")
    by_hand = [build.record(("name", f"Testperson {n}"), ("sex", "male"), of=source, follow=False) for n in range(2)]
    build.record(("name", "Testperson 3"), of=source, proposed=True)
    first = deliveries.deliver(source, 101, ["1", "2"])
    second = deliveries.deliver(source, 102, ["1", "2", "3"])
    third = deliveries.deliver(source, 103, ["1"], arrived=QUARANTINED)
    for old, new in zip(first, second, strict=False):
        deliveries.supersede(old, new, 102)
    deliveries.supersede(by_hand[0], None, 102)
    deliveries.supersede(second[0], third[0], 103)
    standing.settle_batches([101, 102, 103])


def _in_force() -> list[Retraction]:
    return list(Retraction.objects.filter(undoes=None, undone_by=None).order_by("pk"))


def _take(step: Step, fixed: int) -> bool:
    """Carry one drawn step out; `fixed` retractions belong to the deliveries themselves. False when nothing fits."""
    kind, number = step
    if kind == "undo":
        own = [row for row in _in_force() if row.pk > fixed]
        if own:
            ledger.undo(by="alice", retraction=own[number % len(own)], reason="test")
        return bool(own)
    if kind == "batch":
        ledger.withdraw_batch(by="alice", batch=101 + number % 3, reason="test")
    elif kind == "statement":
        rows = list(Statement.objects.order_by("pk"))
        ledger.withdraw_statements(by="alice", statements=[rows[number % len(rows)]], reason="test")
    else:
        records = list(Record.objects.order_by("pk"))
        new = records[-1] if kind == "supersede" else None
        record = records[number % len(records)]
        ledger.withdraw_record(by="alice", record=record, reason="test", superseded_by=new)
    return True


def _holds() -> None:
    assert _now() == _anew()
    assert standing.wrong() == []


def _undo_all(after: int) -> None:
    for row in reversed(_in_force()):
        if row.pk > after:
            ledger.undo(by="alice", retraction=row, reason="test")
            _holds()


NUMBERS = st.integers(0, 40)
TAKING = st.tuples(st.sampled_from(["statement", "record", "supersede", "batch"]), NUMBERS)
STEPS = st.tuples(st.sampled_from(["statement", "record", "supersede", "batch", "undo", "undo"]), NUMBERS)


@settings(deadline=None, max_examples=25)
@given(st.lists(STEPS, max_size=8))
def test_any_sequence_leaves_what_the_rows_say(steps: Sequence[Step]) -> None:
    """Withdraw and undo in any order: what is stored equals what the rows give when read afresh. Undoing what is
    left, newest first, gives back the first state."""
    with transaction.atomic():
        _register()
        before = _now()
        fixed = Retraction.objects.latest("pk").pk
        for step in steps:
            _take(step, fixed)
            _holds()
        _undo_all(fixed)
        assert _now() == before
        transaction.set_rollback(True)


@settings(deadline=None, max_examples=20)
@given(st.lists(TAKING, min_size=1, max_size=6))
def test_each_undo_reinstates_exactly_what_stood_before(steps: Sequence[Step]) -> None:
    """Taking back, step by step, passes through every state in reverse."""
    with transaction.atomic():
        _register()
        fixed = Retraction.objects.latest("pk").pk
        states = []
        for step in steps:
            states.append(_now())
            _take(step, fixed)
        for row in reversed([row for row in _in_force() if row.pk > fixed]):
            ledger.undo(by="alice", retraction=row, reason="test")
            assert _now() == states.pop()
        assert states == []
        transaction.set_rollback(True)


@settings(deadline=None, max_examples=20)
@given(st.lists(STEPS, max_size=6), st.randoms(use_true_random=False))
def test_undoing_in_any_order_gives_back_the_first_state(steps: Sequence[Step], lot: object) -> None:
    """Once every retraction is undone nothing is left of them, whatever the order."""
    with transaction.atomic():
        _register()
        before = _now()
        fixed = Retraction.objects.latest("pk").pk
        for step in steps:
            _take(step, fixed)
        left = [row for row in _in_force() if row.pk > fixed]
        lot.shuffle(left)  # type: ignore[attr-defined]
        for row in left:
            ledger.undo(by="alice", retraction=row, reason="test")
        assert _now() == before
        _holds()
        transaction.set_rollback(True)


@settings(deadline=None, max_examples=20)
@given(st.lists(STEPS, max_size=6))
def test_a_verb_tells_which_records_changed(steps: Sequence[Step]) -> None:
    """Who keeps derived pages is told of every record whose own standing or whose statements' standing changed."""
    with transaction.atomic():
        _register()
        fixed = Retraction.objects.latest("pk").pk
        owner = dict(Statement.objects.values_list("pk", "record_id"))
        for step in steps:
            before, told = _now(), _told(step, fixed)
            changed = {name for name, value in _now().items() if value != before[name]}
            numbers = {int(name.split()[1]) if name[0] == "r" else owner[int(name.split()[1])] for name in changed}
            assert numbers == told
        transaction.set_rollback(True)


def _told(step: Step, fixed: int) -> set[int]:
    """Take the step and return what its verb returned."""
    kept: list[ledger.Written] = []
    verbs = ("undo", "withdraw_batch", "withdraw_statements", "withdraw_record")
    real = {name: getattr(ledger, name) for name in verbs}

    def noting(name: str) -> object:
        def verb(**named: object) -> ledger.Written:
            kept.append(real[name](**named))
            return kept[-1]

        return verb

    with pytest.MonkeyPatch.context() as patch:
        for name in verbs:
            patch.setattr(ledger, name, noting(name))
        _take(step, fixed)
    return {number for written in kept for number in written.records}


def test_a_newer_delivery_supersedes_only_while_it_counts() -> None:
    """Taking the newer batch back brings back what it replaced and what it let go, and nothing else."""
    _register()
    first = Record.objects.filter(batch=101).order_by("pk")
    assert [one.standing for one in first] == [SUPERSEDED, SUPERSEDED]
    ledger.withdraw_batch(by="alice", batch=102, reason="test")
    assert [one.standing for one in first.all()] == [LIVE, LIVE]
    assert Record.objects.filter(batch=None).order_by("pk")[0].standing == LIVE
    assert set(Record.objects.filter(batch=102).values_list("standing", flat=True)) == {WITHDRAWN}


def test_a_batch_taken_back_twice_needs_two_undoings() -> None:
    """As with everything else, each retraction stands for itself."""
    _register()
    for _time in range(2):
        ledger.withdraw_batch(by="alice", batch=101, reason="test")
    first, second = Retraction.objects.filter(batch=101).order_by("pk")
    ledger.undo(by="alice", retraction=first, reason="test")
    assert set(Record.objects.filter(batch=101).values_list("standing", flat=True)) == {WITHDRAWN}
    ledger.undo(by="alice", retraction=second, reason="test")
    assert set(Record.objects.filter(batch=101).values_list("standing", flat=True)) == {SUPERSEDED}


def test_a_withdrawn_statement_stays_so_when_its_record_comes_back() -> None:
    """Statement and record are taken back apart."""
    made = build.record(("name", "Testperson Alpha"), ("sex", "male"), follow=False)
    one = made.statements.order_by("pk")[0]
    ledger.withdraw_statements(by="alice", statements=[one], reason="test")
    ledger.withdraw_record(by="alice", record=made, reason="test")
    ledger.undo(by="alice", retraction=Retraction.objects.get(record=made.pk), reason="test")
    assert Record.objects.get(pk=made.pk).standing == LIVE
    assert [row.standing for row in made.statements.order_by("pk")] == [WITHDRAWN, LIVE]


def test_the_latest_retraction_says_how_a_record_went() -> None:
    """Withdrawn after it was superseded reads as withdrawn; undone, it is superseded again."""
    old, new = (build.record(("name", "Testperson"), follow=False) for _ in range(2))
    ledger.withdraw_record(by="alice", record=old, reason="newer", superseded_by=new)
    ledger.withdraw_record(by="alice", record=old, reason="a mistake")
    assert Record.objects.get(pk=old.pk).standing == WITHDRAWN
    ledger.undo(by="alice", retraction=Retraction.objects.latest("pk"), reason="test")
    assert Record.objects.get(pk=old.pk).standing == SUPERSEDED


def test_what_waits_for_a_peer_stays_waiting_through_an_undo() -> None:
    """A proposal that was withdrawn and brought back is a proposal, not a record that counts."""
    made = build.record(("name", "Testperson"), proposed=True)
    ledger.withdraw_record(by="bob", record=made, reason="test")
    assert Record.objects.get(pk=made.pk).standing == WITHDRAWN
    ledger.undo(by="bob", retraction=Retraction.objects.get(), reason="test")
    assert Record.objects.get(pk=made.pk).standing == PROPOSED


def test_a_quarantined_batch_comes_back_into_quarantine() -> None:
    """Taking a held batch back and bringing it in again does not let it out."""
    source = build.source("one")
    [made] = deliveries.deliver(source, 101, ["1"], arrived=QUARANTINED)
    ledger.withdraw_batch(by="alice", batch=101, reason="test")
    ledger.undo(by="alice", retraction=Retraction.objects.get(), reason="test")
    assert Record.objects.get(pk=made.pk).standing == QUARANTINED


@pytest.mark.parametrize("table", [Record, Statement])
def test_a_standing_changed_in_silence_is_found(table: type[Record] | type[Statement]) -> None:
    """The application may write this column, so somebody may write it falsely: `verify` tells."""
    _register()
    row = table.objects.order_by("pk")[0]
    table.objects.filter(pk=row.pk).update(standing=(row.standing + 1) % 3)
    assert standing.wrong() == [row.pk if isinstance(row, Record) else row.record_id]
    assert list(proof.derived_problems()) == ["1 records do not stand as their retractions and reviews say"]


def test_settling_what_is_settled_changes_nothing() -> None:
    """A second pass finds nothing to do."""
    _register()
    numbers = list(Record.objects.values_list("pk", flat=True))
    assert standing.settle_records(numbers) == []
    assert standing.settle_batches([101, 102, 103]) == []
    assert standing.settle_statements(list(Statement.objects.values_list("pk", flat=True))) == []
    assert standing.settle_records([]) == standing.settle_records([10**12]) == []
