"""Every page, from left and from right, holds to the rules of `accessible`; each rule finds what it is there for."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from habeas.accounts.models import Team
from habeas.statements.models import Source, Statement
from tests import build
from tests.desk import accessible, deliveries, html
from tests.desk.addresses import Register
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db: None) -> Register:
    """Something on every page, and of everything that a template has a branch for."""
    made = Register(build.user("maker", "keeper", all_sources=True))
    build.person(
        "Testperson Rich",
        ("alias", "Alias Example"),
        ("sex", "male"),
        ("sex", "female"),
        ("relative", "Testperson Beta (wife)", 2),
        ("acknowledgement", "denied"),
        (1, "type", "sentenced"),
        (1, "date", "2017-05-01"),
        (1, "term", "5 years"),
        (1, "place", "Exampletown"),
        (2, "type", "seen"),
        of=build.source(
            "rich", reliability="B", publisher="Invented Society", url="https://example.org", sharing="open"
        ),
    )
    build.record(("name", "Exampletown"), ("coordinates", "1,2"), kind="place", role="mentioned")
    build.record(("name", "Example Court"), kind="organisation", role="mentioned")
    build.source("copy", upstream=Source.objects.get(code="rich"), parent=Source.objects.get(code="rich"))
    Team.objects.create(name="Night shift")
    return made


def _addresses(register: Register) -> list[str]:
    named = register.addresses()
    rich = Statement.objects.get(original="Testperson Rich").record.code
    place = Statement.objects.get(original="Exampletown", property="name").record.code
    court = Statement.objects.get(original="Example Court", property="name").record.code
    more = [
        "/persons/?counts=yes&sex=male&q=Testperson",
        "/persons/?sex=nobody",
        "/search/?q=Testperson",
        "/search/?q=zzz",
    ]
    more += [f"/is/{code}/" for code in (rich, place, court)] + [f"/records/{rich}/", f"/is/{rich}/with/{place}/"]
    more += [
        f"/records/{register.proposed.code}/",
        f"/records/new/?about={rich}",
        "/sources/rich/",
        "/sources/rich/edit/",
    ]
    more += [
        f"/records/new/?answers={register.statement.pk}",
        f"/records/new/?replaces={rich}",
        f"/batches/{register.held.pk}/",
    ]
    more += ["/no-such-page/", f"/records/{rich}/withdraw/", "/accounts/teams/", "/audit/?actor=nobody", "/import/"]
    return [*named.values(), *more]


def _browsers() -> list[Client]:
    """A keeper, an analyst and an administrator see every form between them."""
    found = []
    for role in ("keeper", "analyst", "administrator"):
        user = account(f"the {role}", role)
        if role == "administrator":
            RecoveryCodes.activate(user)
        found.append(Client())
        found[-1].force_login(user)
    return found


def _frame(language: str) -> str:
    direction = "rtl" if language == "ar" else "ltr"
    return f'<html lang="{language}" dir="{direction}"><title>A</title><main><h1>A</h1>'


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_holds_to_the_rules(register: Register, language: str) -> None:
    """All addresses, for readers of every kind, and for a visitor; left to right and right to left."""
    broken: list[str] = []
    seen = 0
    for client in [*_browsers(), Client()]:
        client.cookies["django_language"] = language
        for address in _addresses(register):
            answer = client.get(address)
            if answer.status_code == 302 or not answer.get("Content-Type", "").startswith("text/html"):
                continue
            text = answer.content.decode()
            if "<html" not in text:  # a part that is loaded into a page
                text = f"{_frame(language)}{text}</main></html>"
            found = accessible.faults(html.parse(text))
            seen += 1
            broken += [f"{address}: {fault}" for fault in found]
    assert seen > 120
    assert not broken, "\n".join(dict.fromkeys(broken))


def test_steps_of_an_import_hold_to_the_rules(db: None) -> None:
    """Upload, columns with errors, preview, batch page."""
    browser = Browser(account("pia", "analyst"))
    pages = [deliveries.delivered(browser, deliveries.CSV + "3,bad row,male,1,1,x,y,z\n")]
    pages.append(browser.press(pages[0], "Look at what would change", title="x", code="x", stream="s", expert="["))
    pages.append(browser.press(pages[0], "Look at what would change", **deliveries.SOURCE))
    pages.append(browser.press(pages[-1], "Bring it in"))
    deliveries.work()
    pages.append(browser.open(pages[-1].address))
    pages.append(deliveries.previewed(browser, deliveries.CSV.replace("1980", "1981").replace("2,", "9,")))
    for page in pages:
        assert accessible.faults(page.tree) == [], page.address


def test_forms_with_errors_hold_to_the_rules(db: None) -> None:
    """The message beside each field is part of the page."""
    browser = Browser(account("pia", "analyst"))
    dora, visitor = Browser(account("dora", "administrator")), Browser()
    pages = [
        browser.press(browser.open("/records/new/"), "Keep", property_0="sex", event_0="1"),
        browser.press(browser.open("/sources/new/"), "Keep", code="a b", title="x"),
        dora.press(dora.open("/accounts/new/"), "Invite", username="a b"),
        visitor.press(visitor.open("/account/login/"), "Sign in", login="x", password="y"),
    ]
    for page in pages:
        assert page.errors, page.address
        assert accessible.faults(page.tree) == [], page.address


def test_pages_of_signing_in_hold_to_the_rules(db: None) -> None:
    """The library's pages in our frame: password, second factor, recovery codes."""
    user = build.user("erin", "analyst")
    browser = Browser(user)
    pages = [browser.open(f"/account/{one}") for one in ("2fa/", "2fa/totp/", "reauthenticate/")]
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    RecoveryCodes.activate(user)
    for one in ("2fa/", "2fa/totp/off/", "2fa/codes/", "2fa/codes/new/", "password/", "2fa/reauthenticate/", "logout/"):
        pages.append(browser.open(f"/account/{one}"))
    pages.append(Browser().open("/account/inactive/"))
    for page in pages:
        assert accessible.faults(page.tree) == [], page.address


