"""Roles as code: who may do what, and how high each sees."""

from __future__ import annotations

import dataclasses

import pytest

from habeas.accounts import roles
from habeas.accounts.tiers import LABELS, Tier

EVERYTHING = frozenset().union(*(role.may for role in roles.ROLES.values()))


def test_there_are_six_roles() -> None:
    """The register knows these roles and no other; each is found under its own code."""
    assert list(roles.ROLES) == ["contributor", "analyst", "caseworker", "publisher", "keeper", "administrator"]
    assert all(role.code == code for code, role in roles.ROLES.items())


def test_a_role_cannot_be_changed_while_the_program_runs() -> None:
    """Roles are reviewed like code: nothing rewrites one in memory."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        roles.ROLES["contributor"].may = EVERYTHING  # type: ignore[misc]
    assert isinstance(roles.ROLES["contributor"].may, frozenset)


def test_everybody_may_read() -> None:
    """Each role opens the register's pages."""
    assert all(roles.READ in role.may for role in roles.ROLES.values())


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (roles.PROPOSE, {"contributor", "analyst", "caseworker", "keeper"}),
        (roles.RECORD, {"analyst", "caseworker", "keeper"}),
        (roles.REVIEW, {"analyst", "keeper"}),
        (roles.IMPORT, {"analyst", "keeper"}),
        (roles.JUDGE, {"analyst", "caseworker", "keeper"}),
        (roles.LIST, {"analyst", "publisher"}),
        (roles.EXPORT, {"analyst", "publisher"}),
        (roles.APPROVE, {"publisher", "keeper", "administrator"}),
        (roles.SOURCES, {"keeper"}),
        (roles.UNSEAL, {"keeper"}),
        (roles.ERASE, {"keeper", "administrator"}),
        (roles.AUDIT, {"keeper", "administrator"}),
        (roles.ACCOUNTS, {"administrator"}),
    ],
)
def test_each_permission_belongs_to_these_roles(permission: str, who: set[str]) -> None:
    """The whole table of rights, written out: a change of it is a change of this test."""
    assert {code for code, role in roles.ROLES.items() if permission in role.may} == who


def test_no_role_alone_runs_everything() -> None:
    """Who manages accounts does not read what is restricted, and who opens what is sealed manages no accounts."""
    assert all(role.may < EVERYTHING for role in roles.ROLES.values())
    assert roles.ROLES["administrator"].ceiling < Tier.RESTRICTED
    assert not roles.ROLES["administrator"].may & {roles.UNSEAL, roles.RECORD, roles.IMPORT, roles.EXPORT}
    assert roles.ACCOUNTS not in roles.ROLES["keeper"].may


def test_only_a_keeper_sees_that_something_is_sealed() -> None:
    """Sealed is above the ceiling of every role but the keepers'."""
    assert {code for code, role in roles.ROLES.items() if role.ceiling == Tier.SEALED} == {"keeper"}


def test_who_writes_without_review_may_also_propose() -> None:
    """A right to record includes the right to propose."""
    assert all(roles.PROPOSE in role.may for role in roles.ROLES.values() if roles.RECORD in role.may)


@pytest.mark.parametrize(
    ("old", "new", "less"),
    [
        ("analyst", "contributor", True),
        ("keeper", "contributor", True),
        ("keeper", "caseworker", True),
        ("analyst", "analyst", True),
        ("contributor", "analyst", False),
        ("keeper", "analyst", False),
        ("analyst", "keeper", False),
        ("administrator", "contributor", False),
        ("keeper", "administrator", False),
    ],
)
def test_a_role_that_only_takes_away_is_known(old: str, new: str, less: bool) -> None:
    """A change takes away only when the new role has no right and no tier that the old one lacks."""
    assert roles.only_takes_away(old, new) is less


def test_tiers_are_ordered_and_named() -> None:
    """Five tiers, lowest first, each with a label; a ceiling compares as a number."""
    assert [tier.name for tier in sorted(Tier)] == ["PUBLIC", "PARTNER", "INTERNAL", "RESTRICTED", "SEALED"]
    assert set(LABELS) == set(Tier)
    assert Tier.RESTRICTED > 2
