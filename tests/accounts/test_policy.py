"""Default deny: who gets an answer from which view, and what every answer carries."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account import views as library
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import OPEN, PolicyMiddleware, declared, policy
from habeas.desk import urls as desk
from tests.accounts import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.addresses")]


def _with_factor(client: Client, user: User) -> Client:
    """This person's browser, second factor and all."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", ["/test/forgotten/", "/test/object/"])
def test_a_view_without_a_policy_answers_nobody(client: Client, carol: User, address: str) -> None:
    """Neither a visitor nor a keeper gets anything from a view that declares nothing."""
    for browser in (client, _with_factor(Client(), carol)):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert b"secret" not in answer.content


def _addresses() -> list[str]:
    """An address for every page of the desk that is not declared open."""
    found = [(str(one.pattern), one.callback) for one in desk.urlpatterns]
    closed = [pattern for pattern, view in found if declared(view) != OPEN]
    return [f"/{re.sub('<int:[a-z]+>', '1', re.sub('<(slug|str):[a-z]+>', 'abc', pattern))}" for pattern in closed]


def test_no_page_of_the_desk_opens_without_signing_in(client: Client, db: None) -> None:
    """Every address but the open ones sends a visitor to sign in, and back to it."""
    assert len(_addresses()) > 50
    for address in _addresses():
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [address]}


@pytest.mark.parametrize("role", list(roles.ROLES))
def test_no_page_of_the_desk_opens_without_a_second_factor(client: Client, db: None, role: str) -> None:
    """Whatever the role: a page that it may open asks for the second factor first, by GET as by POST."""
    client.force_login(User.objects.create_user(username="erin", role=role))
    for address in _addresses():
        for answer in (client.get(address), client.post(address)):
            asked = answer.status_code == 302 and answer["Location"] == "/account/2fa/totp/"
            assert asked or answer.status_code == 403, address


@pytest.mark.parametrize("role", list(roles.ROLES))
def test_a_permission_that_no_role_has_lets_nobody_in(client: Client, db: None, role: str) -> None:
    """A misspelt permission shuts the page; it does not open it."""
    user = User.objects.create_user(username="erin", role=role)
    assert _with_factor(client, user).get("/test/misspelt/").status_code == 403


@pytest.mark.parametrize("role", list(roles.ROLES))
def test_a_view_lets_in_whose_role_may(client: Client, db: None, role: str) -> None:
    """The page about imports opens for the roles that import, and for no other."""
    user = User.objects.create_user(username="erin", role=role)
    expected = 200 if roles.IMPORT in roles.ROLES[role].may else 403
    assert _with_factor(client, user).get("/test/imports/").status_code == expected


def test_an_open_view_answers_everybody(client: Client) -> None:
    """What is declared open needs no account."""
    assert client.get("/test/open/").content == b"hello"


def test_a_page_for_the_signed_in_needs_no_permission(client: Client, bob: User) -> None:
    """Some pages are for everybody who is signed in, whatever the role."""
    assert _with_factor(client, bob).get("/test/own/").status_code == 200


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client) -> None:
    """The address that was asked for, with all its parameters, is kept for after signing in."""
    answer = client.get("/test/imports/?q=a&b=%26c&name=%D8%B9")
    assert answer.status_code == 302
    place = urlsplit(answer["Location"])
    assert place.path == "/account/login/"
    assert not place.netloc
    assert parse_qs(place.query) == {"next": ["/test/imports/?q=a&b=%26c&name=%D8%B9"]}


@pytest.mark.parametrize("address", ["//evil.example/persons/", "/test/own/?next=//evil.example"])
def test_the_way_back_stays_in_the_house(client: Client, address: str) -> None:
    """No address that somebody makes up leads to another host after signing in."""
    answer = client.get(address)
    place = urlsplit(answer.get("Location", ""))
    assert not place.netloc
    [after] = parse_qs(place.query).get("next", ["/"])
    assert not urlsplit(after).netloc


def test_a_closed_account_is_out_at_once(client: Client, alice: User) -> None:
    """A session of an account that was closed opens nothing more: it is a visitor's."""
    browser = _with_factor(client, alice)
    assert browser.get("/test/imports/").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert browser.get("/test/imports/").status_code == 302


def test_a_role_taken_away_counts_on_the_next_page(client: Client, alice: User) -> None:
    """Rights are read from the account on every request, not from the session."""
    browser = _with_factor(client, alice)
    User.objects.filter(pk=alice.pk).update(role="contributor")
    assert browser.get("/test/imports/").status_code == 403


def test_a_visitor_never_counts_as_somebody() -> None:
    """The middleware asks who it is before it asks what they may: a visitor is no user without rights."""
    request = RequestFactory().get("/test/imports/")
    request.user = AnonymousUser()
    answer = PolicyMiddleware(lambda _request: HttpResponse()).process_view(request, addresses.imports, (), {})
    assert answer is not None
    assert answer.status_code == 302


def test_library_pages_have_checks_of_their_own() -> None:
    """Sign-in pages of the library are open; a view of ours that only calls one of theirs is not."""

    def wrapped(request: HttpRequest) -> HttpResponse:
        return library.login(request)

    assert declared(library.login) == OPEN
    assert declared(wrapped) is None


def test_a_partial_of_a_protected_view_is_not_protected_by_accident() -> None:
    """A view wrapped in a way that loses its policy is refused."""
    view = partial(addresses.imports)
    assert declared(view) is None
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        PolicyMiddleware(lambda _request: HttpResponse()).process_view(request, view, (), {})


def test_declaring_a_policy_changes_nothing_else() -> None:
    """The decorator gives the same function back."""

    def view() -> None:
        """A view."""

    assert policy(roles.READ)(view) is view


@pytest.mark.parametrize("address", ["/test/open/", "/test/forgotten/", "/test/imports/", "/no-such-page/"])
def test_no_answer_is_kept_by_browsers(client: Client, address: str) -> None:
    """Pages, refusals and redirects are stored in no cache, and the browser's gadgets are off."""
    answer = client.get(address)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_view_may_say_how_long_its_answer_keeps(client: Client) -> None:
    """A header that a view sets itself stays."""
    assert client.get("/test/open/?kept")["Cache-Control"] == "max-age=60"


def test_pages_speak_the_language_of_the_account(client: Client, alice: User) -> None:
    """Without a choice in this browser the language kept with the account counts, with one the choice does."""
    browser = _with_factor(client, alice)
    assert browser.get("/test/own/").content == b"en"
    User.objects.filter(pk=alice.pk).update(language="es")
    assert browser.get("/test/own/").content == b"es"
    browser.cookies["django_language"] = "tr"
    assert browser.get("/test/own/").content == b"tr"


def test_the_next_visitor_does_not_inherit_a_language(client: Client, alice: User) -> None:
    """The language of one account does not stay with the thread."""
    User.objects.filter(pk=alice.pk).update(language="es")
    assert _with_factor(Client(), alice).get("/test/own/").content == b"es"
    assert client.get("/test/open/")["Content-Language"] == "en"
