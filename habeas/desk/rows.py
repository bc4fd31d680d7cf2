"""One row of a list, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from habeas.desk import phrasing, reading, words
from habeas.registry import status
from habeas.registry.models import Summary


def shown(row: Summary) -> dict[str, Any]:
    """A summary as lists show it."""
    today = reading.today()
    code = status.decayed(row.custody, row.as_of, today)
    return {
        "code": row.code,
        "name": row.name,
        "status": phrasing.custody(code) if row.custody else "",
        "status_code": code or "",
        "as_of": phrasing.day(row.told) if row.told else "",
        "listed": row.listed,
        "overdue": row.ends is not None and row.ends < today,
        "sex": words.term_label("sex", row.sex) if row.sex else "",
        "ethnicity": words.term_label("ethnicity", row.ethnicity) if row.ethnicity else "",
        "born": span(row.birth_low, row.birth_high),
        "held": span(row.held_low, row.held_high),
        "place": row.place_text or "",
        "role": words.term_label("subject_role", row.role) if row.role else "",
        "origins": row.origins,
    }


def span(low: date | None, high: date | None) -> str:
    """The most precise common part of two days: a day, a month, a year, or two years."""
    if low is None or high is None:
        return ""
    if low == high:
        return phrasing.day(low.isoformat())
    if low.year != high.year:
        return phrasing.day(f"{low.year:04d}/{high.year:04d}")
    return phrasing.day(f"{low:%Y-%m}") if low.month == high.month else phrasing.day(f"{low.year:04d}")
