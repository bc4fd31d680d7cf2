"""A contributor's work on the pages: proposed, looked at by a peer, returned, written anew, accepted, finalised."""

from __future__ import annotations

import pytest

from habeas.registry.models import Summary
from habeas.statements.models import PROPOSED, RETURNED, SUPERSEDED, Record
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page, Values

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(db: None) -> Browser:
    """A contributor whose team has no source."""
    return Browser(account("vera", "contributor", sources=[]))


@pytest.fixture
def peer(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


def _written(browser: Browser, button: str, **more: Values) -> Page:
    """The form for a record by hand, filled in and sent."""
    filled: dict[str, Values] = {
        "new_source": "An invented testimony",
        "source_kind": "testimony",
        "said_by": "Invented Cousin",
        "property_0": "name",
        "value_0": "Testperson Alpha",
        **more,
    }
    return browser.press(browser.open("/records/new/"), button, **filled)


@pytest.fixture
def proposed(volunteer: Browser) -> Record:
    _written(volunteer, "Propose")
    return Record.objects.get()


def test_what_a_contributor_writes_is_a_proposal(volunteer: Browser) -> None:
    """It is kept, its author sees it whole, and no page of the register changes."""
    page = _written(volunteer, "Propose")
    assert page.messages == ["Kept as a proposal: a peer will look at it."]
    assert "Invented Cousin" in page.text
    assert "proposed" in page.text
    assert "Accept" not in page.text
    assert Record.objects.get().standing == PROPOSED
    assert not Summary.objects.exists()
    home = volunteer.open("/")
    assert "waits for a peer" in home.text


def test_a_peer_accepts_it(proposed: Record, peer: Browser) -> None:
    """From the home page to the record, accepted with a note: the person has a page."""
    home = peer.open("/")
    page = peer.open(home.links(home.main)["An invented testimony"])
    page = peer.press(page, "Accept", note="checked")
    assert page.messages == ["Done."]
    assert "checked" in page.text
    person = peer.open(page.links()["The page it stands behind"])
    assert person.main.one("h1").text == "Testperson Alpha"


def test_nobody_accepts_their_own(proposed: Record) -> None:
    """An analyst who proposed something once, as a contributor, does not accept it now."""
    author = build.User.objects.get(username="vera")
    author.role = "analyst"
    author.save()
    page = Browser(author).open(f"/records/{proposed.code}/")
    assert "Accept" not in {button.text for button in page.main.all("button")}
    assert "You wrote this" in page.text


def test_returning_needs_a_note(proposed: Record, peer: Browser) -> None:
    """Without a word of why nothing is returned."""
    page = peer.press(peer.open(f"/records/{proposed.code}/"), "Return to the author")
    assert page.errors == ["Say why: the reason is kept and shown."]
    proposed.refresh_from_db()
    assert proposed.standing == PROPOSED


def _returned(proposed: Record, peer: Browser) -> None:
    peer.press(peer.open(f"/records/{proposed.code}/"), "Return to the author", note="Which town?")


def test_a_returned_proposal_comes_back_to_its_author(proposed: Record, peer: Browser, volunteer: Browser) -> None:
    """They find it on their home page with the note, and may propose it again as it is."""
    _returned(proposed, peer)
    home = volunteer.open("/")
    assert "returned to me" in home.text
    page = volunteer.open(home.links(home.main)["An invented testimony"])
    assert "Which town?" in page.text
    page = volunteer.press(page, "Propose again")
    assert page.messages == ["Done."]
    proposed.refresh_from_db()
    assert proposed.standing == PROPOSED


def test_a_returned_proposal_is_written_anew(proposed: Record, peer: Browser, volunteer: Browser) -> None:
    """The form holds what was said; the newer version takes the place of the older and waits for a peer."""
    _returned(proposed, peer)
    page = volunteer.open(f"/records/{proposed.code}/")
    form = volunteer.open(page.links()["Write a newer version"])
    page = volunteer.press(form, "Propose", property_1="birth_place", value_1="Exampletown")
    assert page.messages == ["Kept as a proposal: a peer will look at it."]
    proposed.refresh_from_db()
    newer = Record.objects.exclude(pk=proposed.pk).get()
    assert proposed.standing == SUPERSEDED
    assert {one.property: one.original for one in newer.statements.all()} == {
        "name": "Testperson Alpha",
        "birth_place": "Exampletown",
    }
    assert (newer.said_by, newer.source) == ("Invented Cousin", proposed.source)


def test_assigned_to_a_colleague(proposed: Record, peer: Browser) -> None:
    """Those who may review can be chosen; the choice is shown. Without one nothing is assigned."""
    page = peer.open(f"/records/{proposed.code}/")
    account("rita", "keeper")
    account("otto", "publisher")
    page = peer.press(page, "Assign")
    assert page.errors == ["Say to whom."]
    assert page.form("Assign").choices("to") == ["", "pia", "rita"]
    page = peer.press(page, "Assign", to="rita")
    assert "→ rita" in page.text
    assert "Accept" in page.text


def test_accepted_work_is_finalised(proposed: Record, peer: Browser) -> None:
    """After that no further step is open."""
    page = peer.press(peer.open(f"/records/{proposed.code}/"), "Accept")
    page = peer.press(page, "Finalise")
    assert "finalised" in page.text
    assert not [one for one in page.forms if one.action.endswith("/review/")]


def test_a_step_that_is_not_open_says_so(proposed: Record, peer: Browser) -> None:
    """Two reviewers at once: the second one's page is old."""
    page = peer.open(f"/records/{proposed.code}/")
    peer.press(page, "Accept")
    again = peer.press(page, "Return to the author", note="too late")
    assert again.errors == ["This step is not open to you now."]


def test_proposals_wait_on_the_reviewers_home_page_only(proposed: Record, peer: Browser) -> None:
    """A contributor and a publisher see nothing of them; a reviewer without the source neither."""
    assert "An invented testimony" in peer.open("/").main.text
    for name, role, sources in (("otto", "publisher", None), ("carl", "contributor", None), ("ann", "analyst", ())):
        browser = Browser(account(name, role, sources=None if sources is None else list(sources)))
        assert "An invented testimony" not in browser.open("/").main.text


def test_a_contributor_says_something_about_a_known_person(volunteer: Browser, peer: Browser) -> None:
    """Accepted, it joins that person's page with a source of its own."""
    known = build.person("Testperson Beta")
    form = volunteer.open(volunteer.open(f"/is/{known.code}/").links()["Add what somebody says"])
    assert form.main.one("h1").text == "What somebody says about Testperson Beta"
    volunteer.press(
        form,
        "Propose",
        new_source="An invented aunt",
        source_kind="testimony",
        property_0="occupation",
        value_0="teacher",
    )
    assert "teacher" not in peer.open(f"/is/{known.code}/").text
    made = Record.objects.get(standing=PROPOSED)
    peer.press(peer.open(f"/records/{made.code}/"), "Accept")
    page = peer.open(f"/is/{known.code}/")
    assert "teacher" in page.text
    assert "An invented aunt" in page.text


def test_what_was_returned_stays_hidden_from_others(proposed: Record, peer: Browser) -> None:
    """Neither proposed nor returned work is open to a reader without its source."""
    other = Browser(account("carl", "contributor", sources=[]))
    other.open(f"/records/{proposed.code}/", status=404)
    _returned(proposed, peer)
    proposed.refresh_from_db()
    assert proposed.standing == RETURNED
    other.open(f"/records/{proposed.code}/", status=404)
