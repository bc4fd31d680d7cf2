"""Lists of persons, places and organisations with filters, counts, saved searches and export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from habeas.accounts import roles
from habeas.accounts.models import User
from habeas.accounts.policy import policy
from habeas.audit import log
from habeas.desk import exports, reading
from habeas.desk.facets import Labels
from habeas.desk.rows import shown
from habeas.desk.told import told
from habeas.registry import facets, lists
from habeas.registry.models import SavedSearch


@policy(roles.READ)
@require_GET
def persons(request: HttpRequest) -> HttpResponse:
    return _list(request, "person", "desk/persons.html")


@policy(roles.READ)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    return _list(request, "place", "desk/places.html")


@policy(roles.READ)
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    return _list(request, "organisation", "desk/places.html")


def _list(request: HttpRequest, kind: str, template: str) -> HttpResponse:
    user, today = reading.reader(request), reading.today()
    try:
        filters = lists.Filters.read(request.GET, kind=kind)
        page = lists.page(filters, ceiling=user.list_ceiling, today=today, after=request.GET.get("after", ""))
    except lists.FilterError as error:
        messages.error(request, told(error))
        return redirect(request.path)
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("counts", None)
    context = {
        "kind": kind,
        "rows": [shown(row) for row in page.rows],
        "filters": filters,
        "query": query.urlencode(),
        "next": _with(query, after=page.after) if page.after else "",
        "started": bool(request.GET.get("after")),
        "active": _active(filters, query, Labels(user)),
        "hidden": [(facet, value) for facet, values in filters.chosen.items() for value in values],
    }
    if kind == "person":
        context["saved"] = SavedSearch.objects.filter(owner=user.username).order_by("name")
        if request.GET.get("counts") == "yes":
            context |= _counted(filters, user)
    return render(request, template, context)


def _with(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = value
    return changed.urlencode()


def _active(filters: lists.Filters, query: QueryDict, labels: Labels) -> list[dict[str, str]]:
    """The filters in force, each with the query that takes it away."""
    found = []
    for facet, values in filters.chosen.items():
        for value in values:
            rest = query.copy()
            rest.setlist(facet, [one for one in query.getlist(facet) if one != value])
            found.append(
                {"facet": labels.facet(facet), "label": labels.value(facet, value), "without": rest.urlencode()}
            )
    for name in ("q", "held_from", "held_to"):
        if query.get(name):
            rest = query.copy()
            rest.pop(name)
            found.append({"facet": labels.facet(name), "label": str(query[name]), "without": rest.urlencode()})
    return found


@policy(roles.READ)
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Exact counts beside each filter; loaded after the page, or with it when asked for."""
    try:
        filters = lists.Filters.read(request.GET)
        context = _counted(filters, reading.reader(request))
    except lists.FilterError as error:
        return HttpResponse(told(error), status=400, content_type="text/plain; charset=utf-8")
    return render(request, "desk/parts/facets.html", context)


def _counted(filters: lists.Filters, user: User) -> dict[str, Any]:
    ceiling, today, labels = user.list_ceiling, reading.today(), Labels(user)
    found = facets.facets(filters, ceiling=ceiling, today=today)
    return {
        "total": lists.total(filters, ceiling=ceiling, today=today),
        "facets": [
            {
                "code": facet,
                "label": labels.facet(facet),
                "values": [
                    {
                        "value": one.value,
                        "label": labels.value(facet, one.value, one.label),
                        "count": one.number,
                        "chosen": one.value in filters.chosen.get(facet, ()),
                    }
                    for one in values
                ],
            }
            for facet, values in found.items()
        ],
    }


@policy(roles.EXPORT)
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The filtered list as CSV: watermarked, safe to open in a spreadsheet, noted in the audit trail."""
    user = reading.reader(request)
    try:
        filters = lists.Filters.read(request.GET)
        found = lists.rows(filters, ceiling=user.list_ceiling, today=reading.today())
    except lists.FilterError as error:
        messages.error(request, told(error))
        return redirect("persons")
    # What was searched for may be a name: the trail keeps which filters were used, never the words.
    used = {name: list(values) for name, values in filters.chosen.items()}
    detail = {"filters": used, "words": bool(filters.words), "ceiling": int(user.list_ceiling)}
    event = log.record("list.exported", by=user.username, detail=detail)
    mark = f"{user.username} {timezone.now():%Y-%m-%d %H:%M} UTC #{event.pk}"
    lines = exports.lines(found, mark=mark)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="persons-{event.pk}.csv"'
    return response
