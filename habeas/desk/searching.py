"""Search over names and ids, with why each hit was found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import asked, labels, reading
from habeas.registry.search import search as search_register

_MOST = 50


@policy(roles.READ)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    query = asked.text(request.GET, "q")
    hits = search_register(query, ceiling=user.list_ceiling, limit=_MOST)
    shown = [
        {
            "code": hit.person,
            "name": hit.name,
            "kind": labels.KINDS.get(hit.kind, hit.kind),
            "how": labels.HOW.get(hit.why[0], hit.why[0]),
            "met": hit.why[1],
            "source_keys": hit.source_keys,
        }
        for hit in hits
    ]
    context = {"query": query, "sought": query, "hits": shown, "most": len(shown) == _MOST}
    return render(request, "desk/search.html", context)
