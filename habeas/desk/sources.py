"""Sources: who says things, and what each one said."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.reach import reach_of
from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import asked, labels, reading, seen, words
from habeas.statements.models import Record, Source, Statement

_SHOWN = 50


@policy(roles.READ)
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    found = seen.sources(user).select_related("upstream").order_by("title")
    rows = [(one, words.term_label("source_kind", one.kind), LABELS[Tier(one.tier)]) for one in found]
    return render(request, "desk/sources.html", {"sources": rows})


@policy(roles.READ)
@require_GET
def source(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found = seen.source(user, code)
    ceiling = reach_of(user).of(code)
    records = Record.objects.filter(source=found, standing=0).order_by("pk")
    if (after := asked.number(request.GET, "after")) is not None:
        records = records.filter(pk__gt=after)
    shown = _readable(list(records[: _SHOWN + 1]), ceiling)
    context = {
        "source": found,
        "kind": words.term_label("source_kind", found.kind),
        "sharing": words.term_label("sharing", words.pack().read_term("sharing", found.sharing) or found.sharing),
        "tier": found.tier,
        "records": shown[:_SHOWN],
        "after": shown[_SHOWN - 1][0].pk if len(shown) > _SHOWN else None,
        "copies": seen.sources(user).filter(upstream=found).order_by("title"),
        "files": seen.sources(user).filter(parent=found).order_by("title"),
        "streams": _streams(found),
        "ceiling": ceiling,
        "batches": _batches(user, found) if user.may(roles.IMPORT) else [],
    }
    return render(request, "desk/source.html", context)


def _readable(records: list[Record], ceiling: int) -> list[tuple[Record, str]]:
    """Records that have something at or below the ceiling, each with the first name that it gives."""
    said = Statement.objects.filter(record__in=records, tier__lte=ceiling).order_by("-pk")
    seen = set(said.values_list("record", flat=True))
    names = said.filter(property__in=("name", "family_name", "alias"))
    first = {record: value or original for record, value, original in names.values_list("record", "value", "original")}
    return [(one, first.get(one.pk, "")) for one in records if one.pk in seen]


def _streams(found: Source) -> list[dict[str, Any]]:
    counted = Record.objects.filter(source=found, standing=0).values("stream", "kind").annotate(n=Count("pk"))
    return [{**one, "kind": labels.KINDS[one["kind"]]} for one in counted.order_by("stream", "kind")]


def _batches(user: User, found: Source) -> list[tuple[Any, Any]]:
    rows = seen.batches(user).filter(source=found).order_by("-pk")[:20]
    return [(one, labels.STATES[one.state]) for one in rows]
