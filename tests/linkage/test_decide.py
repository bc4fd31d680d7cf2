"""Judging by hand, taking it back, and finding which judgements bear on which records."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.audit import digests
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from habeas.linkage import decide
from habeas.linkage.decide import JudgementError, in_force_around, judge, judgement, of_records, undo
from habeas.linkage.models import Judgement, JudgementRecord
from tests import marks

pytestmark = pytest.mark.django_db


def _judge(verdict: str, left: list[int], right: list[int], *, reason: str = "the same birthday") -> Judgement:
    return judge(by="alice", verdict=verdict, left=left, right=right, reason=reason)


def _around(*records: int) -> set[tuple[int, bool, str, int]]:
    return set(in_force_around(list(records)))


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_a_judgement_is_written_down(verdict: str) -> None:
    """Verdict, both sides, reason and who; by a person unless a machine says that it was one."""
    made = _judge(verdict, [1, 2], [3])
    assert (made.verdict, made.reason, made.by, made.machine) == (verdict, "the same birthday", "alice", False)
    assert set(made.records.values_list("side", "record")) == {("left", 1), ("left", 2), ("right", 3)}
    assert judge(by="machine", verdict=verdict, left=[1], right=[2], reason="x", machine=True).machine


def test_a_judgement_is_vouched_for() -> None:
    """One event with the digest of the judgement and its records; the reason is not in it."""
    made = _judge("same", [1], [2], reason="Testperson's mother said so")
    event = Event.objects.get()
    assert (event.verb, event.actor, event.subject) == ("judgement.same", "alice", f"judgement:{made.pk}")
    assert bytes(event.digest) == digests.of_rows([made, *made.records.order_by("pk")])
    assert "mother" not in str(event.detail)
    assert list(row_problems({})) == []


@pytest.mark.parametrize("verdict", ["", "undo", "Same", "positive", "no_judgement"])
def test_only_three_verdicts_can_be_given(verdict: str) -> None:
    """An undoing in particular is no verdict about anybody."""
    with pytest.raises(JudgementError, match="Choose"):
        _judge(verdict, [1], [2])
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_a_judgement_needs_a_reason(reason: str) -> None:
    """It is kept and shown beside the judgement."""
    with pytest.raises(JudgementError, match="Say why"):
        _judge("same", [1], [2], reason=reason)


@pytest.mark.parametrize(("left", "right"), [([], [1]), ([1], []), ([], []), ([1], [1]), ([1, 2], [2, 3])])
def test_a_judgement_is_about_two(left: list[int], right: list[int]) -> None:
    """Nobody is the same as themselves, or as nobody."""
    with pytest.raises(JudgementError, match="two different"):
        _judge("same", left, right)
    assert not JudgementRecord.objects.exists()


def test_taking_back_keeps_both() -> None:
    """The judgement and its undoing stay in the history; the undoing is vouched for."""
    made = _judge("same", [1], [2])
    back = undo(by="carol", judgement=made, reason=" two men ")
    assert (back.undoes, back.reason, back.by) == (made, "two men", "carol")
    assert Judgement.objects.count() == 2
    assert Event.objects.latest("pk").verb == "judgement.undone"
    assert list(row_problems({})) == []


def test_a_judgement_is_taken_back_once() -> None:
    """Neither twice, nor the undoing itself; one judges anew instead."""
    made = _judge("same", [1], [2])
    back = undo(by="carol", judgement=made, reason="x")
    for one in (made, back):
        with pytest.raises(JudgementError, match="undone already"):
            undo(by="carol", judgement=one, reason="x")
    assert Judgement.objects.count() == 2
    again = _judge("same", [1], [2])
    assert {number for number, *_rest in _around(1)} == {again.pk}


def test_the_database_keeps_an_undoing_single() -> None:
    """Even past the program a judgement has one undoing, and a verdict is one that we know."""
    made = _judge("same", [1], [2])
    undo(by="carol", judgement=made, reason="x")
    for values in ({"undoes": made, "verdict": "undo"}, {"verdict": "perhaps"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.create(reason="x", by="mallory", **values)


def test_a_judgement_cannot_be_rewritten() -> None:
    """The database refuses to change a verdict or whom it is about."""
    _judge("different", [1], [2])
    for rows, change in (
        (Judgement.objects.all(), {"verdict": "same"}),
        (JudgementRecord.objects.all(), {"record": 9}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_judgements_around_a_record_reach_through_others() -> None:
    """What touches a record, what touches what that touches, and so on; nothing else."""
    first, second, third = _judge("same", [1], [2]), _judge("different", [2], [3]), _judge("same", [3], [4])
    _judge("same", [7], [8])
    assert {number for number, *_rest in _around(1)} == {first.pk, second.pk, third.pk}
    assert {number for number, *_rest in _around(4)} == {first.pk, second.pk, third.pk}
    assert _around(5) == set()
    assert in_force_around([]) == []


def test_judgements_come_with_all_their_sides() -> None:
    """Every record of each judgement, with its side, once; oldest first."""
    first, second = _judge("same", [1, 2], [3]), _judge("different", [3], [4])
    found = in_force_around([1, 4])
    assert sorted(found) == [
        *((first.pk, True, "left", 1), (first.pk, True, "left", 2), (first.pk, True, "right", 3)),
        *((second.pk, False, "left", 3), (second.pk, False, "right", 4)),
    ]
    assert [number for number, *_rest in found] == sorted(number for number, *_rest in found)


def test_what_was_taken_back_connects_nobody() -> None:
    """An undone judgement is no bridge to what lay behind it."""
    bridge, beyond = _judge("same", [1], [2]), _judge("same", [2], [3])
    undo(by="carol", judgement=bridge, reason="x")
    assert _around(1) == set()
    assert {number for number, *_rest in _around(2)} == {beyond.pk}


def test_unsure_joins_and_parts_nobody() -> None:
    """It is kept and shown, but groups do not depend on it."""
    _judge("unsure", [1], [2])
    assert _around(1, 2) == set()


def test_a_page_shows_everything_judged_about_its_records() -> None:
    """Newest first, each once, also what was undone."""
    first, second = _judge("same", [1, 2], [3]), _judge("unsure", [2], [4])
    _judge("same", [8], [9])
    undo(by="carol", judgement=first, reason="x")
    found = of_records([1, 2, 3])
    assert found == [second, first]
    assert found[1].undone_by.by == "carol"
    assert of_records([5]) == of_records([]) == []


def test_an_undoing_is_not_looked_up_as_a_judgement() -> None:
    """By its number one finds a judgement, not an undoing and not what does not exist."""
    made = _judge("same", [1], [2])
    back = undo(by="carol", judgement=made, reason="")
    assert judgement(made.pk) == made
    assert judgement(back.pk) is None
    assert judgement(10**12) is None
    assert back.reason == "undone"


EDGES = st.lists(
    st.tuples(st.sampled_from(["same", "different", "unsure"]), st.integers(1, 12), st.integers(1, 12), st.booleans()),
    max_size=10,
)


@settings(deadline=None, max_examples=40)
@given(EDGES, st.integers(1, 12))
def test_reach_is_the_component_of_the_graph(edges: list[tuple[str, int, int, bool]], start: int) -> None:
    """Whatever was judged and taken back: exactly the judgements in force that hang together with a record are
    found."""
    with transaction.atomic():
        force: dict[int, set[int]] = {}
        for verdict, left, right, taken_back in edges:
            if left == right:
                continue
            made = _judge(verdict, [left], [right])
            if taken_back:
                undo(by="carol", judgement=made, reason="x")
            elif verdict != "unsure":
                force[made.pk] = {left, right}
        reach, size = {start}, 0
        while len(reach) > size:
            size = len(reach)
            reach |= set().union(*(both for both in force.values() if both & reach))
        expected = {number for number, both in force.items() if both & reach}
        assert {number for number, *_rest in in_force_around([start])} == expected
        transaction.set_rollback(True)


@marks.commits
def test_two_people_at_once_take_a_judgement_back_once() -> None:
    """One succeeds; for the other it was undone already, or the database says so."""
    made = _judge("same", [1], [2])
    start, outcomes = threading.Barrier(2), []

    def take_back() -> None:
        try:
            start.wait(10)
            undo(by="carol", judgement=made, reason="x")
            outcomes.append("done")
        except (JudgementError, IntegrityError):
            outcomes.append("refused")
        finally:
            connections["default"].close()

    working = [threading.Thread(target=take_back) for _ in range(2)]
    for one in working:
        one.start()
    for one in working:
        one.join(30)
    assert sorted(outcomes) == ["done", "refused"]
    assert Judgement.objects.filter(verdict="undo").count() == 1
    assert Event.objects.filter(verb="judgement.undone").count() == 1


def test_names_of_the_verdicts_are_at_hand() -> None:
    """Callers write the verdicts by name."""
    assert (decide.SAME, decide.DIFFERENT, decide.UNSURE) == ("same", "different", "unsure")
