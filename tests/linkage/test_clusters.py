"""Who is one with whom: joined by "same", kept apart by "different", whatever the order in which it is told."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.linkage.clusters import Ruling, cluster

RECORDS = range(1, 9)


def same(number: int, left: Iterable[int], right: Iterable[int]) -> Ruling:
    return Ruling(number, True, frozenset(left), frozenset(right))


def different(number: int, left: Iterable[int], right: Iterable[int]) -> Ruling:
    return Ruling(number, False, frozenset(left), frozenset(right))


def _alone(records: Iterable[int] = RECORDS) -> dict[int, int]:
    """Records that no source calls one."""
    return {record: record for record in records}


def _groups(of: Mapping[int, int]) -> list[set[int]]:
    groups: dict[int, set[int]] = {}
    for record, head in of.items():
        groups.setdefault(head, set()).add(record)
    return sorted(groups.values(), key=min)


@st.composite
def rulings(draw: st.DrawFn) -> list[Ruling]:
    """Judgements about two disjoint sets of a few records each."""
    made = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        left = draw(st.frozensets(st.sampled_from(RECORDS), min_size=1, max_size=3))
        rest = [record for record in RECORDS if record not in left]
        right = draw(st.frozensets(st.sampled_from(rest), min_size=1, max_size=2))
        made.append(Ruling(number, draw(st.booleans()), left, right))
    return made


@st.composite
def registers(draw: st.DrawFn) -> dict[int, int]:
    """Some of the records, each with the oldest that its source gives the same id: itself, another, or one that is
    not here any more; 0 when nothing is known."""
    records = draw(st.sets(st.sampled_from(RECORDS), min_size=1))
    return {record: draw(st.integers(0, record)) for record in sorted(records)}


def test_nothing_judged_leaves_everybody_alone() -> None:
    """Without judgements and common ids each record is a subject."""
    found = cluster(_alone(), [])
    assert found.of == _alone()
    assert found.conflicts == []


def test_an_empty_register_has_no_clusters() -> None:
    """Nothing in, nothing out."""
    assert cluster({}, [same(1, [1], [2])]).of == {}


def test_same_joins_under_the_oldest() -> None:
    """The cluster goes by its oldest record, on whichever side that stands."""
    assert cluster(_alone([3, 5, 9]), [same(1, [9, 5], [3])]).of == {3: 3, 5: 3, 9: 3}


def test_same_joins_through_others() -> None:
    """Judged one with the same third record, two records are one."""
    found = cluster(_alone(), [same(1, [5], [7]), same(2, [7], [2])])
    assert found.of[5] == found.of[7] == found.of[2] == 2
    assert found.conflicts == []


def test_what_a_source_calls_one_is_one() -> None:
    """Records to which their source gives the same id are joined without a judgement."""
    assert cluster({1: 1, 2: 1, 3: 3}, []).of == {1: 1, 2: 1, 3: 3}


def test_the_oldest_need_not_be_there() -> None:
    """The oldest record of an id is withdrawn or only proposed: the others are still one, under the oldest of them."""
    assert cluster({4: 2, 6: 2, 7: 3}, []).of == {4: 4, 6: 4, 7: 7}


def test_unknown_ids_join_nobody() -> None:
    """Records of which no id is known are not one for that."""
    assert cluster({1: 0, 2: 0}, []).of == {1: 1, 2: 2}


def test_a_judgement_parts_what_a_source_calls_one() -> None:
    """People may know better than a list that two of its rows are different: that is no conflict of judgements."""
    found = cluster({1: 1, 2: 1, 3: 1}, [different(1, [1], [2])])
    assert found.of == {1: 1, 2: 2, 3: 1}
    assert found.conflicts == []


def test_different_is_not_bridged() -> None:
    """A same as B, B same as C, A different from C: the later "same" is not carried out, and is reported."""
    found = cluster(_alone([1, 2, 3]), [same(1, [1], [2]), same(2, [2], [3]), different(3, [1], [3])])
    assert found.of == {1: 1, 2: 1, 3: 3}
    assert found.conflicts == [2]


def test_different_counts_also_for_earlier_judgements() -> None:
    """A "different" decided last parts what was joined first, and the contradicted judgement is reported."""
    found = cluster(_alone([1, 2]), [same(1, [1], [2]), different(2, [2], [1])])
    assert found.of == {1: 1, 2: 2}
    assert found.conflicts == [1]


def test_whole_groups_are_kept_apart() -> None:
    """If some of one group are different from some of the other, no two of them meet by another way."""
    told = [same(1, [1, 2], [3]), same(2, [4, 5], [6]), different(3, [2], [6]), same(4, [1], [4])]
    found = cluster(_alone(), told)
    assert _groups(found.of)[:2] == [{1, 2, 3}, {4, 5, 6}]
    assert found.conflicts == [4]


def test_a_source_does_not_bridge_either() -> None:
    """Judged different, two records are not joined through a third that their sources call one with both."""
    found = cluster({1: 1, 2: 2, 3: 1, 4: 2}, [same(1, [3], [4]), different(2, [1], [2])])
    assert found.of[1] != found.of[2]
    assert found.of[3] == found.of[4]


def test_judgements_about_absent_records_reach_the_present() -> None:
    """Of a judgement's records those that are here are joined; one record alone is no conflict."""
    found = cluster(_alone([2, 3]), [same(1, [1, 2], [3]), same(2, [2], [99])])
    assert found.of == {2: 2, 3: 2}
    assert found.conflicts == []


