"""Changing what people may do: less works at once, more waits for a second person."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connections, transaction

from habeas.accounts import approve, change, roles
from habeas.accounts.approve import NotAllowed
from habeas.accounts.models import Approval, Assignment, Team, User
from habeas.audit import digests
from habeas.audit.models import Event
from habeas.audit.proof import row_problems
from tests import build, marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def east(db: None) -> Team:
    return Team.objects.create(name="east")


@pytest.fixture
def west(db: None) -> Team:
    return Team.objects.create(name="west")


def _change(by: User, account: User, **details: Any) -> bool:
    held = User.objects.get(pk=account.pk)
    wanted = {"role": held.role, "active": held.is_active, "teams": list(held.teams.all()), **details}
    return change.change(by=by, account=held, **wanted)


def _agree(by: User) -> None:
    [waiting] = approve.waiting_for(by)
    approve.answer(approval=waiting, yes=True, reason="", by=by)


def _now(account: User) -> User:
    return User.objects.get(pk=account.pk)


def _teams(account: User) -> list[str]:
    return sorted(account.teams.values_list("name", flat=True))


def test_closing_an_account_works_at_once(dave: User, alice: User) -> None:
    """Shutting somebody out waits for nobody."""
    assert not _change(dave, alice, active=False)
    assert not _now(alice).is_active
    assert not Approval.objects.exists()


def test_nobody_closes_their_own_account(dave: User) -> None:
    """The last administrator cannot lock everybody out by mistake."""
    with pytest.raises(NotAllowed, match="your own"):
        _change(dave, dave, active=False)
    assert _now(dave).is_active


def test_opening_a_closed_account_waits(dave: User, carol: User, alice: User) -> None:
    """Somebody who was shut out comes back only when two people agree."""
    _change(dave, alice, active=False)
    assert _change(dave, alice, active=True)
    assert not _now(alice).is_active
    _agree(carol)
    assert _now(alice).is_active
    assert _now(alice).role == "analyst"


def test_a_team_is_left_at_once(dave: User, alice: User, east: Team) -> None:
    """Taking a team away works at once and says in the audit trail which."""
    alice.teams.add(east)
    assert not _change(dave, alice, teams=[])
    assert _teams(alice) == []
    assert Event.objects.get(verb="account.changed").detail["left"] == ["east", "everything"]


def test_joining_a_team_waits(dave: User, carol: User, alice: User, east: Team) -> None:
    """Another team means other sources: a second person agrees first."""
    assert _change(dave, alice, teams=[*alice.teams.all(), east])
    assert _teams(alice) == ["everything"]
    _agree(carol)
    assert _teams(alice) == ["east", "everything"]


def test_moving_between_teams_takes_at_once_and_gives_later(
    dave: User, carol: User, bob: User, east: Team, west: Team
) -> None:
    """Of a change that takes and gives, the taking does not wait."""
    bob.teams.add(east)
    assert _change(dave, bob, teams=[west])
    assert _teams(bob) == []
    _agree(carol)
    assert _teams(bob) == ["west"]


@pytest.mark.parametrize(
    ("old", "new"), [("keeper", "contributor"), ("analyst", "contributor"), ("keeper", "caseworker")]
)
def test_a_smaller_role_counts_at_once(dave: User, old: str, new: str) -> None:
    """A role whose rights are all in the old one is a taking away."""
    erin = build.user("erin", old)
    assert not _change(dave, erin, role=new)
    assert _now(erin).role == new
    assert not Approval.objects.exists()


@pytest.mark.parametrize("new", ["analyst", "caseworker", "publisher", "keeper", "administrator"])
def test_a_wider_role_waits(dave: User, carol: User, bob: User, new: str) -> None:
    """Until a second person agrees the account stays what it was."""
    assert _change(dave, bob, role=new)
    assert _now(bob).role == "contributor"
    _agree(carol)
    assert _now(bob).role == new


def test_a_no_leaves_everything_as_it_was(dave: User, carol: User, bob: User, east: Team) -> None:
    """Refused access is not given."""
    _change(dave, bob, role="keeper", teams=[east])
    [waiting] = approve.waiting_for(carol)
    approve.answer(approval=waiting, yes=False, reason="no", by=carol)
    assert (_now(bob).role, _teams(bob)) == ("contributor", [])


def test_the_second_person_sees_what_is_asked(dave: User, bob: User, east: Team, west: Team) -> None:
    """The question holds the role, the role before, the teams by name, and whether the account is opened again."""
    _change(dave, bob, role="analyst", teams=[west, east])
    made = Approval.objects.get()
    assert made.subject == "account:bob"
    assert made.payload == {"role": "analyst", "from": "contributor", "teams": ["east", "west"], "reopen": False}
    assert "contributor → analyst" in made.reason


def test_a_role_taken_away_does_not_come_back_with_a_team(dave: User, carol: User, east: Team) -> None:
    """A team was asked for while somebody was a keeper; meanwhile they are one no longer. They get the team only."""
    erin = build.user("erin", "keeper")
    _change(dave, erin, teams=[east])
    _change(dave, erin, role="contributor")
    _agree(carol)
    assert (_now(erin).role, _teams(erin)) == ("contributor", ["east"])


def test_a_team_asked_for_earlier_does_not_take_a_new_role_away(dave: User, carol: User, bob: User, east: Team) -> None:
    """Two questions about one account, answered in any order, do not undo each other."""
    _change(dave, bob, teams=[east])
    _change(dave, bob, role="analyst")
    for waiting in reversed(approve.waiting_for(carol)):
        approve.answer(approval=waiting, yes=True, reason="", by=carol)
    assert (_now(bob).role, _teams(bob)) == ("analyst", ["east"])


def test_a_role_asked_for_on_other_grounds_is_refused(dave: User, carol: User) -> None:
    """From analyst to keeper was asked for; the account is a contributor by now: nobody agreed to that step."""
    erin = build.user("erin", "analyst")
    _change(dave, erin, role="keeper")
    _change(dave, erin, role="contributor")
    with pytest.raises(NotAllowed, match="another role by now"):
        _agree(carol)
    assert _now(erin).role == "contributor"


def test_agreeing_does_not_open_an_account_that_was_closed_meanwhile(dave: User, carol: User, bob: User) -> None:
    """Access asked for earlier does not bring somebody back in."""
    _change(dave, bob, role="analyst")
    _change(dave, bob, active=False)
    for waiting in approve.waiting_for(carol):
        approve.answer(approval=waiting, yes=True, reason="", by=carol)
    assert not _now(bob).is_active


def test_a_role_that_does_not_exist_is_refused(dave: User, bob: User) -> None:
    """A made-up role is refused before anything is written."""
    with pytest.raises(NotAllowed, match="no role"):
        _change(dave, bob, role="chief", active=False)
    assert _now(bob).is_active


def test_who_may_not_approve_cannot_ask_for_access(alice: User, bob: User) -> None:
    """Even if a page forgot to check: the domain refuses, and nothing of the change is kept."""
    with pytest.raises(NotAllowed):
        _change(alice, bob, role="keeper")
    assert _now(bob).role == "contributor"
    assert not Event.objects.filter(verb="account.changed").exists()


def test_a_change_holds_in_the_log(dave: User, carol: User, bob: User, east: Team) -> None:
    """After closing, opening, widening and narrowing, `verify` finds the account as the log says."""
    _change(dave, bob, role="analyst", teams=[east])
    _agree(carol)
    _change(dave, bob, active=False)
    _change(dave, bob, active=True)
    _agree(carol)
    _change(dave, bob, role="contributor")
    assert [one for one in row_problems({}) if f"accounts_user {bob.pk}" in one] == []
    event = Event.objects.filter(verb="account.changed").latest("pk")
    assert bytes(event.digest) == digests.of_rows([_now(bob)])


def _set(by: User, name: str, sources: Sequence[str] = (), *, all_sources: bool = False) -> bool:
    return change.set_team(by=by, name=name, sources=sources, all_sources=all_sources)


def test_a_team_works_with_the_sources_it_was_given(dave: User) -> None:
    """Setting a team's sources gives exactly these."""
    _set(dave, "east", ["a", "b"])
    _set(dave, "east", ["b", "c"])
    team = Team.objects.get(name="east")
    assert set(team.assignments.values_list("source", flat=True)) == {"b", "c"}
    assert Assignment.objects.count() == 2
    assert Event.objects.filter(verb="team.changed").latest("pk").detail == {"sources": ["b", "c"]}