_GOOD = '<html lang="en" dir="ltr"><head><title>A · Habeas</title></head><body><main><h1>A</h1>{}</main></body></html>'


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("headings_skip_no_level", "<h3>B</h3>"),
        ("one_title_and_one_first_heading", "<h1>B</h1>"),
        ("every_field_has_a_label", '<input name="a">'),
        ("every_field_has_a_label", '<label for="b">B</label><select name="a" id="a"></select>'),
        ("labels_lead_to_fields", '<label for="b">B</label>'),
        ("everything_to_press_has_a_text", '<a href="/"></a>'),
        ("everything_to_press_has_a_text", "<button></button>"),
        ("tables_have_headers", "<table><tr><td>1</td></tr></table>"),
        ("tables_have_headers", "<table><tr><th>1</th></tr></table>"),
        ("no_id_twice", '<p id="a">1</p><p id="a">2</p>'),
        ("references_lead_somewhere", '<p aria-labelledby="b">1</p>'),
        ("no_inline_style_or_script", '<p style="color:red">1</p>'),
        ("no_inline_style_or_script", "<script>1</script>"),
        ("no_inline_style_or_script", '<a href="javascript:1">1</a>'),
        ("forms_carry_their_token", '<form method="post"><button>B</button></form>'),
        ("forms_carry_their_token", '<form><input type="hidden" name="csrfmiddlewaretoken"><button>B</button></form>'),
        ("lists_hold_list_items", "<ul><p>1</p></ul>"),
        ("nothing_to_press_within_something_to_press", '<a href="/">1 <button>2</button></a>'),
    ],
)
def test_each_rule_finds_what_it_is_there_for(rule: str, text: str) -> None:
    """On a page that breaks it, and on no other."""
    assert accessible.faults(html.parse(_GOOD.format(""))) == []
    assert rule in {fault.partition(":")[0] for fault in accessible.faults(html.parse(_GOOD.format(text)))}


@pytest.mark.parametrize(
    "text", ["<p><b>1</p></b>", "<div>", "</div>", '<p id="a" id="b">1</p>', "<table><tr></table>"]
)
def test_broken_markup_is_found(text: str) -> None:
    """Tags left open, closed in the wrong order, attributes twice."""
    with pytest.raises(html.Broken):
        html.parse(text)


def test_a_page_right_to_left_says_so(db: None) -> None:
    """In Arabic and Uyghur, and in no other language."""
    for language, direction in (("ar", "rtl"), ("ug", "rtl"), ("en", "ltr"), ("zh-hans", "ltr"), ("ru", "ltr")):
        page = Page(Client().get("/account/login/", headers={"Accept-Language": language}), "/")
        assert page.tree.one("html").attrs["dir"] == direction
