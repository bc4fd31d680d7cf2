"""One person or two: comparing two pages, judging, and taking the judgement back."""

from __future__ import annotations

import pytest

from habeas.linkage.models import Judgement
from habeas.registry import check
from habeas.statements.models import Record
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def pair(db: None) -> tuple[Record, Record]:
    return (
        build.person("Testperson Alpha", ("sex", "male"), ("occupation", "teacher")),
        build.person("Testperson Alpha", ("sex", "male"), ("birth_date", "1980")),
    )


def _compared(browser: Browser, pair: tuple[Record, Record]) -> Page:
    return browser.open(f"/is/{pair[0].code}/with/{pair[1].code}/")


def test_two_pages_stand_side_by_side(browser: Browser, pair: tuple[Record, Record]) -> None:
    """One line for each property that either of them has; what is the same is marked."""
    page = _compared(browser, pair)
    rows = {row.all("th")[0].text: row.all("td") for row in page.main.all("tr")[1:]}
    assert list(rows) == ["Status", "Name", "Sex", "Occupation", "Born", "Timeline"]
    assert [cell.attrs.get("class") for cell in rows["Sex"]] == ["same", "same"]
    assert [bool(cell.text) for cell in rows["Occupation"]] == [True, False]


def test_namesakes_lead_to_the_comparison(browser: Browser, pair: tuple[Record, Record]) -> None:
    """The page of each names the other; readers who may not judge see no such list."""
    page = browser.open(f"/is/{pair[0].code}/")
    assert f"/is/{pair[0].code}/with/{pair[1].code}/" in page.links().values()
    other = Browser(account("otto", "publisher")).open(f"/is/{pair[0].code}/")
    assert "Others with this name" not in other.text


@pytest.mark.parametrize(
    "typed", ["{code}", " {code} ", "http://desk.example/is/{code}/", "/is/{code}/?q=1#said", "{CODE}"]
)
def test_another_person_is_named_by_id_or_address(browser: Browser, pair: tuple[Record, Record], typed: str) -> None:
    """However it was copied, it leads to the comparison."""
    other = typed.format(code=pair[1].code, CODE=pair[1].code.upper())
    page = browser.press(browser.open(f"/is/{pair[0].code}/"), "Compare", other=other)
    assert page.address == f"/is/{pair[0].code}/with/{pair[1].code}/"


@pytest.mark.parametrize("typed", ["nobody", "a b c", "::", "Testperson Alpha", "../..", "-"])
def test_a_person_who_is_not_there_is_told(browser: Browser, pair: tuple[Record, Record], typed: str) -> None:
    """Back to the page, with a message."""
    page = browser.press(browser.open(f"/is/{pair[0].code}/"), "Compare", other=typed)
    assert page.address == f"/is/{pair[0].code}/"
    assert page.errors == ["No such page, or none that you may see."]


def test_a_page_is_not_compared_with_itself(browser: Browser, pair: tuple[Record, Record]) -> None:
    """They are one already."""
    page = browser.open(f"/is/{pair[0].code}/with/{pair[0].code}/")
    assert page.messages == ["These are one person already."]


def test_judged_one_and_undone(browser: Browser, pair: tuple[Record, Record]) -> None:
    """One page with both records; undone, two pages as before."""
    page = browser.press(_compared(browser, pair), "Keep this judgement", verdict="same", reason="same handwriting")
    assert page.messages == ["Judgement kept. It can be undone at the foot of this page."]
    assert page.address == f"/is/{pair[0].code}/"
    assert "teacher" in page.text
    assert "1980" in page.text
    assert "same handwriting" in page.text
    page = browser.press(page, "Undo")
    assert page.messages == ["Judgement undone; everything is as it was before it."]
    assert "1980" not in page.main.one("section", **{"aria-labelledby": "said"}).text
    assert "1980" in browser.open(f"/is/{pair[1].code}/").text
    assert list(check.problems()) == []


