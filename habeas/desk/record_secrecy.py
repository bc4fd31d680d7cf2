"""What people decide about who may know: raise a tier, show again, erase for good, open a sealed value."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import acting, asked, decided, reading, seen, words
from habeas.desk.told import told
from habeas.intake.models import Batch
from habeas.registry import erase as erasing
from habeas.registry import secrecy
from habeas.statements import keepers


@policy(roles.RECORD)
@require_POST
def raise_record(request: HttpRequest, code: str) -> HttpResponse:
    """Make a whole record more secret."""
    user = reading.reader(request)
    found, _ceiling = seen.record(user, code)
    tier, reason = asked.number(request.POST, "tier") or 0, asked.text(request.POST, "reason")
    return acting.attempt(
        request, code, lambda: secrecy.raise_tier(by=user, record=found, tier=tier, reason=reason), "persons"
    )


@policy(roles.RECORD)
@require_POST
def raise_statement(request: HttpRequest, number: int) -> HttpResponse:
    """Make one statement more secret."""
    user = reading.reader(request)
    found, _ceiling = seen.statement(user, number)
    tier, reason = asked.number(request.POST, "tier") or 0, asked.text(request.POST, "reason")
    return acting.attempt(
        request,
        found.record.code,
        lambda: secrecy.raise_tier(by=user, statement=found, tier=tier, reason=reason),
        "persons",
    )


@policy(roles.RECORD)
@require_POST
def show_again(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a second person to show again what was made more secret."""
    user, reason = reading.reader(request), asked.text(request.POST, "reason")
    found, record = decided.raising(user, number)
    return acting.attempt(request, record.code, lambda: secrecy.ask_undo(by=user, raising=found, reason=reason))


@policy(roles.ERASE)
@require_POST
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a second person to erase a record for good, and if wanted the file that it came in."""
    user, reason = reading.reader(request), asked.text(request.POST, "reason")
    found, _ceiling = seen.record(user, code)
    batch = Batch.objects.filter(pk=found.batch or 0).select_related("item").first()
    file = batch.item.sha256 if batch is not None and request.POST.get("file") == "yes" else ""
    return acting.attempt(request, code, lambda: erasing.ask(record=found, reason=reason, by=user, file=file))


@policy(roles.UNSEAL)
@require_POST
def unseal(request: HttpRequest, number: int) -> HttpResponse:
    """Open a sealed value with a keeper's secret key; the key is used once and not kept."""
    user = reading.reader(request)
    found, _ceiling = seen.statement(user, number)
    here = reverse("record", args=[found.record.code])  # for the choice of a language: this page opens only once
    context = {"record": found.record, "label": words.property_label(found.property), "here": here}
    try:
        context["text"] = keepers.unseal(by=user.username, statement=found, identity=asked.text(request.POST, "key"))
    except keepers.Locked as error:
        messages.error(request, told(error))
        return redirect("record", found.record.code)
    return render(request, "desk/unsealed.html", context)
