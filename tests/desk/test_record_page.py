"""A record's page: what it shows, and what people decide there: withdraw, bring back, confirm, dispute."""

from __future__ import annotations

import pytest

from habeas.registry import check
from habeas.statements.models import WITHDRAWN, Record, Retraction, Stance
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Form, Page

pytestmark = pytest.mark.django_db
NAMES_ONLY = build.MAPPING.partition('[[column]]\nname = "sex"')[0]


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def record(db: None) -> Record:
    return build.person("Testperson Alpha", ("sex", "male"), ("occupation", "teacher"), key="77")


def _page(browser: Browser, record: Record) -> Page:
    return browser.open(f"/records/{record.code}/")


def _of(page: Page, label: str, button: str) -> Form:
    """The form with this button in the row of the statement with this label."""
    [row] = [one for one in page.main.all("tr") if one.all("th") and one.all("th")[0].text == label]
    [form] = [one for one in page.forms_of(row) if any(b.text == button for b in one.buttons)]
    return form


def test_the_page_tells_what_stands_where(browser: Browser, record: Record) -> None:
    """Source, number, kind and role, each statement word for word, and the way to the person."""
    page = _page(browser, record)
    assert record.source.title in page.main.one("h1").text
    assert "77" in page.text
    assert "person · Detained" in page.text
    rows = [[cell.text for cell in row.all("th", "td")][:2] for row in page.main.all("tr")[1:]]
    assert rows == [["Name", "Testperson Alpha"], ["Sex", "male"], ["Occupation", "teacher"]]
    assert page.links()["The page it stands behind"] == f"/is/{record.code}/"


def test_a_record_by_hand_has_no_number_of_the_sources_own(browser: Browser) -> None:
    """Our own counting is not shown as if the source had counted so."""
    made = build.person("Testperson Alpha")
    assert made.key.startswith("~")
    assert "~" not in _page(browser, made).main.text


def test_a_statement_is_withdrawn_and_brought_back(browser: Browser, record: Record) -> None:
    """With its reason it stays readable on the record and is gone from the person's page; undone, it is back."""
    page = browser.send(_of(_page(browser, record), "Occupation", "Withdraw"), reason="misread")
    assert page.messages == ["Done."]
    assert "withdrawn" in page.text
    assert "misread" in page.text
    assert "teacher" in page.text
    assert "teacher" not in browser.open(f"/is/{record.code}/").text
    browser.press(page, "Undo")
    assert "teacher" in browser.open(f"/is/{record.code}/").text
    assert list(check.problems()) == []


def test_a_whole_record_is_withdrawn_and_brought_back(browser: Browser, record: Record) -> None:
    """Its person is gone while it is; the record itself can still be read, and undone."""
    page = browser.press(_page(browser, record), "Withdraw the whole record", reason="a forgery")
    record.refresh_from_db()
    assert record.standing == WITHDRAWN
    assert "a forgery" in page.text
    browser.open(f"/is/{record.code}/", status=404)
    assert "Withdraw the whole record" not in page.text
    page = browser.press(page, "Undo")
    assert "a forgery" not in page.main.text
    browser.open(f"/is/{record.code}/")


def test_a_reason_of_spaces_is_none(browser: Browser, record: Record) -> None:
    """The browser lets it pass; we do not."""
    page = browser.press(_page(browser, record), "Withdraw the whole record", reason="   ")
    assert page.errors == ["Say why: the reason is kept and shown."]
    assert not Retraction.objects.exists()


def test_an_undoing_is_done_once(browser: Browser, record: Record) -> None:
    """Two people press Undo: the second is told."""
    page = browser.press(_page(browser, record), "Withdraw the whole record", reason="a forgery")
    form = page.form_to("/undo/")
    browser.send(form)
    assert browser.send(form).errors == ["This was undone already."]


@pytest.mark.parametrize(
    ("stance", "shown"),
    [
        ("confirms", "2 independent origins"),
        ("disputes", "another source: disputes"),
        ("declines", "declines to confirm"),
    ],
)
def test_another_record_takes_a_stance(browser: Browser, record: Record, stance: str, shown: str) -> None:
    """By the other record's code or the address of its page, with a note; the person's page shows it."""
    other = build.person("Testperson Beta")
    form = _of(_page(browser, record), "Sex", "Keep")
    assert form.choices("stance") == ["confirms", "disputes", "declines"]
    page = browser.send(form, record=other.code.upper(), stance=stance, note="seen in a letter")
    assert page.messages == ["Done."]
    assert shown in browser.open(f"/is/{record.code}/").text
    assert Stance.objects.get().note == "seen in a letter"


def test_no_record_confirms_itself(browser: Browser, record: Record) -> None:
    """Nor is a code that leads nowhere taken."""
    form = _of(_page(browser, record), "Sex", "Keep")
    page = browser.send(form, record=record.code, stance="confirms")
    assert page.errors == ["A record cannot take a stance on its own statement."]
    browser.send(form, record="nosuchcode", stance="confirms", status=404)
    assert not Stance.objects.exists()


def test_readers_without_the_right_see_no_forms(record: Record) -> None:
    """A publisher reads; only the search, the language and signing out are there to be sent."""
    page = Browser(account("otto", "publisher")).open(f"/records/{record.code}/")
    assert page.forms_of(page.main) == []


def test_a_superseded_record_says_so(browser: Browser, record: Record) -> None:
    """A newer version took its place: it is marked, and can be read."""
    browser.press(browser.open(f"/records/new/?replaces={record.code}"), "Keep", value_2="doctor")
    page = _page(browser, record)
    assert "superseded" in page.text
    assert "teacher" in page.text
    assert "doctor" in browser.open(f"/is/{Record.objects.latest('pk').code}/").text


def test_what_a_batch_superseded_is_not_undone_by_hand(browser: Browser) -> None:
    """Only the batch as a whole is taken back."""
    build.imported()
    build.imported(build.CSV.replace("Testperson Alpha", "Testperson Alfa"), name="newer.csv")
    old = Record.objects.filter(key="1").earliest("pk")
    page = _page(browser, old)
    assert "superseded" in page.text
    assert [one for one in page.forms_of(page.main) if one.action.endswith("/undo/")] == []


def test_the_delivered_row_is_for_readers_of_restricted_values(browser: Browser) -> None:
    """The row word for word, with columns that have no property; a contributor does not see it."""
    build.imported("id,name,unmapped\n1,Testperson Alpha,an odd word\n", mapping=NAMES_ONLY)
    made = Record.objects.get(key="1")
    page = _page(browser, made)
    [row] = [one for one in page.main.all("section") if one.attrs.get("aria-labelledby") == "row"]
    assert [one.text for one in row.all("dt", "dd")] == [
        "id",
        "1",
        "name",
        "Testperson Alpha",
        "unmapped",
        "an odd word",
    ]
    shown = Browser(account("carl", "contributor")).open(f"/records/{made.code}/")
    assert "The row as delivered" not in shown.text
    assert "an odd word" not in shown.text
