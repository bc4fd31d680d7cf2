"""Do the stored pages equal a rebuild? Names those that differ, for `habeas verify`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from habeas.registry import gathering
from habeas.registry.rows import KEY_COLUMNS, PROFILE_COLUMNS, SUMMARY_COLUMNS, build

_STEP = 2_000
_TABLES = (
    ("profiles", "registry_profile", PROFILE_COLUMNS, "subject_id"),
    ("summaries", "registry_summary", SUMMARY_COLUMNS, "subject"),
    ("keys", "index_namekey", KEY_COLUMNS, "subject"),
)


def problems() -> Iterator[str]:
    """Compare, chunk by chunk and byte by byte, what is stored with what the ledger gives now."""
    known = gathering.lore()
    for chunk in _chunks():
        built = build(*gathering.copy_out(chunk), gathering.extras(chunk, known), known)
        for name, table, columns, subject in _TABLES:
            stored = gathering.copied(
                f"COPY (SELECT {', '.join(columns)} FROM {table} WHERE {subject} BETWEEN {chunk[0]} AND {chunk[-1]}) "  # noqa: S608 - fixed names and numbers
                "TO STDOUT"
            )
            yield from _differences(name, _lines(getattr(built, name)), _lines(stored))


def _lines(text: str) -> set[str]:
    return {_plain(line) for line in text.split("\n") if line}


def _plain(line: str) -> str:
    """PostgreSQL writes a tsvector sorted, JSON with spaces: compare without either."""
    head, _tab, tail = line.rpartition("\t")
    return f"{head}\t{' '.join(sorted(tail.replace(', ', ',').split()))}"


def _differences(name: str, built: set[str], stored: set[str]) -> Iterator[str]:
    for line in sorted(built ^ stored)[:20]:
        subject = line.split("\t", 1)[0]
        yield f"{name} of subject {subject}: {'is not stored' if line in built else 'is not what the ledger gives'}"


def _chunks() -> Iterator[list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM registry_subject")
        low, high = cursor.fetchone()
    for start in range(low or 0, (high or -1) + 1, _STEP):
        yield list(range(start, min(start + _STEP, high + 1)))
