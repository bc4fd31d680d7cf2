"""Filtered lists and exact counts, all for the reader's ceiling. Keyset paging: page 10,000 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from habeas.registry.filters import AGES, FACETS, NOT_KNOWN, FilterError, Filters, rows
from habeas.registry.models import Summary
from habeas.registry.status import DECAY

__all__ = ["AGES", "FACETS", "NOT_KNOWN", "FilterError", "Filters", "facets", "page", "rows", "total"]

PAGE: Final = 50
_MOST_VALUES: Final = 40


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `after` asks for the next one; None on the last."""

    rows: list[Summary]
    after: str | None


class Counted(NamedTuple):
    """A facet's value with the number of rows that have it; `label` is the text to show where the value is a key."""

    value: str
    number: int
    label: str = ""


def page(filters: Filters, *, ceiling: int, today: date, after: str = "", size: int = PAGE) -> Page:
    """Rows in order of name; `after` is what the page before gave. Raises FilterError."""
    found = rows(filters, ceiling=ceiling, today=today).order_by("sort", "id")
    if after:
        number, _comma, sort = after.partition(",")
        if not number.isascii() or not number.isdigit() or len(number) > 18:
            raise FilterError("This page does not exist; begin with the first page.")
        beyond = RawSQL(
            "(sort, registry_summary.id) > (%s, %s)", [sort.replace("\0", ""), int(number)], output_field=BooleanField()
        )
        found = found.filter(beyond)
    kept = list(found[: size + 1])
    more = len(kept) > size
    kept = kept[:size]
    return Page(kept, f"{kept[-1].pk},{kept[-1].sort}" if more else None)


def total(filters: Filters, *, ceiling: int, today: date) -> int:
    """How many rows meet the filters, exactly."""
    return rows(filters, ceiling=ceiling, today=today).count()


def facets(filters: Filters, *, ceiling: int, today: date) -> dict[str, list[Counted]]:
    """For each facet its values with exact counts, most first, under all other filters."""
    return {facet: _counts(facet, filters.without(facet), ceiling, today) for facet in FACETS}


def _counts(facet: str, filters: Filters, ceiling: int, today: date) -> list[Counted]:
    needed = _NEEDED.get(facet, (facet,))
    sql, parameters = rows(filters, ceiling=ceiling, today=today).values(*needed).query.sql_with_params()
    value = _VALUE.get(facet, facet).format(today=today.isoformat(), decay=DECAY.days)
    label = "max(place_text)" if facet == "place" else "''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {value} AS value, count(*), {label} FROM ({sql}) kept "  # noqa: S608 - fixed text
            f"GROUP BY value ORDER BY count(*) DESC, value LIMIT {_MOST_VALUES}",
            parameters,
        )
        return [
            Counted(NOT_KNOWN if value is None else str(value), count, label or "")
            for value, count, label in cursor.fetchall()
        ]


_BANDS: Final = ", ".join(f"'{name}'" for name in AGES)
_STEPS: Final = ", ".join(str(low) for low, _high in list(AGES.values())[1:])
_VALUE: Final = {
    "custody": "CASE WHEN custody = 'held' AND (as_of IS NULL OR as_of < date '{today}' - {decay}) "
    "THEN 'held_unconfirmed' ELSE custody END",
    "listed": "CASE WHEN listed THEN 'yes' ELSE 'no' END",
    "source": "unnest(sources)",
    "age": f"(ARRAY[{_BANDS}])[1 + width_bucket(age::int, ARRAY[{_STEPS}])]",
    "origins": "least(origins, 3)",
    "sentence": "CASE WHEN ends IS NULL THEN '-' WHEN ends < date '{today}' THEN 'over' ELSE 'running' END",
}
_NEEDED: Final = {
    "custody": ("custody", "as_of"),
    "source": ("sources",),
    "place": ("place", "place_text"),
    "sentence": ("ends",),
}
