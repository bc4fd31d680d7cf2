"""Statements as pages quote them: as said, as read, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from habeas.accounts.reach import Reach
from habeas.accounts.tiers import Tier
from habeas.desk import labels, phrasing, words
from habeas.statements.models import Record, Statement


def statements(numbers: Sequence[int], reach: Reach) -> dict[int, dict[str, Any]]:
    """What a page shows of these statements, by number; nothing above the reader's reach."""
    rows = Statement.objects.filter(pk__in=numbers, tier__lte=reach.top).order_by("pk")
    # Not a join: among millions of rows the planner has chosen to read all records for a dozen statements.
    records = Record.objects.select_related("source").in_bulk({row.record_id for row in rows})
    found = {}
    for row in rows:
        row.record = records[row.record_id]
        if row.tier <= (ceiling := reach.of(row.record.source.code)):
            found[row.pk] = shown(row, ceiling)
    return found


def shown(row: Statement, ceiling: int) -> dict[str, Any]:
    """One statement as pages show it: as said, as read, and where it stands."""
    record = row.record
    sealed = row.tier == Tier.SEALED
    return {
        "number": row.pk,
        "property": row.property,
        "label": words.property_label(row.property),
        "event": row.event,
        "original": "" if sealed else row.original,
        "read": "" if sealed or row.value is None else phrasing.value(row.property, vars(row)),
        "sealed": sealed,
        "language": row.language,
        "tier": row.tier,
        "raised": row.tier > row.said_tier,
        "credibility": row.credibility,
        "flag": labels.FLAGS.get(row.flag or "", ""),
        "standing": row.standing,
        "record": record.code,
        "locator": record.locator,
        "said_on": record.said_on,
        "said_by": record.said_by if ceiling >= Tier.RESTRICTED else "",
        "how_known": record.how_known if ceiling >= Tier.RESTRICTED else "",
        "source": record.source.code,
        "title": record.source.title,
        "kind": words.term_label("source_kind", record.source.kind),
        "reliability": record.source.reliability,
    }
