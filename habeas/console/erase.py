"""`habeas erase`: two people erase a record for good."""

from __future__ import annotations

import click

from habeas.accounts import approve
from habeas.accounts.models import Approval, User
from habeas.console import frame
from habeas.registry import erase as erasing
from habeas.statements.models import Record


@click.command()
@click.argument("code", metavar="RECORD")
@click.option("--as", "account", required=True, help="The account that asks or approves.")
@click.option("--reason", default="", help="Why; the second person decides on it.")
@frame.options
@frame.register
def erase(code: str, account: str, reason: str, as_json: bool) -> None:
    """Ask to erase RECORD for good or, as a second person, approve it. The account's password is asked for."""
    user = User.objects.filter(username=account, is_active=True).first()
    if user is None or not user.check_password(click.prompt(f"Password of {account}", hide_input=True, err=True)):
        frame.fail("Unknown account or wrong password.", 1)
    waiting = Approval.objects.filter(kind="erase", subject=f"record:{code}", done_at=None).first()
    try:
        done = _step(user, code, reason, waiting)
    except (approve.NotAllowed, erasing.EraseError) as error:
        frame.fail(str(error), 1)
    words = "Erased for good." if done else "Asked for. A second person has to run the same command."
    frame.answer(as_json, {"record": code, "erased": done}, words)


def _step(user: User, code: str, reason: str, waiting: Approval | None) -> bool:
    if waiting is not None:
        return approve.answer(approval=waiting, yes=True, reason=reason, by=user)
    record = Record.objects.filter(code=code).first()
    if record is None:
        raise erasing.EraseError(f"No record {code} here.")
    erasing.ask(record=record, reason=reason, by=user)
    return False
