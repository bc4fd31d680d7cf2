"""Lists: filters and their counts, saved searches, and paging that loses nobody."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from habeas.accounts.models import Approval
from habeas.audit.models import Event
from habeas.desk import approvals, audit, batches, searching, sources
from habeas.registry import lists
from habeas.registry.models import SavedSearch
from habeas.statements.models import Source
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def people(db: None) -> None:
    main = build.source("main", title="An invented list")
    build.person("Testperson Alpha", ("sex", "male"), (1, "type", "taken"), (1, "date", "2017-05-01"), of=main)
    build.person("Testperson Beta", ("sex", "female"), of=main)
    build.person("Testperson Gamma", ("sex", "female"), of=build.source("other", title="Another invented list"))


def _names(page: Page) -> list[str]:
    return [row.all("th")[0].text for row in page.main.one("table").all("tr")[1:]] if page.main.all("table") else []


def test_filters_are_ticked_and_taken_away(browser: Browser, people: None) -> None:
    """From the counts to a shorter list, and back by the cross beside each filter."""
    page = browser.open("/persons/")
    page = browser.open(page.links()["Show all filters with counts"])
    assert "3 persons" in page.text
    page = browser.press(page, "Filter", sex="female")
    assert _names(page) == ["Testperson Beta", "Testperson Gamma"]
    number = str(Source.objects.get(code="main").pk)
    page = browser.open(page.links()["Show all filters with counts"])
    page = browser.press(page, "Filter", source=number, sex="female")
    assert _names(page) == ["Testperson Beta"]
    chips = [text for text in page.links() if text.endswith("×")]
    assert chips == ["Sex: Female ×", "Source: An invented list ×"]
    page = browser.open(page.links()["Sex: Female ×"])
    assert _names(page) == ["Testperson Alpha", "Testperson Beta"]
    page = browser.open(page.links()["Take all filters away"])
    assert len(_names(page)) == 3


def test_filters_stay_when_another_is_added(browser: Browser, people: None) -> None:
    """Without the counts on the page, the form still holds what was chosen before."""
    page = browser.open("/persons/?sex=female&held_from=")
    page = browser.press(page, "Filter", q="gamma")
    assert _names(page) == ["Testperson Gamma"]
    assert [text for text in page.links() if text.endswith("×")] == ["Sex: Female ×", "Words: gamma ×"]


def test_the_search_field_above_is_for_searching(browser: Browser, people: None) -> None:
    """It holds what was searched for, and nothing of a list's filters."""
    for address, expected in (
        ("/search/?q=Alpha", "Alpha"),
        ("/persons/?sex=female", ""),
        ("/persons/?q=gamma", ""),
    ):
        page = browser.open(address)
        assert page.tree.one("input", id="find").attrs["value"] == expected, address


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("held_from=tomorrow", "'tomorrow' is not a day like 2017-05-31."),
        ("age=old", "No age group 'old'."),
        ("source=x", "'x' is not a number."),
        ("after=x", "This page does not exist; begin with the first page."),
    ],
)
def test_a_filter_that_cannot_be_read_is_told(browser: Browser, people: None, query: str, said: str) -> None:
    """The whole list is shown, with the reason."""
    page = browser.open(f"/persons/?{query}")
    assert page.messages == [said]
    assert len(_names(page)) == 3


def test_nobody_meets_the_filters(browser: Browser, people: None) -> None:
    """The page says so, with the way back; counts of nothing are no error."""
    page = browser.open("/persons/?sex=male&q=gamma")
    assert "Nobody meets these filters." in page.text
    for words in ("%21%21%21", "...", "%F0%9F%99%82"):
        page = browser.open(f"/persons/?q={words}&counts=yes")
        assert "0 persons" in page.text


def test_a_search_is_kept_used_and_dropped(browser: Browser, people: None) -> None:
    """By its name on the list and on the home page; it is nobody else's."""
    page = browser.press(browser.open("/persons/?sex=female&q=gamma"), "Save", name="Women <b>named</b> gamma")
    assert page.messages == ["Search saved."]
    assert _names(page) == ["Testperson Gamma"]
    home = browser.open("/")
    assert _names(browser.open(home.links()["Women <b>named</b> gamma"])) == ["Testperson Gamma"]
    other = Browser(account("otto", "analyst"))
    assert "gamma" not in other.open("/persons/").main.text
    form = page.form("×")
    form_of_other = other.open("/persons/").form("Save")
    other.client.post(form.action, form_of_other.data(name="x"))
    assert SavedSearch.objects.count() == 1
    page = browser.send(form)
    assert page.messages == ["Saved search deleted."]
    assert not SavedSearch.objects.exists()


