"""The invented register of the demonstration: lists, hand-made records, judgements, decisions, accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.db import transaction

from habeas.accounts import change, invite
from habeas.accounts.models import User
from habeas.console.invented import voices
from habeas.intake import deliver, load
from habeas.registry import listing, work
from habeas.registry.models import Member, Summary
from habeas.statements.models import Record, Source

PASSWORD: Final = "demonstration only"  # noqa: S105 - printed on purpose; a real workspace refuses these accounts
ACCOUNTS: Final = ("contributor", "analyst", "caseworker", "publisher", "keeper", "administrator")
_FOLDER: Final = Path(__file__).parent
_BY: Final = "demo"


@transaction.atomic
def fill() -> dict[str, int]:
    """Fill once, all of it or nothing; later calls change nothing."""
    users = _accounts()
    if not Source.objects.filter(code="invented-leak").exists():
        for name in ("places", "leak", "ngo"):
            mapping = (_FOLDER / f"{name}.toml").read_text("utf-8")
            load.commit(deliver.receive(path=_FOLDER / f"{name}.csv", mapping=mapping, by=_BY), by=_BY)
        _join_some(users["analyst"])
        voices.speak(users, record)
        _list_some(users["analyst"])
    persons = Summary.objects.filter(kind="person", low__lte=2, high__gte=2).count()
    return {"persons": persons, "records": Record.objects.count(), "sources": Source.objects.count()}


def _accounts() -> dict[str, User]:
    team = change.all_sources_team(by=_BY, name="Everyone")
    found = {}
    for name in ACCOUNTS:
        user = User.objects.filter(username=name).first()
        if user is None:
            user = invite.invite(by=_BY, username=name, role=name, teams=[team], demo=True)
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        found[name] = user
    return found


def record(source: str, key: str) -> Record:
    """One of the invented records, by its source's own number."""
    return Record.objects.get(source__code=source, key=key)


def _join_some(analyst: User) -> None:
    """The partner's list and the spreadsheet speak of some of the same people."""
    for number in range(1, 21, 2):
        left, right = record("invented-ngo", f"N{number}"), record("invented-leak", f"L{number:03d}")
        reason = "same birth year, month of detention and place"
        work.judge(by=analyst, verdict="same", left=[left.pk], right=[right.pk], reason=reason)
    left, right = record("invented-ngo", "N21"), record("invented-leak", "L022")
    work.judge(by=analyst, verdict="different", left=[left.pk], right=[right.pk], reason="other father's name")


def _list_some(analyst: User) -> None:
    """Two are listed; one was taken off after a release."""
    for key in ("L001", "L003", "L005"):
        _decide(analyst, key, "listed", "Held for the peaceful exercise of religion; no charge was shown.")
    _decide(analyst, "L005", "removed", "Free again: the family has met her.")


def _decide(analyst: User, key: str, decision: str, reason: str) -> None:
    subject = Member.objects.get(record=record("invented-leak", key)).subject_id
    listing.decide_listing(
        by=analyst, subject=subject, decision=decision, criterion="wgad", category="II", reason=reason
    )
