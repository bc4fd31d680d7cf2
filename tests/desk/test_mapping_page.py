"""The page that asks which column is which: guesses, what is kept from last time, sheets, and the text for experts."""

from __future__ import annotations

import io

import openpyxl
import pytest

from habeas.intake import mapping as mappings
from habeas.statements.models import Record, Source, Statement
from tests.desk import deliveries, hostile
from tests.desk.browser import Browser, account
from tests.desk.deliveries import CSV, SOURCE, brought_in, delivered, figures, previewed
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db
LOOK = "Look at what would change"


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


def _data(page: Page) -> dict[str, list[str]]:
    return page.form(LOOK).data(**SOURCE)


def test_a_kept_mapping_is_filled_in(browser: Browser) -> None:
    """The next delivery of the same list needs nothing typed: source, columns, events, all as last time."""
    brought_in(browser, tier="2", date_order="dmy", property_5="place", event_5="1", split_1=";", type_2="seen")
    page = delivered(browser, CSV.replace("Alpha", "Alfa"), "newer.csv")
    assert "These columns are known: the mapping of invented (main) is filled in." in page.text
    data = page.form(LOOK).data()
    assert {name: data[name] for name in ("code", "title", "stream", "key")} == {k: [v] for k, v in SOURCE.items()}
    assert (data["date_order"], data["split_1"], data["type_2"]) == (["dmy"], [";"], ["seen"])
    assert figures(browser.press(page, LOOK))["changed"] == 1


def test_a_mapping_of_others_is_not_filled_in(browser: Browser) -> None:
    """Its source is not ours: not even its name is told."""
    brought_in(browser)
    ann = Browser(account("ann", "analyst", sources=["another"]))
    assert "invented" not in delivered(ann).main.one("form").text


def test_what_was_chosen_is_there_when_one_comes_back(browser: Browser) -> None:
    """From the preview back to the columns: the form holds what the batch was given."""
    page = previewed(browser, property_2="occupation", nothing="none\nn/a", quarantine=["on"])
    data = browser.open(page.links()["Back to the columns"]).form(LOOK).data()
    assert data["property_2"] == ["occupation"]
    assert data["nothing"] == ["none\nn/a"]
    assert data["quarantine"] == ["on"]


def test_properties_of_both_kinds_are_offered(browser: Browser) -> None:
    """Health may be said of a person or of an event: guessed from the header, offered, and kept."""
    page = delivered(browser, CSV.replace("where", "health"))
    assert page.form(LOOK).data(**SOURCE)["property_5"] == ["health"]
    browser.press(browser.press(page, LOOK, **SOURCE), "Bring it in")
    deliveries.work()
    assert Statement.objects.filter(property="health").count() == 2


def test_a_column_without_a_property_is_kept_in_the_row(browser: Browser) -> None:
    """Not said by anybody, still word for word in the sealed row."""
    brought_in(browser, property_5="")
    assert not Statement.objects.filter(property="place").exists()
    assert "Exampletown" in Record.objects.get(key="1").row


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"code": ""}, "This field is required."),
        ({"title": ""}, "This field is required."),
        ({"code": "two words"}, "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ({"event_1": "1"}, "'name' does not belong to an event"),
        ({"event_4": ""}, "'date' belongs to an event; give its number"),
        ({"event_4": "7"}, "event 7 is used but not declared"),
    ],
)
def test_what_does_not_fit_is_told(browser: Browser, chosen: dict[str, str], said: str) -> None:
    """The page stays with what was chosen; nothing is kept with the batch."""
    page = delivered(browser)
    data = {**page.form(LOOK).data(**SOURCE), **{name: [value] for name, value in chosen.items()}}
    answer = Page(browser.client.post(page.form(LOOK).action, data), page.address)
    assert said in " ".join(answer.errors)
    assert deliveries.latest().mapping == ""


def _book() -> bytes:
    book = openpyxl.Workbook()
    for title, name in (("First", "Testperson Alpha"), ("Second sheet", "Testperson Beta")):
        sheet = book.create_sheet(title)
        sheet.append(["id", "name"])
        sheet.append(["1", name])
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_sheet_is_chosen(browser: Browser) -> None:
    """The first is shown at first; another can be chosen, and is what comes in."""
    page = delivered(browser, _book(), "book.xlsx")
    assert "Testperson Alpha" in page.text
    assert page.form("Use this sheet").choices("sheet") == ["First", "Second sheet"]
    page = browser.press(page, "Use this sheet", sheet="Second sheet")
    assert "Testperson Beta" in page.text
    assert "Testperson Alpha" not in page.text
    page = browser.press(page, LOOK, **SOURCE)
    assert "Testperson Beta" in page.text
    browser.press(page, "Bring it in")
    deliveries.work()
    assert [one.original for one in Statement.objects.filter(property="name")] == ["Testperson Beta"]


