"""`habeas erase`: two people erase a record for good."""

from __future__ import annotations

import click

from habeas.accounts import approve, signin
from habeas.accounts.models import Approval, User
from habeas.console import frame
from habeas.intake.models import Batch
from habeas.registry import erase as erasing
from habeas.statements.models import Record


@click.command()
@click.argument("code", metavar="RECORD")
@click.option("--as", "account", required=True, help="The account that asks or approves.")
@click.option("--reason", default="", help="Why; the second person decides on it.")
@click.option("--with-file", is_flag=True, help="Destroy the sealed file that it came in as well (said when asking).")
@frame.options
@frame.register
def erase(code: str, account: str, reason: str, with_file: bool, as_json: bool) -> None:
    """Ask to erase RECORD for good or, as a second person, approve it. The account's password is asked for."""
    user = _signed_in(account)
    waiting = Approval.objects.filter(kind="erase", subject=f"record:{code}", done_at=None).first()
    try:
        if waiting is None:
            _ask(user, code, reason, with_file)
        done = waiting is not None and approve.answer(approval=waiting, yes=True, reason=reason, by=user)
    except (approve.NotAllowed, erasing.EraseError) as error:
        frame.fail(str(error))
    words = "Erased for good." if done else "Asked for. A second person has to run the same command."
    frame.answer(as_json, {"record": code, "erased": done}, words)


def _signed_in(account: str) -> User:
    user = User.objects.filter(username=account, is_active=True).first()
    password = click.prompt(f"Password of {account}", hide_input=True, err=True)
    if user is None or not user.check_password(password) or (user.demo and not signin.is_demo()):
        frame.fail("Unknown account or wrong password.")
    return user


def _ask(user: User, code: str, reason: str, with_file: bool) -> None:
    record = Record.objects.filter(code=code).first()
    if record is None:
        raise erasing.EraseError(f"No record {code} here.")
    batch = Batch.objects.filter(pk=record.batch or 0).select_related("item").first()
    file = batch.item.sha256 if batch is not None and with_file else ""
    erasing.ask(record=record, reason=reason, by=user, file=file)
