"""Signing in: invited people only, with a second factor everywhere but in a demonstration."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from habeas.accounts import signin
from habeas.accounts.models import User
from habeas.audit.models import Event
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.addresses")]


@pytest.fixture(autouse=True)
def no_earlier_failures() -> None:
    """Failed sign-ins of one test do not slow the next one down."""
    cache.clear()


@pytest.fixture
def demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    """This workspace is a demo."""
    monkeypatch.setattr(signin, "is_demo", lambda: True)


def _sign_in(client: Client, name: str = "alice", password: str = build.PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": name, "password": password, **more})


def _second_factor(user: User) -> str:
    """Give the person an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def _code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_nobody_signs_up(client: Client) -> None:
    """There is no page to make an account of one's own, and the library is told so too."""
    assert not signin.InvitedOnly().is_open_for_signup(RequestFactory().get("/"))
    for name in ("account_signup", "account_reset_password", "account_email", "mfa_login_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/account/signup/").status_code == 404


def test_a_real_register_demands_a_second_factor(client: Client, alice: User) -> None:
    """With a password alone one gets as far as the page that makes a second factor."""
    _sign_in(client)
    assert _is_in(client)
    for address in ("/", "/persons/", "/test/own/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"] == reverse("mfa_activate_totp")


def test_who_may_not_see_a_page_learns_no_more_from_lacking_a_factor(client: Client, bob: User) -> None:
    """Without the right the answer is a refusal, with or without a second factor."""
    client.force_login(bob)
    assert client.get("/test/imports/").status_code == 403


def test_a_password_alone_does_not_sign_in_who_has_a_factor(client: Client, alice: User) -> None:
    """The session begins only after the code."""
    secret = _second_factor(alice)
    assert _sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert not _is_in(client)
    assert client.get("/test/own/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": "000000" if _code(secret) != "000000" else "111111"})
    assert not _is_in(client)


def test_the_code_opens_the_page_that_was_asked_for(client: Client, alice: User) -> None:
    """Password and code lead to where one wanted to go, and the sign-in is in the audit trail."""
    secret = _second_factor(alice)
    _sign_in(client, next="/test/own/")
    answer = client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert answer["Location"] == "/test/own/"
    assert client.get("/test/own/").status_code == 200
    assert Event.objects.get(verb="account.signed_in").actor == "alice"


def test_a_code_works_once(client: Client, alice: User) -> None:
    """Who looked over a shoulder cannot use the same code again."""
    secret = _second_factor(alice)
    code = _code(secret)
    for browser, expected in ((client, True), (Client(), False)):
        _sign_in(browser)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert _is_in(browser) is expected


def test_after_signing_in_nobody_is_sent_elsewhere(client: Client, alice: User) -> None:
    """A foreign address in "next" is not followed."""
    secret = _second_factor(alice)
    _sign_in(client, next="https://evil.example/")
    answer = client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert "evil" not in answer["Location"]


def test_turning_the_factor_off_closes_every_page(client: Client, alice: User) -> None:
    """A session in which the second factor went away opens nothing more, even without signing in anew."""
    _second_factor(alice)
    client.force_login(alice)
    assert client.get("/test/own/").status_code == 200
    Authenticator.objects.filter(user=alice).delete()
    assert client.get("/test/own/")["Location"] == reverse("mfa_activate_totp")


def test_recovery_codes_alone_are_no_second_factor(client: Client, alice: User) -> None:
    """Only an authenticator app counts as the second factor that pages demand."""
    Authenticator.objects.create(user=alice, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    client.force_login(alice)
    assert client.get("/test/own/")["Location"] == reverse("mfa_activate_totp")


def test_a_session_that_claims_to_have_a_factor_is_not_believed(client: Client, alice: User) -> None:
    """The answer comes from the account, not from what a session once noted."""
    client.force_login(alice)
    session = client.session
    session["second-factor"] = True
    session.save()
    assert client.get("/test/own/")["Location"] == reverse("mfa_activate_totp")


def test_a_demonstration_asks_for_no_second_factor(client: Client, demonstration: None) -> None:
    """A demo account in a demo workspace goes straight in."""
    User.objects.filter(pk=build.user("erin").pk).update(demo=True)
    _sign_in(client, "erin")
    assert client.get("/test/own/").status_code == 200


def test_a_demo_account_does_not_open_a_real_workspace(client: Client) -> None:
    """Its password is printed for everybody: signing in with it is refused."""
    User.objects.filter(pk=build.user("erin", "keeper").pk).update(demo=True)
    assert _sign_in(client, "erin").status_code == 403
    assert not _is_in(client)
    assert not Event.objects.filter(verb="account.signed_in").exists()


def test_a_demo_session_does_not_open_a_real_workspace_either(client: Client) -> None:
    """Calling an account a demo account is no way around the second factor."""
    erin = build.user("erin", "keeper")
    User.objects.filter(pk=erin.pk).update(demo=True)
    client.force_login(User.objects.get(pk=erin.pk))
    assert client.get("/test/own/").status_code == 403


def test_an_ordinary_account_needs_a_factor_even_in_a_demonstration(
    client: Client, demonstration: None, alice: User
) -> None:
    """Only accounts that are marked as demo accounts are spared."""
    client.force_login(alice)
    assert client.get("/test/own/")["Location"] == reverse("mfa_activate_totp")


def test_the_workspace_says_whether_it_is_a_demonstration(
    workspace: object, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    """A workspace is real unless it was made as a demo; the mark stands in the workspace, not in the database."""
    assert not signin.is_demo()
    made = signin.Workspace.create(tmp_path / "demo", demo=True)  # type: ignore[operator]
    monkeypatch.setattr(signin.settings, "WORKSPACE", made.path)
    assert signin.is_demo()


def test_a_closed_account_does_not_sign_in(client: Client, alice: User) -> None:
    """The right password of a closed account opens nothing and leaves no sign-in."""
    User.objects.filter(pk=alice.pk).update(is_active=False)
    _sign_in(client)
    assert not _is_in(client)
    assert not Event.objects.filter(verb="account.signed_in").exists()


@pytest.mark.parametrize("password", ["", "wrong", "an invented passphrase "])
def test_a_wrong_password_signs_nobody_in(client: Client, alice: User, password: str) -> None:
    """Nearly right is wrong."""
    _sign_in(client, password=password)
    assert not _is_in(client)


def test_an_account_that_never_chose_a_password_cannot_sign_in(client: Client) -> None:
    """An invited account has no password; nothing typed is right, not even what is stored."""
    made = User(username="erin")
    made.set_unusable_password()
    made.save()
    for password in ("", made.password, "!"):
        _sign_in(client, "erin", password)
        assert not _is_in(client)


def test_guessing_is_slowed_down(client: Client, alice: User) -> None:
    """After five wrong passwords even the right one has to wait."""
    for _try in range(5):
        _sign_in(client, password="wrong")
    _sign_in(client)
    assert not _is_in(client)


def test_unknown_and_wrong_look_alike(client: Client, alice: User) -> None:
    """The page does not tell whether an account exists."""
    wrong, unknown = _sign_in(client, password="wrong"), _sign_in(client, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    [first, second] = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert first
    assert first == second


def test_the_domain_refuses_a_demo_account_before_asking_for_a_factor(rf: RequestFactory) -> None:
    """The check itself raises: no view has to remember it."""
    erin = build.user("erin")
    erin.demo = True
    with pytest.raises(PermissionDenied):
        signin.first_factor(rf.get("/"), erin)
