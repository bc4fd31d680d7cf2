"""What a commit would do, value by value, and the commit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.accounts.reach import reach_of
from habeas.accounts.tiers import Tier
from habeas.desk import reading, seen, words
from habeas.desk.told import told
from habeas.intake import examine, jobs
from habeas.intake import mapping as mappings
from habeas.intake.models import BUSY, OPEN, Batch


@policy(roles.IMPORT)
@require_GET
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What a commit would do, value by value; nothing is written."""
    user = reading.reader(request)
    batch = seen.batch(user, number)
    if batch.state not in OPEN:
        return redirect("batch", number)
    found = examine.current(batch)
    if found is None or not seen.may_bring(user, _source(batch)):
        return redirect("import-map", number)
    content = found.content
    held = reach_of(user).of(_source(batch))  # for what the register holds; what one brings oneself is no secret
    ceiling = max(held, Tier.RESTRICTED) if batch.by == user.username else held
    counts = content["counts"]
    context = {
        "batch": batch,
        "made_at": found.made_at,
        "counts": counts,
        "new": [{**one, "values": _values(one["values"], ceiling)} for one in content["new"]],
        "changed": [{**one, "differences": _differences(one["differences"], held)} for one in content["changed"]],
        "gone": content["gone"],
        "refused": [(row, column, told(why)) for row, column, why in content["refused"]],
        "can_commit": bool(counts["new"] or counts["changed"] or counts["gone"]),
    }
    return render(request, "desk/import_preview.html", context)


def _source(batch: Batch) -> str:
    return str(mappings.load(batch.mapping).source["code"])


def _values(values: list[list[Any]], ceiling: int) -> list[dict[str, Any]]:
    return [
        {"label": words.property_label(code), "event": event, "text": text, "sealed": tier == Tier.SEALED}
        for event, code, text, tier in values
        if tier <= ceiling or tier == Tier.SEALED
    ]


def _differences(rows: list[dict[str, Any]], ceiling: int) -> list[dict[str, Any]]:
    return [
        {**one, "label": words.property_label(one["property"]), "sealed": one["tier"] == Tier.SEALED}
        for one in rows
        if one["tier"] <= ceiling or one["tier"] == Tier.SEALED
    ]


@policy(roles.IMPORT)
@require_POST
def commit(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the batch to the worker; its page shows how it goes."""
    user = reading.reader(request)
    batch = seen.batch(user, number)
    if batch.state in BUSY:
        messages.error(request, _("This batch is on its way already."))
    elif batch.state not in OPEN:
        messages.error(request, _("This batch was brought in or given up already."))
    elif not batch.mapping or not seen.may_bring(user, _source(batch)):
        messages.error(request, _("Say first which column is which."))
    else:
        jobs.enqueue(batch=batch, by=user.username)
    return redirect("batch", number)
