"""Compare dates known in part by their bounds; an open bound reaches as far as the calendar."""

from __future__ import annotations

from datetime import date

from habeas.dates.partial import PartialDate


def overlaps(a: PartialDate, b: PartialDate) -> bool:
    """Tell whether some day fits both; a date without any bound fits nothing."""
    if not (_known(a) and _known(b)):
        return False
    return _low(a) <= _high(b) and _low(b) <= _high(a)


def contains(a: PartialDate, b: PartialDate) -> bool:
    """Tell whether every day that fits b also fits a."""
    return _known(a) and _known(b) and _low(a) <= _low(b) and _high(b) <= _high(a)


def same(a: PartialDate, b: PartialDate) -> bool:
    """Tell whether both have the same bounds, however they were written."""
    return _known(a) and (a.low, a.high) == (b.low, b.high)


def precision(a: PartialDate) -> str:
    """Return "day", "month" (to 31 days), "year" (to 366), "longer" (or open), or "none" without bounds."""
    if not _known(a):
        return "none"
    days = (_high(a) - _low(a)).days + 1
    return "day" if days == 1 else "month" if days <= 31 else "year" if days <= 366 else "longer"


def _known(a: PartialDate) -> bool:
    return a.low is not None or a.high is not None


def _low(a: PartialDate) -> date:
    return a.low or date.min


def _high(a: PartialDate) -> date:
    return a.high or date.max
