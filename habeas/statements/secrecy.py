"""Make what was said more secret than it came, at once; taking that back needs a second person.

What was said keeps the tier that it came with (`said_tier`); the tier in force is derived from it and from
the raisings in force. Nothing is ever lowered below how it came.
"""

from __future__ import annotations

from django.db import connection, transaction

from habeas.audit import log
from habeas.statements.ledger import LedgerError, Written, why
from habeas.statements.models import Raising, Record, Statement

HIGHEST = 3  # a sealed value is ciphertext from its first write: nothing can be sealed afterwards

_TARGET = """
    WITH in_force AS (
        SELECT r.statement, r.record, r.batch, r.tier FROM statements_raising r
        WHERE r.undoes_id IS NULL AND NOT EXISTS (SELECT 1 FROM statements_raising u WHERE u.undoes_id = r.id)
    ), target AS (
        SELECT s.id, s.record_id, greatest(
            s.said_tier,
            (SELECT max(f.tier) FROM in_force f WHERE f.statement = s.id),
            (SELECT max(f.tier) FROM in_force f WHERE f.record = s.record_id),
            (SELECT max(f.tier) FROM in_force f WHERE f.batch = r.batch)
        ) AS tier
        FROM statements_statement s JOIN statements_record r ON r.id = s.record_id
        WHERE {scope}
    )
"""
_SETTLE = """
    UPDATE statements_statement s SET tier = target.tier FROM target
    WHERE s.id = target.id AND s.tier <> target.tier RETURNING s.record_id
"""
_SCOPES = {"statement": "s.id = %s", "record": "s.record_id = %s", "batch": "r.batch = %s"}


@transaction.atomic
def raise_tier(
    *,
    by: str,
    tier: int,
    reason: str,
    statement: Statement | None = None,
    record: Record | None = None,
    batch: int | None = None,
) -> Written:
    """Raise one statement, one record or one batch to `tier` (at most restricted)."""
    if not 1 <= tier <= HIGHEST:
        raise LedgerError("Choose a tier up to restricted. To seal a value, erase its record and state it anew.")
    if [statement, record, batch].count(None) != 2:
        raise LedgerError("A raising speaks of a statement, a record or a batch.")
    if batch is not None and not Record.objects.filter(batch=batch).exists():
        raise LedgerError("This batch has brought nothing: what came later would not be raised.")
    made = Raising.objects.create(
        statement=statement.pk if statement else None,
        record=record.pk if record else None,
        batch=batch,
        tier=tier,
        reason=why(reason),
        by=by,
    )
    log.record("tier.raised", by=by, subject=f"raising:{made.pk}", detail={"tier": tier}, rows=[made])
    return settle(made)


@transaction.atomic
def undo(*, by: str, raising: Raising, reason: str) -> Written:
    """Take a raising back; called when two people agreed (`registry.secrecy`)."""
    if raising.undoes_id is not None or Raising.objects.filter(undoes=raising).exists():
        raise LedgerError("This was undone already.")
    made = Raising.objects.create(undoes=raising, tier=raising.tier, reason=why(reason), by=by)
    log.record("tier.lowered", by=by, subject=f"raising:{raising.pk}", rows=[made])
    return settle(raising)


def settle(raising: Raising) -> Written:
    """Bring the tier of everything that the raising speaks of up to date; returns the records that changed."""
    for name, scope in _SCOPES.items():
        if (number := getattr(raising, name)) is not None:
            with connection.cursor() as cursor:
                cursor.execute(_TARGET.format(scope=scope) + _SETTLE, [number])
                return Written(tuple(sorted({row[0] for row in cursor.fetchall()})))
    raise LedgerError("A raising speaks of a statement, a record or a batch.")


def wrong() -> int:
    """How many statements do not stand at the tier that raisings give: for `habeas verify`."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TARGET.format(scope="true")
            + "SELECT count(*) FROM statements_statement s JOIN target USING (id) WHERE s.tier <> target.tier"
        )
        return int(cursor.fetchone()[0])
