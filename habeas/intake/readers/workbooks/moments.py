"""Numbers that are dates, times or codes, shown as their format shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from habeas.intake.readers.workbooks.formats import Format
from habeas.intake.readers.workbooks.numerals import decimal_of, plain

_LAST_SERIAL: Final = 2_958_466  # the day after 31 December 9999
_NEVER: Final = 60  # 29 February 1900, which Excel counts though it never was


@lru_cache(maxsize=4096)
def show(number: str, shown: Format, from_1904: bool) -> str:
    """A number as its format shows it: an ISO date, as much of it as is shown; a time; or digits."""
    value = decimal_of(number)
    if value is None:
        return number
    if shown.digits:
        return plain(number).zfill(shown.digits) if value == value.to_integral_value() and value >= 0 else plain(number)
    dated = "y" in shown.date or "d" in shown.date
    if not (1 if dated and not from_1904 else 0) <= value < _LAST_SERIAL:
        return plain(number)
    seconds = round(float(value % 1) * 86_400, 3)
    if shown.date == "elapsed":
        return _clock(timedelta(days=int(value), seconds=seconds))
    if value < 1 and not dated:
        return _clock(timedelta(seconds=seconds))
    if int(value) == _NEVER and not from_1904:
        return "1900-02-29"
    try:
        return _date(_moment(int(value), seconds, from_1904), shown.date)
    except OverflowError:  # a moment before midnight of the last day there is, or a day after it counted from 1904
        return plain(number)


def _moment(days: int, seconds: float, from_1904: bool) -> datetime:
    """The day that never was shifts the days before it by one."""
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if days < _NEVER else 30)
    return datetime.combine(start, time()) + timedelta(days=days, seconds=round(seconds))


def _date(moment: datetime, letters: str) -> str:
    """Without a day when none is shown and it is the first: "Mar 2017" was typed, the day is the program's."""
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        return moment.isoformat()
    day = moment.date().isoformat()
    if "y" in letters and "d" not in letters and "h" not in letters and day.endswith("-01"):
        return day[:7] if "m" in letters else day[:4] if day.endswith("-01-01") else day
    return day


def _clock(span: timedelta) -> str:
    total = round(span.total_seconds())
    return f"{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
