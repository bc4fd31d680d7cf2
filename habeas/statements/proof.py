"""Recompute every record's digest from its rows, and every batch's from its records: `habeas verify`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection

from habeas.audit.models import Event
from habeas.audit.proof import Gone
from habeas.audit.protection import Fixed
from habeas.statements import secrecy, standing, usages
from habeas.statements.drafting import digest
from habeas.statements.models import Erasure, Usage

_STEP = 5_000
_RECORDS = """
    SELECT id, code, source_id, stream, usage_id, kind, role, key, about, locator, row, batch,
           said_by, how_known, said_on, encode(content, 'hex'), arrived, added_at, salt, digest
    FROM statements_record WHERE id > %s ORDER BY id LIMIT %s
"""
_STATEMENTS = """
    SELECT record_id, event, property, original, language, credibility, said_tier
    FROM statements_statement WHERE record_id BETWEEN %s AND %s ORDER BY record_id, id
"""
_BATCH = "SELECT id, digest FROM statements_record WHERE batch = %s"
_UNKNOWN = """
    SELECT code FROM statements_record r WHERE batch IS NULL AND NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.subject = 'record:' || r.code
        AND e.verb IN ('record.stated', 'record.proposed')) LIMIT 100
"""
_BATCHES = "SELECT DISTINCT batch FROM statements_record WHERE batch IS NOT NULL"
_LOOSE = """
    SELECT DISTINCT s.record_id FROM statements_statement s
    WHERE NOT EXISTS (SELECT 1 FROM statements_record r WHERE r.id = s.record_id) LIMIT 100
"""
_DANGLING = """
    SELECT '{kind}', x.id FROM statements_{kind} x
    WHERE (x.record IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statements_record r WHERE r.id = x.record))
       OR (x.statement IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statements_statement s WHERE s.id = x.statement))
    LIMIT 100
"""
# Row triggers before every UPDATE and DELETE (27), with no condition and no choice of columns, that fire always.
_TRIGGERS = """
    SELECT c.relname, t.tgname, p.prosrc FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
      AND t.tgenabled IN ('O', 'A') AND t.tgtype = 27 AND t.tgqual IS NULL AND cardinality(t.tgattr::int2[]) = 0
"""
_BODY = re.compile(r"RETURNS TRIGGER AS \$\$(.*?)\$\$", re.DOTALL)


def record_problems() -> Iterator[str]:
    """Name each record whose rows no longer give the digest that was sealed with it."""
    last = 0
    while records := _rows(_RECORDS, [last, _STEP]):
        first, last = records[0][0], records[-1][0]
        told = {
            record: [row[1:] for row in rows]
            for record, rows in groupby(_rows(_STATEMENTS, [first, last]), key=lambda row: row[0])
        }
        for *fields, added_at, salt, sealed in records:
            again = digest(bytes(salt), [*fields, added_at.astimezone(UTC).isoformat()], told.get(fields[0], []))
            if again != bytes(sealed):
                yield f"record {fields[1]}: what it says is not what was sealed"
    for (number,) in _rows(_LOOSE, []):
        yield f"statements of record number {number} stand without their record"
    for kind in ("retraction", "raising"):
        for name, number in _rows(_DANGLING.format(kind=kind), []):
            yield f"{name} {number} speaks of what is not there"


def event_problems() -> Iterator[str]:
    """Compare what the log says was written with what is there: single records and whole batches."""
    gone = {erasure.record_code: bytes(erasure.digest) for erasure in Erasure.objects.all()}
    for event in Event.objects.filter(verb__in=["record.stated", "record.proposed"]).iterator():
        code = event.subject.removeprefix("record:")
        found = _rows("SELECT digest FROM statements_record WHERE code = %s", [code])
        now = bytes(found[0][0]) if found else gone.get(code)
        if now != bytes(event.digest):
            yield f"record {code}: the log holds another digest"
    for (code,) in _rows(_UNKNOWN, []):
        yield f"record {code}: no event of the log wrote it"
    committed = set()
    for event in Event.objects.filter(verb="batch.committed").iterator():
        number = event.subject.removeprefix("batch:")
        batch = int(number) if number.isdecimal() else 0
        committed.add(batch)
        if batch_digest(batch) != bytes(event.digest):
            yield f"batch {batch}: its records are not those that were committed"
    for (batch,) in _rows(_BATCHES, []):
        if batch not in committed:
            yield f"batch {batch}: no event of the log committed it"


def batch_digest(batch: int) -> bytes:
    """SHA-256 over the digests of the batch's records in order of number, erased ones included."""
    leaves = [(number, bytes(leaf)) for number, leaf in _rows(_BATCH, [batch])]
    leaves += [(one.record_number, bytes(one.digest)) for one in Erasure.objects.filter(batch=batch)]
    proof = hashlib.sha256()
    for _number, leaf in sorted(leaves):
        proof.update(leaf)
    return proof.digest()


def trigger_problems() -> Iterator[str]:
    """Name each table of the ledger whose protecting trigger is missing, off, or does not do what it was made for."""
    found = {(table, name): _plain(body) for table, name, body in _rows(_TRIGGERS, [])}
    models: list[Any] = apps.get_models()
    for model in models:
        for trigger in getattr(model._meta, "triggers", ()):
            if not isinstance(trigger, Fixed):
                continue
            table, [body] = model._meta.db_table, _BODY.findall(trigger.compile(model).install_sql)
            if found.get((table, trigger.get_pgid(model))) != _plain(body):
                yield f"table {table}: its protecting trigger is missing or off"


def _plain(body: str) -> str:
    return " ".join(body.split())


def derived_problems() -> Iterator[str]:
    """Is what is derived in the ledger's own tables what its rows give: standing, tier, how sources write?"""
    if wrong := standing.wrong():
        yield f"{len(wrong)} records do not stand as their retractions and reviews say"
    if lower := secrecy.wrong():
        yield f"{lower} statements do not stand at the tier that was decided"
    for usage in Usage.objects.all():
        if usages.digest(usage.content) != usage.digest:
            yield f"usage {usage.pk}: how its source writes is not what was kept"


def erased() -> Gone:
    """Rows and groups of rows that approved erasures took with their records."""
    found: dict[str, set[int]] = {}
    for erasure in Erasure.objects.all():
        for name, numbers in erasure.gone.items():
            found.setdefault(name, set()).update(numbers)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
