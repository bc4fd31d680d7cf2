"""Which records make which subject: by source ids, by judgements, and back again."""

from __future__ import annotations

import random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.accounts.models import User
from habeas.linkage.models import Judgement
from habeas.registry import check, find, rebuild, work
from habeas.registry.models import Member, Profile
from habeas.statements.models import Record, Retraction
from tests import build

pytestmark = pytest.mark.django_db


def _together() -> set[frozenset[int]]:
    """The groups in force, by record."""
    groups: dict[int, set[int]] = {}
    for record, subject in Member.objects.values_list("record_id", "subject_id"):
        groups.setdefault(subject, set()).add(record)
    return {frozenset(group) for group in groups.values()}


def _profiles() -> dict[str, list[tuple[int, int, Any]]]:
    """Every stored profile by id in force, whatever its internal number."""
    found: dict[str, list[tuple[int, int, Any]]] = {}
    for low, high, data in Profile.objects.order_by("low").values_list("low", "high", "data"):
        made = orjson.loads(data)
        found.setdefault(made["code"], []).append((low, high, made))
    return found


def _people(count: int) -> list[Record]:
    return [build.person(f"Testperson {chr(65 + n)}") for n in range(count)]


def test_records_that_a_source_calls_by_one_id_are_one_person() -> None:
    """Two rows about one id: one page with both."""
    source = build.source("list")
    first = build.record(("name", "Testperson Alpha"), of=source, key="a", about="7")
    second = build.record(("alias", "Al"), of=source, key="b", about="7")
    assert build.subject_of(first) == build.subject_of(second)
    assert find.subject(second.code, ceiling=2).profile["code"] == first.code


def test_the_same_id_of_another_source_is_somebody_else() -> None:
    """Numbers mean something only within their source, and within a kind of subject."""
    first = build.record(("name", "Testperson Alpha"), of=build.source("one"), key="7")
    second = build.record(("name", "Testperson Alpha"), of=build.source("two"), key="7")
    third = build.record(("name", "Exampletown"), of=build.source("one"), key="7-place", about="7", kind="place")
    assert len({build.subject_of(one) for one in (first, second, third)}) == 3


def test_a_judgement_makes_one_page_of_two(alice: User) -> None:
    """The older id stays, the newer one leads to it."""
    first, second = _people(2)
    conflicts = work.judge(by=alice, verdict="same", left=[second.pk], right=[first.pk], reason="one man")
    assert conflicts == []
    for code in (first.code, second.code):
        assert find.subject(code, ceiling=2).profile["code"] == first.code
    assert find.subject(first.code, ceiling=2).profile["records"] == [first.code, second.code]


def test_undoing_it_brings_both_pages_back(alice: User) -> None:
    """After the undoing every profile reads as before, ids and all."""
    first, second = _people(2)
    before = _profiles()
    work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="one man")
    assert _profiles() != before
    work.undo_judgement(by=alice, judgement=Judgement.objects.get(verdict="same"), reason="a mistake")
    assert _profiles() == before
    assert list(check.problems()) == []


def test_someone_else_parts_what_a_source_calls_one(alice: User) -> None:
    """A person's judgement outweighs the source's own id."""
    source = build.source("list")
    first = build.record(("name", "Testperson Alpha"), of=source, key="a", about="7")
    second = build.record(("name", "Testperson Beta"), of=source, key="b", about="7")
    work.judge(by=alice, verdict="different", left=[first.pk], right=[second.pk], reason="two men")
    assert build.subject_of(first) != build.subject_of(second)


def test_a_bridge_between_two_that_are_apart_is_reported(alice: User) -> None:
    """A is not B. C is A, then C is B: the second is kept, not carried out, and reported as a conflict."""
    a, b, c = _people(3)
    work.judge(by=alice, verdict="different", left=[a.pk], right=[b.pk], reason="two men")
    assert work.judge(by=alice, verdict="same", left=[a.pk], right=[c.pk], reason="one") == []
    conflicts = work.judge(by=alice, verdict="same", left=[b.pk], right=[c.pk], reason="one")
    assert len(conflicts) == 1
    assert _together() == {frozenset({a.pk, c.pk}), frozenset({b.pk})}


