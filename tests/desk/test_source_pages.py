"""Sources: the list, a source's own page, adding one, and changing what is known of one."""

from __future__ import annotations

import pytest

from habeas.registry import check
from habeas.statements.models import Source, Statement
from tests import build
from tests.desk.browser import Browser, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


def test_a_source_is_added_and_shown(browser: Browser) -> None:
    """From the list to the form to its page, with all that was said about it."""
    upstream = build.source("first", title="The first invented list")
    form = browser.open(browser.open("/sources/").links()["Add a source"])
    page = browser.press(
        form,
        "Keep",
        code="second",
        title="The second invented list",
        kind="database",
        publisher="Invented Society",
        url="https://example.org/list",
        language="en",
        reliability="B",
        tier="2",
        upstream=str(upstream.pk),
        sharing="partners",
    )
    assert page.messages == ["Source added."]
    assert page.main.one("h1").text == "The second invented list"
    for said in ("Invented Society", "https://example.org/list", "B", "The first invented list", "internal"):
        assert said in page.text
    listed = browser.open("/sources/")
    assert {"The first invented list", "The second invented list"} <= set(listed.links())
    assert "The second invented list" in browser.open("/sources/first/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "first"}, "Source with this Code already exists."),
        ({"code": "two words"}, "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ({"code": "список"}, "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    ],
)
def test_a_short_name_is_a_word_of_its_own(browser: Browser, wrong: dict[str, str], said: str) -> None:
    """Once only, and fit for an address."""
    build.source("first")
    page = browser.press(browser.open("/sources/new/"), "Keep", **{"code": "new", "title": "An invented list", **wrong})
    assert page.errors == [said]
    assert Source.objects.count() == 1


def test_a_better_grade_moves_its_values_up(browser: Browser) -> None:
    """Changed on its page, followed by the pages of persons."""
    good, poor = build.source("good", reliability="D"), build.source("poor", reliability="C")
    first = build.person("Testperson Alpha", ("sex", "male"), of=good)
    second = build.person("Testperson Alpha", ("sex", "female"), of=poor)
    build.decide.judge(by="tests", verdict="same", left=[first.pk], right=[second.pk], reason="one")
    build.merge.regroup([first.pk, second.pk])
    page = browser.press(browser.open(browser.open("/sources/good/").links()["Change"]), "Keep", reliability="A")
    assert page.messages == ["Changed."]
    text = browser.open(f"/is/{first.code}/").main.one("section", **{"aria-labelledby": "said"}).text
    assert text.index("Male") < text.index("Female")


def test_a_source_is_made_more_secret_with_all_it_said(browser: Browser) -> None:
    """Its title is told beside every value: once it is restricted, readers below find neither."""
    source = build.source("letter", title="A hiddenword letter")
    by_hand = build.person("Testperson Alpha", of=source)
    build.imported(mapping=build.MAPPING.replace('"invented"', '"letter"'))
    browser.press(browser.open("/sources/letter/edit/"), "Keep", tier="3")
    carl = Browser(account("carl", "contributor"))
    carl.open(f"/is/{by_hand.code}/", status=404)
    assert "Testperson" not in carl.open("/persons/").main.text
    assert "hiddenword" not in carl.open("/sources/").text
    carl.open("/sources/letter/", status=404)
    assert set(Statement.objects.values_list("tier", flat=True)) == {3}
    assert "Testperson Alpha" in browser.open(f"/is/{by_hand.code}/").text
    assert list(check.problems()) == []


def test_a_source_is_not_made_less_secret(browser: Browser) -> None:
    """The form says why, and keeps what was typed."""
    build.source("letter", tier=3)
    page = browser.press(browser.open("/sources/letter/edit/"), "Keep", tier="2", publisher="Invented Society")
    assert page.errors == ["A source cannot be made less secret: what it said came under the higher tier."]
    assert page.form("Keep").data()["publisher"] == ["Invented Society"]
    assert Source.objects.get(code="letter").publisher == ""


def test_a_source_cannot_come_from_itself(browser: Browser) -> None:
    """Not through a chain either."""
    first = build.source("first")
    second = build.source("second", upstream=first)
    page = browser.press(browser.open("/sources/first/edit/"), "Keep", upstream=str(second.pk))
    assert page.errors == ["A source cannot come from itself: look at what it is part of and took its content from."]


def test_who_adds_a_source_works_with_it() -> None:
    """It belongs to their team at once, so that they can change it; a colleague of another team cannot."""
    ann = Browser(account("ann", "analyst", sources=["first"]))
    form = ann.open("/sources/new/")
    ann.press(form, "Keep", code="second", title="The second invented list", kind="database", tier="2")
    changed = ann.press(ann.open("/sources/second/edit/"), "Keep", title="The second list")
    assert changed.messages == ["Changed."]
    away = Browser(account("ben", "analyst", sources=["first"])).open("/sources/second/edit/")
    assert away.messages == ["You do not work with this source. Ask an administrator to give it to your team."]
    assert Source.objects.get(code="second").title == "The second list"


def test_an_unseen_upstream_source_is_kept(browser: Browser) -> None:
    """Who may not know of it changes something else: the tie is neither shown nor lost."""
    hidden = build.source("hidden", title="A hiddenword list", tier=3)
    build.source("copy", upstream=hidden, parent=hidden)
    ann = Browser(account("ann", "analyst", sources=["copy"]))
    form = ann.open("/sources/copy/edit/")
    assert "hiddenword" not in form.body
    ann.press(form, "Keep", publisher="Invented Society")
    copy = Source.objects.get(code="copy")
    assert (copy.upstream, copy.parent, copy.publisher) == (hidden, hidden, "Invented Society")
    assert "hiddenword" in browser.open("/sources/copy/").text
    assert "hiddenword" not in ann.open("/sources/copy/").text


def test_a_seen_upstream_source_can_be_taken_away(browser: Browser) -> None:
    """An empty choice is a choice."""
    build.source("copy", upstream=build.source("first"))
    browser.press(browser.open("/sources/copy/edit/"), "Keep", upstream="")
    assert Source.objects.get(code="copy").upstream is None


def test_what_a_source_tells_of_is_counted_for_the_reader(browser: Browser) -> None:
    """Two persons and a place for all; a hidden person more for who may see them."""
    source = build.source("first")
    for number in range(2):
        build.person(f"Testperson {number}", of=source, key=str(number))
    build.record(("name", "Exampletown"), kind="place", role="mentioned", of=source, key="p")
    build.record(("name", "Hidden Testperson", 3), of=source, key="h")
    assert "3 persons 1 place" in browser.open("/sources/first/").text
    below = Browser(account("carl", "contributor")).open("/sources/first/")
    assert "2 persons 1 place" in below.text
    assert "Hidden Testperson" not in below.text


def test_its_batches_are_for_those_who_import(browser: Browser) -> None:
    """An analyst finds the file; a contributor does not."""
    build.imported(name="visible.csv")
    assert "visible.csv" in browser.open("/sources/invented/").links()
    assert "visible.csv" not in Browser(account("carl", "contributor")).open("/sources/invented/").text


def test_empty_lists_say_so(browser: Browser) -> None:
    """No source yet; a source that has said nothing."""
    assert "None yet. Sources come with the first import or the first record." in browser.open("/sources/").text
    build.source("silent")
    assert "Nothing that you may see." in browser.open("/sources/silent/").text
