"""What waits for a second person: they see exactly what the first one saw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import approve, roles
from habeas.accounts.models import Approval
from habeas.accounts.policy import policy
from habeas.desk import reading


@policy(roles.APPROVE)
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    context = {
        "waiting": approve.waiting_for(user),
        "asked": Approval.objects.filter(asked_by=user.username, done_at=None),
        "decided": Approval.objects.exclude(done_at=None).prefetch_related("voices").order_by("-done_at")[:50],
    }
    return render(request, "desk/approvals.html", context)


@policy(roles.APPROVE)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    user = reading.reader(request)
    found = get_object_or_404(Approval, pk=number)
    yes = request.POST.get("answer") == "yes"
    try:
        done = approve.answer(approval=found, yes=yes, reason=request.POST.get("reason", ""), by=user)
    except ValueError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Approved and carried out.") if done else _("Your answer is kept."))
    return redirect("approvals")
