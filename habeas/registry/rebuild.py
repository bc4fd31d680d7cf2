"""Build what people read from the ledger: for a few subjects at once, or for all with every core.

The building itself is pure (`rows.lines`); here chunks go out to worker processes and lines come back in.
"""

from __future__ import annotations

import os
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from io import StringIO

from django.db import connection, transaction

from habeas.audit import log
from habeas.engine import workers as engine_workers
from habeas.index import changes
from habeas.registry import gathering
from habeas.registry.profile import Lore
from habeas.registry.rows import KEY_COLUMNS, PROFILE_COLUMNS, SUMMARY_COLUMNS, Lines, build
from habeas.statements import copying

CHUNK = 2_000
_FEW = 300  # below this, starting workers costs more than it saves
_PROFILES = f"COPY registry_profile ({', '.join(PROFILE_COLUMNS)}) FROM STDIN"
_SUMMARIES = f"COPY registry_summary ({', '.join(SUMMARY_COLUMNS)}) FROM STDIN"
_KEYS = f"COPY index_namekey ({', '.join(KEY_COLUMNS)}) FROM STDIN"
_LOCK = 0x5245  # "RE": pages are built (shared), or all of them anew (alone)
_EVERY = "COPY (SELECT id FROM registry_subject ORDER BY id) TO STDOUT"
Report = Callable[[int, int], None]  # how many are built, of how many


def workers() -> int:
    return max(1, min(8, os.cpu_count() or 1))


def touch(subjects: Sequence[int], *, fresh: bool = False, noted: bool = True, report: Report | None = None) -> int:
    """Rebuild these subjects inside the caller's transaction; returns how many profiles stand.

    `fresh` says that none of them was built before, so there is nothing to clear; then they come ascending, each once.
    `noted` lets searches know; who rebuilds everything tells them so once.
    """
    ordered = subjects if fresh else sorted(set(subjects))
    if not ordered:
        return 0
    _hold_shared()
    if not fresh:
        for chunk in _chunks(ordered):
            _hold(chunk)
        for chunk in _chunks(ordered):
            _clear(chunk)
    known = gathering.lore()
    total = 0
    for made in (_here if len(ordered) <= _FEW else _spread)(_chunks(ordered), known):
        total += _store(made)
        if report is not None:
            report(total, len(ordered))
    for chunk in _chunks(ordered) if noted else ():
        changes.note(chunk)
    return total


def _hold_shared() -> None:
    """Pages are built beside each other, but not while all of them are built anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def _hold(subjects: Sequence[int]) -> None:
    """Two who change one subject build its page after each other, so that the later one sees what both did."""
    with connection.cursor() as cursor:
        sql = "SELECT id FROM registry_subject WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
        cursor.execute(sql, [list(subjects)])


def _chunks(ordered: Sequence[int]) -> Iterator[list[int]]:
    return (list(ordered[start : start + CHUNK]) for start in range(0, len(ordered), CHUNK))


def _here(chunks: Iterator[list[int]], known: Lore) -> Iterator[Lines]:
    """Build chunks in this process."""
    for chunk in chunks:
        yield build(*gathering.copy_out(chunk), gathering.extras(chunk, known), known)


def _spread(chunks: Iterator[list[int]], known: Lore) -> Iterator[Lines]:
    """Build chunks in worker processes while this one reads and writes; a few in flight keep memory flat."""
    with engine_workers.pool(workers()) as pool:
        waiting: deque[Future[Lines]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(build, *gathering.copy_out(chunk), gathering.extras(chunk, known), known))
            if len(waiting) > workers() + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _store(made: Lines) -> int:
    copying.send(_PROFILES, made.profiles)
    copying.send(_SUMMARIES, made.summaries)
    copying.send(_KEYS, made.keys)
    return made.subjects


def _clear(subjects: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for table, column in (
            ("registry_profile", "subject_id"),
            ("registry_summary", "subject"),
            ("index_namekey", "subject"),
        ):
            cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [list(subjects)])  # noqa: S608 - fixed names


def everything(*, by: str, report: Report | None = None) -> int:
    """Drop all that is derived and build it anew from the ledger; one transaction, so readers never see half."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        subjects = array("q", map(int, StringIO(gathering.copied(_EVERY))))
        with connection.cursor() as cursor:
            for table in ("registry_profile", "registry_summary", "index_namekey"):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
        total = touch(subjects, fresh=True, noted=False, report=report)
        changes.note(None)
        log.record("registry.rebuilt", by=by, detail={"subjects": total})
    return total
