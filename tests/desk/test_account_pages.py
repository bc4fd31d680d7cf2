"""Accounts on the pages: invited, let in, changed with a second person's yes, given a new way in, closed."""

from __future__ import annotations

import pytest

from habeas.accounts.models import Approval, Team, User
from habeas.audit.models import Event
from tests import build
from tests.desk.browser import Browser, account
from tests.desk.pages import Page, Values

pytestmark = pytest.mark.django_db
PASSPHRASE = "a long invented passphrase"


@pytest.fixture
def dora(db: None) -> Browser:
    """An administrator without sources."""
    return Browser(account("dora", "administrator", sources=[]))


@pytest.fixture
def kim(db: None) -> Browser:
    """Somebody who can agree."""
    return Browser(account("kim", "keeper"))


def _invited(dora: Browser, name: str = "erin", role: str = "contributor", **more: Values) -> Page:
    form = dora.open(dora.open("/accounts/").links()["Invite somebody"])
    return dora.press(form, "Invite", username=name, role=role, **more)


def _link(page: Page) -> str:
    """The one-time address that the page shows."""
    [text] = [one.text for one in page.main.all("code") if "/invited/" in one.text]
    return text.removeprefix("http://testserver")


def test_somebody_is_invited_and_comes_in(dora: Browser) -> None:
    """The administrator hands over an address; the person chooses a password and signs in; then a second factor."""
    page = _invited(dora, first_name="Erin", last_name="Example")
    assert page.main.one("h1").text == "erin"
    visitor = Browser()
    welcome = visitor.open(_link(page))
    assert welcome.main.one("h1").text == "Welcome, erin"
    page = visitor.press(welcome, "Set password", new_password1=PASSPHRASE, new_password2=PASSPHRASE)
    assert page.messages == ["Your password is set. Sign in."]
    page = visitor.press(page, "Sign in", login="erin", password=PASSPHRASE)
    assert page.address == "/account/2fa/totp/"
    assert Event.objects.filter(verb="account.opened", actor="erin").exists()
    shown = dora.open(f"/accounts/{User.objects.get(username='erin').pk}/")
    assert "/invited/" not in shown.text


def test_an_invitation_works_once(dora: Browser) -> None:
    """Used, it is told apart from a page that was never there: ask for a new one."""
    link = _link(_invited(dora))
    visitor = Browser()
    visitor.press(visitor.open(link), "Set password", new_password1=PASSPHRASE, new_password2=PASSPHRASE)
    for address in (link, "/invited/made-up/"):
        page = Browser().open(address, status=404)
        assert "This invitation was used already or is too old. Ask for a new one." in page.text


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("short", "short", "This password is too short. It must contain at least 12 characters."),
        (PASSPHRASE, PASSPHRASE + "!", "The two password fields didn’t match."),
        ("password1234", "password1234", "This password is too common."),
        ("erinexample1", "erinexample1", "The password is too similar to the username."),
    ],
)
def test_a_weak_password_is_refused(dora: Browser, first: str, second: str, said: str) -> None:
    """The page says why, and the invitation still works."""
    link = _link(_invited(dora, name="erinexample"))
    visitor = Browser()
    page = visitor.press(visitor.open(link), "Set password", new_password1=first, new_password2=second)
    assert said in page.errors
    assert not User.objects.get(username="erinexample").has_usable_password()
    visitor.open(link)


