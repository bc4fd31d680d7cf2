"""Signing in and out, the second factor, the way back after signing in, and the language of the pages."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache

from habeas.accounts.models import User
from habeas.audit.models import Event
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    """Each test begins with no failed attempts counted."""
    cache.clear()


@pytest.fixture
def erin(db: None) -> User:
    return build.user("erin", "analyst", all_sources=True)


def _signed_in(browser: Browser, password: str = build.PASSWORD, address: str = "/account/login/") -> Page:
    return browser.press(browser.open(address), "Sign in", login="erin", password=password)


def _code(secret: str) -> str:
    """What the telephone shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_the_first_signing_in_ends_with_a_second_factor(erin: User) -> None:
    """Password, then the app's six digits, then recovery codes, then the home page; next time the digits are asked."""
    browser = Browser()
    page = _signed_in(browser)
    assert page.address == "/account/2fa/totp/"
    secret = page.tree.one("input", id="authenticator_secret").attrs["value"]
    form = next(one for one in page.forms_of(page.main) if any(c.attrs.get("name") == "code" for c in one.controls))
    wrong = browser.send(form, code="000000")
    assert wrong.errors
    page = browser.send(form, code=_code(secret))
    assert "/account/2fa/" in page.address
    assert browser.open("/").main.one("h1").text == "What needs me"
    again = Browser()
    page = _signed_in(again)
    assert page.address == "/account/2fa/authenticate/"
    assert again.open("/").address == "/account/2fa/authenticate/"  # the password alone opens nothing
    assert Event.objects.filter(verb="account.signed_in", actor="erin").exists()


def test_a_wrong_password_tells_nothing(erin: User) -> None:
    """The same words for a wrong password, an unknown name and a closed account."""
    said = [_signed_in(Browser(), password="wrong").errors]
    erin.is_active = False
    erin.save()
    said.append(_signed_in(Browser(), password="wrong").errors)
    erin.delete()
    said.append(_signed_in(Browser(), password="wrong").errors)
    assert said[0] == said[1] == said[2] != []


def test_many_wrong_passwords_shut_the_door(erin: User) -> None:
    """After some attempts even the right one waits."""
    for _attempt in range(6):
        page = _signed_in(Browser(), password="wrong")
    assert "Too many failed login attempts" in " ".join(page.errors)
    page = _signed_in(Browser())
    assert page.address == "/account/login/"


