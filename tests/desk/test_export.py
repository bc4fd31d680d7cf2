"""The list of persons as a file: what leaves, for whom, and how it is made safe to open."""

from __future__ import annotations

import csv
import io

import pytest

from habeas.audit.models import Event
from habeas.desk import exports
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


def _rows(page: Page) -> list[list[str]]:
    assert page.body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(page.body.removeprefix("\ufeff"), newline="")))


def _exported(browser: Browser, query: str = "") -> list[list[str]]:
    return _rows(browser.open(f"/persons/export/{query}"))


def test_the_filtered_list_leaves_with_a_mark_and_an_event(browser: Browser) -> None:
    """From the list's own link: the filters in force, who took it and when; the trail knows filters but no words."""
    build.person("Testperson Alpha", ("sex", "male"))
    build.person("Testperson Beta", ("sex", "female"))
    page = browser.open(browser.open("/persons/?sex=female&q=beta").links()["Export as CSV"])
    header, row, mark = _rows(page)
    assert header[:3] == ["id", "name", "status"]
    assert row[1] == "Testperson Beta"
    event = Event.objects.get(verb="list.exported")
    assert mark == [f"exported by pia {event.at:%Y-%m-%d %H:%M} UTC #{event.pk}; for the person named only"]
    assert event.detail == {"filters": {"sex": ["female"]}, "words": True, "ceiling": 3}
    assert page.answer["Content-Disposition"] == f'attachment; filename="persons-{event.pk}.csv"'
    assert page.answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_file_holds_what_its_reader_may_see() -> None:
    """An analyst with all sources takes restricted persons along, one without does not."""
    build.record(("name", "Hidden Testperson", 3))
    build.person("Testperson Alpha")
    names = {
        name: [row[1] for row in _exported(Browser(account(name, "analyst", sources=sources)))[1:-1]]
        for name, sources in (("pia", None), ("ann", []))
    }
    assert names == {"pia": ["Hidden Testperson", "Testperson Alpha"], "ann": ["Testperson Alpha"]}


@pytest.mark.parametrize(
    ("sharing", "leaves"),
    [("", True), ("open", True), ("partners", True), ("team", True), ("never", False), ("ask the family first", False)],
)
def test_sharing_terms_are_kept(browser: Browser, sharing: str, leaves: bool) -> None:
    """What a source does not share stays, and the file says how many were left out."""
    build.person("Testperson Alpha", of=build.source("one", sharing=sharing))
    build.person("Testperson Beta")
    rows = _exported(browser)
    assert ("Testperson Alpha" in [row[1] for row in rows if len(row) > 1]) is leaves
    assert (["1 persons left out: their sources may not be shared"] in rows) is not leaves


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        " =1+1",
        "＝1+1",
        "\u200b=1+1",
        "\u202e=1+1",
        'a"b,c;d',
        "two\r\nlines",
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(browser: Browser, name: str) -> None:
    """A name that begins like a formula is defused, invisible signs taken out, lines kept together."""
    build.person(name, (1, "type", "held"), (1, "place", name))
    rows = _exported(browser)
    assert len(rows) == 3
    assert {len(row) for row in rows[:2]} == {17}
    for cell in rows[1]:
        assert not cell.lstrip().startswith(("=", "+", "@", "＝", "\t"))
        assert not (cell.lstrip().startswith("-") and cell != "-")
        assert not set("\r\n\u200b\u202e") & set(cell)


def test_every_column_is_filled_in(browser: Browser) -> None:
    """What the list knows of a person, in plain codes and days."""
    build.person(
        "Testperson Alpha",
        ("sex", "male"),
        ("ethnicity", "Uyghur"),
        ("birth_date", "1980"),
        (1, "type", "taken"),
        (1, "date", "2017-05-01"),
        (1, "place", "Exampletown"),
        (2, "type", "sentenced"),
        (2, "date", "2018-05-01"),
        (2, "term", "5 years"),
        of=build.source("main"),
    )
    header, row, _mark = _exported(browser)
    found = dict(zip(header, row, strict=True))
    assert found["sex"] == "male"
    assert found["ethnicity"] == "uyghur"
    assert (found["born_earliest"], found["born_latest"]) == ("1980-01-01", "1980-12-31")
    assert found["held_earliest"] == "2017-05-01"
    assert found["sentence_ends"]
    assert (found["independent_origins"], found["sources"], found["listed"]) == ("1", "main", "no")


def test_a_filter_that_cannot_be_read_gives_no_file(browser: Browser) -> None:
    """Back to the list with the reason; nothing is noted as taken."""
    page = browser.open("/persons/export/?age=old")
    assert page.messages == ["No age group 'old'."]
    assert not Event.objects.filter(verb="list.exported").exists()


@pytest.mark.parametrize("text", ["=1", "a", "", None, 5, "\ufeff=1", "'=1"])
def test_a_safe_cell_is_safe_again(text: object) -> None:
    """Defusing twice changes nothing more."""
    once = exports.safe(text)
    assert exports.safe(once) == once


def test_the_file_says_what_the_screen_says(browser: Browser) -> None:
    """An old "held" is unconfirmed in both."""
    build.person("Testperson Alpha", (1, "type", "held"), (1, "date", "2018"))
    header, row, *_rest = _exported(browser)
    assert row[header.index("status")] == "held_unconfirmed"