def test_unsure_joins_and_parts_nobody(alice: User) -> None:
    """ "Unsure" is kept as an answer and changes no page."""
    a, b = _people(2)
    before = _together()
    work.judge(by=alice, verdict="unsure", left=[a.pk], right=[b.pk], reason="could be")
    assert _together() == before


def test_a_withdrawn_record_leaves_the_page(alice: User) -> None:
    """What was withdrawn no longer counts; brought back, it counts again."""
    first, second = _people(2)
    work.judge(by=alice, verdict="same", left=[first.pk], right=[second.pk], reason="one man")
    work.withdraw_record(by=alice, record=second, reason="forged")
    assert find.subject(first.code, ceiling=2).profile["records"] == [first.code]
    with pytest.raises(find.NotFound):
        find.subject(second.code, ceiling=2)
    retraction = Retraction.objects.get(record=second.pk)
    work.undo_retraction(by=alice, retraction=retraction, reason="it was genuine")
    assert find.subject(first.code, ceiling=2).profile["records"] == [first.code, second.code]
    assert list(check.problems()) == []


def test_judging_touches_only_its_own(alice: User) -> None:
    """Other people's profiles keep their rows: nothing else is rebuilt."""
    a, b, other = _people(3)
    row = Profile.objects.get(subject=build.subject_of(other)).pk
    work.judge(by=alice, verdict="same", left=[a.pk], right=[b.pk], reason="one man")
    assert Profile.objects.get(subject=build.subject_of(other)).pk == row


_STEPS = st.lists(
    st.tuples(st.sampled_from(["same", "different", "undo"]), st.integers(0, 5), st.integers(0, 5)), max_size=8
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_any_row_of_judgements_is_undone_to_the_byte(alice: User, steps: list[tuple[str, int, int]]) -> None:
    """Whatever was judged and undone in whatever order: pages equal a rebuild, and undoing all that is left brings
    back every first page."""
    people = _people(6)
    before = {code: made for code, made in _profiles().items() if code in {one.code for one in people}}
    for verdict, left, right in steps:
        if verdict == "undo":
            live = Judgement.objects.filter(undoes=None, undone_by=None, records__record__in=[p.pk for p in people])
            chosen = live.order_by("pk").distinct()
            if chosen:
                work.undo_judgement(by=alice, judgement=chosen[left % len(chosen)], reason="again")
        elif left != right:
            work.judge(by=alice, verdict=verdict, left=[people[left].pk], right=[people[right].pk], reason="a test")
    stored = _profiles()
    rebuild.everything(by="tests")
    assert _profiles() == stored
    assert list(check.problems()) == []
    for judgement in Judgement.objects.filter(undoes=None, undone_by=None):
        work.undo_judgement(by=alice, judgement=judgement, reason="all of it")
    after = _profiles()
    assert {code: after[code] for code in before} == before


def test_the_same_judgements_give_the_same_ids_in_any_order(alice: User) -> None:
    """The groups and ids depend on the judgements in force, not on the order in which they were made."""
    chance = random.Random(7)
    results = []
    for _round in range(3):
        people = _people(5)
        pairs = [("same", 0, 1), ("same", 3, 1), ("different", 2, 4), ("same", 2, 4)]
        fixed, free = pairs[2:], pairs[:2]
        chance.shuffle(free)
        for verdict, left, right in [*free, *fixed]:
            work.judge(by=alice, verdict=verdict, left=[people[left].pk], right=[people[right].pk], reason="a test")
        places = {one.pk: place for place, one in enumerate(people)}
        results.append(
            sorted(sorted(places[r] for r in group if r in places) for group in _together() if group & set(places))
        )
    assert results[0] == results[1] == results[2]
