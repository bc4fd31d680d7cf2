"""Sources: who says things, and what each one said."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.reach import reach_of
from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import asked, labels, reading, seen, words
from habeas.registry.models import Summary
from habeas.statements.models import Record, Source, Statement

_SHOWN = 50


@policy(roles.READ)
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    found = seen.sources(user).select_related("upstream").order_by("title")
    known = {one.pk for one in found}
    rows = [
        {
            "source": one,
            "kind": words.term_label("source_kind", one.kind),
            "tier": LABELS[Tier(one.tier)],
            "upstream": one.upstream if one.upstream_id in known else None,
        }
        for one in found
    ]
    return render(request, "desk/sources.html", {"sources": rows})


@policy(roles.READ)
@require_GET
def source(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found = seen.source(user, code)
    ceiling = reach_of(user).of(code)
    above = seen.sources(user).in_bulk([one for one in (found.parent_id, found.upstream_id) if one])
    records = _readable(found, ceiling)
    if (after := asked.number(request.GET, "after")) is not None:
        records = records.filter(pk__gt=after)
    rows = list(records[: _SHOWN + 1])
    context = {
        "source": found,
        "kind": words.term_label("source_kind", found.kind),
        "sharing": words.term_label("sharing", words.pack().read_term("sharing", found.sharing) or found.sharing),
        "tier": found.tier,
        "parent": above.get(found.parent_id or 0),
        "upstream": above.get(found.upstream_id or 0),
        "records": _named(rows[:_SHOWN], ceiling),
        "after": rows[_SHOWN - 1].pk if len(rows) > _SHOWN else None,
        "copies": seen.sources(user).filter(upstream=found).order_by("title"),
        "files": seen.sources(user).filter(parent=found).order_by("title"),
        "counts": _counts(found, ceiling),
        "ceiling": ceiling,
        "batches": _batches(user, found) if user.may(roles.IMPORT) else [],
    }
    return render(request, "desk/source.html", context)


def _readable(found: Source, ceiling: int) -> QuerySet[Record]:
    """Records in force that say something at or below the ceiling."""
    said = Statement.objects.filter(record=OuterRef("pk"), tier__lte=ceiling)
    return Record.objects.filter(Exists(said), source=found, standing=0).order_by("pk")


def _named(records: list[Record], ceiling: int) -> list[tuple[Record, str]]:
    """Records, each with the first name that it gives."""
    said = Statement.objects.filter(record__in=records, tier__lte=ceiling).order_by("-pk")
    names = said.filter(property__in=("name", "family_name", "alias"))
    first = {record: value or original for record, value, original in names.values_list("record", "value", "original")}
    return [(one, first.get(one.pk, "")) for one in records]


def _counts(found: Source, ceiling: int) -> dict[str, int]:
    """How many persons, places and organisations it tells of, at the ceiling."""
    rows = Summary.objects.filter(sources__contains=[found.pk], low__lte=ceiling, high__gte=ceiling)
    return dict(rows.order_by().values_list("kind").annotate(Count("pk")))


def _batches(user: User, found: Source) -> list[tuple[Any, Any]]:
    rows = seen.batches(user).filter(source=found).order_by("-pk")[:20]
    return [(one, labels.STATES[one.state]) for one in rows]
