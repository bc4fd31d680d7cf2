"""Change what is known of a source, and everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from habeas.accounts.models import User
from habeas.registry import rebuild, secrecy
from habeas.statements import ledger
from habeas.statements.models import Record, Source


@transaction.atomic
def change_source(*, by: User, source: Source, **details: Any) -> Source:
    """Change what is known about a source; pages follow when they depend on it."""
    held = Source.objects.get(pk=source.pk)
    before = [getattr(held, name) for name in _SHOWN]
    changed = ledger.change_source(by=by.username, source=source, **details)
    if changed.tier > held.tier:
        _raise_what_it_said(by, changed)
    if [getattr(changed, name) for name in _SHOWN] != before:
        rebuild.touch(_subjects_of_sources(_with_copies(source.pk)))
    return changed


def _raise_what_it_said(by: User, source: Source) -> None:
    """What a source said is as secret as the source: its pages name it."""
    reason = "its source was made more secret"
    records = Record.objects.filter(source=source)
    for batch in records.exclude(batch=None).order_by("batch").values_list("batch", flat=True).distinct():
        secrecy.raise_tier(by=by, batch=batch, tier=source.tier, reason=reason)
    for record in records.filter(batch=None).order_by("pk"):
        secrecy.raise_tier(by=by, record=record, tier=source.tier, reason=reason)


def _with_copies(number: int) -> list[int]:
    """The source and all that took its content from it: whether they corroborate each other may change."""
    found, fresh = {number}, {number}
    while fresh:
        up = list(fresh)
        copies = Source.objects.filter(upstream__in=up) | Source.objects.filter(upstream=None, parent__in=up)
        fresh = set(copies.values_list("pk", flat=True)) - found
        found |= fresh
    return sorted(found)


def _subjects_of_sources(sources: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT m.subject_id FROM registry_member m JOIN statements_record r ON r.id = m.record_id "
            "WHERE r.source_id = ANY(%s)",
            [list(sources)],
        )
        return [row[0] for row in cursor.fetchall()]


_SHOWN = ("kind", "reliability", "tier", "parent", "upstream")  # fields of a source that profiles depend on
