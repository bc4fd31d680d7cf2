"""Adding years, months and days to a day of the calendar; the result always exists and never raises."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_LAST_MONTH = 9999 * 12 + 11


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def shift(day: date, years: int = 0, months: int = 0, days: int = 0) -> date:
    """Move a day by years and months, then by days.

    The day is kept inside the month: 31 August and six months is 28 or 29 February. A result outside
    the years 1 to 9999 stops at the first or last day there is.
    """
    total = day.year * 12 + day.month - 1 + years * 12 + months
    if total < 12:
        return date.min
    if total > _LAST_MONTH:
        return date.max
    year, month = divmod(total, 12)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    try:
        return moved + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
