"""A person's page: what stands on it for whom, and the decision whether they are listed."""

from __future__ import annotations

import pytest

from habeas.registry import listing, work
from habeas.registry.models import Listing
from habeas.statements.models import Record
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def record(db: None) -> Record:
    return build.person(
        "Testperson Alpha",
        ("sex", "male"),
        (1, "type", "taken"),
        (1, "date", "2017-05-01"),
        (1, "place", "Exampletown"),
        ("relative", "Testperson Beta (wife)", 2),
    )


def _page(browser: Browser, record: Record) -> Page:
    return browser.open(f"/is/{record.code}/")


def test_the_page_shows_status_timeline_family_and_sources(browser: Browser, record: Record) -> None:
    """Who it is, where they stand and since when, what happened, their family, and on whose word."""
    page = _page(browser, record)
    headings = [one.text for one in page.main.all("h1", "h2")]
    assert headings[:3] == ["Testperson Alpha", "What is said", "Timeline"]
    assert {"Family", "Records behind this page", "One person or two?", "Decide on listing"} <= set(headings)
    assert "Held, unconfirmed · as of 1 May 2017" in page.text
    assert "Exampletown" in page.text
    family = page.main.one("ul", id="family-list")
    assert [one.text for one in family.all("li")] == ["Testperson Beta Spouse"]
    assert record.source.title in page.links()


def test_a_place_that_is_known_is_a_link(browser: Browser, record: Record) -> None:
    """From the person to the place, and back to the people who were held there."""
    place = build.record(("name", "Exampletown"), kind="place", role="mentioned")
    page = _page(browser, record)
    assert page.links()["Exampletown"] == f"/is/{place.code}/"
    there = browser.open(f"/is/{place.code}/")
    assert there.links()["Testperson Alpha"] == f"/is/{record.code}/"


def test_an_organisation_shows_whose_pages_speak_of_it(browser: Browser) -> None:
    """The court that sentenced somebody."""
    person = build.person("Testperson Alpha", (1, "type", "sentenced"), (1, "court", "Example Court"))
    court = build.record(("name", "Example Court"), kind="organisation", role="mentioned")
    there = browser.open(f"/is/{court.code}/")
    assert there.main.one("h1").text == "Example Court"
    assert there.links()["Testperson Alpha"] == f"/is/{person.code}/"
    assert browser.open(f"/is/{person.code}/").links()["Example Court"] == f"/is/{court.code}/"


def test_a_person_of_whom_little_is_said(browser: Browser) -> None:
    """A name alone: each part says that nothing is known, and nothing is broken."""
    page = _page(browser, build.person("Testperson Alpha"))
    for said in ("Nothing is known about custody.", "Not listed: no decision has been made.", "No event is known."):
        assert said in page.text
    assert "Nobody has judged yet." in page.text
    assert "Family" not in page.text


def test_a_person_without_a_name_goes_by_their_id(browser: Browser) -> None:
    """A record may give no name at all."""
    made = build.record(("sex", "male"))
    assert _page(browser, made).main.one("h1").text == made.code
    assert made.code in browser.open("/persons/").text


def test_listing_and_taking_off_the_list(browser: Browser, record: Record) -> None:
    """A decision with criterion, category and reason; then its removal. The list counts only who is listed."""
    page = browser.press(
        _page(browser, record), "Decide", decision="listed", criterion="wgad", category="II", reason="no legal basis"
    )
    assert page.messages == ["Decision kept."]
    assert "Listed as arbitrarily detained" in page.text
    assert "no legal basis" in page.text
    assert "Testperson Alpha" in browser.open("/persons/?listed=yes").main.text
    page = browser.press(page, "Decide", decision="removed", criterion="wgad", reason="was set free")
    assert "Taken off the list" in page.text
    decisions = page.main.one("section", **{"aria-labelledby": "decisions"})
    assert [one.text.split(" · ")[0] for one in decisions.all("li")] == ["removed", "listed"]
    assert "Nobody meets these filters." in browser.open("/persons/?listed=yes").main.text


def test_a_listing_needs_a_reason(browser: Browser, record: Record) -> None:
    """Spaces are none."""
    page = browser.press(_page(browser, record), "Decide", reason="   ")
    assert page.errors == ["A listing decision needs a criterion and a reason."]
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"criterion": "of my own"}, {"criterion": "x" * 100}, {"category": "VI"}, {"decision": "published"}]
)
def test_only_known_words_decide(browser: Browser, record: Record, wrong: dict[str, str]) -> None:
    """What stands in no list is refused, however it was sent."""
    form = _page(browser, record).form("Decide")
    data = {**form.data(reason="a reason"), **{name: [value] for name, value in wrong.items()}}
    browser.client.post(form.action, data)
    page = _page(browser, record)
    assert len(page.errors) == 1
    assert not Listing.objects.exists()


def test_only_a_person_is_listed(browser: Browser) -> None:
    """A place has no such form, and a made-up request for it is refused."""
    place = build.record(("name", "Exampletown"), kind="place", role="mentioned")
    form = _page(browser, build.person("Testperson Alpha")).form("Decide")
    browser.client.post(f"/is/{place.code}/list/", form.data(reason="a reason"))
    assert not Listing.objects.exists()


def test_a_decision_stands_with_a_record_that_its_maker_sees(record: Record) -> None:
    """Joined with an older, hidden record: an internal reader's decision is kept with what they see, and is shown."""
    hidden = build.record(("name", "Hidden Testperson", 3))
    build.decide.judge(by="tests", verdict="same", left=[hidden.pk], right=[record.pk], reason="one")
    build.merge.regroup([hidden.pk, record.pk])
    otto = Browser(account("otto", "publisher", sources=[]))
    page = otto.press(otto.open(f"/is/{record.code}/"), "Decide", reason="no legal basis", criterion="wgad")
    assert "no legal basis" in page.main.one("section", **{"aria-labelledby": "decisions"}).text
    assert Listing.objects.get().record == record


def test_a_decision_made_about_a_hidden_record_is_seen_where_it_counts(browser: Browser, record: Record) -> None:
    """Who sees more decided; the page of who sees less says listed and shows the same decision."""
    hidden = Record.objects.get(pk=build.record(("name", "Hidden Testperson", 3)).pk)
    work.judge(by=browser.user or build.user("x"), verdict="same", left=[hidden.pk], right=[record.pk], reason="one")
    listing.decide_listing(
        by=browser.user or build.user("y"), subject=build.subject_of(record), about=hidden.code,
        decision="listed", criterion="wgad", category="", reason="a reason for all",
    )  # fmt: skip
    page = Browser(account("carl", "contributor")).open(f"/is/{record.code}/")
    assert "Listed as arbitrarily detained" in page.text
    assert "a reason for all" in page.main.one("section", **{"aria-labelledby": "decisions"}).text


def test_an_old_code_leads_to_the_page_in_force(browser: Browser, record: Record) -> None:
    """Two records of one person: the newer one's code is answered with the older one's page."""
    newer = build.person("Testperson Alpha")
    work.judge(by=browser.user or build.user("x"), verdict="same", left=[record.pk], right=[newer.pk], reason="one")
    assert browser.open(f"/is/{newer.code}/").address == f"/is/{record.code}/"


def test_reading_restricted_values_is_noted(record: Record) -> None:
    """Each reading of a page with restricted values leaves an event; below that, pages leave none."""
    for name, role, count in (("pia", "analyst", 1), ("carl", "contributor", 0)):
        user = account(name, role)
        _page(Browser(user), record)
        assert build.chain.Event.objects.filter(actor=name, verb="profile.read").count() == count
