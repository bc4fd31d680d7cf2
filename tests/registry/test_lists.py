"""Filtered lists and exact counts, for the reader's ceiling."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from habeas.registry import facets, lists
from habeas.registry.lists import FilterError, Filters
from habeas.statements.models import Source
from tests import build

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def _names(query: str = "", ceiling: int = 2, **more: Any) -> list[str]:
    filters = Filters.read(QueryDict(query), **more)
    return [row.name for row in lists.page(filters, ceiling=ceiling, today=TODAY).rows]


def _taken(when: str, where: str = "Exampletown") -> list[tuple[Any, ...]]:
    return [(1, "type", "taken"), (1, "date", when), (1, "place", where)]


@pytest.fixture(autouse=True)
def people() -> None:
    dmy = build.Habits(date_order="dmy")
    for name, said, details in (
        ("Testperson Alpha", [("sex", "male"), ("ethnicity", "Uyghur"), ("birth_date", "1980"), *_taken("3/2017")], {}),
        ("Testperson Beta", [("sex", "female"), ("birth_date", "2005"), *_taken("6/2020", "Sampleville")], {}),
        ("Testperson Gamma", _taken("10/2026"), {"role": "sought"}),
    ):
        build.person(name, *said, habits=dmy, of=build.source("main"), **details)
    build.record(("name", "Hidden Delta", 3), ("sex", "male", 3), of=build.source("main"))
    build.record(("name", "Exampletown"), kind="place", role="mentioned")


def test_a_list_shows_what_the_ceiling_allows_in_order_of_name() -> None:
    """Everybody visible, by name; the hidden one appears only to readers who may see them."""
    assert _names() == ["Testperson Alpha", "Testperson Beta", "Testperson Gamma"]
    assert _names(ceiling=3)[0] == "Hidden Delta"
    assert _names(ceiling=1) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sex=male", "A"),
        ("sex=male&sex=female", "AB"),
        ("sex=-", "G"),
        ("ethnicity=uyghur", "A"),
        ("custody=held", "G"),
        ("custody=held_unconfirmed", "AB"),
        ("role=sought", "G"),
        ("age=30-44", "A"),
        ("age=under-18", "B"),
        ("age=-", "G"),
        ("place=sampleville", "B"),
        ("listed=yes", ""),
        ("listed=no", "ABG"),
        ("origins=1", "ABG"),
        ("origins=3", ""),
        ("sentence=-", "ABG"),
        ("held_from=2020-01-01", "BG"),
        ("held_to=2020-01-01", "A"),
        ("held_from=2017-03-15&held_to=2017-03-20", "A"),
        ("q=beta", "B"),
        ("q=person+test", ""),
        ("q=testp", "ABG"),
        ("q=%21%21", ""),
        ("unknown=1", "ABG"),
        ("sex=&q=", "ABG"),
        ("sex=robot", ""),
    ],
)
def test_each_filter_cuts_the_list(query: str, found: str) -> None:
    """One filter at a time, by the first letter of who is left."""
    assert "".join(name.split()[1][0] for name in _names(query)) == found


def test_a_source_cuts_the_list() -> None:
    """By the number of a source."""
    number = Source.objects.get(code="main").pk
    assert len(_names(f"source={number}")) == 3
    assert _names("source=999999") == []


def test_words_find_everybody_not_the_first_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A filter by words has no hidden limit: counts stay exact however common the name."""
    monkeypatch.setattr("habeas.index.lookup.MOST", 1)
    filters = Filters(words="testperson")
    assert lists.total(filters, ceiling=2, today=TODAY) == 3


@pytest.mark.parametrize(
    "query", ["held_from=yesterday", "age=old", "source=main", "origins=many", "source=99999999999"]
)
def test_a_filter_that_cannot_be_read_is_refused(query: str) -> None:
    """A clear error instead of a wrong list."""
    with pytest.raises(FilterError):
        _names(query)


@pytest.mark.parametrize("query", ["q=%00", "sex=%00", "place=" + "x" * 5000, "q=" + "%27%3A%26" * 300])
def test_hostile_queries_find_nothing_and_break_nothing(query: str) -> None:
    """NUL, endless text, operators of the search language."""
    assert isinstance(_names(query), list)


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    """Page by page, every row once, also when names are the same."""
    for _n in range(7):
        build.person("Testperson Same")
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = lists.page(Filters(), ceiling=2, today=TODAY, after=after, size=3)
        seen += [row.code for row in page.rows]
        after = page.after
    assert len(seen) == len(set(seen)) == 10


@pytest.mark.parametrize("after", ["x,y", "١٢,a", "-1,a", "9" * 30 + ",a"])
def test_a_page_that_does_not_exist_is_refused(after: str) -> None:
    """A forged address gives an error, not a crash."""
    with pytest.raises(FilterError):
        lists.page(Filters(), ceiling=2, today=TODAY, after=after)


def test_counts_are_exact_and_leave_their_own_filter_out() -> None:
    """Choosing one sex still shows how many of the other there are; other facets follow the choice."""
    found = facets.facets(Filters(chosen={"sex": ("male",)}), ceiling=2, today=TODAY)
    assert {one.value: one.number for one in found["sex"]} == {"-": 1, "female": 1, "male": 1}
    assert {one.value: one.number for one in found["role"]} == {"detained": 1}
    assert {one.value: one.number for one in found["custody"]} == {"held_unconfirmed": 1}
    assert {one.value: one.number for one in found["age"]} == {"30-44": 1}


def test_counts_never_tell_of_the_hidden() -> None:
    """Nobody above the ceiling is counted anywhere."""
    low = facets.facets(Filters(), ceiling=2, today=TODAY)
    high = facets.facets(Filters(), ceiling=3, today=TODAY)
    assert sum(one.number for one in low["sex"]) == 3
    assert sum(one.number for one in high["sex"]) == 4
    assert lists.total(Filters(), ceiling=2, today=TODAY) == 3


def test_a_place_is_counted_under_its_own_words() -> None:
    """The key folds, the label is how it is written."""
    found = facets.facets(Filters(), ceiling=2, today=TODAY)["place"]
    assert ("sampleville", 1, "Sampleville") in [(one.value, one.number, one.label) for one in found]


def test_every_facet_counts() -> None:
    """Each facet that the page offers has counts, with every kind of filter in force at once."""
    filters = Filters.read(QueryDict("q=testperson&sex=male&held_from=2000-01-01&age=30-44&custody=held_unconfirmed"))
    found = facets.facets(filters, ceiling=2, today=TODAY)
    assert list(found) == list(lists.FACETS)
    assert found["ethnicity"][0].number == 1
