"""Ways in: one-time addresses for invited people, and for those who lost password or second factor."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.test import Client

from habeas.accounts import approve, invite
from habeas.accounts.approve import NotAllowed
from habeas.accounts.models import Approval, Assignment, Team, User
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from tests import build

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def erin(db: None) -> User:
    """Somebody just invited from the console."""
    return invite.invite(by="console", username="erin", role="analyst")


def _later(monkeypatch: pytest.MonkeyPatch, by: timedelta, clocks: str = "both") -> None:
    """Turn forward the clock of the outer signature, of the token inside it, or of both."""
    real, moved = signing.time.time, by.total_seconds()
    if clocks != "inner":
        monkeypatch.setattr(signing.time, "time", lambda: real() + moved)
    if clocks != "outer":
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _self: datetime.now() + by)


def _choose(user: User, password: str = "another passphrase") -> None:
    user.set_password(password)
    user.save()


def test_an_invited_account_has_no_password(erin: User) -> None:
    """Nothing that anybody knows opens it: the person chooses a password."""
    assert not erin.has_usable_password()
    assert erin.is_active


def test_the_address_leads_to_who_was_invited(erin: User) -> None:
    """A fresh token names its account."""
    assert invite.invited(invite.token(erin)) == erin


def test_the_address_dies_when_it_was_used(erin: User) -> None:
    """Once a password is set, every token made before is void."""
    tokens = [invite.token(erin), invite.token(erin)]
    _choose(erin)
    assert [invite.invited(one) for one in tokens] == [None, None]


@pytest.mark.parametrize(("days", "works"), [(0, True), (2.9, True), (3.1, False), (30, False)])
def test_the_address_dies_after_three_days(
    erin: User, monkeypatch: pytest.MonkeyPatch, days: float, works: bool
) -> None:
    """A letter with an invitation found later opens nothing."""
    token = invite.token(erin)
    _later(monkeypatch, days * DAY)
    assert (invite.invited(token) == erin) is works


@pytest.mark.parametrize("clocks", ["outer", "inner"])
def test_each_signature_alone_ends_after_three_days(erin: User, monkeypatch: pytest.MonkeyPatch, clocks: str) -> None:
    """The address is void as soon as one of its two signatures is too old."""
    token = invite.token(erin)
    _later(monkeypatch, 3.1 * DAY, clocks)
    assert invite.invited(token) is None


def test_a_closed_account_has_no_way_in(erin: User) -> None:
    """Closing an account voids its invitation too."""
    token = invite.token(erin)
    User.objects.filter(pk=erin.pk).update(is_active=False)
    assert invite.invited(token) is None


def test_one_persons_address_opens_no_other_account(erin: User) -> None:
    """The signed number cannot be swapped for another account's."""
    frank = invite.invite(by="console", username="frank", role="keeper")
    proof = signing.loads(invite.token(erin), salt="habeas.invited")[1]
    forged = signing.dumps([frank.pk, proof], salt="habeas.invited")
    assert invite.invited(forged) is None


def test_a_signature_for_something_else_is_no_invitation(erin: User) -> None:
    """What the program signs for other purposes does not invite."""
    content = signing.loads(invite.token(erin), salt="habeas.invited")
    assert invite.invited(signing.dumps(content, salt="habeas.other")) is None
    assert invite.invited(signing.dumps(content)) is None


@pytest.mark.parametrize("text", ["", ":", "::", "a:b:c", "x" * 10_000, "\0", "éü:中:文", "../../etc/passwd", "\ud800"])
def test_made_up_addresses_invite_nobody(erin: User, text: str) -> None:
    """Any text at all is answered with nobody, and never raises."""
    assert invite.invited(text) is None


@pytest.mark.parametrize("place", [0, 5, -1])
def test_one_changed_letter_is_enough(erin: User, place: int) -> None:
    """A token with any letter changed is void."""
    token = list(invite.token(erin))
    token[place] = "A" if token[place] != "A" else "B"
    assert invite.invited("".join(token)) is None


def test_the_page_sets_the_password_once(client: Client, erin: User) -> None:
    """The invited person chooses a password at the address; a second visit finds nothing there."""
    address = f"/invited/{invite.token(erin)}/"
    words = {"new_password1": "an invented passphrase", "new_password2": "an invented passphrase"}
    assert client.get(address).status_code == 200
    assert client.post(address, words)["Location"] == "/account/login/"
    assert client.get(address).status_code == 404
    assert client.post(address, words).status_code == 404
    assert Event.objects.get(verb="account.opened").actor == "erin"


def test_an_invitation_is_in_the_log(erin: User) -> None:
    """Who invited whom, as what; and the row is vouched for."""
    event = Event.objects.get(verb="account.invited")
    assert (event.actor, event.subject, event.detail["role"]) == ("console", "account:erin", "analyst")
    assert list(row_problems({})) == []


@pytest.mark.parametrize("name", ["console", "ERIN", "a b", "", "x" * 200])
def test_names_that_cannot_be_are_refused(erin: User, name: str) -> None:
    """A reserved, taken, unprintable, empty or endless name makes no account."""
    with pytest.raises(NotAllowed):
        invite.invite(by="console", username=name, role="analyst")
    assert User.objects.count() == 1


def test_a_role_that_does_not_exist_is_refused() -> None:
    """An invitation names a role that there is."""
    with pytest.raises(NotAllowed):
        invite.invite(by="console", username="erin", role="chief")


