"""The first page: what needs me."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import approve, roles
from habeas.accounts.policy import OPEN, policy
from habeas.audit.models import Event
from habeas.desk import reading
from habeas.intake.models import Batch
from habeas.statements.models import PROPOSED, RETURNED, Record

_FEW = 8


@policy(roles.READ)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    proposals = reading.records_waiting(user, PROPOSED)[:_FEW] if user.may(roles.REVIEW) else []
    context = {
        "proposals": proposals,
        "returned": reading.own_records(user, RETURNED)[:_FEW],
        "mine": reading.own_records(user, PROPOSED)[:_FEW],
        "approvals": approve.waiting_for(user),
        "batches": Batch.objects.filter(state__in=["waiting", "queued", "running", "failed"]).order_by("-pk")[:_FEW]
        if user.may(roles.IMPORT)
        else [],
        "quarantined": Batch.objects.filter(state="done", quarantined=True).order_by("-pk")[:_FEW]
        if user.may(roles.IMPORT)
        else [],
        "recent": Event.objects.order_by("-pk")[:_FEW] if user.may(roles.AUDIT) else [],
        "empty": not Record.objects.exists(),
    }
    return render(request, "desk/home.html", context)


@policy(OPEN)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages; kept in a cookie and, when signed in, with the account."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, httponly=True, samesite="Lax")
        if request.user.is_authenticated:
            type(request.user).objects.filter(pk=request.user.pk).update(language=code)
    return response


@policy(OPEN)
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For a supervisor: the program answers. Says nothing else."""
    return JsonResponse({"ok": True})


__all__ = ["health", "home", "language"]
