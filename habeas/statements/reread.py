"""Read the ledger again with the readers of today: show what would change, and change only readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from habeas.audit import log
from habeas.packs import reader as packs
from habeas.statements.models import Usage
from habeas.statements.reading import READER, SEALED, Habits, Reader

_STEP = 20_000
_SAMPLES = 50
_ROWS = """
    SELECT s.id, s.record_id, r.usage_id, s.property, s.original, s.said_tier,
           s.value, s.low, s.high, s.reference, s.flag, s.reader
    FROM statements_statement s JOIN statements_record r ON r.id = s.record_id
    WHERE s.id > %s ORDER BY s.id LIMIT %s
"""
_UPDATE = """
    UPDATE statements_statement SET value = %s, low = %s, high = %s, reference = %s, flag = %s, reader = %s
    WHERE id = %s
"""


@dataclass(slots=True)
class Reread:
    """`changed` by property; `samples` of (property, old value, new value) without the wording; records touched."""

    read: int = 0
    changed: dict[str, int] = field(default_factory=dict)
    samples: list[tuple[str, str | None, str | None, int]] = field(default_factory=list)
    records: set[int] = field(default_factory=set)


def reread(*, by: str, apply: bool, report: Callable[[int], None] | None = None) -> Reread:
    """Read every statement again; with `apply` write the readings that differ, in one transaction.

    A statement whose property no pack in use declares any more keeps the reading that it has.
    """
    found, last = Reread(), 0
    pack = packs.load(*settings.PACKS)
    known = {one.code for one in pack.properties}
    readers = {usage.pk: Reader(pack, Habits.of(usage.content)) for usage in Usage.objects.all()}
    with transaction.atomic():
        while rows := _fetch(last):
            last = rows[-1][0]
            found.read += len(rows)
            readable = [row for row in rows if row[3] in known]
            updates = [new for row in readable if (new := _compare(row, readers, found)) is not None]
            if apply and updates:
                with connection.cursor() as cursor:
                    cursor.executemany(_UPDATE, updates)
            if report is not None:
                report(found.read)
        if apply:
            log.record("ledger.reread", by=by, detail={"changed": found.changed, "reader": READER})
    return found


def _fetch(last: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [last, _STEP])
        return list(cursor.fetchall())


def _compare(row: tuple[Any, ...], readers: dict[int, Reader], found: Reread) -> tuple[Any, ...] | None:
    number, record, usage, code, original, tier, *old, reader = row
    new = SEALED if tier == 4 else readers[usage].read(code, original)
    if tuple(old) == tuple(new) and reader == READER:
        return None
    if tuple(old) != tuple(new):
        found.changed[code] = found.changed.get(code, 0) + 1
        found.records.add(record)
        if len(found.samples) < _SAMPLES:
            found.samples.append((code, old[0], new.value, number))
    return (*new, READER, number)
