"""Searching names in memory: in any script, with one letter wrong, in any order; never above the ceiling."""

from __future__ import annotations

import enum
import random
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.names import token
from habeas.names.bulk import forms, search
from habeas.names.bulk.asking import Found, ask
from habeas.names.bulk.index import Index, Row
from habeas.names.compare import compare

PEOPLE: Final = (
    "Ablikim Testjan",
    "Ablet Testjan",
    "Gülnar Sınaq",
    "Serikjan Testbek",
    "Ana María Ejemplo de Prueba",
    "王小测",
    "Memet",
    "Tursunay Ablikim",
    "Testperson Alpha",
    "测试·阿尔法（Alpha Testov）",
)
ABLIKIM, ABLET, GULNAR, SERIKJAN, ANA, WANG, MEMET, TURSUNAY, ALPHA, TESTOV = range(10)


def filled(names: Sequence[str], tier: int = 1) -> Index:
    index = Index()
    index.fill(Row(forms.packed(name), owner, tier, 100 + owner) for owner, name in enumerate(names))
    return index


def owners(index: Index, query: str, ceiling: int = 4) -> list[int]:
    return [one.owner for one in ask(index, query, ceiling=ceiling, most=10)]


@pytest.fixture(scope="module")
def people() -> Index:
    return filled(PEOPLE)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Ablikim Testjan", ABLIKIM),
        ("testjan ABLIKIM", ABLIKIM),
        ("阿卜力克木·测试江", ABLIKIM),
        ("ئابلىكىم تېستجان", ABLIKIM),
        ("Әбілкім Тестжан", ABLIKIM),
        ("Abulikemu Taisitijiang", ABLIKIM),
        ("Ablikm Testjan", ABLIKIM),
        ("Ablikim", ABLIKIM),
        ("Gulnar Sinak", GULNAR),
        ("古丽娜尔", GULNAR),
        ("Серікжан Тестбек", SERIKJAN),
        ("Сериқжан", SERIKJAN),
        ("EJEMPLO PRUEBA, Ana M.", ANA),
        ("Ana Ejemplo", ANA),
        ("Wang Xiaoce", WANG),
        ("Xiaoce Wang", WANG),
        ("王小測", WANG),
        ("买买提", MEMET),
        ("Mehmet", MEMET),
        ("Мәмәт", MEMET),
        ("testp alp", ALPHA),
        ("Альфа Тестов", TESTOV),
    ],
)
def test_who_is_meant_comes_first(people: Index, query: str, first: int) -> None:
    """Another script, another order, a letter left out, a part alone, beginnings of words."""
    assert owners(people, query)[0] == first


def test_each_hit_says_what_met_what(people: Index) -> None:
    """The asked part beside the part of the name, with its bits; and the caller's own numbers."""
    found = ask(people, "买买提", ceiling=4, most=1)[0]
    assert (found.owner, found.key, found.swapped) == (MEMET, 100 + MEMET, False)
    assert [(match.asked, match.met) for match in found.matches] == [("买买提", "memet")]
    assert found.bits == pytest.approx(compare("买买提", "Memet").bits, abs=0.1)


def test_the_bits_are_those_of_compare(people: Index) -> None:
    """For whole names, whatever the script: the search ranks by what `compare` says."""
    for query in ("Ablikim Testjan", "阿卜力克木·测试江", "Testjan Ablikim", "Әбілкім Тестжан"):
        found = ask(people, query, ceiling=4, most=1)[0]
        assert found.bits == pytest.approx(compare(query, PEOPLE[ABLIKIM]).bits, abs=0.6)


def test_the_other_order_is_told(people: Index) -> None:
    """A hit whose parts stand in another order says so."""
    there, back = (ask(people, query, ceiling=4, most=1)[0] for query in ("Ablet Testjan", "Testjan Ablet"))
    assert (there.swapped, back.swapped) == (False, True)


def test_a_part_that_is_another_name_is_no_hit(people: Index) -> None:
    """Two words: whoever has one of them and, beside it, quite another name is not meant."""
    assert owners(people, "Alpha Gülnar") == []


def test_nothing_above_the_ceiling() -> None:
    """A name is found from its tier upwards; one owner's other name, lower, is found by itself only."""
    index = Index()
    index.fill([Row(forms.packed("Testperson Alpha"), 1, 1), Row(forms.packed("Secret Alias"), 1, 3)])
    index.add(Row(forms.packed("Testperson Alpha"), 2, 3))
    assert owners(index, "Testperson Alpha", ceiling=0) == []
    assert owners(index, "Testperson Alpha", ceiling=1) == [1]
    assert owners(index, "Testperson Alpha", ceiling=3) == [1, 2]
    assert owners(index, "Secret", ceiling=2) == []
    assert [one.matches[0].met for one in ask(index, "Secret Alias", ceiling=3, most=5)] == ["secret"]


SYLLABLES: Final = [one + other for one in "bdgkmnrst" for other in "aeiu"]
LIMITS: Final = {"_LOOKED": 60, "_COMMON": 5, "_NAMES": 12, "_ROUGH": 10, "_PARTS": 3, "_SINGLE": 8}


