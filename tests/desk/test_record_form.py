"""The form for a record by hand: what it asks for, what it refuses, and what comes of it."""

from __future__ import annotations

import pytest

from habeas.statements.models import Record, Source, Stance, Statement
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Values

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


NAMED: dict[str, Values] = {"property_0": "name", "value_0": "Testperson Alpha"}
SOURCED: dict[str, Values] = {"new_source": "An invented letter", "source_kind": "testimony"}


def test_an_analyst_writes_a_record_that_counts(browser: Browser) -> None:
    """A person with an event and a tier: the page of the new person opens."""
    page = browser.press(
        browser.open("/records/new/"),
        "Keep",
        **SOURCED,
        **NAMED,
        said_on="2019-04",
        property_1="type",
        value_1="taken",
        event_1="1",
        property_2="date",
        value_2="spring 2018",
        event_2="1",
        property_3="occupation",
        value_3="farmer",
        tier_3="3",
    )
    assert page.messages == ["Kept."]
    assert page.main.one("h1").text == "Testperson Alpha"
    assert "spring 2018" in page.text
    made = Record.objects.get()
    assert made.statements.get(property="occupation").tier == 3
    assert made.said_on == "2019-04"


def test_a_property_keeps_its_least_tier(browser: Browser) -> None:
    """Health is restricted whatever the form says."""
    page = browser.open("/records/new/")
    browser.press(page, "Keep", **SOURCED, **NAMED, property_1="health", value_1="an illness", tier_1="0")
    assert Statement.objects.get(property="health").tier == 3


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        (NAMED, "Say who says so: choose a source or name a new one."),
        ({**NAMED, "new_source": "An invented letter"}, "Say what kind of source it is."),
        (SOURCED, "Nothing is said: fill in at least one line."),
        ({**SOURCED, **NAMED, "property_1": "sex"}, "Write it word for word, or leave the line empty."),
        ({**SOURCED, **NAMED, "value_1": "male"}, "Say what this is."),
        (
            {**SOURCED, **NAMED, "property_1": "date", "value_1": "2017", "event_1": "2"},
            "Event 2 needs a line that says what happened.",
        ),
        ({**SOURCED, **NAMED, "event_0": "100"}, "Ensure this value is less than or equal to 99."),
        (
            {**SOURCED, **NAMED, "property_1": "phone", "value_1": "0000"},
            "A sealed value needs a keeper's key. Ask an administrator to add one (docs/operate.md).",
        ),
    ],
)
def test_what_is_missing_is_told_and_nothing_kept(browser: Browser, filled: dict[str, Values], said: str) -> None:
    """The message stands on the page, what was typed stays, and no record and no source is left."""
    page = browser.press(browser.open("/records/new/"), "Keep", **filled)
    assert said in page.errors
    data = page.form("Keep").data("More lines")
    assert all(data[name] == [value] for name, value in filled.items())
    assert (Record.objects.count(), Source.objects.count()) == (0, 0)


def test_more_lines_keep_what_was_typed(browser: Browser) -> None:
    """Twelve lines more, and nothing is lost."""
    page = browser.open("/records/new/")
    before = len([one for one in page.form("Keep").controls if one.attrs.get("name", "").startswith("value_")])
    page = browser.press(page, "More lines", **SOURCED, **NAMED, kind="place", tier_0="1", event_0="7")
    form = page.form("Keep")
    assert len([one for one in form.controls if one.attrs.get("name", "").startswith("value_")]) == before + 12
    data = form.data("More lines")
    kept = {**SOURCED, **NAMED, "kind": "place", "tier_0": "1", "event_0": "7"}
    assert all(data[name] == [value] for name, value in kept.items())
    page = browser.press(page, "Keep", event_0="", **{f"value_{before}": "male", f"property_{before}": "sex"})
    assert page.messages == ["Kept."]


def test_only_sources_that_one_works_with_are_offered(browser: Browser) -> None:
    """An assigned source may be written under; others are not even named."""
    build.source("mine", title="An invented list of ours")
    build.source("theirs", title="An invented list of theirs")
    ann = Browser(account("ann", "analyst", sources=["mine"]))
    page = ann.open("/records/new/")
    names = [one.text for one in page.form("Keep").node.one("select", name="old_source").all("option")]
    assert names == ["–", "An invented list of ours"]
    number = str(Source.objects.get(code="mine").pk)
    page = ann.press(page, "Keep", old_source=number, **NAMED)
    assert Record.objects.get().source.code == "mine"


def test_a_correction_disputes_what_it_corrects(browser: Browser) -> None:
    """From "correct" beside a value: the form names what it answers, and both values stand on the page."""
    made = build.person("Testperson Alpha", ("sex", "male"))
    page = browser.open(f"/is/{made.code}/")
    correct = next(
        one for one in page.main.all("a") if one.text == "correct" and "male" in (one.inside("li") or one).text
    )
    form = browser.open(correct.attrs["href"])
    assert "male" in form.text
    page = browser.press(form, "Keep", **SOURCED, value_0="female")
    assert page.messages == ["Kept."]
    assert "sources disagree" in page.text
    assert "another source: disputes" in page.text
    assert Stance.objects.get().stance == "disputes"


def test_a_confirmation_adds_an_origin(browser: Browser) -> None:
    """The same way, as support."""
    made = build.person("Testperson Alpha", ("sex", "male"))
    number = made.statements.get(property="sex").pk
    form = browser.open(f"/records/new/?answers={number}")
    page = browser.press(form, "Keep", **SOURCED, value_0="male", stance="confirms")
    assert Stance.objects.get().stance == "confirms"
    assert "2 independent origins" in page.text


def test_correcting_a_date_brings_its_event_along(browser: Browser) -> None:
    """The line that says what happened is filled in, so that the event can be kept."""
    made = build.person("Testperson Alpha", (1, "type", "taken"), (1, "date", "2017-05-01"))
    number = made.statements.get(property="date").pk
    page = browser.open(f"/records/new/?answers={number}")
    page = browser.press(page, "Keep", **SOURCED, value_0="2018-06-01")
    assert page.messages == ["Kept."]
    assert "1 June 2018" in page.text


def test_a_newer_version_of_ones_record(browser: Browser) -> None:
    """An analyst replaces a record of a source that they work with; of another they cannot, and learn nothing of it."""
    made = build.record(("name", "Testperson Alpha"), ("health", "hiddenword", 3), of=build.source("mine"))
    page = browser.press(browser.open(f"/records/new/?replaces={made.code}"), "Keep", value_0="Testperson Alfa")
    assert page.main.one("h1").text == "Testperson Alfa"
    newer = Record.objects.exclude(pk=made.pk).get()
    assert newer.statements.get(property="health").original == "hiddenword"
    ann = Browser(account("ann", "analyst", sources=[]))
    ann.open(f"/records/new/?replaces={newer.code}", status=404)


def test_a_form_is_not_filled_with_what_its_reader_may_not_see(browser: Browser) -> None:
    """A contributor who guesses the address for a newer version gets nothing."""
    made = build.record(("name", "Testperson Alpha"), ("health", "hiddenword", 3))
    carl = Browser(account("carl", "contributor"))
    assert "hiddenword" not in carl.open(f"/records/new/?replaces={made.code}", status=404).body


def test_an_address_fills_in_kind_and_role(browser: Browser) -> None:
    """The list of places has a button that leads to a form for a place."""
    page = browser.open(browser.open("/places/").links()["Add"])
    data = page.form("Keep").data("More lines")
    assert (data["kind"], data["role"]) == (["place"], ["mentioned"])
