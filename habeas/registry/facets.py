"""Exact counts for each facet of a list, under all other filters and at the reader's ceiling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from habeas.registry.filters import AGES, FACETS, NOT_KNOWN, Filters, rows
from habeas.registry.status import DECAY

_MOST_VALUES: Final = 40
_MANY: Final = ("place", "source")  # facets with too many values to be counted together with others


class Counted(NamedTuple):
    """A facet's value with the number of rows that have it; `label` is the text to show where the value is a key."""

    value: str
    number: int
    label: str = ""


def facets(filters: Filters, *, ceiling: int, today: date) -> dict[str, list[Counted]]:
    """For each facet its values with exact counts, most first, under all other filters."""
    free = [facet for facet in FACETS if facet not in filters.chosen and facet not in _MANY]
    found = _together(free, filters, ceiling, today)
    for facet in FACETS:
        if facet not in found:
            found[facet] = _alone(facet, filters.without(facet), ceiling, today)
    return {facet: found[facet] for facet in FACETS}


def _together(names: Sequence[str], filters: Filters, ceiling: int, today: date) -> dict[str, list[Counted]]:
    """Facets that no filter is set for see the same rows: one pass counts their combinations, and these are few."""
    if not names:
        return {}
    values = ", ".join(_value(name, today) for name in names)
    places = ", ".join(str(place) for place in range(1, len(names) + 1))
    combinations = _run(
        "SELECT {values}, count(*) FROM ({rows}) kept GROUP BY {places}",
        *(names, filters, ceiling, today),
        values=values,
        places=places,
    )
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for *combination, number in combinations:
        for name, value in zip(names, combination, strict=True):
            counts[name][_text(value)] += number
    return {name: _most(found) for name, found in counts.items()}


def _most(counts: Counter[str]) -> list[Counted]:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0] == NOT_KNOWN, one[0]))
    return [Counted(value, number) for value, number in ordered[:_MOST_VALUES]]


def _alone(facet: str, filters: Filters, ceiling: int, today: date) -> list[Counted]:
    found = _run(
        "SELECT {values} AS value, count(*), {label} FROM ({rows}) kept "
        "GROUP BY value ORDER BY count(*) DESC, value LIMIT {most}",
        *([facet], filters, ceiling, today),
        values=_value(facet, today),
        label="max(place_text)" if facet == "place" else "''",
        most=str(_MOST_VALUES),
    )
    return [Counted(_text(value), number, label or "") for value, number, label in found]


def _run(text: str, names: Sequence[str], filters: Filters, ceiling: int, today: date, **parts: str) -> list[Any]:
    needed = sorted({column for name in names for column in _NEEDED.get(name, (name,))})
    try:
        sql, parameters = rows(filters, ceiling=ceiling, today=today).values(*needed).query.sql_with_params()
    except EmptyResultSet:  # words without a letter, a number that no row could have
        return []
    with connection.cursor() as cursor:
        cursor.execute(text.format(rows=sql, **parts), parameters)
        return list(cursor.fetchall())


def _value(facet: str, today: date) -> str:
    return _VALUE.get(facet, facet).format(today=today.isoformat(), decay=DECAY.days)


def _text(value: object) -> str:
    return NOT_KNOWN if value is None else str(value)


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
