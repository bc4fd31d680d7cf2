"""What counts now: the standing of records and statements, derived from retractions, reviews and newer deliveries.

A retraction is in force unless a later row undoes it; one that a batch brought only while that batch is, and one
by a row in quarantine only once that row is promoted. Of the rows that a list gave under one key, only the newest
that came in counts, so batches may be taken back in any order. Set-based: a batch of any size is settled in one
pass, and one record by look-ups alone.
"""

from __future__ import annotations

from django.db import connection

_NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM statements_retraction u WHERE u.undoes_id = x.id)"
_BATCH_OUT = f"SELECT batch FROM statements_retraction x WHERE batch IS NOT NULL AND {_NOT_UNDONE}"
_IN_FORCE = f"""
    {_NOT_UNDONE} AND (by_batch IS NULL OR by_batch NOT IN ({_BATCH_OUT}))
    AND NOT EXISTS (
        SELECT 1 FROM statements_record n WHERE n.id = x.by_record AND n.arrived = 4 AND NOT EXISTS (
            SELECT 1 FROM statements_review v WHERE v.record_id = n.id AND v.step = 'promoted'))
"""

# All versions of a row are looked at together: what becomes of one decides about the others.
_RECORDS = f"""
    WITH scoped AS (
        SELECT id, source_id, stream, key, batch, arrived, standing FROM statements_record
        WHERE (source_id, stream, key) IN (SELECT source_id, stream, key FROM statements_record r WHERE {{scope}})
    ), retracted AS (
        SELECT DISTINCT ON (x.record) x.record AS id,
            CASE WHEN by_record IS NULL AND by_batch IS NULL THEN 2 ELSE 1 END AS standing
        FROM statements_retraction x JOIN scoped s ON s.id = x.record
        WHERE {_IN_FORCE} ORDER BY x.record, x.id DESC
    ), latest AS (
        SELECT DISTINCT ON (v.record_id) v.record_id AS id,
            CASE step WHEN 'proposed' THEN 3 WHEN 'assigned' THEN 3 WHEN 'quarantined' THEN 4
                      WHEN 'returned' THEN 5 ELSE 0 END AS standing
        FROM statements_review v JOIN scoped s ON s.id = v.record_id ORDER BY v.record_id, v.id DESC
    ), judged AS (
        SELECT s.id, s.standing AS now, source_id, stream, key, batch, x.standing AS retracted,
            coalesce(l.standing, s.arrived) AS reviewed, batch IS NOT NULL AND batch IN ({_BATCH_OUT}) AS out
        FROM scoped s LEFT JOIN retracted x USING (id) LEFT JOIN latest l USING (id)
    ), target AS (
        SELECT id, now, CASE
            WHEN out THEN 2 WHEN retracted IS NOT NULL THEN retracted WHEN reviewed <> 0 THEN reviewed
            WHEN batch IS NOT NULL AND id < max(id) FILTER (WHERE batch IS NOT NULL AND NOT out AND reviewed = 0)
                OVER (PARTITION BY source_id, stream, key) THEN 1
            ELSE 0 END AS standing
        FROM judged
    )
"""

_STATEMENTS = f"""
    WITH target AS (
        SELECT s.id, s.record_id, CASE
            WHEN EXISTS (SELECT 1 FROM statements_retraction x WHERE x.statement = s.id AND {_IN_FORCE}) THEN 2
            ELSE 0 END AS standing
        FROM statements_statement s WHERE {{scope}}
    )
"""

_SETTLE = """
    UPDATE statements_record r SET standing = target.standing FROM target
    WHERE r.id = target.id AND target.now <> target.standing RETURNING r.id
"""
_SETTLE_STATEMENTS = """
    UPDATE statements_statement s SET standing = target.standing FROM target
    WHERE s.id = target.id AND s.standing <> target.standing RETURNING s.record_id
"""


def settle_records(numbers: list[int]) -> list[int]:
    """Bring the standing of these records, and of other versions of them, up to date; return those that changed."""
    return _run(_RECORDS.format(scope="r.id = ANY(%s)") + _SETTLE, numbers)


def settle_batches(batches: list[int]) -> list[int]:
    """The same for all records of these batches and all that these batches superseded or no longer list."""
    scope = """r.batch = ANY(%s) OR r.id IN (
        SELECT record FROM statements_retraction WHERE by_batch = ANY(%s) AND record IS NOT NULL)"""
    return _run(_RECORDS.format(scope=scope) + _SETTLE, batches, batches)


def settle_statements(numbers: list[int]) -> list[int]:
    """Bring the standing of these statements up to date; return the records that they belong to."""
    return _run(_STATEMENTS.format(scope="s.id = ANY(%s)") + _SETTLE_STATEMENTS, numbers)


def wrong() -> list[int]:
    """Records whose stored standing is not what the ledger says: for `habeas verify`."""
    records = _run(_RECORDS.format(scope="true") + "SELECT id FROM target WHERE now <> standing")
    scope = "s.standing <> 0 OR s.id IN (SELECT statement FROM statements_retraction WHERE statement IS NOT NULL)"
    statements = _run(
        _STATEMENTS.format(scope=scope) + "SELECT s.record_id FROM statements_statement s JOIN target USING (id) "
        "WHERE s.standing <> target.standing"
    )
    return [*records, *statements]


def _run(sql: str, *parameters: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
