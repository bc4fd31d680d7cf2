"""Read an EDTF expression (ISO 8601-2; levels 0 and 1, and the common parts of level 2) into its bounds.

Months 21 to 41 are groups within a year. Seasons 21-24 name no hemisphere and take the northern months, as
the reference library `edtf` does; 29-32 are southern. A season that crosses the new year (northern winter,
southern summer) is said of either year, so its bounds cover both January and February of the year named and
December to February after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice, product

from habeas.dates.arithmetic import month_end
from habeas.dates.partial import NO_SUCH_DATE, PartialDate

_DATE = re.compile(
    r"([?~%]?)([0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?", re.ASCII
)
_SHAPE = re.compile(r"[0-9Xx?~%.,/\[\]{} -]+", re.ASCII)
_GROUPS: dict[int, tuple[int, int]] = {  # code: first and last month
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 14),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (1, 14),
    29: (9, 11), 30: (1, 14), 31: (3, 5), 32: (6, 8),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip

Bounds = tuple[date | None, date | None]


class ImpossibleError(ValueError):
    """The expression has the right shape but the calendar has no such day."""


def read_edtf(text: str) -> PartialDate | None:
    """Read an EDTF expression; None when it is not one, "impossible" when there is no such day."""
    if not _SHAPE.fullmatch(text):
        return None
    text = text.replace("x", "X")
    try:
        bounds = _expression(text)
    except ImpossibleError:
        return NO_SUCH_DATE
    if bounds is None:
        return None
    low, high = bounds
    return NO_SUCH_DATE if low and high and low > high else PartialDate(text, low, high)


def _expression(text: str) -> Bounds | None:
    if text[0] in "[{":
        return _set(text[1:-1]) if text[-1] == {"[": "]", "{": "}"}[text[0]] else None
    if text.count("/") == 1:
        return _interval(*text.split("/"))
    return _date(text)


def _interval(start: str, end: str) -> Bounds | None:
    if start in ("", "..") and end in ("", ".."):
        return None
    low = (None, None) if start in ("", "..") else _date(start)
    high = (None, None) if end in ("", "..") else _date(end)
    return None if low is None or high is None else (low[0], high[1])


def _set(inner: str) -> Bounds | None:
    spans = [_member(part.strip()) for part in inner.split(",")]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return None
    lows = [low for low, _ in known]
    highs = [high for _, high in known]
    return (
        None if None in lows else min(low for low in lows if low),
        None if None in highs else max(high for high in highs if high),
    )


def _member(part: str) -> Bounds | None:
    if ".." not in part:
        return _date(part)
    start, _, end = part.partition("..")
    bounds = _interval(start or "..", end or "..")
    if bounds and bounds[0] and bounds[1] and bounds[0] > bounds[1]:
        raise ImpossibleError
    return bounds


def _date(text: str) -> Bounds | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match[2], match[5], match[8]
    if year == "XXXX":
        return (None, None)
    if month and month.isdigit() and 21 <= int(month) <= 41:
        return _group(year, int(month)) if day is None else None
    if "X" in text:
        return _unspecified(year, month or "XX", day or "XX")
    try:
        return _plain(int(year), month, day)
    except ValueError:
        raise ImpossibleError from None


def _plain(year: int, month: str | None, day: str | None) -> Bounds:
    if month is None:
        return (date(year, 1, 1), date(year, 12, 31))
    first = date(year, int(month), int(day or 1))
    return (first, first if day else month_end(year, int(month)))


def _group(year: str, code: int) -> Bounds:
    start, end = _GROUPS[code]
    first, last = (next(_matching(year, 1, 9999, first=first), None) for first in (True, False))
    if first is None or last is None:
        raise ImpossibleError
    last += end > 12
    high = date.max if last > 9999 else month_end(last, (end - 1) % 12 + 1)
    return (date(first, start, 1), high)


def _unspecified(year: str, month: str, day: str) -> Bounds:
    if next(_matching(day, 1, 31), None) is None:
        raise ImpossibleError
    low, high = (next(_days(year, month, day, first=first), None) for first in (True, False))
    if low is None:
        raise ImpossibleError
    return (low, high)


def _days(year: str, month: str, day: str, *, first: bool) -> Iterator[date]:
    """Yield the days that fit a pattern, from the first or from the last.

    Only 29 February keeps a year from having the day, and if any year that fits is a leap year, one of the
    first (or last) forty is.
    """
    for y in islice(_matching(year, 1, 9999, first=first), 40):
        for m in _matching(month, 1, 12, first=first):
            for d in _matching(day, 1, month_end(y, m).day, first=first):
                yield date(y, m, d)


def _matching(pattern: str, least: int, most: int, *, first: bool = True) -> Iterator[int]:
    """Yield the numbers from least to most, or back, that fit a pattern such as 201X, 1X or XX."""
    digits = "0123456789" if first else "9876543210"
    for number in product(*(digits if sign == "X" else sign for sign in pattern)):
        if least <= int("".join(number)) <= most:
            yield int("".join(number))
