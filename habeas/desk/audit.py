"""The audit trail, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.audit import chain
from habeas.audit.models import Event


@policy(roles.AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    found = Event.objects.order_by("-pk")
    for field in ("actor", "verb", "subject"):
        if text := request.GET.get(field, "").strip()[:120]:
            found = found.filter(**{f"{field}__startswith": text})
    if (before := request.GET.get("before", "")).isdigit():
        found = found.filter(pk__lt=int(before))
    events = list(found[:101])
    length, head = chain.head()
    context = {
        "events": events[:100],
        "before": events[99].pk if len(events) > 100 else None,
        "length": length,
        "head": head,
        "chosen": {name: request.GET.get(name, "") for name in ("actor", "verb", "subject")},
    }
    return render(request, "desk/audit.html", context)
