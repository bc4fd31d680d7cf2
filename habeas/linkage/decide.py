"""Judge by hand that records speak of one subject or of different ones, and take a judgement back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from habeas.audit import log
from habeas.linkage.models import DIFFERENT, SAME, UNSURE, Judgement, JudgementRecord


class JudgementError(ValueError):
    """The judgement cannot be made; the message says why."""


@transaction.atomic
def judge(
    *, by: str, verdict: str, left: Sequence[int], right: Sequence[int], reason: str, machine: bool = False
) -> Judgement:
    """Record that the records `left` and `right` speak of one subject ("same") or not ("different", "unsure")."""
    if verdict not in {SAME, DIFFERENT, UNSURE}:
        raise JudgementError("Choose: these are one, these are someone else, or unsure.")
    if not reason.strip():
        raise JudgementError("Say why: the reason is kept and shown.")
    if not left or not right or set(left) & set(right):
        raise JudgementError("Choose two different persons, each with a record in force.")
    made = Judgement.objects.create(verdict=verdict, reason=reason.strip(), by=by, machine=machine)
    sides = JudgementRecord.objects.bulk_create(
        JudgementRecord(judgement=made, side=side, record=record)
        for side, records in (("left", left), ("right", right))
        for record in records
    )
    log.record(f"judgement.{verdict}", by=by, subject=f"judgement:{made.pk}", rows=[made, *sides])
    return made


@transaction.atomic
def undo(*, by: str, judgement: Judgement, reason: str) -> Judgement:
    """Take a judgement back; both stay in the history."""
    if judgement.verdict == "undo" or Judgement.objects.filter(undoes=judgement).exists():
        raise JudgementError("This judgement was undone already.")
    made = Judgement.objects.create(verdict="undo", reason=reason.strip() or "undone", by=by, undoes=judgement)
    log.record("judgement.undone", by=by, subject=f"judgement:{judgement.pk}", rows=[made])
    return made


_CONNECTED = """
    WITH RECURSIVE in_force AS (
        SELECT j.id, j.verdict FROM linkage_judgement j
        WHERE j.verdict IN ('same', 'different')
          AND NOT EXISTS (SELECT 1 FROM linkage_judgement u WHERE u.undoes_id = j.id)
    ), reach (record) AS (
        SELECT unnest(%s::bigint[])
        UNION
        SELECT o.record FROM reach r
        JOIN linkage_judgementrecord m ON m.record = r.record
        JOIN in_force f ON f.id = m.judgement_id
        JOIN linkage_judgementrecord o ON o.judgement_id = f.id
    )
    SELECT DISTINCT f.id, f.verdict, m.side, m.record FROM reach r
    JOIN linkage_judgementrecord o ON o.record = r.record
    JOIN in_force f ON f.id = o.judgement_id
    JOIN linkage_judgementrecord m ON m.judgement_id = f.id ORDER BY f.id
"""


def in_force_around(records: Sequence[int]) -> list[tuple[int, bool, str, int]]:
    """Judgements in force that touch these records, and those that touch what they touch, and so on.

    Rows of (judgement, is it "same", side, record).
    """
    with connection.cursor() as cursor:
        cursor.execute(_CONNECTED, [list(records)])
        return [(number, verdict == SAME, side, record) for number, verdict, side, record in cursor.fetchall()]


def of_records(records: Sequence[int]) -> list[Judgement]:
    """All judgements about these records, newest first, for their page."""
    found = Judgement.objects.filter(records__record__in=list(records)).distinct().order_by("-pk")
    return list(found.select_related("undoes", "undone_by").prefetch_related("records"))


def judgement(number: int) -> Judgement | None:
    """One judgement that is not itself an undoing."""
    return Judgement.objects.filter(pk=number).exclude(verdict="undo").first()


__all__ = [
    "DIFFERENT",
    "SAME",
    "UNSURE",
    "JudgementError",
    "in_force_around",
    "judge",
    "judgement",
    "of_records",
    "undo",
]