def test_letters_in_another_dress_are_stored_plain() -> None:
    """A name typed with wide letters is kept in their usual form, in the account as in the log."""
    made = invite.invite(by="console", username="ｅｒｉｎ", role="analyst")
    assert made.username == "erin"
    assert Event.objects.get(verb="account.invited").subject == "account:erin"


def test_the_console_invites_with_teams(db: None) -> None:
    """From the console an account gets its role and teams at once."""
    team = Team.objects.create(name="east")
    made = invite.invite(by="console", username="erin", role="keeper", teams=[team], names=("Erin", "Invented"))
    assert list(made.teams.all()) == [team]
    assert (made.role, made.get_full_name()) == ("keeper", "Erin Invented")


def test_an_administrator_alone_invites_contributors(dave: User) -> None:
    """The lowest role without teams needs no second person."""
    made, asked = invite.invite_for(by=dave, username="erin", role="contributor")
    assert not asked
    assert made.role == "contributor"
    assert not Approval.objects.exists()


@pytest.mark.parametrize("role", ["analyst", "keeper", "administrator"])
def test_a_wider_role_waits_for_a_second_person(dave: User, carol: User, role: str) -> None:
    """Until then the invited person is a contributor, also when they sign in meanwhile."""
    made, asked = invite.invite_for(by=dave, username="erin", role=role)
    assert asked
    assert User.objects.get(pk=made.pk).role == "contributor"
    [waiting] = approve.waiting_for(carol)
    approve.answer(approval=waiting, yes=True, reason="", by=carol)
    assert User.objects.get(pk=made.pk).role == role
    assert Event.objects.get(verb="account.access").actor == "carol"


def test_teams_wait_for_a_second_person(dave: User, carol: User) -> None:
    """Sources come with teams: even a contributor gets them only when two agree."""
    team = Team.objects.create(name="east")
    made, asked = invite.invite_for(by=dave, username="erin", role="contributor", teams=[team])
    assert asked
    assert not made.teams.exists()
    [waiting] = approve.waiting_for(carol)
    approve.answer(approval=waiting, yes=True, reason="", by=carol)
    assert list(made.teams.all()) == [team]


def test_the_invited_person_is_not_the_second_person(dave: User) -> None:
    """Somebody just invited as a contributor cannot agree to their own promotion."""
    made, _asked = invite.invite_for(by=dave, username="erin", role="administrator")
    with pytest.raises(NotAllowed):
        approve.answer(approval=Approval.objects.get(), yes=True, reason="", by=made)


def test_a_made_up_role_is_not_given(dave: User, carol: User) -> None:
    """If a question for a role that does not exist were ever asked, agreeing to it is refused."""
    erin = build.user("erin", "contributor")
    invite.ask_access(by=dave, account=erin, role="chief", teams=[])
    with pytest.raises(NotAllowed, match="no role"):
        approve.answer(approval=Approval.objects.get(), yes=True, reason="", by=carol)


def _reset(dave: User, carol: User, account: User) -> None:
    made = invite.ask_reset(by=dave, account=account, reason="lost the telephone")
    approve.answer(approval=made, yes=True, reason="", by=carol)


def test_a_new_way_in_waits_for_a_second_person(dave: User, alice: User) -> None:
    """Asked for alone it changes nothing: otherwise an administrator could take over any account."""
    invite.ask_reset(by=dave, account=alice, reason="lost the telephone")
    assert User.objects.get(pk=alice.pk).check_password(build.PASSWORD)


def test_a_new_way_in_needs_a_reason(dave: User, alice: User) -> None:
    """The second person decides on the reason."""
    with pytest.raises(NotAllowed, match="Say why"):
        invite.ask_reset(by=dave, account=alice, reason=" ")


def test_a_new_way_in_takes_the_old_one_away(dave: User, carol: User, alice: User, client: Client) -> None:
    """Password and second factors are gone, open sessions end, and a new address leads in."""
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(user=alice, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    client.force_login(alice)
    assert client.get("/persons/").status_code == 200
    _reset(dave, carol, alice)
    held = User.objects.get(pk=alice.pk)
    assert not held.has_usable_password()
    assert not Authenticator.objects.filter(user=alice).exists()
    assert client.get("/persons/")["Location"].startswith("/account/login/")
    assert invite.invited(invite.token(held)) == held


def test_a_reset_voids_earlier_addresses(dave: User, carol: User, erin: User) -> None:
    """An invitation that went astray dies with a reset; the new one works."""
    astray = invite.token(erin)
    _reset(dave, carol, erin)
    assert invite.invited(astray) is None
    assert invite.invited(invite.token(User.objects.get(pk=erin.pk))) == erin


def test_a_reset_opens_no_closed_account(dave: User, carol: User, alice: User) -> None:
    """Who was shut out is not let in by a reset."""
    User.objects.filter(pk=alice.pk).update(is_active=False)
    _reset(dave, carol, alice)
    assert invite.invited(invite.token(User.objects.get(pk=alice.pk))) is None


def test_a_new_source_comes_to_the_teams_of_who_brought_it(alice: User, bob: User) -> None:
    """Teams with chosen sources get it once; a team that sees everything needs no assignment; others get nothing."""
    east, west = Team.objects.create(name="east"), Team.objects.create(name="west")
    bob.teams.add(east)
    for _time in range(2):
        invite.assign_to_teams_of(username="bob", source="list")
    invite.assign_to_teams_of(username="alice", source="other")
    assert list(Assignment.objects.values_list("team", "source")) == [(east.pk, "list")]
    assert not west.assignments.exists()
