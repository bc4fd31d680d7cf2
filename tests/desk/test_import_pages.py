"""Bringing a list in: deliver, say which column is which, look, bring in, take back, bring in again."""

from __future__ import annotations

import csv
import io

import pytest

from habeas.registry import check
from habeas.statements.models import Record, Source
from tests import build
from tests.desk import deliveries
from tests.desk.browser import Browser, account
from tests.desk.deliveries import CSV, brought_in, delivered, figures, previewed, work

pytestmark = pytest.mark.django_db
NOTHING = ("changed", "unchanged", "refused", "no longer in the list")


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


def test_a_list_comes_in(browser: Browser) -> None:
    """Each step leads to the next; columns are guessed; nothing is written before the last step."""
    page = delivered(browser)
    assert page.main.one("h1").text == "Which column is which: list.csv"
    data = page.form("Look at what would change").data(**deliveries.SOURCE)
    columns = [data[f"property_{n}"][0] for n in range(1, 6)]
    assert columns == ["name", "sex", "birth_date", "date", "place"]
    page = browser.press(page, "Look at what would change", **deliveries.SOURCE)
    assert page.main.one("h1").text == "What would change: list.csv"
    assert figures(page) == {**dict.fromkeys(NOTHING, 0), "rows read": 2, "new": 2}
    assert "Testperson Alpha" in page.text
    assert not Record.objects.exists()
    page = browser.press(page, "Bring it in")
    assert "queued" in page.text
    assert work() == 1
    page = browser.open(page.address)
    assert "done" in page.text
    assert figures(page)["new pages"] == 2
    people = browser.open(page.links()["Everybody that An invented list tells of"])
    assert "Testperson Beta" in people.links()
    assert list(check.problems()) == []


def test_the_same_file_again_changes_nothing(browser: Browser) -> None:
    """The preview says so and offers no button."""
    brought_in(browser)
    page = previewed(browser)
    assert "Nothing would change: everything in this file is held already." in page.text
    assert "Bring it in" not in {button.text for button in page.main.all("button")}


def test_a_newer_delivery_is_compared_value_by_value(browser: Browser) -> None:
    """Changed, gone and new rows, the old value beside the new."""
    brought_in(browser)
    newer = CSV.replace("1980-02-01", "1981-02-01").replace("2,Testperson Beta", "3,Testperson Gamma")
    page = previewed(browser, newer, "newer.csv")
    counts = figures(page)
    assert (counts["new"], counts["changed"], counts["rows read"]) == (1, 1, 2)
    [old], [new] = page.main.all("del"), page.main.all("ins")
    assert (old.text, new.text) == ("1980-02-01", "1981-02-01")
    assert "No longer in the list" in page.text
    page = browser.press(page, "Bring it in")
    work()
    page = browser.open(page.address)
    assert figures(page)["changed"] == 1
    person = Record.objects.filter(key="1", standing=0).get()
    assert "1 February 1981" in browser.open(f"/is/{person.code}/").text


def test_a_batch_is_taken_back_and_brought_in_again(browser: Browser) -> None:
    """With a reason each time; what it changed counts again meanwhile."""
    brought_in(browser)
    page = brought_in(browser, CSV.replace("Alpha", "Alfa"), "newer.csv")
    assert "Testperson Alfa" in browser.open("/persons/").text
    page = browser.press(page, "Take the whole batch back", reason="the wrong file")
    assert page.messages == ["The batch is taken back; what it superseded counts again."]
    assert "taken back" in page.text
    assert "Testperson Alpha" in browser.open("/persons/").text
    page = browser.press(page, "Bring it in again", reason="it was right")
    assert page.messages == ["The batch counts again."]
    assert "Testperson Alfa" in browser.open("/persons/").text
    assert list(check.problems()) == []


def test_taking_back_needs_a_reason_and_a_batch_that_is_in(browser: Browser) -> None:
    """Spaces are no reason; twice is once too often."""
    page = brought_in(browser)
    assert browser.press(page, "Take the whole batch back", reason=" ").errors == [
        "Say why: the reason is kept and shown."
    ]
    form = page.form("Take the whole batch back")
    browser.send(form, reason="wrong")
    assert browser.send(form, reason="wrong").errors == ["Only a batch that is done can be taken back."]
    page = browser.open(page.address)
    form = page.form("Bring it in again")
    browser.send(form, reason="right")
    assert browser.send(form, reason="right").errors == ["Only a batch that was taken back can be brought in again."]


def test_refused_rows_can_be_carried_away(browser: Browser) -> None:
    """On the preview, on the batch's page, and as a file that a spreadsheet opens without running anything."""
    bad = CSV + "3,Testperson Gamma,male,1980,2017,x,y,z,one cell too many\n=1+1,,,,,\n"
    page = previewed(browser, bad)
    refused = figures(page)["refused"]
    assert refused >= 1
    assert "Refused rows" in page.text
    page = browser.press(page, "Bring it in")
    work()
    page = browser.open(page.address)
    assert figures(page)["refused"] == refused
    file = browser.open(page.links()["Download all refused rows"])
    rows = list(csv.reader(io.StringIO(file.body.removeprefix("\ufeff"))))
    assert rows[0] == ["file", "row", "column", "why"]
    assert len(rows) == refused + 1
    assert {row[0] for row in rows[1:]} == {"list.csv"}
    assert all(row[3] for row in rows[1:])
    number = deliveries.latest().pk
    assert file.answer["Content-Disposition"] == f'attachment; filename="refused-{number}.csv"'


