"""Batches: what came in, how it goes, and the way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.reach import reach_of
from habeas.accounts.tiers import LABELS, Tier
from habeas.desk import asked, labels, reading, seen, words
from habeas.desk.told import told
from habeas.intake import jobs, quarantine
from habeas.intake import mapping as mappings
from habeas.intake.models import BUSY, DONE, OPEN, UNDONE, Batch
from habeas.statements.models import QUARANTINED, Record, Statement

_SHOWN = 50


@policy(roles.IMPORT)
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    found = seen.batches(reading.reader(request)).order_by("-pk")
    if (before := asked.number(request.GET, "before")) is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: _SHOWN + 1])
    context = {
        "batches": [(one, labels.STATES[one.state]) for one in rows[:_SHOWN]],
        "before": rows[_SHOWN - 1].pk if len(rows) > _SHOWN else None,
    }
    return render(request, "desk/batches.html", context)


@policy(roles.IMPORT)
@require_GET
def batch(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    found = seen.batch(user, number)
    context = {
        "batch": found,
        "state": labels.STATES[found.state],
        "problem": told(found.problem) if found.problem else "",
        "busy": found.state in BUSY,
        "open": found.state in OPEN,
        "done": found.state == DONE,
        "undone": found.state == UNDONE,
        "list": _list_of(found),
        "progress": jobs.progress(found),
        "refusals": [(one, told(one.why)) for one in found.refusals.order_by("row", "pk")[:_SHOWN]],
        "tiers": [(int(tier), LABELS[tier]) for tier in (Tier.PARTNER, Tier.INTERNAL, Tier.RESTRICTED)],
    }
    if found.state == DONE and found.quarantined:
        context |= _held(request, user, found)
    return render(request, "desk/batch.html", context)


def _list_of(found: Batch) -> str:
    """The list (name of its address) where the subjects that the batch brought are found; empty without one."""
    if found.state != DONE or found.quarantined or found.source is None:
        return ""
    return f"{mappings.load(found.mapping).subject}s"


def _held(request: HttpRequest, user: User, found: Batch) -> dict[str, Any]:
    """The rows in quarantine that meet the words asked for."""
    sought = asked.text(request.GET, "rows")
    ceiling = reach_of(user).of(found.source.code if found.source else "")
    rows = list(quarantine.held(found, words=sought, ceiling=ceiling)[: _SHOWN + 1])
    return {
        "asked": sought,
        "held": _named(rows[:_SHOWN], ceiling),
        "more_held": len(rows) > _SHOWN,
        "count_held": Record.objects.filter(batch=found.pk, standing=QUARANTINED).count(),
        "properties": words.properties(),
    }


def _named(rows: list[Record], ceiling: int) -> list[tuple[Record, str]]:
    """Rows with the first name that each gives."""
    said = Statement.objects.filter(record__in=rows, property="name", tier__lte=ceiling).order_by("-pk")
    names = {record: value or original for record, value, original in said.values_list("record", "value", "original")}
    return [(one, names.get(one.pk, "")) for one in rows]


@policy(roles.IMPORT)
@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The live part of a batch's page, asked for again while it runs."""
    found = seen.batch(reading.reader(request), number)
    context = {
        "batch": found,
        "state": labels.STATES[found.state],
        "busy": found.state in BUSY,
        "progress": jobs.progress(found),
    }
    response = render(request, "desk/parts/progress.html", context)
    if found.state not in BUSY:
        response["HX-Refresh"] = "true"
    return response