def test_a_wider_role_waits_for_a_second_person(dora: Browser, kim: Browser) -> None:
    """Invited as an analyst with a team: a contributor until somebody else agrees."""
    team = Team.objects.create(name="An invented team")
    page = _invited(dora, role="analyst", teams=str(team.pk))
    assert page.messages == ["Until a second person agrees, the account is a contributor's without teams."]
    erin = User.objects.get(username="erin")
    assert (erin.role, erin.teams.count()) == ("contributor", 0)
    assert "I agree: do it" not in dora.open("/approvals/").text
    assert "You asked, and wait" in dora.open("/approvals/").text
    waiting = kim.open("/approvals/")
    for said in ("Give somebody more access", "erin", "dora", "analyst", "An invented team"):
        assert said in waiting.text
    kim.press(waiting, "I agree: do it")
    erin.refresh_from_db()
    assert (erin.role, [one.name for one in erin.teams.all()]) == ("analyst", ["An invented team"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("console", "The program itself goes by this name. Choose another."),
        ("DORA", "There is an account of this name already."),
        (
            "two words",
            "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.",
        ),
    ],
)
def test_a_name_is_one_of_its_own(dora: Browser, name: str, said: str) -> None:
    """Reserved, taken in another spelling, or no name at all."""
    page = _invited(dora, name=name)
    assert page.errors == [said]
    assert User.objects.count() == 1


def _open(browser: Browser, user: User) -> Page:
    return browser.open(f"/accounts/{user.pk}/")


def test_taking_away_works_at_once(dora: Browser) -> None:
    """A narrower role and fewer teams need nobody else."""
    erin = account("erin", "keeper")
    page = dora.press(_open(dora, erin), "Change", role="analyst", teams=[])
    assert page.messages == ["Changed. A second person has to agree to the wider access."]  # an analyst may export
    page = dora.press(_open(dora, erin), "Change", role="contributor", teams=[])
    assert page.messages == ["Changed."]
    erin.refresh_from_db()
    assert (erin.role, erin.teams.count()) == ("contributor", 0)


def test_giving_more_waits(dora: Browser, kim: Browser) -> None:
    """A wider role: asked for, refused by the second person, and nothing has changed."""
    erin = account("erin", "contributor", sources=[])
    page = dora.press(_open(dora, erin), "Change", role="keeper")
    assert page.messages == ["Changed. A second person has to agree to the wider access."]
    kim.press(kim.open("/approvals/"), "No", reason="too early")
    erin.refresh_from_db()
    assert erin.role == "contributor"


def test_an_account_is_closed_and_opened_again(dora: Browser, kim: Browser) -> None:
    """Closed at once: its session is dead. Opening again needs a second person."""
    erin = account("erin", "contributor")
    theirs = Browser(erin)
    page = dora.press(_open(dora, erin), "Change", is_active=[])
    assert page.messages == ["Changed."]
    assert "closed" in dora.open("/accounts/").text
    assert theirs.open("/").address.startswith("/account/login/")
    dora.press(_open(dora, erin), "Change", is_active=["on"])
    erin.refresh_from_db()
    assert not erin.is_active
    kim.press(kim.open("/approvals/"), "I agree: do it")
    erin.refresh_from_db()
    assert erin.is_active


def test_nobody_closes_their_own_account(dora: Browser) -> None:
    """The last administrator cannot lock everybody out that way."""
    assert dora.user is not None
    page = dora.press(_open(dora, dora.user), "Change", is_active=[])
    assert page.errors == ["You cannot close your own account."]
    assert User.objects.get(username="dora").is_active


def test_a_new_way_in_needs_a_second_person(dora: Browser, kim: Browser) -> None:
    """Password or second factor lost: the old ones die when somebody agrees, and a new address is shown."""
    erin = account("erin", "contributor")
    page = dora.press(_open(dora, erin), "Ask for a new way in", reason="lost her telephone")
    assert page.messages == ["Asked for. When a second person agrees, the new address stands here."]
    assert "/invited/" not in page.text
    kim.press(kim.open("/approvals/"), "I agree: do it")
    link = _link(_open(dora, erin))
    visitor = Browser()
    page = visitor.press(visitor.open(link), "Set password", new_password1=PASSPHRASE, new_password2=PASSPHRASE)
    page = visitor.press(page, "Sign in", login="erin", password=PASSPHRASE)
    assert page.address == "/account/2fa/totp/"


