"""Do groups and pages equal what the ledger gives? Names those that differ, for `habeas verify`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from habeas.linkage import decide
from habeas.linkage.clusters import cluster
from habeas.linkage.models import JudgementRecord
from habeas.registry import gathering, merge
from habeas.registry.rows import KEY_COLUMNS, PROFILE_COLUMNS, SUMMARY_COLUMNS, build
from habeas.statements.models import Record

_STEP = 2_000
_TABLES = (
    ("profiles", "registry_profile", PROFILE_COLUMNS, "subject_id"),
    ("summaries", "registry_summary", SUMMARY_COLUMNS, "subject"),
    ("keys", "index_namekey", KEY_COLUMNS, "subject"),
)


_ALONE = """
    CREATE TEMPORARY TABLE registry_alike ON COMMIT DROP AS
    SELECT id, min(id) OVER alike AS oldest, count(*) OVER alike > 1 OR id = ANY(%s) AS tied
    FROM statements_record WINDOW alike AS (PARTITION BY source_id, about, kind)
"""
_TIED = """
    SELECT m.record_id, a.oldest, m.subject_id FROM registry_member m JOIN registry_alike a ON a.id = m.record_id
    WHERE a.tied
"""
_CROWDED = """
    SELECT m.record_id FROM registry_member m JOIN registry_alike a ON a.id = m.record_id WHERE NOT a.tied
    AND EXISTS (SELECT 1 FROM registry_member o WHERE o.subject_id = m.subject_id AND o.record_id <> m.record_id)
"""
_LOST = """
    SELECT r.id FROM statements_record r WHERE r.standing = 0
    AND NOT EXISTS (SELECT 1 FROM registry_member m JOIN registry_subject s ON s.id = m.subject_id
                    WHERE m.record_id = r.id)
"""
_LOOSE = """
    SELECT {column} FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM registry_subject s WHERE s.id = t.{column}) LIMIT 20
"""


def member_problems() -> Iterator[str]:
    """Is every record with the subject that its source's own ids and people's judgements give it?"""
    codes = Record.objects.filter(pk__in=sorted(_misplaced())[:20]).order_by("pk").values_list("code", flat=True)
    for code in codes:
        yield f"record {code} is not with the subject that its source and the judgements give"


@transaction.atomic
def mend() -> int:
    """Group again the records that are not where they belong; returns how many there were."""
    merge.hold()
    wrong = sorted(_misplaced())
    if wrong:
        merge.attach(wrong)
        merge.regroup(wrong)
    return len(wrong)


@transaction.atomic
def _misplaced() -> set[int]:
    judged = decide.in_force_around(list(JudgementRecord.objects.values_list("record", flat=True).distinct()))
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [[record for *_rest, record in judged]])
        wrong = set(_first(cursor, _CROWDED)) | set(_first(cursor, _LOST))
        cursor.execute(_TIED)
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE registry_alike")
    found = cluster({record: oldest for record, oldest, _subject in rows}, merge.rulings(judged))
    heads: dict[int, set[int]] = {}
    subjects: dict[int, set[int]] = {}
    for record, _oldest, subject in rows:
        heads.setdefault(subject, set()).add(found.of[record])
        subjects.setdefault(found.of[record], set()).add(subject)
    wrong |= {record for record, _oldest, subject in rows if len(heads[subject]) > 1}
    return wrong | {record for record, _oldest, _subject in rows if len(subjects[found.of[record]]) > 1}


def _first(cursor: CursorWrapper, sql: str) -> list[int]:
    cursor.execute(sql)
    return [row[0] for row in cursor.fetchall()]


def problems() -> Iterator[str]:
    """Compare, chunk by chunk and byte by byte, what is stored with what the ledger gives now."""
    for name, table, _columns, column in _TABLES:
        with connection.cursor() as cursor:
            for number in _first(cursor, _LOOSE.format(table=table, column=column)):
                yield f"{name} of subject {number}: there is no such subject"
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