def test_seeing_every_source_waits(dave: User, carol: User) -> None:
    """That a team sees everything is asked for, and comes only when a second person agrees."""
    assert _set(dave, "east", ["a"], all_sources=True)
    assert not Team.objects.get(name="east").all_sources
    _agree(carol)
    assert Team.objects.get(name="east").all_sources
    assert Event.objects.get(verb="team.all_sources").actor == "carol"


def test_seeing_every_source_ends_at_once(dave: User, alice: User) -> None:
    """Taking it away waits for nobody, and its members' lists follow."""
    assert alice.list_ceiling == 3
    assert not _set(dave, "everything", [], all_sources=False)
    assert _now(alice).list_ceiling == 2


def test_who_may_not_approve_cannot_ask_for_all_sources(alice: User) -> None:
    """The refused question takes the made team back with it."""
    with pytest.raises(NotAllowed):
        _set(alice, "mine", ["a"], all_sources=True)
    assert not Team.objects.filter(name="mine").exists()


def test_the_console_makes_the_team_of_all_sources_once(db: None) -> None:
    """From the console it needs no second person; a second time changes and notes nothing."""
    first = change.all_sources_team(by="console", name="all sources")
    again = change.all_sources_team(by="console", name="all sources")
    assert first == again
    assert Team.objects.get(name="all sources").all_sources
    assert Event.objects.filter(verb="team.all_sources").count() == 1


def test_the_console_lifts_an_existing_team(db: None) -> None:
    """A team that did not see everything does afterwards, and the log says so."""
    Team.objects.create(name="all sources")
    change.all_sources_team(by="console", name="all sources")
    assert Team.objects.get(name="all sources").all_sources
    assert Event.objects.filter(verb="team.all_sources").count() == 1


@marks.commits
def test_two_changes_of_one_account_keep_the_log_true(dave: User, carol: User, bob: User) -> None:
    """An account is closed while somebody agrees to its wider role: whichever comes last, log and row agree."""
    _change(dave, bob, role="analyst")
    start = threading.Barrier(2)

    def close() -> None:
        try:
            start.wait(10)
            with transaction.atomic():
                _change(dave, bob, active=False)
        finally:
            connections["default"].close()

    def agree() -> None:
        try:
            start.wait(10)
            _agree(carol)
        finally:
            connections["default"].close()

    working = [threading.Thread(target=close), threading.Thread(target=agree)]
    for one in working:
        one.start()
    for one in working:
        one.join(30)
    assert not _now(bob).is_active
    assert [one for one in row_problems({}) if f"accounts_user {bob.pk}:" in one] == []


def test_every_change_needs_somebody_who_may() -> None:
    """The roles that manage accounts can also ask: otherwise their questions would be refused."""
    managers = [role for role in roles.ROLES.values() if roles.ACCOUNTS in role.may]
    assert managers
    assert all(roles.APPROVE in role.may for role in managers)
