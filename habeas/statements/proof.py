"""Recompute every record's digest from its rows, and every batch's from its records: `habeas verify`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from typing import Any

from django.db import connection

from habeas.audit.models import Event
from habeas.statements.drafting import digest
from habeas.statements.models import LEDGER, Erasure

_STEP = 5_000
_RECORDS = """
    SELECT id, code, source_id, stream, usage_id, kind, role, key, about, locator, row, batch,
           said_by, how_known, said_on, added_at, salt, digest
    FROM statements_record WHERE id > %s ORDER BY id LIMIT %s
"""
_STATEMENTS = """
    SELECT record_id, event, property, original, language, credibility, tier
    FROM statements_statement WHERE record_id BETWEEN %s AND %s ORDER BY record_id, id
"""
_BATCH = "SELECT id, digest FROM statements_record WHERE batch = %s"
_TRIGGERS = """
    SELECT c.relname, bool_or(t.tgenabled <> 'D') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal GROUP BY c.relname
"""


def record_problems() -> Iterator[str]:
    """Name each record whose rows no longer give the digest that was sealed with it."""
    last = 0
    while records := _rows(_RECORDS, [last, _STEP]):
        first, last = records[0][0], records[-1][0]
        told = {
            record: [row[1:] for row in rows]
            for record, rows in groupby(_rows(_STATEMENTS, [first, last]), key=lambda row: row[0])
        }
        for number, *fields, added_at, salt, sealed in records:
            again = digest(bytes(salt), [*fields, added_at.astimezone(UTC).isoformat()], told.get(number, []))
            if again != bytes(sealed):
                yield f"record {fields[0]}: what it says is not what was sealed"


def event_problems() -> Iterator[str]:
    """Compare what the log says was written with what is there: single records and whole batches."""
    gone = {erasure.record_code: bytes(erasure.digest) for erasure in Erasure.objects.all()}
    for event in Event.objects.filter(verb__in=["record.stated", "record.proposed"]).iterator():
        code = event.subject.removeprefix("record:")
        found = _rows("SELECT digest FROM statements_record WHERE code = %s", [code])
        now = bytes(found[0][0]) if found else gone.get(code)
        if now != bytes(event.digest):
            yield f"record {code}: the log holds another digest"
    for event in Event.objects.filter(verb="batch.committed").iterator():
        batch = int(event.subject.removeprefix("batch:"))
        if batch_digest(batch) != bytes(event.digest):
            yield f"batch {batch}: its records are not those that were committed"


def batch_digest(batch: int) -> bytes:
    """SHA-256 over the digests of the batch's records in order of number, erased ones included."""
    leaves = [(number, bytes(leaf)) for number, leaf in _rows(_BATCH, [batch])]
    leaves += [(one.record_number, bytes(one.digest)) for one in Erasure.objects.filter(batch=batch)]
    proof = hashlib.sha256()
    for _number, leaf in sorted(leaves):
        proof.update(leaf)
    return proof.digest()


def trigger_problems() -> Iterator[str]:
    """Name each table of the ledger whose protecting trigger is missing or off."""
    found: dict[str, bool] = dict(_rows(_TRIGGERS, []))
    for table in LEDGER:
        if not found.get(table):
            yield f"table {table}: its protecting trigger is missing or off"


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
