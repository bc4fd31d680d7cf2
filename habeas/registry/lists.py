"""Filtered lists and exact counts, all for the reader's ceiling. Keyset paging: page 10,000 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from habeas.registry.filters import AGES, FACETS, NOT_KNOWN, FilterError, Filters, rows
from habeas.registry.models import Summary

__all__ = ["AGES", "FACETS", "NOT_KNOWN", "FilterError", "Filters", "page", "rows", "total"]

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `after` asks for the next one; None on the last."""

    rows: list[Summary]
    after: str | None


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
