"""Read a date as people write it. Common shapes take a short way, all else goes through EDTF, then words.

Rules that hold for every reader of this package:
- Nothing is guessed. Without a declared day order "09/08/1976" is ambiguous and its bounds cover both
  readings; with one, "31/02/1977" and "12/26/1976" (declared dmy) are impossible. Both stay as said, flagged.
- A year of two digits up to 30 is 20yy, a later one 19yy, always marked uncertain (`?`).
- An unknown word makes the whole text unreadable: prose, lunar or Hijri dates are never half read.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from functools import lru_cache

from habeas.dates.edtf import read_edtf
from habeas.dates.fold import LONGEST, fold, unhide
from habeas.dates.partial import AMBIGUOUS, NO_SUCH_DATE, NOT_READ, PartialDate
from habeas.dates.phrases import combine, read_phrase

ORDERS = ("", "dmy", "mdy", "ymd", "serial")
HEMISPHERES = ("north", "south")
LAST_SERIAL = 2_958_465  # 31 December 9999 in a spreadsheet

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NO_DAY = re.compile(r"(\d{4})-(?:00|(\d\d))(-00)?", re.ASCII)
_NO_YEAR_END = re.compile(r"(?=.{4})(\d{2,3})(?:\?{1,2}|-{1,2}|_{1,2})", re.ASCII)
_YEARS = re.compile(r"(\d\d)(\d\d) ?[-/] ?(\d\d)", re.ASCII)
_ISO_RANGE = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)-(\d{4}-\d\d(?:-\d\d)?)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)


def read(text: str, *, order: str = "", hemisphere: str = "north") -> PartialDate:
    """Read one date; never raises on any text, only on an order or a hemisphere that does not exist.

    `order` is the day order declared for the source: "dmy", "mdy", "ymd", "" (not declared), or "serial" when
    bare numbers are spreadsheet serials. `hemisphere` "south" reads "spring" as September to November.
    """
    if order not in ORDERS or hemisphere not in HEMISPHERES:
        raise ValueError(f"no such order or hemisphere: {order!r}, {hemisphere!r}")
    if len(text) > LONGEST:
        text = text.strip()
        if len(text) > LONGEST:
            return NOT_READ
    return _read(text, order, hemisphere)


def read_serial(number: float) -> PartialDate:
    """Read a spreadsheet serial number (1900 system, 1 to 2958465; a fraction is the time of day).

    Serial 60 is the 29 February 1900 that never was: impossible, like every number out of range.
    """
    if not math.isfinite(number):
        return NOT_READ
    whole = math.floor(number)
    if whole == 60 or not 1 <= whole <= LAST_SERIAL:
        return NO_SUCH_DATE
    day = date(1899, 12, 31) + timedelta(days=whole - (whole > 60))
    return PartialDate(day.isoformat(), day, day)


@lru_cache(maxsize=65536)
def _read(text: str, order: str, hemisphere: str) -> PartialDate:
    if match := _ISO.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _SLASHED.fullmatch(text):
        return _slashed(match[1], match[2], match[3], order)
    if _YEAR.fullmatch(text) and text != "0000" and order != "serial":
        year = int(text)
        return PartialDate(text, date(year, 1, 1), date(year, 12, 31))
    return _read_slowly(text, order, hemisphere)


def _read_slowly(text: str, order: str, hemisphere: str) -> PartialDate:
    plain = unhide(text)
    if plain != text:
        return _read(plain, order, hemisphere)
    if not plain.strip("0-/. "):
        return NOT_READ
    if order == "serial":
        return _serial(plain) if _NUMBER.fullmatch(plain) else _read(plain, "", hemisphere)
    if plain.isascii() and plain.isdigit():
        return _compact(plain, order)
    found = read_edtf(_ISO_RANGE.sub(r"\1/\2", _without_zeros(plain)))
    if found and found.edtf:
        return found
    years = _years(plain)
    if years or found:
        return years or NO_SUCH_DATE
    return read_phrase(fold(plain), order, southern=hemisphere == "south")


def _serial(text: str) -> PartialDate:
    """Read a number of a column of serials; one that looks like a year of our time may be just that."""
    found = read_serial(float(text.replace(",", ".")))
    return combine([found, _read(text, "", "north")]) if _YEAR.fullmatch(text) and "1900" <= text <= "2100" else found


def _day(year: str, month: str, day: str) -> PartialDate:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        if year == month + day == "0000":  # how a database says nothing
            return NOT_READ
        return read_edtf(_without_zeros(f"{year}-{month}-{day}")) or NO_SUCH_DATE
    return PartialDate(found.isoformat(), found, found)


def _slashed(first: str, second: str, year: str, order: str) -> PartialDate:
    first, second = first.zfill(2), second.zfill(2)
    if order == "dmy":
        return _day(year, second, first)
    if order == "mdy":
        return _day(year, first, second)
    return combine([_day(year, second, first), _day(year, first, second)])


def _without_zeros(text: str) -> str:
    """Write a zero day, which databases use for "not known", as XX; a zero month leaves the year; "197?" is 197X."""
    if match := _NO_YEAR_END.fullmatch(text):
        return match[1].ljust(4, "X")
    match = _NO_DAY.fullmatch(text)
    if match is None or not (match[3] or match[2] is None):
        return text
    return f"{match[1]}-{match[2]}-XX" if match[2] else match[1]


def _years(text: str) -> PartialDate | None:
    """Read "1976-77" as the years 1976 to 1977; "2016-17" may be a wrong month as well, and is ambiguous."""
    match = _YEARS.fullmatch(text)
    if match is None or not 0 < int(match[3]) - int(match[2]) <= 10 or int(match[3]) <= 12:
        return None
    start, end = int(match[1] + match[2]), int(match[1] + match[3])
    if int(match[3]) > 41:  # no month, and no EDTF code for a part of the year
        return read_edtf(f"{start:04d}/{end:04d}")
    return PartialDate(f"[{start:04d}..{end:04d}]", date(start, 1, 1), date(end, 12, 31), AMBIGUOUS) if start else None


def _compact(digits: str, order: str) -> PartialDate:
    """Read 20170305, 05032017 and 201703; years outside 1800 to 2100 do not count in such a run of digits."""
    if len(digits) == 8:
        found = [_day(digits[:4], digits[4:6], digits[6:])]
        if order != "ymd":
            found.append(_slashed(digits[:2], digits[2:4], digits[4:], order))
    elif len(digits) == 6:
        found = [read_edtf(f"{digits[:4]}-{digits[4:]}") or NOT_READ] if "01" <= digits[4:] <= "12" else []
        found.append(read_phrase(f"{digits[:2]}/{digits[2:4]}/{digits[4:]}", order))
    else:
        return NOT_READ
    likely = [each for each in found if each.low and each.high and _of_our_time(each.low.year, each.high.year)]
    if not likely and len(digits) == 8 and (_of_our_time(int(digits[:4])) or _of_our_time(int(digits[4:]))):
        return NO_SUCH_DATE
    return combine(likely) if likely else NOT_READ


def _of_our_time(*years: int) -> bool:
    return all(1800 <= year <= 2100 for year in years)
