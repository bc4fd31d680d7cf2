"""Rows that are held: looked through on the batch's page, and let in by ticks, by a rule, or all of them."""

from __future__ import annotations

import pytest

from habeas.intake.models import Batch
from habeas.registry import check
from habeas.statements.models import Record
from tests import build
from tests.desk.addresses import quarantined
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def batch(db: None) -> Batch:
    return quarantined()


def _page(browser: Browser, batch: Batch) -> Page:
    return browser.open(f"/batches/{batch.pk}/")


def _people(browser: Browser) -> set[str]:
    return {text for text in browser.open("/persons/").links() if text.startswith("Testperson")}


def test_held_rows_make_no_persons(browser: Browser, batch: Batch) -> None:
    """They stand on the batch's page, each with its name and the way to its record; and on no list."""
    page = _page(browser, batch)
    assert "In quarantine 3" in page.text
    assert _people(browser) == set()
    record = browser.open(page.links()[Record.objects.get(key="1").locator])
    assert "in quarantine" in record.text
    assert "Testperson Alpha" in record.text
    assert "in quarantine" in browser.open("/").text
    assert "Nothing found that you may see." in browser.open("/search/?q=Alpha").text


def test_ticked_rows_are_let_in(browser: Browser, batch: Batch) -> None:
    """Those and no others, with the note on each record."""
    page = browser.press(_page(browser, batch), "Promote", keys=["1", "3"], note="checked by telephone")
    assert page.messages == ["2 rows promoted."]
    assert "In quarantine 1" in page.text
    assert _people(browser) == {"Testperson Alpha", "Testperson Gamma"}
    record = browser.open(f"/records/{Record.objects.get(key='1').code}/")
    assert "checked by telephone" in record.text
    assert list(check.problems()) == []


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ({"property": "document_number", "test": "given"}, {"Testperson Alpha", "Testperson Beta"}),
        ({"property": "birth_date", "test": "read"}, {"Testperson Alpha", "Testperson Beta"}),
        ({"property": "sex", "test": "equals", "text": " FEMALE "}, {"Testperson Beta"}),
        ({"property": "sex", "test": "equals", "text": "unheard"}, set()),
    ],
)
def test_a_rule_lets_rows_in(browser: Browser, batch: Batch, rule: dict[str, str], names: set[str]) -> None:
    """Given, given and readable, or exactly so."""
    page = browser.press(_page(browser, batch), "Promote", **rule)
    assert page.messages == [f"{len(names)} row{'s' if len(names) != 1 else ''} promoted."]
    assert _people(browser) == names


def test_all_rows_are_let_in(browser: Browser, batch: Batch) -> None:
    """After that the batch is no longer in quarantine."""
    page = browser.press(_page(browser, batch), "Promote", all="yes")
    assert page.messages == ["3 rows promoted."]
    assert "In quarantine" not in page.text
    assert len(_people(browser)) == 3
    assert "in quarantine" not in browser.open("/").main.text


def test_nothing_chosen_lets_nothing_in(browser: Browser, batch: Batch) -> None:
    """No tick, no rule, not all: the page asks again. A rule that is half filled in is none."""
    for chosen in ({}, {"test": "read"}, {"text": "male"}):
        page = browser.press(_page(browser, batch), "Promote", **chosen)
        assert page.errors == ["Tick rows, choose a rule, or say that all are meant."]
    assert _people(browser) == set()


def test_rows_are_found_by_a_word(browser: Browser, batch: Batch) -> None:
    """In any value; the number of all that are held stays."""
    page = browser.press(_page(browser, batch), "Find", rows="exampleville")
    assert "Testperson Beta" in page.text
    assert "Testperson Alpha" not in page.text
    assert "In quarantine 3" in page.text
    assert "None." in browser.press(page, "Find", rows="nowhere").text


def test_one_row_is_promoted_on_its_own_page(browser: Browser, batch: Batch) -> None:
    """From the record; its person has a page then."""
    record = Record.objects.get(key="2")
    page = browser.press(browser.open(f"/records/{record.code}/"), "Promote out of quarantine", note="known to us")
    assert page.messages == ["Done."]
    assert _people(browser) == {"Testperson Beta"}


def test_the_last_row_promoted_on_its_own_page_ends_the_quarantine(browser: Browser) -> None:
    """Nothing is held any more: the home page does not say otherwise."""
    batch = quarantined("id,name\n1,Testperson Alpha\n", mapping=build.MAPPING.partition('[[column]]\nname = "sex"')[0])
    record = Record.objects.get()
    browser.press(browser.open(f"/records/{record.code}/"), "Promote out of quarantine")
    assert "In quarantine" not in _page(browser, batch).text
    assert "in quarantine" not in browser.open("/").main.text


def test_many_held_rows_are_shown_in_part(browser: Browser) -> None:
    """The first of them, and word that there are more."""
    rows = "".join(f"{n},Testperson {n:03d}\n" for n in range(60))
    batch = quarantined(f"id,name\n{rows}", mapping=build.MAPPING.partition('[[column]]\nname = "sex"')[0])
    page = _page(browser, batch)
    assert page.text.count("Testperson ") == 50
    assert "Only the first are shown." in page.text
    assert "In quarantine 60" in page.text


def test_a_batch_in_quarantine_is_taken_back(browser: Browser, batch: Batch) -> None:
    """With what was promoted from it meanwhile."""
    browser.press(_page(browser, batch), "Promote", keys=["1"])
    page = browser.press(_page(browser, batch), "Take the whole batch back", reason="a hoax")
    assert "In quarantine" not in page.text
    assert _people(browser) == set()
    assert list(check.problems()) == []


def test_rows_of_others_are_not_open(batch: Batch) -> None:
    """Neither the batch nor a held row, for a reader without the source."""
    ann = Browser(account("ann", "analyst", sources=[]))
    ann.open(f"/batches/{batch.pk}/", status=404)
    ann.open(f"/records/{Record.objects.get(key='1').code}/", status=404)
