"""Take a batch back whole, or let quarantined rows in."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from habeas.audit import log
from habeas.intake.models import Batch
from habeas.registry import merge, rebuild
from habeas.statements import ledger, standing
from habeas.statements.models import QUARANTINED, Record


@transaction.atomic
def undo(*, batch: Batch, by: str, reason: str) -> int:
    """Withdraw everything the batch brought and reinstate what it superseded; returns records changed."""
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != "done":
        raise ledger.LedgerError("Only a batch that is done can be taken back.")
    changed = ledger.withdraw_batch(by=by, batch=batch.pk, reason=reason).records
    Batch.objects.filter(pk=batch.pk).update(state="undone")
    merge.attach(changed)
    rebuild.touch(merge.subjects_of(changed))
    return len(changed)


_PROMOTE = """
    INSERT INTO statements_review (record_id, step, by, "to", note, at)
    SELECT id, 'promoted', %s, '', %s, now() FROM statements_record
    WHERE batch = %s AND standing = %s AND (%s OR key = ANY(%s)) RETURNING record_id
"""


@transaction.atomic
def promote(*, batch: Batch, by: str, note: str = "", keys: Sequence[str] = ()) -> int:
    """Let rows of a quarantined batch make persons: all of them, or those with these keys."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMOTE, [by, note, batch.pk, QUARANTINED, not keys, list(keys)])
        numbers = [row[0] for row in cursor.fetchall()]
    merge.follow(standing.settle_records(numbers))
    if not Record.objects.filter(batch=batch.pk, standing=QUARANTINED).exists():
        Batch.objects.filter(pk=batch.pk).update(quarantined=False)
    log.record("batch.promoted", by=by, subject=f"batch:{batch.pk}", detail={"rows": len(numbers)})
    return len(numbers)
