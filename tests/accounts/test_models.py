"""Accounts: rights from the role, sources from the teams, and names that cannot be mistaken."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from habeas.accounts import roles
from habeas.accounts.models import RESERVED, Approval, Assignment, Team, User, Voice
from habeas.accounts.tiers import Tier
from tests import build

pytestmark = pytest.mark.django_db


def _unsaved(name: str, **details: object) -> User:
    made = User(username=name, **details)
    made.set_unusable_password()
    return made


def test_a_new_account_has_the_lowest_role() -> None:
    """Nobody is more than a contributor by forgetting to say what they are."""
    assert User().role == "contributor"
    assert not User().demo


def test_the_role_says_what_somebody_may(alice: User, bob: User) -> None:
    """An analyst records; a contributor proposes."""
    assert alice.may(roles.RECORD)
    assert bob.may(roles.PROPOSE)
    assert not bob.may(roles.RECORD)


@pytest.mark.parametrize("permission", ["", "everything", "READ", "open", "signed-in"])
def test_unknown_permissions_are_nobodys(alice: User, permission: str) -> None:
    """What no role names, nobody may."""
    assert not alice.may(permission)


def test_a_closed_account_may_nothing(carol: User) -> None:
    """Closing an account takes every right at once."""
    carol.is_active = False
    assert not any(carol.may(permission) for permission in carol.duties.may)


def test_django_flags_give_no_rights(bob: User) -> None:
    """Superuser and staff, which other programs heed, count for nothing here."""
    bob.is_superuser = bob.is_staff = True
    assert not bob.may(roles.RECORD)
    assert bob.ceiling == Tier.INTERNAL


def test_lists_stay_internal_without_all_sources(carol: User) -> None:
    """Who does not work with every source sees lists and counts, which span sources, up to internal only."""
    erin = build.user("erin", "keeper")
    assert carol.list_ceiling == carol.ceiling == Tier.SEALED
    assert erin.list_ceiling == Tier.INTERNAL
    assert erin.ceiling == Tier.SEALED


def test_all_sources_lift_nobody_above_their_role() -> None:
    """A contributor in the team that sees all sources still sees no higher than internal."""
    frank = build.user("frank", "contributor", all_sources=True)
    assert frank.list_ceiling == Tier.INTERNAL


def test_leaving_the_team_counts_from_the_next_request(alice: User) -> None:
    """Membership is asked once for each request: the next one knows."""
    assert alice.sees_all_sources
    alice.teams.clear()
    assert not User.objects.get(pk=alice.pk).sees_all_sources


def test_a_source_is_assigned_to_a_team_once() -> None:
    """The database keeps assignments unique."""
    team = Team.objects.create(name="east")
    Assignment.objects.create(team=team, source="list")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(team=team, source="list")


def test_one_person_has_one_voice(alice: User) -> None:
    """Even past the program the database refuses a second voice of the same person."""
    approval = Approval.objects.create(kind="erase", subject="record:x", reason="test", asked_by="alice")
    Voice.objects.create(approval=approval, by="alice", yes=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(approval=approval, by="alice", yes=True)


@pytest.mark.parametrize("column", ['payload = \'{"role": "keeper"}\'', "subject = 'account:mallory'", "needed = 1"])
def test_what_was_asked_for_cannot_be_changed(column: str) -> None:
    """Between asking and answering nobody alters what the second person will agree to."""
    Approval.objects.create(kind="access", subject="account:erin", reason="test", asked_by="alice")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_approval SET {column}")


def test_a_no_cannot_be_made_a_yes() -> None:
    """Voices are never changed."""
    approval = Approval.objects.create(kind="erase", subject="record:x", reason="test", asked_by="alice")
    voice = Voice.objects.create(approval=approval, by="bob", yes=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(yes=True)


@pytest.mark.parametrize("name", sorted({*RESERVED, "Console", "MACHINE"}))
def test_the_names_of_the_program_itself_are_taken(name: str) -> None:
    """Nobody gets an account under a name that the program uses in the audit trail."""
    with pytest.raises(ValidationError) as caught:
        _unsaved(name).full_clean()
    assert list(caught.value.message_dict) == ["username"]


@pytest.mark.parametrize("name", ["Alice", "ALICE", "ａlice"])
def test_a_name_in_another_dress_is_the_same_name(alice: User, name: str) -> None:
    """Signing in ignores case, and wide letters look the same: such a second account is refused."""
    with pytest.raises(ValidationError) as caught:
        _unsaved(name).full_clean()
    assert list(caught.value.message_dict) == ["username"]


@pytest.mark.parametrize("name", ["console:root", "a b", "x\ny", "<b>", ""])
def test_names_are_plain_words(name: str) -> None:
    """A name holds letters, digits and a few signs: it cannot pass for a console user or break a page."""
    with pytest.raises(ValidationError):
        _unsaved(name).full_clean()


def test_an_account_may_keep_its_own_name(alice: User) -> None:
    """Looking for another account of the name does not find the account itself."""
    alice.full_clean()


def test_a_role_that_does_not_exist_is_refused() -> None:
    """An account's role is one of ours."""
    with pytest.raises(ValidationError) as caught:
        _unsaved("erin", role="chief").full_clean()
    assert list(caught.value.message_dict) == ["role"]
