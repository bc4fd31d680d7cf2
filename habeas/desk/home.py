"""The first page: what needs me."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import approve, roles
from habeas.accounts.models import User
from habeas.accounts.policy import OPEN, policy
from habeas.audit.models import Event
from habeas.desk import asked, labels, reading, seen
from habeas.intake.models import BUSY, DONE
from habeas.intake.models import OPEN as STILL_OPEN
from habeas.registry.models import SavedSearch, Summary
from habeas.statements.models import PROPOSED, RETURNED

_FEW = 8


@policy(roles.READ)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    context: dict[str, Any] = {
        "proposals": seen.records_waiting(user, PROPOSED)[:_FEW] if user.may(roles.REVIEW) else [],
        "returned": seen.own_records(user, RETURNED)[:_FEW],
        "mine": seen.own_records(user, PROPOSED)[:_FEW],
        "approvals": [(one, labels.APPROVALS.get(one.kind, one.kind)) for one in approve.waiting_for(user)[:_FEW]],
        "saved": SavedSearch.objects.filter(owner=user.username).order_by("name")[:_FEW],
        "counts": _counts(user),
    }
    context["empty"] = not any(context["counts"].values())
    if user.may(roles.IMPORT):
        mine = seen.batches(user)
        context["batches"] = [
            (one, labels.STATES[one.state])
            for one in mine.filter(state__in=(*BUSY, *STILL_OPEN)).order_by("-pk")[:_FEW]
        ]
        context["quarantined"] = mine.filter(state=DONE, quarantined=True).order_by("-pk")[:_FEW]
    if user.may(roles.AUDIT):
        context["recent"] = Event.objects.exclude(verb__endswith=".read").order_by("-pk")[:_FEW]
    return render(request, "desk/home.html", context)


def _counts(user: User) -> dict[str, int]:
    """How much the register holds, as this person sees it."""
    ceiling = user.list_ceiling
    shown = Summary.objects.filter(low__lte=ceiling, high__gte=ceiling)
    return {
        "persons": shown.filter(kind="person").count(),
        "listed": shown.filter(kind="person", listed=True).count(),
        "places": shown.filter(kind="place").count(),
        "sources": seen.sources(user).count(),
    }


@policy(OPEN)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages; kept in a cookie and, when signed in, with the account."""
    code, back = asked.text(request.POST, "language"), asked.text(request.POST, "next")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)  # not `redirect`, which takes a word for the name of a view
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, httponly=True, samesite="Lax", secure=settings.BEHIND_HTTPS
        )
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=code)
    return response


@policy(OPEN)
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For a supervisor: the program answers. Says nothing else."""
    return JsonResponse({"ok": True})


@policy(OPEN)
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """A register is never for crawlers."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


__all__ = ["health", "home", "language", "robots"]
