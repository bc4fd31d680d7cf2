"""Make what was said more secret, with every page that shows it; and take that back with a second person's yes."""

from __future__ import annotations

from django.db import transaction

from habeas.accounts import approve, roles
from habeas.accounts.models import Approval, User
from habeas.registry import merge
from habeas.statements import secrecy
from habeas.statements.models import Raising, Record, Statement


@transaction.atomic
def raise_tier(
    *,
    by: User,
    tier: int,
    reason: str,
    statement: Statement | None = None,
    record: Record | None = None,
    batch: int | None = None,
) -> None:
    """Raise a statement, a record or a batch; nobody below the new tier sees it from the next page on."""
    written = secrecy.raise_tier(
        by=by.username, tier=tier, reason=reason, statement=statement, record=record, batch=batch
    )
    merge.follow(written.records)


def ask_undo(*, by: User, raising: Raising, reason: str) -> Approval:
    """Ask to show again what was made more secret: a second person has to agree."""
    return approve.ask(kind="show", subject=f"raising:{raising.pk}", payload={}, reason=reason, by=by)


@approve.when_approved("show", permission=roles.APPROVE)
def _undo(*, approval: Approval, by: str) -> None:
    raising = Raising.objects.get(pk=int(approval.subject.removeprefix("raising:")))
    merge.follow(secrecy.undo(by=by, raising=raising, reason=approval.reason).records)


def of_record(record: Record) -> list[Raising]:
    """Raisings in force that touch the record, for its page, oldest first."""
    numbers = list(record.statements.values_list("pk", flat=True))
    found = Raising.objects.filter(undoes=None, undone_by=None).order_by("pk")
    return list(
        found.filter(record=record.pk) | found.filter(statement__in=numbers) | found.filter(batch=record.batch or 0)
    )
