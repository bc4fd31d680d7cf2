"""Rows of a batch that is held: look through them, and let them in by choice or by rule."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from habeas.accounts.models import User
from habeas.audit import digests, log
from habeas.intake.models import Batch
from habeas.registry import merge, work
from habeas.statements import standing
from habeas.statements.models import QUARANTINED, Record, Review, Statement

_PROMOTE = """
    INSERT INTO statements_review (record_id, step, by, "to", note, "group", at, salt)
    SELECT id, 'promoted', %s, '', %s, %s, now(), decode(replace(gen_random_uuid()::text, '-', ''), 'hex')
    FROM statements_record WHERE id = ANY(%s) RETURNING record_id
"""
GIVEN, READ, EQUALS = "given", "read", "equals"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a row has to say to be let in: a property that is given, that could be read, or that equals a text."""

    property: str
    test: str = GIVEN
    text: str = ""


def held(batch: Batch, *, words: str = "", ceiling: int) -> QuerySet[Record]:
    """Rows of the batch that are held, with a value (at or below the ceiling) that contains the words."""
    found = Record.objects.filter(batch=batch.pk, standing=QUARANTINED).order_by("pk")
    words = words.replace("\0", "").strip()[:200]
    if words:
        met = Statement.objects.filter(record__batch=batch.pk, tier__lte=ceiling, original__icontains=words)
        found = found.filter(pk__in=met.values("record"))
    return found


def meeting(batch: Batch, rules: Sequence[Rule]) -> QuerySet[Record]:
    """Held rows that meet every rule."""
    found = Record.objects.filter(batch=batch.pk, standing=QUARANTINED)
    for rule in rules:
        said = Statement.objects.filter(record__batch=batch.pk, property=rule.property, standing=0)
        if rule.test == READ:
            said = said.filter(flag=None, value__isnull=False)
        elif rule.test == EQUALS:
            said = said.filter(original__iexact=rule.text.strip())
        found = found.filter(pk__in=said.values("record"))
    return found


@transaction.atomic
def promote(*, batch: Batch, by: str, note: str = "", keys: Sequence[str] = (), rules: Sequence[Rule] = ()) -> int:
    """Let rows make persons: those with these keys, or those that meet the rules, or all of them."""
    found = meeting(batch, rules)
    if keys:
        found = found.filter(key__in=list(keys))
    numbers = list(found.order_by("pk").values_list("pk", flat=True))
    group = secrets.randbits(62)
    with connection.cursor() as cursor:
        cursor.execute(_PROMOTE, [by, note, group, numbers])
    merge.follow(standing.settle_records(numbers))
    _settle(batch.pk)
    detail: dict[str, Any] = {"count": len(numbers), "rules": [[one.property, one.test] for one in rules]}
    log.record(
        "batch.promoted",
        by=by,
        subject=f"batch:{batch.pk}",
        detail=detail,
        group=digests.Group(Review, "group", group),
    )
    return len(numbers)


@transaction.atomic
def promote_one(*, record: Record, by: User, note: str = "") -> None:
    """Let one row make a person, as a step of its review."""
    work.review(by=by, record=record, step="promoted", note=note)
    _settle(record.batch)


def _settle(batch: int | None) -> None:
    """A batch of which nothing is held any more is no longer in quarantine."""
    if batch is not None and not Record.objects.filter(batch=batch, standing=QUARANTINED).exists():
        Batch.objects.filter(pk=batch).update(quarantined=False)
