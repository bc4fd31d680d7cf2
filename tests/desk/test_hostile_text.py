"""Names and words that mean harm: shown as text, kept in their own direction, run by nobody."""

from __future__ import annotations

from typing import Final

import pytest

from habeas.accounts.models import Team, User
from habeas.registry import listing, work
from habeas.registry.models import SavedSearch
from habeas.statements.models import Record
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.html import Node
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db

MARKUP: Final = "<script>alert('x')</script><img src=x onerror=alert(1)>{{ 7|add:1 }}{% now 'Y' %}&lt;&amp;\"'"
TURNED: Final = "\u202eTurned \u2067name\u202c \u200fend"
_DIRECTIONS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def _register(text: str) -> dict[str, Record]:
    """This text wherever people or files can put one."""
    by = build.user("writer", "keeper", all_sources=True)
    source = build.source("nasty", title=text, publisher=text, url=text, language="en", sharing=text[:40])
    build.source("copy", title=f"{text} copy", parent=source, upstream=source)
    said = [
        *(("name", text), ("alias", f"{text} alias"), ("occupation", text), ("sex", text), ("birth_date", text)),
        *(("relative", text, 2), ("acknowledgement", text), ("ethnicity", text), ("birth_place", text)),
        *((1, "type", "taken"), (1, "date", text), (1, "place", text), (1, "charge", text), (1, "organisation", text)),
    ]
    first = build.record(*said, of=source, key=text, about=text)
    second = build.record(("name", text), of=source, key="second")
    place = build.record(("name", text), ("coordinates", text), kind="place", role="mentioned", of=source, key="place")
    work.judge(by=by, verdict="different", left=[first.pk], right=[second.pk], reason=text)
    work.withdraw(by=by, statements=[first.statements.get(property="occupation")], reason=text)
    subject = build.subject_of(first)
    listing.decide_listing(by=by, subject=subject, decision="listed", criterion="wgad", category="", reason=text)
    proposed = build.record(("name", text), of=source, proposed=True)
    work.review(by=by, record=proposed, step="returned", note=text)
    SavedSearch.objects.create(owner="reader", name=text[:100], query="sex=male")
    Team.objects.create(name=text[:100])
    return {"first": first, "second": second, "place": place, "proposed": proposed}


def _pages(browser: Browser, records: dict[str, Record]) -> list[Page]:
    first, second, place, proposed = (records[name].code for name in ("first", "second", "place", "proposed"))
    addresses = [
        *(
            "/",
            "/persons/?counts=yes",
            "/places/",
            "/sources/",
            "/sources/nasty/",
            "/sources/copy/",
            "/sources/nasty/edit/",
        ),
        *(f"/is/{first}/", f"/is/{second}/", f"/is/{place}/", f"/is/{first}/with/{second}/", f"/records/{first}/"),
        *(f"/records/{proposed}/", f"/records/new/?about={first}", f"/records/new/?replaces={first}"),
        *(
            f"/records/new/?answers={records['first'].statements.get(property='sex').pk}",
            "/import/",
            "/audit/",
            "/approvals/",
        ),
    ]
    return [browser.open(address) for address in addresses]


@pytest.fixture
def reader(db: None) -> Browser:
    return Browser(account("reader", "keeper"))


def test_markup_in_any_text_is_shown_as_text(reader: Browser) -> None:
    """No tag of it becomes part of a page, no template sign is carried out; readers see what was written."""
    pages = _pages(reader, _register(MARKUP))
    pages.append(reader.open("/search/", status=200))
    pages.append(reader.press(reader.open("/persons/"), "Filter", q=MARKUP))
    pages.append(reader.send(reader.open("/").form_to("/search/"), q=MARKUP))
    shown = 0
    for page in pages:
        tags = page.tree.all("script", "img")
        assert all(one.tag == "script" and one.attrs.get("src", "").startswith("/static/") for one in tags), (
            page.address
        )
        assert not [one for one in page.tree.all() if "onerror" in one.attrs], page.address
        assert "8{%" not in page.body
        shown += page.tree.raw.count(MARKUP)
    assert shown > 40


def _loose(node: Node) -> list[str]:
    """Texts with signs that turn a direction, outside of what isolates them."""
    found = []
    for one in [node, *node.all()]:
        isolated = one.tag in {"bdi", "title", "option", "textarea", "text"} or one.inside("bdi", "textarea", "text")
        if not isolated and "dir" not in one.attrs:
            found += [child for child in one.children if isinstance(child, str) and set(child) & set(_DIRECTIONS)]
    return found


def test_text_that_turns_the_direction_turns_nothing_else(reader: Browser) -> None:
    """Every such text stands in an element of its own direction: the words around it keep their order."""
    loose = {
        page.address: texts for page in _pages(reader, _register(TURNED)) if (texts := _loose(page.tree.one("body")))
    }
    assert loose == {}


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "a\u2028b\u2029c", "e\u0301" * 300, "\U0001f3f4" * 50, "x" * 5_000]
)
def test_odd_text_breaks_no_page(reader: Browser, text: str) -> None:
    """Formulas, separators, many marks, signs beyond the first plane, one long word."""
    for page in _pages(reader, _register(text)):
        assert page.status == 200


def test_account_names_are_isolated(reader: Browser) -> None:
    """Names of people who work here, too: they come from a form."""
    dora = Browser(account("dora", "administrator"))
    user = User.objects.get(username="dora")
    user.first_name, user.last_name = MARKUP[:60], TURNED
    user.save()
    page = dora.open("/accounts/")
    assert _loose(page.tree.one("body")) == []
    assert page.tree.all("img") == []


def test_a_source_title_in_a_choice_is_text(reader: Browser) -> None:
    """Choices are written by our own hand where they are many: they escape like the rest."""
    _register(MARKUP)
    page = reader.open("/records/new/")
    select = page.tree.one("select", name="old_source")
    assert f"{MARKUP} copy" in {one.text for one in select.all("option")}