def invented(seed: int, many: int) -> list[str]:
    """Names that are so alike that a search has to leave some out."""
    chance = random.Random(seed)
    return [" ".join("".join(chance.choices(SYLLABLES[:14], k=2)) for _part in range(2)) for _name in range(many)]


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A search that looks at a few names only, and questions that have far more candidates."""
    for name, value in LIMITS.items():
        monkeypatch.setattr(f"habeas.names.bulk.asking.{name}", value)
    monkeypatch.setattr("habeas.names.bulk.index._PREFIXED", 4)
    names = invented(1, 120)
    return [*names[::4], *[name.split()[0] for name in names[::4]], *SYLLABLES[:14]]


def test_what_is_hidden_changes_no_answer(crowded: list[str]) -> None:
    """Bits, ranks and reasons for a ceiling are the same whatever stands above it, also where a search must choose."""
    names, hidden = invented(1, 120), invented(2, 400)
    alone, after, before = filled(names), filled(names), Index()
    for owner, name in enumerate(hidden, start=500):
        after.add(Row(forms.packed(name), owner, 3))
    secret = [Row(forms.packed(name), owner, 3) for owner, name in enumerate(hidden, start=500)]
    before.fill([*secret, *[Row(forms.packed(name), owner, 1, 100 + owner) for owner, name in enumerate(names)]])
    for query in crowded:
        expected = ask(alone, query, ceiling=1, most=5)
        assert ask(after, query, ceiling=1, most=5) == expected, query
        assert ask(before, query, ceiling=1, most=5) == expected, query


def test_what_became_hidden_changes_no_answer(crowded: list[str]) -> None:
    """A name that was visible once, and was raised or taken out, leaves nothing behind."""
    names, others = invented(1, 120), invented(2, 200)
    alone, raised = filled(names), filled([*names, *others])
    for owner, name in enumerate(others, start=len(names)):
        raised.remove(owner)
        if owner % 2:
            raised.add(Row(forms.packed(name), owner, 3))
    for query in crowded:
        assert ask(raised, query, ceiling=1, most=5) == ask(alone, query, ceiling=1, most=5), query


def test_every_process_chooses_the_same(crowded: list[str]) -> None:
    """Names that were read in another order give the same hits in the same order, also of equals."""
    rows = [Row(forms.packed(name), owner, 1, owner) for owner, name in enumerate(invented(1, 120))]
    one, other = Index(), Index()
    one.fill(rows)
    random.Random(3).shuffle(rows)
    other.fill(rows[:60])
    for row in rows[60:]:
        other.add(row)
    for query in crowded:
        assert ask(other, query, ceiling=1, most=5) == ask(one, query, ceiling=1, most=5), query


def test_who_is_taken_out_is_not_found_and_may_come_back() -> None:
    """Also when the name was loaded with all others, and when it came later."""
    index = filled(PEOPLE)
    index.add(Row(forms.packed("Ablikim Testjan"), 50, 1))
    assert owners(index, "Ablikim Testjan")[:2] == [ABLIKIM, 50]
    for owner in (ABLIKIM, 50, 999):
        index.remove(owner)
    assert ABLIKIM not in owners(index, "Ablikim Testjan")
    assert 50 not in owners(index, "Ablikim Testjan")
    index.add(Row(forms.packed("Ablikim Testjan"), ABLIKIM, 1))
    assert owners(index, "Ablikim Testjan")[0] == ABLIKIM


def answers(index: Index, queries: Sequence[str]) -> list[list[Found]]:
    return [ask(index, query, ceiling=4, most=10) for query in queries]


def test_names_that_come_one_by_one_are_found_as_if_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hits, ranks and reasons; also across the moment when the tables are made compact."""
    monkeypatch.setattr("habeas.names.bulk.postings._MANY", 40)
    monkeypatch.setattr("habeas.names.bulk.index._UNSORTED", 20)
    chance = random.Random(4)
    syllables = [one + other for one in "bdgkmnrst" for other in "aeiu"]
    names = [" ".join("".join(chance.choices(syllables, k=3)) for _part in range(2)) for _name in range(150)]
    loaded, grown = filled(names), Index()
    for owner, name in enumerate(names):
        grown.add(Row(forms.packed(name), owner, 1, 100 + owner))
    queries = [*names[::15], *[name[:3] for name in names[::30]], *[name.split()[1] for name in names[::40]]]
    assert answers(grown, queries) == answers(loaded, queries)


def test_endless_repetition_meets_nobody(people: Index) -> None:
    """Letters so unlikely that chance itself hardly gives them are evidence for no name."""
    assert [owners(people, "x" * size) for size in range(10, 60, 7)] == [[]] * 8
    assert (compare("x" * 30, "One").bits or 0) < -10


def test_an_enumeration_is_a_number() -> None:
    """A ceiling of the caller's own type compiles nothing anew: what is kept on disk stays free of the caller."""

    class Level(enum.IntEnum):
        LOW = 1

    index = filled(PEOPLE)
    ask(index, "Ablet Testjan", ceiling=1, most=1)
    before = len(search.gather.signatures)  # type: ignore[attr-defined]
    assert ask(index, "Ablet Testjan", ceiling=Level.LOW, most=1)[0].owner == ABLET
    assert len(search.gather.signatures) == before  # type: ignore[attr-defined]


def test_an_empty_index_answers() -> None:
    """Nobody is there to be found."""
    assert ask(Index(), "Testperson", ceiling=4, most=5) == []
    empty = Index()
    empty.fill([])
    assert ask(empty, "Testperson Alpha", ceiling=4, most=5) == []


@pytest.mark.parametrize("query", ["", "...", "🙂", "\0", "1234", "x" * 10_000, "a " * 5_000, "中" * 3_000, "|/-"])
def test_odd_questions_are_answered(people: Index, query: str) -> None:
    """Nothing raises; signs alone find nobody."""
    assert len(ask(people, query, ceiling=4, most=5)) <= 5


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=2, max_size=10), min_size=1, max_size=4))
def test_every_name_finds_itself(words: list[str]) -> None:
    """Whatever letters a name has, of whatever script: asked for as it is written, it is found."""
    name = " ".join(words)
    index = filled([name, *PEOPLE])
    if any(not part.initial for parts in token.names(name) for part in parts):  # by a letter alone nobody is found
        assert 0 in owners(index, name)
