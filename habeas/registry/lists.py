"""Filtered lists and exact counts, all for the reader's ceiling. Keyset paging: page 10,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from habeas.index import lookup
from habeas.registry.models import Summary
from habeas.registry.status import DECAY

PAGE = 50
FACETS: Final = ("custody", "listed", "ethnicity", "sex", "place", "source", "age", "origins")
AGES: Final = {
    "under-18": (0, 17),
    "18-29": (18, 29),
    "30-44": (30, 44),
    "45-59": (45, 59),
    "60-over": (60, 130),
}
_MOST_VALUES = 40
NOT_KNOWN = "-"


class FilterError(ValueError):
    """A filter cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is cut down to. `chosen` maps a facet to the values wanted (any of them)."""

    kind: str = "person"
    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_from: date | None = None
    held_to: date | None = None

    @classmethod
    def read(cls, query: Mapping[str, Any], *, kind: str = "person") -> Filters:
        """From a page's query string (a QueryDict); unknown names are passed over."""
        getlist = getattr(query, "getlist", lambda name: [query[name]] if name in query else [])
        chosen = {name: tuple(value[:200] for value in getlist(name) if value) for name in FACETS}
        return cls(
            kind=kind,
            words=str(query.get("q", "")).replace("\0", "").strip()[:300],
            chosen={name: values for name, values in chosen.items() if values},
            held_from=_day(query.get("held_from")),
            held_to=_day(query.get("held_to")),
        )

    def without(self, facet: str) -> Filters:
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name != facet})


def _day(text: object) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise FilterError(f"{str(text)[:20]!r} is not a day like 2017-05-31.") from None


def rows(filters: Filters, *, ceiling: int, today: date) -> QuerySet[Summary]:
    """The summaries that meet all filters, at the ceiling."""
    found = Summary.objects.filter(kind=filters.kind, low__lte=ceiling, high__gte=ceiling)
    if filters.words:
        meet = [one.subject for one in lookup.candidates(filters.words, ceiling=ceiling)]
        found = found.filter(subject__in=meet)
    for facet, values in filters.chosen.items():
        found = found.filter(_one_of(facet, values, today))
    if filters.held_from is not None:
        found = found.filter(held_high__gte=filters.held_from)
    if filters.held_to is not None:
        found = found.filter(held_low__lte=filters.held_to)
    return found


def _one_of(facet: str, values: tuple[str, ...], today: date) -> Q:
    met = Q()
    for value in values:
        met |= _is(facet, value, today)
    return met


def _is(facet: str, value: str, today: date) -> Q:
    old = Q(as_of=None) | Q(as_of__lt=today - DECAY)
    if facet == "custody" and value in {"held", "held_unconfirmed"}:
        return Q(custody="held") & (old if value == "held_unconfirmed" else ~old)
    if facet == "listed":
        return Q(listed=value == "yes")
    if facet == "source":
        return Q(sources__contains=_number(value))
    if facet == "origins":
        return Q(origins__gte=3) if value == "3" else Q(origins=_number(value))
    if facet == "age":
        if value not in AGES:
            raise FilterError(f"No age group {value[:20]!r}.")
        youngest, oldest = AGES[value]
        return Q(birth_low__gt=_years_before(today, oldest + 1), birth_low__lte=_years_before(today, youngest))
    if value == NOT_KNOWN:
        return Q(**{f"{facet}__isnull": True})
    return Q(**{facet: value})


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise FilterError(f"{value[:20]!r} is not a number.")
    return int(value)


def _years_before(day: date, years: int) -> date:
    year = max(1, day.year - years)
    return date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `after` asks for the next one; None on the last."""

    rows: list[Summary]
    after: str | None


def page(filters: Filters, *, ceiling: int, today: date, after: str = "", size: int = PAGE) -> Page:
    """Rows in order of name; `after` is what the page before gave."""
    found = rows(filters, ceiling=ceiling, today=today).order_by("sort", "id")
    if after:
        number, _comma, sort = after.partition(",")
        found = found.filter(
            RawSQL("(sort, registry_summary.id) > (%s, %s)", [sort.replace("\0", ""), _number(number)])
        )
    kept = list(found[: size + 1])
    more = len(kept) > size
    kept = kept[:size]
    return Page(kept, f"{kept[-1].pk},{kept[-1].sort}" if more else None)


def total(filters: Filters, *, ceiling: int, today: date) -> int:
    """How many rows meet the filters, exactly."""
    return rows(filters, ceiling=ceiling, today=today).count()


def facets(filters: Filters, *, ceiling: int, today: date) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with exact counts, most first, under all other filters."""
    return {facet: _counts(facet, filters.without(facet), ceiling, today) for facet in FACETS}


def _counts(facet: str, filters: Filters, ceiling: int, today: date) -> list[tuple[str, int]]:
    sql, parameters = rows(filters, ceiling=ceiling, today=today).values(*_columns(facet)).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value, count(*) FROM (SELECT {_VALUE[facet].format(today=today.isoformat())} AS value "  # noqa: S608 - fixed text
            f"FROM ({sql}) kept) valued GROUP BY value ORDER BY count(*) DESC, value LIMIT {_MOST_VALUES}",
            parameters,
        )
        return [(NOT_KNOWN if value is None else str(value), count) for value, count in cursor.fetchall()]


_VALUE: Final = {
    "custody": "CASE WHEN custody = 'held' AND (as_of IS NULL OR as_of < date '{today}' - 365) "
    "THEN 'held_unconfirmed' ELSE custody END",
    "listed": "CASE WHEN listed THEN 'yes' ELSE 'no' END",
    "ethnicity": "ethnicity",
    "sex": "sex",
    "place": "place",
    "source": "jsonb_array_elements(sources)::int",
    "age": "CASE WHEN birth_low IS NULL THEN NULL ELSE (ARRAY['under-18', '18-29', '30-44', '45-59', '60-over'])"
    "[1 + width_bucket(extract(year FROM age(date '{today}', birth_low))::int, ARRAY[18, 30, 45, 60])] END",
    "origins": "least(origins, 3)",
}


def _columns(facet: str) -> list[str]:
    needed = {"custody": ["custody", "as_of"], "source": ["sources"], "age": ["birth_low"]}
    return needed.get(facet, [facet])
