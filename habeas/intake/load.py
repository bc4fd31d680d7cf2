"""Bring a delivery into the ledger: preview it, commit it whole or not at all.

One pass, one transaction. Rows are made ready by worker processes; this process compares them with what
is held and sends what is new by COPY. A preview is the same pass without the sending.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from habeas.engine import faults
from habeas.intake import mapping as mappings
from habeas.intake.compare import Comparison
from habeas.intake.models import BUSY, DONE, FAILED, OPEN, RUNNING, Batch
from habeas.intake.opening import ImportRefused
from habeas.intake.passage import Pass, Report
from habeas.intake.readers import ReadError

__all__ = ["LOCK", "ImportRefused", "commit", "preview"]

LOCK = 0x42  # class of the advisory locks of running batches, by number


def commit(batch: Batch, *, by: str, report: Report | None = None) -> Batch:
    """Take the batch's sealed file in: all of it, or nothing and the reason in `batch.problem`.

    Raises ImportRefused for a file or mapping that cannot be used; any other error (a full disk, a stopped
    database) also leaves the register as it was and the batch marked "failed".
    """
    if not Batch.objects.filter(pk=batch.pk, state__in=(*OPEN, *BUSY)).update(state=RUNNING, problem=""):
        raise ImportRefused("This batch was committed or given up already. Deliver the file again.")
    try:
        with transaction.atomic():
            _hold(batch)
            Pass(batch, by=by, report=report, dry=False).run()
    except Exception as error:
        _mark_failed(batch, error)
        raise
    batch.refresh_from_db()
    return batch


def preview(batch: Batch, *, by: str, report: Report | None = None) -> Comparison:
    """What a commit would do, value by value; changes nothing."""
    with transaction.atomic():
        _hold(batch)
        made = Pass(batch, by=by, report=report, dry=True)
        made.run()
        transaction.set_rollback(True)
    return made.seen


def _hold(batch: Batch) -> None:
    """Mark the batch as being worked on until the transaction ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, batch.pk])
    batch.refresh_from_db()
    if batch.state == DONE:
        raise ImportRefused("This batch was committed already.")


def _mark_failed(batch: Batch, error: Exception) -> None:
    """Keep the reason with the batch; a database that is gone cannot be told."""
    known = isinstance(error, ImportRefused | mappings.MappingError | ReadError)
    text = str(error) if known else f"Nothing was taken in: {faults.told(error)}."
    try:
        Batch.objects.filter(pk=batch.pk).exclude(state=DONE).update(
            state=FAILED, problem=text[:2000], finished_at=timezone.now()
        )
    except Exception:  # noqa: BLE001 - the first error matters; `habeas work` marks the batch later
        connection.close()
