"""Batches: what came in, how it goes, and the way back."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.desk import exports, reading
from habeas.intake import jobs
from habeas.intake import undo as undoing
from habeas.intake.models import Batch

_BUSY = ("queued", "running")


def visible(user: User, number: int) -> Batch:
    """A batch of a source that this person works with; 404 otherwise."""
    mine = reading.assigned(user)
    found = Batch.objects.select_related("source", "item")
    if mine is not None:
        found = found.filter(source__code__in=mine) | found.filter(by=user.username)
    return get_object_or_404(found, pk=number)


@policy(roles.IMPORT)
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    mine = reading.assigned(user)
    found = Batch.objects.select_related("source").order_by("-pk")
    if mine is not None:
        found = found.filter(source__code__in=mine) | found.filter(by=user.username)
    return render(request, "desk/batches.html", {"batches": found[:200]})


@policy(roles.IMPORT)
@require_GET
def batch(request: HttpRequest, number: int) -> HttpResponse:
    found = visible(reading.reader(request), number)
    context = {
        "batch": found,
        "busy": found.state in _BUSY,
        "progress": jobs.progress(found),
        "refusals": found.refusals.order_by("row")[:50],
    }
    return render(request, "desk/batch.html", context)


@policy(roles.IMPORT)
@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The live part of a batch's page, asked for again while it runs."""
    found = visible(reading.reader(request), number)
    context = {"batch": found, "busy": found.state in _BUSY, "progress": jobs.progress(found)}
    response = render(request, "desk/parts/progress.html", context)
    if found.state not in _BUSY:
        response["HX-Refresh"] = "true"
    return response


@policy(roles.IMPORT)
@require_GET
def refused(request: HttpRequest, number: int) -> HttpResponse:
    """Every refused row as CSV: file, row, column, why."""
    found = visible(reading.reader(request), number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-{number}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["file", "row", "column", "why"])
    for one in found.refusals.order_by("row").iterator():
        writer.writerow([exports.safe(cell) for cell in (found.filename, one.row, one.column, one.why)])
    return response


@policy(roles.IMPORT)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    found = visible(user, number)
    try:
        undoing.undo(batch=found, by=user.username, reason=request.POST.get("reason", ""))
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The batch is taken back; what it superseded counts again."))
    return redirect("batch", number)


@policy(roles.REVIEW)
@require_POST
def promote(request: HttpRequest, number: int) -> HttpResponse:
    """Promote quarantined rows: all, or those chosen by key."""
    user = reading.reader(request)
    found = visible(user, number)
    keys = [key.strip() for key in request.POST.get("keys", "").replace(",", "\n").splitlines() if key.strip()]
    count = undoing.promote(batch=found, by=user.username, note=request.POST.get("note", ""), keys=keys)
    messages.success(request, _("%(count)d rows promoted.") % {"count": count})
    return redirect("batch", number)
