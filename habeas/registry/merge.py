"""Which records make which subject: attach new ones, regroup after a judgement, and keep profiles up.

A new record joins the subject that its source already calls by the same id, or makes a new one.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from django.db import connection

from habeas.linkage import decide
from habeas.linkage.clusters import Clusters, Ruling, cluster
from habeas.registry import rebuild
from habeas.registry.models import Subject

_LOCK = 0x57484F  # "WHO"
_JOINS_KNOWN = """
    SELECT 1 FROM (SELECT source_id FROM statements_record WHERE batch = %s LIMIT 1) b
    JOIN statements_record o ON o.source_id = b.source_id AND o.batch IS DISTINCT FROM %s LIMIT 1
"""
# Windows instead of joins: right after a large COPY the planner believes the tables to be small, and would join row by
# row. The first record of each group finds the subject, or makes one, for all of the group.
_ATTACH = """
    WITH loose AS MATERIALIZED (
        SELECT r.id, r.kind, r.source_id, r.about, min(r.id) OVER (PARTITION BY r.kind, r.source_id, r.about) AS first
        FROM statements_record r WHERE {scope} AND r.standing = 0
          AND NOT EXISTS (SELECT 1 FROM registry_member m WHERE m.record_id = r.id)
    ), heads AS MATERIALIZED (
        SELECT id, kind, first, CASE WHEN id = first THEN (
            SELECT m.subject_id FROM statements_record o JOIN registry_member m ON m.record_id = o.id
            WHERE o.source_id = l.source_id AND o.about = l.about AND o.kind = l.kind ORDER BY o.id LIMIT 1
        ) END AS known FROM loose l ORDER BY id
    ), numbered AS MATERIALIZED (
        SELECT id, kind, first, known,
            CASE WHEN id = first AND known IS NULL THEN nextval('registry_subject_id_seq') END AS made FROM heads
    ), placed AS MATERIALIZED (
        SELECT id, kind, made, max(coalesce(known, made)) OVER (PARTITION BY first) AS subject,
            max(made) OVER (PARTITION BY first) IS NOT NULL AS fresh FROM numbered
    ), subjects AS (
        INSERT INTO registry_subject (id, kind) SELECT made, kind FROM placed WHERE made IS NOT NULL
    ), members AS (
        INSERT INTO registry_member (record_id, subject_id) SELECT id, subject FROM placed
    )
    SELECT fresh, min(subject), max(subject) FROM (
        SELECT fresh, subject, subject - row_number() OVER (PARTITION BY fresh ORDER BY subject) AS island
        FROM (SELECT DISTINCT subject, fresh FROM placed) d
    ) i GROUP BY fresh, island ORDER BY 2
"""


def hold() -> None:
    """Who is who is changed by one at a time, until the transaction ends: each has to see what the others decided."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _hold_for_list(batch: int) -> None:
    """A further list of a source may join known subjects: then nobody regroups them meanwhile. A first list cannot."""
    with connection.cursor() as cursor:
        cursor.execute(_JOINS_KNOWN, [batch, batch])
        if cursor.fetchone() is not None:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def attach_batch(batch: int) -> tuple[array[int], array[int]]:
    """Give every live record of a batch its subject; returns (new subjects, known subjects touched), ascending."""
    _hold_for_list(batch)
    return _attach("r.batch = %s", batch)


def attach(records: Sequence[int]) -> tuple[array[int], array[int]]:
    """The same for single records."""
    hold()
    return _attach("r.id = ANY(%s)", list(records))


def _attach(scope: str, what: int | list[int]) -> tuple[array[int], array[int]]:
    """Subjects come as first and last of each unbroken run, so that memory does not grow with the list."""
    new, known = array("q"), array("q")
    for fresh, first, last in _rows(_ATTACH.format(scope=scope), what):
        (new if fresh else known).extend(range(first, last + 1))
    return new, known


_SUBJECTS = """
    SELECT subject_id FROM registry_member WHERE record_id = ANY(%s)
    UNION
    SELECT m.subject_id FROM statements_stance t JOIN statements_statement s ON s.id = t.statement_id
    JOIN registry_member m ON m.record_id = s.record_id WHERE t.record_id = ANY(%s)
"""


def subjects_of(records: Sequence[int]) -> list[int]:
    """Whose pages rest on these records: their own subjects, and those whose statements they confirm or dispute."""
    return _column(_SUBJECTS, [list(records), list(records)])


def follow(records: Sequence[int]) -> None:
    """Bring subjects and profiles up to date after the standing or the content of these records changed."""
    if records:
        attach(records)
        rebuild.touch(subjects_of(records))


def regroup(records: Sequence[int]) -> Clusters:
    """Group again all records that judgements connect with these, and rebuild whose page changes."""
    hold()
    about, rulings = _neighbourhood(records)
    before = dict(_rows("SELECT record_id, subject_id FROM registry_member WHERE record_id = ANY(%s)", list(about)))
    found = cluster({record: oldest for record, oldest in about.items() if record in before}, rulings)
    after = _place(found, before)
    moved = [record for record, subject in after.items() if before[record] != subject]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE registry_member SET subject_id = %s WHERE record_id = %s",
            [(after[record], record) for record in moved],
        )
    rebuild.touch([*{before[record] for record in before}, *set(after.values())])
    return found


def _place(found: Clusters, before: dict[int, int]) -> dict[int, int]:
    """A subject for each cluster: the one of its oldest record, unless an older cluster keeps that one."""
    subject_of: dict[int, int] = {}
    taken: set[int] = set()
    for head in sorted(set(found.of.values())):
        subject = before[head]
        if subject in taken:
            kind = Subject.objects.get(pk=subject).kind
            subject = Subject.objects.create(kind=kind).pk
        taken.add(subject)
        subject_of[head] = subject
    return {record: subject_of[head] for record, head in found.of.items()}


_ALIKE = """
    SELECT o.id, (SELECT min(x.id) FROM statements_record x
                  WHERE x.source_id = o.source_id AND x.about = o.about AND x.kind = o.kind)
    FROM statements_record r
    JOIN statements_record o ON o.source_id = r.source_id AND o.about = r.about AND o.kind = r.kind
    WHERE r.id = ANY(%s)
    UNION
    SELECT m2.record_id, NULL FROM registry_member m1 JOIN registry_member m2 USING (subject_id)
    WHERE m1.record_id = ANY(%s)
"""


def _neighbourhood(records: Sequence[int]) -> tuple[dict[int, int], list[Ruling]]:
    """Every record connected with these by source ids, present groups or judgements; and the judgements."""
    reached: dict[int, int] = dict.fromkeys(records, 0)
    while True:
        size = len(reached)
        for record, oldest in _rows(_ALIKE, list(reached), list(reached)):
            reached[record] = oldest or reached.get(record, 0)
        judged = decide.in_force_around(list(reached))
        for _number, _same, _side, record in judged:
            reached.setdefault(record, 0)
        if len(reached) == size:
            return reached, rulings(judged)


def rulings(judged: Sequence[tuple[int, bool, str, int]]) -> list[Ruling]:
    """Judgements in force, from the rows that tell of their sides."""
    sides: dict[tuple[int, bool], dict[str, set[int]]] = {}
    for number, same, side, record in judged:
        sides.setdefault((number, same), {"left": set(), "right": set()})[side].add(record)
    return [
        Ruling(number, same, frozenset(both["left"]), frozenset(both["right"]))
        for (number, same), both in sides.items()
    ]


def _rows(sql: str, *parameters: int | list[int]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _column(sql: str, parameters: list[int | list[int]]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
