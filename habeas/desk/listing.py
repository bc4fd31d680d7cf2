"""Lists of persons, places and organisations with filters, counts, saved searches and export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from habeas.accounts import roles
from habeas.accounts.policy import policy
from habeas.audit import log
from habeas.desk import exports, reading, words
from habeas.registry import lists, status
from habeas.registry.models import SavedSearch, Summary
from habeas.statements.models import Source


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
        messages.error(request, str(error))
        return redirect(request.path)
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "kind": kind,
        "rows": [_row(row) for row in page.rows],
        "filters": filters,
        "query": query.urlencode(),
        "next": _address(request, after=page.after) if page.after else "",
        "started": bool(request.GET.get("after")),
        "active": _active(filters, query),
        "hidden": [(name, value) for name, values in query.lists() for value in values if name != "q"],
    }
    if kind == "person":
        context["saved"] = SavedSearch.objects.filter(owner=user.username).order_by("name")
        if request.GET.get("counts") == "yes":
            context |= _counted(filters, user.list_ceiling)
    return render(request, template, context)


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"


def _row(row: Summary) -> dict[str, Any]:
    today = reading.today()
    code = status.decayed(row.custody, row.as_of, today)
    return {
        "code": row.code,
        "name": row.name,
        "status": words.custody(code) if row.custody else "",
        "status_code": code or "",
        "as_of": words.day(row.as_of.isoformat()) if row.as_of else "",
        "listed": row.listed,
        "sex": words.term_label("sex", row.sex) if row.sex else "",
        "ethnicity": words.term_label("ethnicity", row.ethnicity) if row.ethnicity else "",
        "born": _span(row.birth_low, row.birth_high),
        "held": _span(row.held_low, row.held_high),
        "place": row.place or "",
        "origins": row.origins,
    }


def _span(low: Any, high: Any) -> str:
    """The most precise common part of two days: a day, a month, a year, or two years."""
    if low is None or high is None:
        return ""
    if low == high:
        return words.day(low.isoformat())
    if low.year != high.year:
        return f"{low.year}–{high.year}"
    return words.day(f"{low:%Y-%m}") if low.month == high.month else str(low.year)


def _active(filters: lists.Filters, query: Any) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    found = []
    for facet, values in filters.chosen.items():
        for value in values:
            rest = query.copy()
            rest.setlist(facet, [one for one in query.getlist(facet) if one != value])
            found.append(
                {
                    "facet": _facet_label(facet),
                    "label": _value_label(facet, value),
                    "without": rest.urlencode(),
                }
            )
    for name in ("q", "held_from", "held_to"):
        if query.get(name):
            rest = query.copy()
            rest.pop(name)
            found.append({"facet": _facet_label(name), "label": query[name], "without": rest.urlencode()})
    return found


@policy(roles.READ)
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Exact counts beside each filter; loaded after the page, or with it when asked for."""
    try:
        filters = lists.Filters.read(request.GET)
        context = _counted(filters, reading.reader(request).list_ceiling)
    except lists.FilterError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return render(request, "desk/parts/facets.html", context)


def _counted(filters: lists.Filters, ceiling: int) -> dict[str, Any]:
    today = reading.today()
    found = lists.facets(filters, ceiling=ceiling, today=today)
    return {
        "total": lists.total(filters, ceiling=ceiling, today=today),
        "facets": [
            {
                "code": facet,
                "label": _facet_label(facet),
                "values": [
                    {
                        "value": value,
                        "label": _value_label(facet, value),
                        "count": count,
                        "chosen": value in filters.chosen.get(facet, ()),
                    }
                    for value, count in values
                ],
            }
            for facet, values in found.items()
        ],
    }


def _facet_label(facet: str) -> str:
    labels = {
        "custody": _("Status"),
        "listed": _("Listed"),
        "ethnicity": _("Ethnicity"),
        "sex": _("Sex"),
        "place": _("Place"),
        "source": _("Source"),
        "age": _("Age today"),
        "origins": _("Independent origins"),
        "q": _("Words"),
        "held_from": _("Held from"),
        "held_to": _("Held until"),
    }
    return labels[facet]


def _value_label(facet: str, value: str) -> str:
    if value == lists.NOT_KNOWN:
        return _("not known")
    if facet == "custody":
        return words.custody(value)
    if facet == "listed":
        return _("listed") if value == "yes" else _("not listed")
    if facet in {"sex", "ethnicity"}:
        return words.term_label(facet, value)
    if facet == "age":
        return str(words.AGES.get(value, value))
    if facet == "origins":
        return _("3 or more") if value == "3" else value
    if facet == "source":
        return _source_title(value)
    return value


def _source_title(number: str) -> str:
    title = Source.objects.filter(pk=int(number)).values_list("title", flat=True).first() if number.isdigit() else None
    return title or number


@policy(roles.EXPORT)
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The filtered list as CSV: watermarked, safe to open in a spreadsheet, noted in the audit trail."""
    user = reading.reader(request)
    try:
        filters = lists.Filters.read(request.GET)
        found = lists.rows(filters, ceiling=user.list_ceiling, today=reading.today())
    except lists.FilterError as error:
        messages.error(request, str(error))
        return redirect("persons")
    mark = f"{user.username} {timezone.now():%Y-%m-%d %H:%M} UTC"
    event = log.record("list.exported", by=user.username, detail={"query": request.GET.urlencode()[:500]})
    lines = exports.lines(found, mark=f"{mark} #{event.pk}", ceiling=user.list_ceiling)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="persons-{event.pk}.csv"'
    return response


@policy(roles.READ)
@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    user = reading.reader(request)
    name, query = request.POST.get("name", "").strip()[:100], request.POST.get("query", "")[:4000]
    if not name:
        messages.error(request, _("Give the search a name."))
    else:
        SavedSearch.objects.create(owner=user.username, name=name, query=query)
        messages.success(request, _("Search saved."))
    return redirect(f"{reverse('persons')}?{query}")


@policy(roles.READ)
@require_POST
def delete_search(request: HttpRequest, number: int) -> HttpResponse:
    SavedSearch.objects.filter(pk=number, owner=reading.reader(request).username).delete()
    return redirect("persons")