def test_a_difference_within_absent_records_parts_nobody() -> None:
    """A "different" of which one side is gone keeps nothing apart."""
    assert cluster(_alone([1, 2]), [different(1, [1], [99]), same(2, [1], [2])]).of == {1: 1, 2: 1}


@given(registers(), rulings(), st.randoms(use_true_random=False))
def test_the_order_told_does_not_matter(records: dict[int, int], told: list[Ruling], lot: random.Random) -> None:
    """Judgements and records in any order give the same clusters and the same conflicts."""
    first = cluster(records, told)
    shuffled, places = list(told), list(records.items())
    lot.shuffle(shuffled)
    lot.shuffle(places)
    again = cluster(dict(places), shuffled)
    assert again.of == first.of
    assert again.conflicts == first.conflicts


@given(registers(), rulings())
def test_different_holds_always(records: dict[int, int], told: list[Ruling]) -> None:
    """No cluster ever holds records of both sides of a "different"."""
    for group in _groups(cluster(records, told).of):
        assert not any(group & one.left and group & one.right for one in told if not one.same)


@given(registers(), rulings())
def test_what_is_not_carried_out_is_reported(records: dict[int, int], told: list[Ruling]) -> None:
    """Every "same" either joins all its present records or stands among the conflicts, in order, and never both."""
    found = cluster(records, told)
    assert found.conflicts == sorted(set(found.conflicts))
    for one in told:
        heads = {found.of[record] for record in (one.left | one.right) & records.keys()}
        if one.same and one.number not in found.conflicts:
            assert len(heads) <= 1
        elif one.same:
            assert len(heads) > 1
        else:
            assert one.number not in found.conflicts


@given(registers(), rulings())
def test_a_conflict_has_a_cause(records: dict[int, int], told: list[Ruling]) -> None:
    """A "same" is refused only because of a "different"; without any, all are carried out."""
    only_same = [one for one in told if one.same]
    assert cluster(records, only_same).conflicts == []


@given(registers(), rulings())
def test_each_record_has_one_place(records: dict[int, int], told: list[Ruling]) -> None:
    """Every record is in exactly one cluster, which goes by its oldest record."""
    of = cluster(records, told).of
    assert of.keys() == records.keys()
    assert all(head == min(group) for group in _groups(of) for head in {of[record] for record in group})


@given(registers(), rulings())
def test_nobody_is_joined_without_a_ground(records: dict[int, int], told: list[Ruling]) -> None:
    """Two records are together only if a chain of judgements carried out and of common ids leads from one to the
    other."""
    found = cluster(records, told)
    chained = {record: {record} for record in records}
    grounds = [one.left | one.right for one in told if one.same and one.number not in found.conflicts]
    grounds += [
        frozenset(record for record, oldest in records.items() if oldest == shared)
        for shared in set(records.values()) - {0}
    ]
    for ground in grounds:
        present = [record for record in ground if record in chained]
        merged = set().union(*(chained[record] for record in present))
        for record in merged:
            chained[record] = merged
    for first, second in combinations(records, 2):
        if found.of[first] == found.of[second]:
            assert second in chained[first]


@given(registers(), rulings())
def test_saying_it_again_changes_nothing(records: dict[int, int], told: list[Ruling]) -> None:
    """A judgement repeated under a later number gives the same clusters."""
    again = [Ruling(one.number + 100, one.same, one.right, one.left) for one in told]
    assert cluster(records, [*told, *again]).of == cluster(records, told).of


@given(registers(), rulings())
def test_taking_the_last_back_gives_what_was_before(records: dict[int, int], told: list[Ruling]) -> None:
    """The same judgements in force give the same clusters: what was undone leaves no trace."""
    before = cluster(records, told)
    cluster(records, [*told, same(99, [1], [2])])
    assert cluster(records, told) == before


@pytest.mark.parametrize("kind", ["ids", "judgements"])
def test_very_many_records_are_clustered_quickly(kind: str) -> None:
    """A source that gives one id to thirty thousand rows, or as many judgements, does not stop the register."""
    count = 30_000
    began = time.perf_counter()
    if kind == "ids":
        found = cluster(dict.fromkeys(range(1, count + 1), 1), [])
    else:
        found = cluster(_alone(range(1, count + 1)), [same(n, [n], [n + 1]) for n in range(1, count)])
    assert set(found.of.values()) == {1}
    assert time.perf_counter() - began < 5
