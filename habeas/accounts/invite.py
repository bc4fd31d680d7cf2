"""Ways in: invitations, and a new way in for somebody who lost theirs. One-time addresses, no mail."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from habeas.accounts import approve, roles
from habeas.accounts.models import Approval, Assignment, Team, User
from habeas.audit import log

_SALT = "habeas.invited"
_LASTS = 3 * 24 * 60 * 60
LOWEST = "contributor"


@transaction.atomic
def invite(
    *,
    by: str,
    username: str,
    role: str,
    teams: Sequence[Team] = (),
    names: tuple[str, str] = ("", ""),
    demo: bool = False,
) -> User:
    """Make an account without a password; `token` gives the one-time way in. For the console, which needs no second
    person; the desk uses `invite_for`."""
    made = User(username=username, role=role, first_name=names[0], last_name=names[1], demo=demo)
    made.set_unusable_password()
    try:
        made.full_clean()
    except ValidationError as error:
        raise approve.NotAllowed(" ".join(error.messages)) from error
    made.save()
    made.teams.set(teams)
    log.record("account.invited", by=by, subject=f"account:{made.username}", detail={"role": role}, rows=[made])
    return made


@transaction.atomic
def invite_for(
    *, by: User, username: str, role: str, teams: Sequence[Team] = (), names: tuple[str, str] = ("", "")
) -> tuple[User, bool]:
    """Invite as a contributor without teams; more than that waits for a second person. (account, was it asked for)"""
    made = invite(by=by.username, username=username, role=LOWEST, names=names)
    if role == LOWEST and not teams:
        return made, False
    ask_access(by=by, account=made, role=role, teams=teams)
    return made, True


def ask_access(*, by: User, account: User, role: str, teams: Sequence[Team], reopen: bool = False) -> Approval:
    """Ask a second person to agree to a role, to teams, and to opening a closed account again."""
    names = sorted(team.name for team in teams)
    return approve.ask(
        kind="access",
        subject=f"account:{account.username}",
        payload={"role": role, "from": account.role, "teams": names, "reopen": reopen},
        reason=f"{account.role} → {role}; {', '.join(names) or '–'}",
        by=by,
    )


@approve.when_approved("access", permission=roles.APPROVE)
def _give_access(*, approval: Approval, by: str) -> None:
    account = User.objects.select_for_update().get(username=approval.subject.removeprefix("account:"))
    role, before = approval.payload["role"], approval.payload["from"]
    if role not in roles.ROLES:
        raise approve.NotAllowed(f"There is no role {role}.")
    if role != before and account.role != before:
        raise approve.NotAllowed("The account has another role by now. Say no, and ask again.")
    if role != before:  # otherwise only teams were asked for: a role taken away meanwhile does not come back
        account.role = role
    account.is_active = account.is_active or approval.payload.get("reopen", False)
    account.save(update_fields=["role", "is_active"])
    account.teams.add(*Team.objects.filter(name__in=approval.payload["teams"]))
    log.record("account.access", by=by, subject=approval.subject, detail={"role": account.role}, rows=[account])


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
    """The invited person chose a password."""
    log.record("account.opened", by=user.username, subject=f"account:{user.username}")


def ask_reset(*, by: User, account: User, reason: str) -> Approval:
    """Ask for a new way in for somebody who lost password or second factor: alone it would be a way to take over."""
    return approve.ask(kind="reset", subject=f"account:{account.username}", payload={}, reason=reason, by=by)


@approve.when_approved("reset", permission=roles.APPROVE)
def _reset(*, approval: Approval, by: str) -> None:
    account = User.objects.get(username=approval.subject.removeprefix("account:"))
    account.set_unusable_password()
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user=account).delete()
    log.record("account.reset", by=by, subject=approval.subject)


def assign_to_teams_of(*, username: str, source: str) -> None:
    """Give a new source to the teams of who brought it, so that they can work with it."""
    for team in Team.objects.filter(members__username=username, all_sources=False):
        _given, new = Assignment.objects.get_or_create(team=team, source=source)
        if new:
            log.record("team.changed", by=username, subject=f"team:{team.pk}", detail={"source": source})
