"""Search over names and ids, with why each hit was found; the same in short while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.desk import asked, labels, marking, reading
from habeas.registry.search import Hit
from habeas.registry.search import search as search_register

_MOST = 50
_FEW = 8


@policy(roles.READ)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    query, hits = _found(request, _MOST)
    context = {"query": query, "sought": query, "hits": hits, "most": len(hits) == _MOST}
    return render(request, "desk/search.html", context)


@policy(roles.READ)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """The best hits for what is typed so far, to be shown below the field."""
    query, hits = _found(request, _FEW)
    return render(request, "desk/parts/suggested.html", {"query": query, "hits": hits})


def _found(request: HttpRequest, most: int) -> tuple[str, list[dict[str, Any]]]:
    user = reading.reader(request)
    query = asked.text(request.GET, "q")
    return query, [_shown(hit) for hit in search_register(query, ceiling=user.list_ceiling, limit=most)]


def _shown(hit: Hit) -> dict[str, Any]:
    how, met = hit.why
    words = [match.met for match in hit.matches]
    return {
        "code": hit.person,
        "name": marking.marked(hit.name, words),
        "kind": labels.KINDS.get(hit.kind, hit.kind),
        "how": labels.HOW.get(how, how),
        "met": marking.marked(met, words) if met != hit.name else [],
        "alike": marking.spoken(hit.matches, met),
        "bits": hit.score,
        "source_keys": hit.source_keys,
    }