@pytest.mark.parametrize(("verdict", "told"), [("different", "these are someone else"), ("unsure", "unsure")])
def test_judged_apart(browser: Browser, pair: tuple[Record, Record], verdict: str, told: str) -> None:
    """Both pages tell of it; nothing is joined."""
    browser.press(_compared(browser, pair), "Keep this judgement", verdict=verdict, reason="other fathers")
    for record in pair:
        page = browser.open(f"/is/{record.code}/")
        assert told in page.text
        assert "other fathers" in page.text
    page = browser.press(page, "Undo")
    assert "undone" in page.text


def test_contradicting_judgements_are_told(browser: Browser, pair: tuple[Record, Record]) -> None:
    """Said to be different first: that they are one is kept, and not carried out."""
    browser.press(_compared(browser, pair), "Keep this judgement", verdict="different", reason="other fathers")
    page = browser.press(_compared(browser, pair), "Keep this judgement", verdict="same", reason="same handwriting")
    assert page.messages == ["Kept, but not carried out: an earlier judgement says that they are different."]
    assert browser.open(f"/is/{pair[1].code}/").address == f"/is/{pair[1].code}/"


def test_a_judgement_needs_a_reason(browser: Browser, pair: tuple[Record, Record]) -> None:
    """Spaces are none; the comparison stays open."""
    page = browser.press(_compared(browser, pair), "Keep this judgement", verdict="same", reason=" ")
    assert page.errors == ["Say why: the reason is kept and shown."]
    assert page.address.endswith(f"/with/{pair[1].code}/")
    assert not Judgement.objects.exists()


def test_a_browser_asks_for_a_verdict(browser: Browser, pair: tuple[Record, Record]) -> None:
    """No verdict is chosen beforehand, and none is taken without."""
    form = _compared(browser, pair).form("Keep this judgement")
    browser.client.post(form.action, {**form.data(reason="a reason", verdict="same"), "verdict": [""]})
    assert not Judgement.objects.exists()


def test_a_person_and_a_place_are_never_one(browser: Browser, pair: tuple[Record, Record]) -> None:
    """They can be looked at together, and not joined."""
    place = build.record(("name", "Exampletown"), kind="place", role="mentioned")
    page = browser.open(f"/is/{pair[0].code}/with/{place.code}/")
    page = browser.press(page, "Keep this judgement", verdict="same", reason="a mistake")
    assert page.errors == ["A person, a place and an organisation cannot be one."]
    assert not Judgement.objects.exists()


def test_a_judgement_is_undone_once(browser: Browser, pair: tuple[Record, Record]) -> None:
    """Two people press the button; the second is told."""
    page = browser.press(_compared(browser, pair), "Keep this judgement", verdict="unsure", reason="too little")
    form = page.form("Undo")
    browser.send(form)
    assert browser.send(form).errors == ["This judgement was undone already."]


def test_a_judgement_about_somebody_hidden_is_not_shown_or_undone(pair: tuple[Record, Record]) -> None:
    """Kept apart from a person who is restricted: who does not see that person does not see the judgement."""
    hidden = build.record(("name", "Hidden Testperson", 3))
    made = build.decide.judge(
        by="tests", verdict="different", left=[pair[0].pk], right=[hidden.pk], reason="hidden word"
    )
    ann = Browser(account("ann", "analyst", sources=[]))
    assert "hidden word" not in ann.open(f"/is/{pair[0].code}/").text
    full = Browser(account("pia", "analyst")).open(f"/is/{pair[0].code}/")
    assert "hidden word" in full.text
    form = full.form("Undo")
    ann.client.get("/")
    token = ann.open("/").forms[-1].data()["csrfmiddlewaretoken"]
    answer = ann.client.post(form.action, {"csrfmiddlewaretoken": token})
    assert answer.status_code == 404
    assert not Judgement.objects.filter(undoes=made).exists()
