"""The search page and what shows while somebody types: in any script, with why, marked, and safe."""

from __future__ import annotations

import pytest

from habeas.desk import marking
from habeas.names.bulk.asking import Match
from tests import build
from tests.desk.browser import Browser, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(db: None) -> Browser:
    return Browser(account("pia", "analyst"))


@pytest.fixture
def people(db: None) -> None:
    build.person("Memet Testjan", ("alias", "Invented Beta"))
    build.person("Secretive Gamma", ("alias", "Hidden Memet", 3))
    build.record(("name", "Exampletown prison"), kind="place", role="mentioned")


def test_another_script_says_what_met_what(people: None, browser: Browser) -> None:
    """The name that is meant, its words marked, the asked word beside the one that met it, and the bits."""
    page = browser.open("/search/?q=买买提·测试江")
    assert page.text.count("Memet Testjan") == 1
    assert "买买提 ≈ Memet" in page.text
    assert "sounds alike" in page.text
    assert "bits" in page.text
    assert "<mark>Memet</mark>" in browser.client.get("/search/?q=买买提").content.decode()


def test_an_alias_is_shown_beside_the_name(people: None, browser: Browser) -> None:
    """Found by another name than the page's: both are shown."""
    page = browser.open("/search/?q=invented+beta")
    assert "Memet Testjan" in page.text
    assert "Invented Beta" in page.text


def test_a_place_is_found_in_the_same_box(people: None, browser: Browser) -> None:
    """Names of places and prisons too."""
    assert "Exampletown prison" in browser.open("/search/?q=exampletown").text


def test_what_is_hidden_is_neither_found_nor_marked(people: None) -> None:
    """A restricted alias: no hit by it, in no script, on the page or below the field."""
    browser = Browser(account("vera", "contributor", sources=["another-list"]))
    for address in ("/search/?q={}", "/search/suggest/?q={}"):
        for query in ("Hidden", "Hidden Memet", "希登"):
            assert "Secretive" not in browser.client.get(address.format(query)).content.decode()


def test_hits_while_typing(people: None, browser: Browser) -> None:
    """A few links and the way to all; nothing for nothing; a word when nobody is found."""
    shown = browser.client.get("/search/suggest/?q=mem").content.decode()
    assert "<mark>Memet</mark> Testjan" in shown
    assert "/search/?q=mem" in shown
    assert "<html" not in shown
    assert browser.client.get("/search/suggest/?q=").content.decode().strip() == ""
    assert "Nothing found" in browser.client.get("/search/suggest/?q=zzzz").content.decode()


def test_hostile_names_and_questions_are_text(db: None, browser: Browser) -> None:
    """Markup in a name or a question is shown, not obeyed."""
    build.person("<b>Memet</b> <script>alert(1)</script>")
    for address in ("/search/?q={}", "/search/suggest/?q={}"):
        for query in ("memet", "<b>Memet</b>", "<script>alert(1)</script>"):
            shown = browser.client.get(address.format(query)).content.decode()
            assert "<b>" not in shown
            assert "<script>alert" not in shown


@pytest.mark.parametrize(
    ("text", "met", "found"),
    [
        ("Alpha Testov", ["testov"], [("Alpha ", False), ("Testov", True)]),
        ("Testov, Alpha", ["alpha", "testov"], [("Testov", True), (", ", False), ("Alpha", True)]),
        ("ТЕСТОВ", ["тестов"], [("ТЕСТОВ", True)]),
        ("Testov", [], [("Testov", False)]),
        ("", ["x"], []),
    ],
)
def test_marked_pieces_are_the_text_again(text: str, met: list[str], found: list[tuple[str, bool]]) -> None:
    """Words whose folded letters met the search, in the writing of the source."""
    assert [tuple(piece) for piece in marking.marked(text, met)] == found
    assert "".join(piece.text for piece in marking.marked(text, met)) == text


def test_the_same_word_needs_no_explanation() -> None:
    """Only what differs in letters is told."""
    matches = [Match("memet", "memet", 9.0), Match("测试江", "testjan", 8.0), Match("x", "gone", 1.0)]
    assert marking.spoken(matches, "Memet Testjan") == [("测试江", "Testjan"), ("x", "gone")]
