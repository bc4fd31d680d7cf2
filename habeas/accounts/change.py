"""Change what people may do. Taking away works at once; giving more waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from habeas.accounts import approve, invite, roles
from habeas.accounts.models import Approval, Assignment, Team, User
from habeas.audit import log


@transaction.atomic
def change(*, by: User, account: User, role: str, active: bool, teams: Sequence[Team]) -> bool:
    """Close an account, take teams or a wide role away; ask for a role, for more teams or to open the account again.

    Returns whether something was asked for.
    """
    if account.pk == by.pk and not active:
        raise approve.NotAllowed("You cannot close your own account.")
    if role not in roles.ROLES:
        raise approve.NotAllowed(f"There is no role {role}.")
    held = User.objects.select_for_update().get(pk=account.pk)
    reopened = active and not held.is_active
    held.is_active = held.is_active and active
    if roles.only_takes_away(held.role, role):
        held.role = role
    held.save(update_fields=["is_active", "role"])
    kept, wanted = set(held.teams.all()), set(teams)
    held.teams.remove(*(kept - wanted))
    log.record(
        "account.changed",
        by=by.username,
        subject=f"account:{held.username}",
        detail={"active": held.is_active, "role": held.role, "left": sorted(team.name for team in kept - wanted)},
        rows=[held],
    )
    if role == held.role and wanted <= kept and not reopened:
        return False
    invite.ask_access(by=by, account=held, role=role, teams=list(wanted - kept), reopen=reopened)
    return True


@transaction.atomic
def set_team(*, by: User, name: str, sources: Sequence[str], all_sources: bool) -> bool:
    """Make a team or change which sources it works with. That it sees every source waits for a second person;
    returns whether that was asked for."""
    team = team_with(by=by.username, name=name, sources=sources)
    if all_sources == team.all_sources:
        return False
    if not all_sources:
        Team.objects.filter(pk=team.pk).update(all_sources=False)
        return False
    approve.ask(kind="all-sources", subject=f"team:{team.pk}", payload={"team": name}, reason=f"{name}: *", by=by)
    return True


@transaction.atomic
def team_with(*, by: str, name: str, sources: Sequence[str]) -> Team:
    """The team of this name, made if new, with exactly these sources."""
    team, _new = Team.objects.get_or_create(name=name)
    Assignment.objects.filter(team=team).exclude(source__in=sources).delete()
    for code in sources:
        Assignment.objects.get_or_create(team=team, source=code)
    log.record("team.changed", by=by, subject=f"team:{team.pk}", detail={"sources": sorted(sources)})
    return team


@approve.when_approved("all-sources", permission=roles.APPROVE)
def _see_everything(*, approval: Approval, by: str) -> None:
    Team.objects.filter(pk=int(approval.subject.removeprefix("team:"))).update(all_sources=True)
    log.record("team.all_sources", by=by, subject=approval.subject)


@transaction.atomic
def all_sources_team(*, by: str, name: str) -> Team:
    """The team that sees every source; for the console, which needs no second person."""
    team, new = Team.objects.get_or_create(name=name, defaults={"all_sources": True})
    if new or not team.all_sources:
        Team.objects.filter(pk=team.pk).update(all_sources=True)
        log.record("team.all_sources", by=by, subject=f"team:{team.pk}")
    return team