def test_the_way_back_after_signing_in(erin: User) -> None:
    """The page that was asked for opens, with its question."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(erin, secret)
    browser = Browser()
    page = browser.open("/persons/?sex=female")
    page = browser.press(page, "Sign in", login="erin", password=build.PASSWORD)
    form = next(one for one in page.forms_of(page.main) if any(c.attrs.get("name") == "code" for c in one.controls))
    assert browser.send(form, code=_code(secret)).address == "/persons/?sex=female"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "\thttps://evil.example/",
    ],
)
def test_no_address_leads_out_of_the_house(erin: User, target: str) -> None:
    """Neither after signing in nor after choosing a language."""
    browser = Browser()
    page = browser.open("/account/login/")
    token = page.forms[0].data(login="x", password="x")["csrfmiddlewaretoken"]
    data = {"login": "erin", "password": build.PASSWORD, "next": target, "csrfmiddlewaretoken": token}
    answer = browser.client.post("/account/login/", data)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/") or answer["Location"] == "/"
    token = Browser.open(browser, "/account/login/").form_to("/language/").data()["csrfmiddlewaretoken"]
    answer = browser.client.post("/language/", {"language": "es", "next": target, "csrfmiddlewaretoken": token})
    assert answer["Location"] == "/"


def test_signing_out(erin: User) -> None:
    """By the button above each page; the session is over."""
    browser = Browser(account("otto", "contributor"))
    browser.send(browser.open("/").form_to("/account/logout/"))
    assert browser.open("/").address.startswith("/account/login/")


def test_a_form_sent_after_the_session_ended_leads_back_to_a_page() -> None:
    """Signed out in another window: after signing in again nobody lands on an empty page."""
    otto = account("otto", "analyst")
    browser = Browser(otto)
    record = build.person("Testperson Alpha")
    form = browser.open(f"/records/{record.code}/").form("Withdraw the whole record")
    browser.client.logout()
    page = browser.send(form, status=403, reason="a test")
    assert "Send it again" in page.text
    browser.client.handler.enforce_csrf_checks = False
    answer = browser.client.post(form.action, {"reason": "a test"})
    assert answer["Location"] == "/account/login/"


def test_the_language_is_chosen_on_every_page() -> None:
    """For this browser and for the account; the page stays the same one."""
    user = account("otto", "contributor")
    browser = Browser(user)
    page = browser.send(browser.open("/persons/?sex=female").form_to("/language/"), language="ar")
    assert page.address == "/persons/?sex=female"
    assert (page.tree.one("html").attrs["lang"], page.tree.one("html").attrs["dir"]) == ("ar", "rtl")
    user.refresh_from_db()
    assert user.language == "ar"
    other = Browser(user).open("/")
    assert other.tree.one("html").attrs["lang"] == "ar"


def test_a_visitor_chooses_a_language_too() -> None:
    """Before signing in; an unknown one changes nothing."""
    browser = Browser()
    page = browser.send(browser.open("/account/login/").form_to("/language/"), language="fr")
    assert page.tree.one("html").attrs["lang"] == "fr"
    token = page.form_to("/language/").data()["csrfmiddlewaretoken"]
    for code in ("", "xx", "../en", "AR", "ar-XX"):
        browser.client.post("/language/", {"language": code, "csrfmiddlewaretoken": token})
        assert browser.open("/account/login/").tree.one("html").attrs["lang"] == "fr"


def test_after_a_page_that_only_acts_the_language_leads_somewhere(two_keepers: list[object]) -> None:
    """A sealed value stands on a page that cannot be opened again: choosing a language leaves it for the record."""
    browser = Browser(account("kim", "keeper"))
    record = build.person("Testperson Alpha", ("witness", "Invented Witness", 4))
    opened = browser.press(browser.open(f"/records/{record.code}/"), "Open", key=str(two_keepers[0]))
    page = browser.send(opened.form_to("/language/"), language="es")
    assert page.status == 200


def test_every_language_is_named_in_itself() -> None:
    """Whoever reads no other finds it, marked with its code; drafts are marked as such."""
    select = Browser().open("/account/login/").tree.one("select", id="language")
    found = {one.attrs["value"]: (one.attrs["lang"], one.text) for one in select.all("option")}
    assert found["ar"] == ("ar", "العربية")
    assert found["ug"] == ("ug", "ئۇيغۇرچە (draft)")
    assert len(found) == 9


@pytest.mark.parametrize("language", ["en", "es", "zh-hans", "ru", "tr", "fr", "ar", "ug", "kk"])
def test_the_pages_open_in_every_language(language: str) -> None:
    """No text of a catalogue breaks a page: numbers, plurals and dates fit."""
    browser = Browser(account("kim", "keeper"), language=language)
    record = build.person("Testperson Alpha", ("sex", "male"), (1, "type", "sentenced"), (1, "date", "2017-05-01"),
                          (1, "term", "5 years 6 months"))  # fmt: skip
    addresses = ("/", "/persons/?counts=yes&sex=male", f"/is/{record.code}/", f"/records/{record.code}/", "/audit/",
                 "/sources/", "/records/new/", "/import/", "/search/?q=Alpha", "/batches/", "/approvals/")  # fmt: skip
    for address in addresses:
        page = browser.open(address)
        assert page.tree.one("html").attrs["lang"] == language
        assert not re.search(r"%\(\w+\)[sd]|\{\{|\}\}|\{%", page.body), address