def test_a_saved_search_needs_a_name(browser: Browser, people: None) -> None:
    """Spaces are none."""
    page = browser.press(browser.open("/persons/?sex=female"), "Save", name="  ")
    assert page.errors == ["Give the search a name."]
    assert page.address == "/persons/?sex=female"


def _many(kind: str, count: int) -> None:
    """So many entries of a list, beside what the test itself needs."""
    if kind in {"persons", "places", "organisations", "search"}:
        subject = "person" if kind == "search" else kind[:-1]
        for number in range(count):
            build.record(("name", f"Sampleword {number:03d}"), kind=subject, role="mentioned", of=build.source("main"))
    elif kind == "source":
        for number in range(count):
            build.person(f"Sampleword {number:03d}", of=build.source("main"))
            build.record(("name", f"Hidden {number}", 3), of=build.source("main"))
    elif kind == "batches":
        for number in range(count):
            build.delivery(name=f"Sampleword {number:03d}.csv")
    elif kind == "audit":
        Event.objects.bulk_create(
            Event(actor="tests", verb="tests.ran", subject=f"Sampleword {number:03d}", digest=b"")
            for number in range(count)
        )


_PAGED = {
    "persons": ("/persons/", lists.PAGE, "Next page", "analyst"),
    "places": ("/places/", lists.PAGE, "Next page", "analyst"),
    "organisations": ("/organisations/", lists.PAGE, "Next page", "analyst"),
    "source": ("/sources/main/", sources._SHOWN, "Next page", "contributor"),
    "batches": ("/batches/", batches._SHOWN, "Older", "analyst"),
    "audit": ("/audit/?actor=tests&verb=tests.ran", audit._SHOWN, "Older", "keeper"),
}


@pytest.mark.parametrize("over", [-1, 0, 1], ids=["one less", "a full page", "one more"])
@pytest.mark.parametrize("kind", _PAGED)
def test_paging_shows_everybody_once(kind: str, over: int) -> None:
    """At a page's size, one less and one more: each entry stands on one page, and the last has no way on."""
    address, size, further, role = _PAGED[kind]
    build.source("main")
    _many(kind, size + over)
    browser, found, steps = Browser(account("rita", role)), list[str](), 0
    while address:
        page = browser.open(address)
        found += re.findall(r"Sampleword (\d{3})", page.main.raw)
        address, steps = page.links().get(further, ""), steps + 1
    assert sorted(found) == [f"{number:03d}" for number in range(size + over)]
    assert steps == (2 if over > 0 else 1)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/persons/", "There is nobody yet that you may see."),
        ("/persons/?sex=male", "Nobody meets these filters."),
        ("/places/", "None yet."),
        ("/places/?q=nowhere", "Nothing meets these words."),
        ("/organisations/", "None yet."),
        ("/search/", "Type a name, an id, a document number, or SOURCE:KEY."),
        ("/search/?q=nobody", "Nothing found that you may see."),
        ("/batches/", "Nothing has been delivered yet."),
        ("/approvals/", "Nothing waits for you."),
        ("/audit/?actor=nobody", "Nothing meets these filters."),
        ("/", "The register is empty."),
    ],
)
def test_an_empty_page_says_what_is_missing(address: str, said: str) -> None:
    """And never shows an empty table."""
    page = Browser(account("kim", "keeper")).open(address)
    assert said in page.main.text
    assert page.main.all("table") == []


def test_no_team_yet() -> None:
    """The page about teams before there is one."""
    browser = Browser(account("dora", "administrator", sources=[]))
    assert "No team yet." in browser.open("/accounts/teams/").text


def test_a_search_with_more_hits_than_it_shows_says_so(browser: Browser) -> None:
    """At the limit and beyond it."""
    _many("search", searching._MOST - 1)
    assert "there may be more" not in browser.open("/search/?q=Sampleword").text
    _many("search", 1)
    page = browser.open("/search/?q=Sampleword")
    assert "there may be more" in page.text
    assert page.text.count("Sampleword 0") == searching._MOST


def test_the_home_page_shows_the_first_of_each(browser: Browser) -> None:
    """A long list of waiting things does not flood it."""
    for number in range(12):
        build.record(("name", f"Testperson {number}"), of=build.source(f"s{number}", title="Sampleword"), proposed=True)
    assert browser.open("/").main.text.count("Sampleword") == 8


def test_decided_approvals_are_shown_up_to_a_limit() -> None:
    """The latest of them."""
    kim = Browser(account("kim", "keeper"))
    now = timezone.now()
    Approval.objects.bulk_create(
        Approval(kind="reset", subject=f"account:Sampleword{n}", reason="x", asked_by="dora", done_at=now)
        for n in range(approvals._DECIDED + 1)
    )
    assert kim.open("/approvals/").text.count("Sampleword") == approvals._DECIDED
