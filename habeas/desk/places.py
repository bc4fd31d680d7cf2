"""Around a place or an organisation: what it is part of, what is part of it, and whose pages speak of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from habeas.accounts.models import User
from habeas.desk import phrasing, reading, words
from habeas.desk.rows import shown
from habeas.registry import find, lists, marks
from habeas.registry.models import Summary

_MOST: Final = 200
_DEEPEST: Final = 12
_TOWNSHIP: Final = "township"


def around(seen: find.Seen, user: User) -> dict[str, Any]:
    """What the template of a place's or organisation's page shows beside the profile itself."""
    profile, ceiling = seen.profile, user.list_ceiling
    own = marks.of_own(profile["kind"], profile["values"])
    below = _areas_below(own) if profile["kind"] == "place" else []
    filters = lists.Filters(kind="person", marks=(*own, *below)[:_MOST]) if own else None
    page = lists.page(filters, ceiling=ceiling, today=reading.today(), size=_MOST) if filters else None
    return {
        "up": _chain(_codes(profile["values"]), ceiling),
        "down": _pages(_children(_codes(profile["values"])), ceiling),
        "people": [shown(row) for row in page.rows] if page else [],
        "more": bool(page and page.after),
        "total": lists.total(filters, ceiling=ceiling, today=reading.today()) if filters else 0,
        "coordinates": _coordinates(profile["values"]),
    }


def _codes(values: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    return [str(one["original"]).strip() for one in values.get("admin_code", ())]


def _areas_below(codes: Sequence[str]) -> list[str]:
    """Codes of every area inside these, at any depth."""
    found: list[str] = []
    waiting = list(codes)
    for _step in range(_DEEPEST):
        waiting = _children(waiting)
        found += waiting
    return found


def _children(codes: Sequence[str]) -> list[str]:
    """The areas right inside these; townships have no page of their own."""
    wanted = set(codes)
    areas = words.pack().areas if wanted else []
    return [one.code for one in areas if one.parent in wanted and one.kind != _TOWNSHIP and not one.now]


def _chain(codes: Sequence[str], ceiling: int) -> list[dict[str, str]]:
    """The areas that hold this one, the largest first."""
    parents = {one.code: one.parent for one in words.pack().areas}
    found: list[str] = []
    code = next((parents[one] for one in codes if parents.get(one)), "")
    while code and code not in found and len(found) < _DEEPEST:
        found.insert(0, code)
        code = parents.get(code, "")
    return _pages(found, ceiling)


def _pages(codes: Sequence[str], ceiling: int) -> list[dict[str, str]]:
    found = reading.places(codes, kind="place", ceiling=ceiling)
    rows = Summary.objects.filter(code__in=found.values(), low__lte=ceiling, high__gte=ceiling)
    names = dict(rows.values_list("code", "name"))
    return [
        {"code": found.get(code, ""), "name": names.get(found.get(code, ""), "") or phrasing.area(code)}
        for code in codes
    ]


def _coordinates(values: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    said = values.get("coordinates", ())
    return str(said[0]["original"]) if said else ""
