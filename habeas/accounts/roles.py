"""Roles as code: what each role may do and how high it may see. Reviewed like code, never edited in a form."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from habeas.accounts.tiers import Tier

READ, PROPOSE, RECORD, REVIEW, IMPORT = "read", "propose", "record", "review", "import"
JUDGE, LIST, EXPORT, APPROVE, SOURCES = "judge", "list", "export", "approve", "sources"
UNSEAL, ERASE, AUDIT, ACCOUNTS = "unseal", "erase", "audit", "accounts"

_WORK = frozenset({READ, PROPOSE, RECORD, REVIEW, IMPORT, JUDGE})


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    label: object
    ceiling: Tier
    may: frozenset[str]


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("contributor", _("contributor"), Tier.INTERNAL, frozenset({READ, PROPOSE})),
        Role("analyst", _("analyst"), Tier.RESTRICTED, _WORK | {LIST, EXPORT}),
        Role("caseworker", _("caseworker"), Tier.RESTRICTED, frozenset({READ, PROPOSE, RECORD, JUDGE})),
        Role("publisher", _("publisher"), Tier.RESTRICTED, frozenset({READ, LIST, EXPORT, APPROVE})),
        Role("keeper", _("keeper of sources"), Tier.SEALED, _WORK | {SOURCES, UNSEAL, ERASE, APPROVE, AUDIT}),
        Role(
            "administrator",
            _("administrator"),
            Tier.INTERNAL,
            frozenset({READ, ACCOUNTS, AUDIT, APPROVE, ERASE}),
        ),
    )
}


def only_takes_away(old: str, new: str) -> bool:
    """Whether the new role may nothing that the old one may not, and sees no higher."""
    before, after = ROLES[old], ROLES[new]
    return after.may <= before.may and after.ceiling <= before.ceiling
