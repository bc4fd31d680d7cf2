"""Take a batch back whole, and bring it back in."""

from __future__ import annotations

from django.db import transaction

from habeas.intake.models import DONE, UNDONE, Batch
from habeas.registry import merge, rebuild
from habeas.statements import ledger
from habeas.statements.models import Retraction


@transaction.atomic
def undo(*, batch: Batch, by: str, reason: str) -> int:
    """Withdraw everything the batch brought and reinstate what it superseded; returns records changed."""
    if not _moved(batch, DONE, UNDONE):
        raise ledger.LedgerError("Only a batch that is done can be taken back.")
    return _follow(ledger.withdraw_batch(by=by, batch=batch.pk, reason=reason))


@transaction.atomic
def reinstate(*, batch: Batch, by: str, reason: str) -> int:
    """Take the undoing back: the batch counts again, and what it superseded does not."""
    if not _moved(batch, UNDONE, DONE):
        raise ledger.LedgerError("Only a batch that was taken back can be brought in again.")
    last = Retraction.objects.filter(batch=batch.pk, undone_by=None).order_by("-pk").first()
    if last is None:
        raise ledger.LedgerError("This batch was not taken back.")
    return _follow(ledger.undo(by=by, retraction=last, reason=reason))


def _moved(batch: Batch, old: str, new: str) -> bool:
    return bool(Batch.objects.filter(pk=batch.pk, state=old).update(state=new))


def _follow(written: ledger.Written) -> int:
    merge.attach(written.records)
    rebuild.touch(merge.subjects_of(written.records))
    return len(written.records)
