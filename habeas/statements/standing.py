"""What counts now: the standing of records and statements, derived from retractions and reviews.

A retraction is in force unless a later row undoes it, and one that a batch brought is in force only while
that batch is. Set-based, so a batch of any size is settled in one pass.
"""

from __future__ import annotations

from django.db import connection

_IN_FORCE = """
    WITH undone AS (
        SELECT undoes_id AS id FROM statements_retraction WHERE undoes_id IS NOT NULL
    ), batch_out AS (
        SELECT DISTINCT batch FROM statements_retraction
        WHERE batch IS NOT NULL AND id NOT IN (SELECT id FROM undone)
    ), in_force AS (
        SELECT id, record, statement, by_record, by_batch FROM statements_retraction
        WHERE batch IS NULL AND undoes_id IS NULL AND id NOT IN (SELECT id FROM undone)
          AND (by_batch IS NULL OR by_batch NOT IN (SELECT batch FROM batch_out))
    )
"""

_RECORDS = (
    _IN_FORCE
    + """
    , retracted AS (
        SELECT DISTINCT ON (record) record AS id,
            CASE WHEN by_record IS NULL AND by_batch IS NULL THEN 2 ELSE 1 END AS standing
        FROM in_force WHERE record IS NOT NULL ORDER BY record, in_force.id DESC
    ), latest AS (
        SELECT DISTINCT ON (record_id) record_id AS id,
            CASE step WHEN 'proposed' THEN 3 WHEN 'assigned' THEN 3 WHEN 'quarantined' THEN 4
                      WHEN 'returned' THEN 5 ELSE 0 END AS standing
        FROM statements_review ORDER BY record_id, statements_review.id DESC
    ), target AS (
        SELECT r.id, CASE WHEN r.batch IN (SELECT batch FROM batch_out) THEN 2
                     ELSE coalesce(x.standing, l.standing, r.arrived) END AS standing
        FROM statements_record r LEFT JOIN retracted x USING (id) LEFT JOIN latest l USING (id)
        WHERE {scope}
    )
"""
)

_STATEMENTS = (
    _IN_FORCE
    + """
    , target AS (
        SELECT s.id, s.record_id, CASE WHEN f.id IS NULL THEN 0 ELSE 2 END AS standing
        FROM statements_statement s LEFT JOIN in_force f ON f.statement = s.id
        WHERE {scope}
    )
"""
)

_SETTLE = """
    UPDATE statements_record r SET standing = target.standing FROM target
    WHERE r.id = target.id AND r.standing <> target.standing RETURNING r.id
"""
_SETTLE_STATEMENTS = """
    UPDATE statements_statement s SET standing = target.standing FROM target
    WHERE s.id = target.id AND s.standing <> target.standing RETURNING s.record_id
"""


def settle_records(numbers: list[int]) -> list[int]:
    """Bring the standing of these records up to date; return those that changed."""
    return _run(_RECORDS.format(scope="r.id = ANY(%s)") + _SETTLE, numbers)


def settle_batches(batches: list[int]) -> list[int]:
    """The same for all records of these batches and all that these batches superseded."""
    scope = """r.batch = ANY(%s) OR r.id IN (
        SELECT record FROM statements_retraction WHERE by_batch = ANY(%s) AND record IS NOT NULL)"""
    return _run(_RECORDS.format(scope=scope) + _SETTLE, batches, batches)


def settle_statements(numbers: list[int]) -> list[int]:
    """Bring the standing of these statements up to date; return the records that they belong to."""
    return _run(_STATEMENTS.format(scope="s.id = ANY(%s)") + _SETTLE_STATEMENTS, numbers)


def wrong() -> list[int]:
    """Records whose stored standing is not what retractions and reviews say: for `habeas verify`."""
    records = _run(
        _RECORDS.format(scope="true")
        + "SELECT r.id FROM statements_record r JOIN target USING (id) WHERE r.standing <> target.standing"
    )
    statements = _run(
        _STATEMENTS.format(scope="true") + "SELECT s.record_id FROM statements_statement s JOIN target USING (id) "
        "WHERE s.standing <> target.standing"
    )
    return [*records, *statements]


def _run(sql: str, *parameters: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
