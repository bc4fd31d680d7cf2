"""Records: the row word for word, a statement by hand, review, withdrawal, sealed values."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habeas.accounts import approve, roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.accounts.tiers import Tier
from habeas.audit import log
from habeas.desk import reading, words
from habeas.desk.forms import RecordForm
from habeas.intake.models import Batch
from habeas.registry import erase as erasing
from habeas.registry import work
from habeas.statements import keepers, ledger
from habeas.statements.models import Record, Retraction, Statement


def _visible(user: User, code: str) -> tuple[Record, Tier]:
    """A record this person may open, with the ceiling for its source; 404 otherwise."""
    record = get_object_or_404(Record.objects.select_related("source"), code=code)
    ceiling = reading.ceiling_for(user, [record.source.code])
    own = reading.records(user).filter(pk=record.pk).exists()
    if not own and not record.statements.filter(tier__lte=ceiling).exists():
        raise Http404
    return record, ceiling


@policy(roles.READ)
@require_GET
def record(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found, ceiling = _visible(user, code)
    rows = reading.statements(list(found.statements.order_by("pk").values_list("pk", flat=True)), ceiling)
    retractions = Retraction.objects.filter(undoes=None, record=found.pk).order_by("-pk")
    if ceiling >= Tier.RESTRICTED:
        log.record("record.read", by=user.username, subject=f"record:{code}")
    context = {
        "record": found,
        "ceiling": ceiling,
        "statements": [_with_label(found, one) for one in rows.values()],
        "row": _row(found) if ceiling >= Tier.RESTRICTED else None,
        "reviews": found.reviews.order_by("pk"),
        "retractions": [one for one in retractions if not one.undone_by.exists()],
        "withdrawn": _withdrawn(rows),
        "author": ledger.author_of(found),
    }
    return render(request, "desk/record.html", context)


def _with_label(found: Record, said: dict[str, Any]) -> dict[str, Any]:
    row = found.statements.get(pk=said["number"])
    shown = {"value": row.value, "original": said["original"]}
    return {
        **said,
        "label": words.property_label(row.property),
        "event": row.event,
        "read": words.value(row.property, shown) if row.value else "",
        "standing": row.standing,
    }


def _withdrawn(rows: dict[int, Any]) -> dict[int, Retraction]:
    found = Retraction.objects.filter(statement__in=list(rows), undoes=None)
    return {one.statement: one for one in found if one.statement and not one.undone_by.exists()}


def _row(found: Record) -> list[tuple[str, str]]:
    """The delivered row: column and cell, word for word."""
    if not found.row:
        return []
    cells = orjson.loads(found.row)
    columns = Batch.objects.filter(pk=found.batch or 0).values_list("columns", flat=True).first() or []
    names = [*columns, *[str(place + 1) for place in range(len(columns), len(cells))]]
    return [(name, cell) for name, cell in zip(names, cells, strict=False) if cell is not None]


@policy(roles.PROPOSE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add or correct a statement by hand: a record with its own source."""
    user = reading.reader(request)
    about = request.GET.get("about") or request.POST.get("about") or ""
    same_as, subject_name = None, ""
    if about:
        seen, _ceiling = reading.subject(user, about)
        same_as, subject_name = Record.objects.get(code=seen.profile["code"]), seen.profile["name"]
    form = RecordForm(request.POST or None, user=user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            made = work.state(
                by=user,
                source=form.source(),
                kind=form.cleaned_data["kind"],
                draft=form.draft(),
                same_as=same_as,
            )
        except ledger.LedgerError as error:
            form.add_error(None, str(error))
        else:
            text = _("Kept as a proposal: a peer will look at it.") if made.standing else _("Kept.")
            messages.success(request, text)
            return redirect(
                "subject" if same_as and not made.standing else "record",
                same_as.code if same_as and not made.standing else made.code,
            )
    return render(request, "desk/record_form.html", {"form": form, "about": about, "subject_name": subject_name})


@policy(roles.RECORD)
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found, _ceiling = _visible(user, code)
    return _try(
        request,
        code,
        lambda: work.withdraw_record(by=user, record=found, reason=request.POST.get("reason", "")),
    )


@policy(roles.RECORD)
@require_POST
def withdraw_statement(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    found = _statement(user, number)
    reason = request.POST.get("reason", "")
    return _try(request, found.record.code, lambda: work.withdraw(by=user, statements=[found], reason=reason))


def _statement(user: User, number: int) -> Statement:
    found = get_object_or_404(Statement.objects.select_related("record__source"), pk=number)
    _record, ceiling = _visible(user, found.record.code)
    if found.tier > ceiling:
        raise Http404
    return found


@policy(roles.RECORD)
@require_POST
def undo_retraction(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    found = get_object_or_404(Retraction, pk=number, batch=None)
    number_of_record = found.record or Statement.objects.get(pk=found.statement or 0).record_id
    code = get_object_or_404(Record, pk=number_of_record).code
    _visible(user, code)
    reason = request.POST.get("reason", "") or _("undone")
    return _try(request, code, lambda: work.undo_retraction(by=user, retraction=found, reason=reason))


@policy(roles.RECORD)
@require_POST
def stance(request: HttpRequest, number: int) -> HttpResponse:
    """Say that another record confirms or disputes this statement."""
    user = reading.reader(request)
    found = _statement(user, number)
    other, _ceiling = _visible(user, request.POST.get("record", "").strip().lower())
    take, note = request.POST.get("stance", ""), request.POST.get("note", "")
    if take not in {"confirms", "disputes", "declines"}:
        raise Http404
    return _try(
        request,
        found.record.code,
        lambda: work.take_stance(by=user, record=other, statement=found, stance=take, note=note),
    )


@policy(roles.REVIEW)
@require_POST
def review(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found, _ceiling = _visible(user, code)
    step, note, to = (request.POST.get(name, "") for name in ("step", "note", "to"))
    return _try(request, code, lambda: work.review(by=user, record=found, step=step, note=note, to=to))


@policy(roles.ERASE)
@require_POST
def erase(request: HttpRequest, code: str) -> HttpResponse:
    user = reading.reader(request)
    found, _ceiling = _visible(user, code)
    return _try(request, code, lambda: erasing.ask(record=found, reason=request.POST.get("reason", ""), by=user))


@policy(roles.UNSEAL)
@require_POST
def unseal(request: HttpRequest, number: int) -> HttpResponse:
    """Open a sealed value with a keeper's secret key; the key is used once and not kept."""
    user = reading.reader(request)
    found = _statement(user, number)
    context = {"record": found.record, "label": words.property_label(found.property)}
    try:
        context["text"] = keepers.unseal(by=user.username, statement=found, identity=request.POST.get("key", ""))
    except keepers.Locked:
        messages.error(request, _("This key does not open the value."))
        return redirect("record", found.record.code)
    return render(request, "desk/unsealed.html", context)


def _try(request: HttpRequest, code: str, act: Any) -> HttpResponse:
    """Do it, say how it went, go back to the record."""
    try:
        act()
    except (ledger.LedgerError, approve.NotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("record", code)
