"""What waits for a second person: they see exactly what the first one saw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import approve, roles
from habeas.accounts.models import Approval, Team
from habeas.accounts.policy import policy
from habeas.desk import asked, labels, reading
from habeas.desk.told import told
from habeas.statements.models import Raising, Record

_DECIDED = 50


@policy(roles.APPROVE)
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    waits = Approval.objects.filter(asked_by=user.username, done_at=None).order_by("-pk")
    decided = Approval.objects.exclude(done_at=None).prefetch_related("voices").order_by("-done_at")[:_DECIDED]
    context = {
        "waiting": [_shown(one) for one in approve.waiting_for(user)],
        "asked": [_shown(one) for one in waits],
        "decided": [_shown(one) | {"voices": list(one.voices.all())} for one in decided],
    }
    return render(request, "desk/approvals.html", context)


def _shown(one: Approval) -> dict[str, Any]:
    record, subject = _about(*one.subject.split(":", 1))
    return {
        "approval": one,
        "label": labels.APPROVALS.get(one.kind, one.kind),
        "record": record,
        "subject": subject,
        "payload": [(name, value) for name, value in one.payload.items() if value],
    }


def _about(kind: str, code: str) -> tuple[str, str]:
    """What an approval is about: the code of a record (or nothing), and a text for what is none."""
    if kind == "record":
        return code, code
    if kind == "team":
        return "", Team.objects.filter(pk=code).values_list("name", flat=True).first() or code
    raising = Raising.objects.filter(pk=code).first() if kind == "raising" else None
    if raising is None:
        return "", code
    if raising.batch is not None:
        return "", _("batch %(number)d") % {"number": raising.batch}
    spoken = Q(pk=raising.record or 0) | Q(statements=raising.statement or 0)
    record = Record.objects.filter(spoken).values_list("code", flat=True).first() or ""
    return record, record


@policy(roles.APPROVE)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say yes or no to one of them."""
    user = reading.reader(request)
    found = get_object_or_404(Approval, pk=number)
    said, reason = asked.text(request.POST, "answer"), asked.text(request.POST, "reason")
    if said not in {"yes", "no"}:
        messages.error(request, _("Say yes or no."))
        return redirect("approvals")
    try:
        done = approve.answer(approval=found, yes=said == "yes", reason=reason, by=user)
    except ValueError as error:
        messages.error(request, told(error))
    else:
        messages.success(request, _("Approved and carried out.") if done else _("Your answer is kept."))
    return redirect("approvals")