def test_a_new_way_in_needs_a_reason(dora: Browser) -> None:
    """Spaces are none."""
    page = dora.press(_open(dora, account("erin", "contributor")), "Ask for a new way in", reason=" ")
    assert page.errors == ["Say why: the second person decides on your reason."]
    assert not Approval.objects.exists()


def test_an_administrator_never_sets_a_password(dora: Browser) -> None:
    """No form on any page of an account has a field for one."""
    erin = account("erin", "contributor")
    for page in (_open(dora, erin), dora.open("/accounts/new/")):
        assert not [one for form in page.forms for one in form.controls if "password" in one.attrs.get("name", "")]


def _teams(dora: Browser) -> Page:
    return dora.open(dora.open("/accounts/").links()["Teams and their sources"])


def _team_form(page: Page, name: str) -> tuple[object, ...]:
    [section] = [one for one in page.main.all("section") if one.all("h2") and one.all("h2")[0].text == name]
    return (page.forms_of(section)[0],)


def test_a_team_is_made_and_given_sources(dora: Browser) -> None:
    """By their titles, up to what an administrator may know; the rest by short name."""
    build.source("open-list", title="An invented open list")
    build.source("shut-list", title="A hiddenword list", tier=3)
    page = dora.press(_teams(dora), "Make", name="Night shift")
    assert page.messages == ["Team kept."]
    assert "hiddenword" not in page.text
    [form] = _team_form(page, "Night shift")
    page = dora.send(form, sources=["open-list", "shut-list"])  # type: ignore[arg-type]
    assert page.messages == ["Team kept."]
    assert "2 sources" in page.text
    assert sorted(Team.objects.get(name="Night shift").assignments.values_list("source", flat=True)) == [
        "open-list",
        "shut-list",
    ]


def test_a_team_of_a_name_that_is_there_is_not_made_again(dora: Browser) -> None:
    """Its sources stay as they are."""
    page = dora.press(_teams(dora), "Make", name="Night shift")
    build.source("open-list")
    page = _teams(dora)
    [form] = _team_form(page, "Night shift")
    dora.send(form, sources=["open-list"])  # type: ignore[arg-type]
    page = dora.press(_teams(dora), "Make", name="Night shift")
    assert page.errors == ["There is a team of this name already."]
    assert Team.objects.get(name="Night shift").assignments.count() == 1


def test_that_a_team_sees_every_source_waits(dora: Browser, kim: Browser) -> None:
    """Asked for, agreed to by another; taking it away needs nobody."""
    page = dora.press(_teams(dora), "Make", name="Night shift")
    [form] = _team_form(page, "Night shift")
    page = dora.send(form, all_sources=["yes"])  # type: ignore[arg-type]
    assert page.messages == ["Kept. That it sees every source waits for a second person."]
    assert not Team.objects.get(name="Night shift").all_sources
    waiting = kim.open("/approvals/")
    assert "Let a team see every source" in waiting.text
    assert "Night shift" in waiting.text
    kim.press(waiting, "I agree: do it")
    page = _teams(dora)
    assert "sees every source" in page.text
    [form] = _team_form(page, "Night shift")
    dora.send(form, all_sources=[])  # type: ignore[arg-type]
    assert not Team.objects.get(name="Night shift").all_sources


def test_a_team_needs_a_name(dora: Browser) -> None:
    """Spaces are none."""
    assert dora.press(_teams(dora), "Make", name="  ").errors == ["Give the team a name."]


def test_an_answer_is_yes_or_no(dora: Browser, kim: Browser) -> None:
    """A request without either decides nothing."""
    dora.press(_open(dora, account("erin", "contributor")), "Ask for a new way in", reason="lost")
    form = next(one for one in kim.open("/approvals/").forms if one.action.startswith("/approvals/"))
    data = {name: value for name, value in form.data().items() if name != "answer"}
    kim.client.post(form.action, data)
    assert kim.open("/approvals/").errors == ["Say yes or no."]
    assert Approval.objects.get().done_at is None
