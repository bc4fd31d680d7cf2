"""Invite people, change what they may do. A higher role needs a second person's yes."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction

from habeas.accounts import approve, roles
from habeas.accounts.models import Approval, Assignment, Team, User
from habeas.accounts.roles import ROLES
from habeas.audit import log

_SALT = "habeas.invited"
_LASTS = 3 * 24 * 60 * 60


@transaction.atomic
def invite(*, by: str, username: str, role: str, teams: Sequence[Team] = (), names: tuple[str, str] = ("", "")) -> User:
    """Make an account without a password; `token` gives the one-time way in."""
    made = User(username=username, role=role, first_name=names[0], last_name=names[1])
    made.set_unusable_password()
    made.save()
    made.teams.set(teams)
    log.record("account.invited", by=by, subject=f"account:{username}", detail={"role": role})
    return made


def token(user: User) -> str:
    """A one-time token: it dies when the password is set, and after three days."""
    return signing.dumps([user.pk, default_token_generator.make_token(user)], salt=_SALT)


def invited(text: str) -> User | None:
    """Whom the token invites, or None."""
    try:
        number, proof = signing.loads(text, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=number, is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, proof) else None


def accepted(user: User) -> None:
    log.record("account.opened", by=user.username, subject=f"account:{user.username}")


@transaction.atomic
def change(*, by: User, account: User, role: str, active: bool, teams: Sequence[Team]) -> bool:
    """Change teams and standing at once, a role through an approval; returns whether one was asked for."""
    User.objects.filter(pk=account.pk).update(is_active=active)
    account.teams.set(teams)
    log.record("account.changed", by=by.username, subject=f"account:{account.username}", detail={"active": active})
    if role == account.role:
        return False
    approve.ask(
        kind="role",
        subject=f"account:{account.username}",
        payload={"role": role, "from": account.role},
        reason=f"{account.role} → {role}",
        by=by,
    )
    return True


@approve.when_approved("role", permission=roles.APPROVE)
def _change_role(*, approval: Approval, by: str) -> None:
    role = approval.payload["role"]
    if role in ROLES:
        User.objects.filter(username=approval.subject.removeprefix("account:")).update(role=role)
        log.record("account.role", by=by, subject=approval.subject, detail={"role": role})


@transaction.atomic
def set_team(*, by: str, name: str, sources: Sequence[str], all_sources: bool) -> Team:
    """Make a team or change what it works with."""
    team, _new = Team.objects.update_or_create(name=name, defaults={"all_sources": all_sources})
    Assignment.objects.filter(team=team).exclude(source__in=sources).delete()
    for code in sources:
        Assignment.objects.get_or_create(team=team, source=code)
    log.record(
        "team.changed",
        by=by,
        subject=f"team:{team.pk}",
        detail={"sources": list(sources), "all": all_sources},
    )
    return team
