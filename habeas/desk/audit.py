"""The audit trail, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.audit import chain
from habeas.audit.models import Event
from habeas.desk import asked

_SHOWN = 100
_FIELDS = ("actor", "verb", "subject")


@policy(roles.AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    found = Event.objects.order_by("-pk")
    chosen = {name: asked.text(request.GET, name).strip()[:120] for name in _FIELDS}
    for field, text in chosen.items():
        if text:
            found = found.filter(**{f"{field}__startswith": text})
    if request.GET.get("readings") != "yes":
        found = found.exclude(verb__in=("profile.read", "record.read"))
    if (before := asked.number(request.GET, "before")) is not None:
        found = found.filter(pk__lt=before)
    events = list(found[: _SHOWN + 1])
    length, head = chain.head()
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "events": events[:_SHOWN],
        "before": events[_SHOWN - 1].pk if len(events) > _SHOWN else None,
        "query": query.urlencode(),
        "length": length,
        "head": head,
        "chosen": chosen,
        "readings": request.GET.get("readings") == "yes",
    }
    return render(request, "desk/audit.html", context)
