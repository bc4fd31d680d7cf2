"""`habeas invite`: the first account, and any other from the console."""

from __future__ import annotations

import click
from django.db import transaction

from habeas.accounts import approve, change
from habeas.accounts import invite as inviting
from habeas.accounts.models import User
from habeas.accounts.roles import ROLES
from habeas.console import frame


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(sorted(ROLES)), required=True, help="What they may do.")
@click.option("--all-sources", is_flag=True, help="Put the person into the team that sees all sources.")
@frame.options
@frame.register
def invite(name: str, role: str, all_sources: bool, as_json: bool) -> None:
    """Invite NAME: prints the one-time path where they choose their password (it works for three days)."""
    try:
        made = _invited(name, role, all_sources)
    except approve.NotAllowed as error:
        frame.fail(f"{name}: {error}")
    path = f"/invited/{inviting.token(made)}/"
    frame.answer(as_json, {"account": name, "path": path}, f"Open this path at the desk's address: {path}")


@transaction.atomic
def _invited(name: str, role: str, all_sources: bool) -> User:
    teams = [change.all_sources_team(by=frame.who(), name="all sources")] if all_sources else []
    return inviting.invite(by=frame.who(), username=name, role=role, teams=teams)