def test_a_sheet_that_is_not_there_is_told(browser: Browser) -> None:
    """An address that names another: the reason, and the file can still be used."""
    delivered(browser, _book(), "book.xlsx")
    number = deliveries.latest().pk
    page = browser.open(f"/import/{number}/map/?sheet=Third")
    assert len(page.errors) == 1
    assert browser.open(f"/import/{number}/map/").main.all("h1")


def test_an_experts_text_stands_for_the_form(browser: Browser) -> None:
    """Whatever the rest of the form says, or does not say."""
    page = delivered(browser)
    text = page.main.one("pre").raw.replace('code = "new"', 'code = "by-text"')
    assert 'code = "by-text"' in text
    page = browser.press(page, LOOK, code="another", title="another", expert=text)
    assert page.main.one("h1").text == "What would change: list.csv"
    assert mappings.load(deliveries.latest().mapping).source["code"] == "by-text"


def test_an_experts_text_may_hold_the_rows(browser: Browser) -> None:
    """Quarantine in the text counts as the box does: the rows can be promoted on the batch's page."""
    page = delivered(browser)
    text = (
        page.main.one("pre")
        .raw.replace('code = "new"', 'code = "by-text"')
        .replace("[list]", "[list]\nquarantine = true")
    )
    page = browser.press(page, LOOK, **SOURCE, expert=text)
    page = browser.press(page, "Bring it in")
    deliveries.work()
    page = browser.open(page.address)
    assert "In quarantine" in page.text
    assert "Promote" in {button.text for button in page.main.all("button")}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[source]", "[source", "not readable as TOML"),
        ("[source]", "[sauce]", "sauce"),
        ('code = "new"', 'code = "名单"', "short word of letters, digits"),
        ('code = "new"', f'code = "{"a" * 61}"', "short word of letters, digits"),
        ('code = "new"', 'code = "by-text"\nreliability = "very good"', "reliability"),
        ('language = "en"', f'language = "{"x" * 30}"', "language"),
        ('code = "new"', f'code = "by-text"\nsharing = "{"x" * 60}"', "sharing"),
        ('kind = "database"', f'kind = "{"x" * 60}"', "kind"),
        ("[list]", f'[list]\nstream = "{"x" * 80}"', "stream"),
        ('code = "new"', 'code = "by-text"\nupstream = "nobody"', "upstream source 'nobody' is not known"),
        ('property = "name"', 'property = "shoe_size"', "no property 'shoe_size'"),
        ('code = "new"', 'code = "by-text"\ntitle = "a\\u0000b"', "title"),
    ],
)
def test_an_experts_error_is_told(browser: Browser, old: str, new: str, said: str) -> None:
    """What is wrong in the text stands on the page, with the text as it was typed; no breakdown, nothing kept."""
    page = delivered(browser)
    text = page.main.one("pre").raw
    assert old in text
    if "stream" in new:
        text = "\n".join(line for line in text.splitlines() if not line.startswith("stream"))
    page = browser.press(
        page, LOOK, **SOURCE, expert=text.replace(old, new, 1).replace('code = "new"', 'code = "by-text"')
    )
    assert said in " ".join(page.errors), page.errors
    assert page.address.endswith("/map/")
    assert not Source.objects.exists()


def test_no_experts_text_breaks_anything(browser: Browser) -> None:
    """Hostile texts of every kind."""
    page = delivered(browser)
    form = page.form(LOOK)
    for text in hostile.ALL.values():
        data = {**form.data(**SOURCE), "expert": [text]}
        assert browser.client.post(form.action, data).status_code in {200, 302}


def test_cells_with_markup_are_shown_as_text(browser: Browser) -> None:
    """Headers, samples, previews and refused rows: what stands in the file is never part of the page."""
    nasty = "<script>alert(1)</script>{{ 7|add:1 }}\u202e"
    content = f'id,"{nasty}",name\n1,"{nasty}","{nasty}"\n2,x\n'
    page = delivered(browser, content)
    pages = [page, browser.press(page, LOOK, **SOURCE)]
    pages.append(browser.press(pages[-1], "Bring it in"))
    deliveries.work()
    pages += [browser.open(pages[-1].address), browser.open("/persons/"), browser.open("/sources/invented/")]
    pages.append(browser.open(f"/records/{Record.objects.get(key='1').code}/"))
    for one in pages:
        assert [script for script in one.tree.all("script") if "src" not in script.attrs] == []
        assert "8\u202e" not in one.body
    assert nasty in pages[0].main.raw


def test_columns_about_who_testified_are_marked(browser: Browser) -> None:
    """Sealed for keepers; without a keeper's key the import is refused with the way out."""
    page = delivered(browser, CSV.replace("where", "testifier name"))
    assert _data(page)["property_5"] == ["testifier_name"]
    assert "sealed" in page.text
    page = browser.press(page, LOOK, **SOURCE)
    assert "no keeper's key exists to seal them" in " ".join(page.errors)