def test_a_delivery_is_given_up(browser: Browser) -> None:
    """The file stays sealed; the batch cannot be brought in any more, and says so."""
    page = previewed(browser)
    commit = page.form("Bring it in")
    page = browser.press(page, "Give up")
    assert page.messages == ["Given up. The sealed file stays."]
    assert "given up" in page.text
    page = browser.send(commit)
    assert page.errors == ["This batch was brought in or given up already."]
    assert not Record.objects.exists()


def test_what_is_in_is_not_given_up(browser: Browser) -> None:
    """An old page with the button: nothing happens, and the page does not claim that it did."""
    page = previewed(browser)
    give_up = page.form("Give up")
    browser.press(page, "Bring it in")
    work()
    page = browser.send(give_up)
    assert page.errors == ["Only a batch that waits can be given up."]
    assert "done" in page.text


def test_pressing_twice_brings_in_once(browser: Browser) -> None:
    """Queued already: the second press says so, and one job waits."""
    page = previewed(browser)
    form = page.form("Bring it in")
    browser.send(form)
    assert browser.send(form).errors == ["This batch is on its way already."]
    assert work() == 1


def test_steps_of_a_batch_that_is_in_lead_to_its_page(browser: Browser) -> None:
    """Old links to its mapping and preview."""
    address = brought_in(browser).address
    number = deliveries.latest().pk
    assert browser.open(f"/import/{number}/map/").address == address
    assert browser.open(f"/import/{number}/preview/").address == address


def test_the_preview_waits_for_a_mapping(browser: Browser) -> None:
    """Without one it leads back to the columns, and nothing can be brought in."""
    delivered(browser)
    number = deliveries.latest().pk
    assert browser.open(f"/import/{number}/preview/").address == f"/import/{number}/map/"
    token = browser.open("/").forms[-1].data()["csrfmiddlewaretoken"]
    browser.client.post(f"/import/{number}/commit/", {"csrfmiddlewaretoken": token})
    assert browser.open(f"/batches/{number}/").errors == ["Say first which column is which."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20),
        ("list.xlsx", b"PK\x03\x04 not really"),
        ("list.json", b'[{"name": "Testperson'),
        ("list.csv", b"\0\0\0\0"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(browser: Browser, name: str, content: bytes) -> None:
    """The batch stays with its sealed file, the reason is told, and it can be given up."""
    page = delivered(browser, content, name)
    assert len(page.errors) == 1
    assert page.address == f"/batches/{deliveries.latest().pk}/"
    browser.press(page, "Give up")


def test_an_empty_file_is_not_taken(browser: Browser) -> None:
    """Nor is a form without a file."""
    page = delivered(browser, b"")
    assert page.errors == ["The submitted file is empty."]
    form = page.form("Deliver")
    browser.client.post(form.action, form.data())
    assert not build.Batch.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ('say "hi".csv', 'say "hi".csv'),
        ("<b>bold</b>.csv", "b>.csv"),
        ("список 名单 قائمة.csv", "список 名单 قائمة.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("a" * 200 + ".csv", "a" * 200 + ".csv"),
    ],
)
def test_a_file_keeps_a_safe_name(browser: Browser, sent: str, kept: str) -> None:
    """No folder, no markup that works, nothing that turns the page around."""
    delivered(browser, CSV, sent)
    assert deliveries.latest().filename == kept
    page = browser.open("/batches/")
    link = next(one for one in page.main.all("a") if one.attrs["href"].startswith("/batches/"))
    assert [child.tag for child in link.all()] == ["bdi"]
    assert link.one("bdi").raw == kept


def test_a_source_of_others_is_not_added_to(browser: Browser) -> None:
    """Its short name is taken: neither a preview, which would show what it says, nor an import."""
    brought_in(browser)
    ann = Browser(account("ann", "analyst", sources=["another"]))
    page = previewed(ann, CSV.replace("1980-02-01", "1990-02-01"))
    assert "A source of this short name is there already, and you do not work with it." in " ".join(page.errors)
    assert "1980" not in page.text
    number = deliveries.latest().pk
    assert ann.open(f"/import/{number}/preview/").address == f"/import/{number}/map/"
    text = (
        page.main.one("pre").raw.replace('code = ""', 'code = "invented"').replace('code = "new"', 'code = "invented"')
    )
    page = ann.press(page, "Look at what would change", expert=text)
    assert page.address == f"/import/{number}/map/"
    assert Source.objects.count() == 1
    assert Record.objects.count() == 2


def test_a_preview_hides_what_the_register_holds_above_ones_reach(browser: Browser) -> None:
    """A batch mapped while its source was ours: once it is not, the preview is shut."""
    brought_in(browser, CSV.replace("where", "health"))
    user = account("ann", "analyst", sources=["invented"])
    ann = Browser(user)
    page = previewed(ann, CSV.replace("where", "health").replace("Exampletown", "another word"))
    assert "Exampletown" in page.text
    user.teams.all().delete()
    assert "Exampletown" not in ann.open(page.address).text
    page = ann.open(f"/import/{deliveries.latest().pk}/preview/")
    assert page.address.endswith("/map/")


def test_a_new_source_is_given_to_the_team_that_brought_it() -> None:
    """They see what their own list says, word for word."""
    ann = Browser(account("ann", "analyst", sources=["another"]))
    page = brought_in(ann, CSV.replace("where", "health"))
    people = ann.open(page.links()["Everybody that An invented list tells of"])
    assert "Exampletown" in ann.open(people.links()["Testperson Alpha"]).text
    bert = Browser(account("bert", "analyst", sources=["another"]))
    assert "Exampletown" not in bert.open(people.links()["Testperson Alpha"]).text
