"""One date written with numbers, month names and units: its year, month, day or part of the year.

"15 August 1976", "30/04", "2017年3月", "late 2017" are each one side; a range such as "18-22/02/1977" has
two, and the side that says less takes the rest from the other (see `pairs`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from habeas.dates.tokens import Token

PIVOT = 30  # a year of two digits up to this one is 20yy, a later one 19yy; it is always marked uncertain
VAGUE = ("early", "mid", "late")


class NotReadError(ValueError):
    """The tokens do not make a date; `unclear` when they make more than one, `readings` when these are known."""

    def __init__(self, *, unclear: bool = False, readings: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.unclear = unclear
        self.readings = readings


@dataclass(slots=True)
class Side:
    """What one side says; numbers whose role is not known yet wait in `loose`."""

    year: str | None = None
    month: str | None = None
    day: str | None = None
    part: str | None = None  # early, mid, late, half1, half2, q1 … q4, s21 … s24, decade
    named: bool = False  # the month was a word, not a number
    joined: bool = False  # "Oct-17", "Oct '17": the number after the month is tied to it
    plural: bool = False  # "years 1976"
    year_first: bool = False  # the year stood before the other numbers: 1976.8.15
    year_unit: bool = False  # the year was marked as one: 2017年, 2017 жылғы
    uncertain: bool = False
    loose: list[str] = field(default_factory=list)


def parse_side(tokens: list[Token], order: str) -> Side:
    """Read the tokens of one side; raise NotReadError when they contradict each other."""
    side = Side()
    index = 0
    while index < len(tokens):
        index += _take(side, tokens, index)
    if any(len(number) not in (1, 2, 4) for number in side.loose):
        raise NotReadError
    _place(side, order)
    return side


def _take(side: Side, tokens: list[Token], index: int) -> int:
    """Take the token at index into the side and return how many tokens it used."""
    kind, value = tokens[index]
    if kind == "number":
        return _take_number(side, tokens, index)
    if kind == "unit":
        return _take_unit(side, tokens, index)
    if kind in ("half", "quarter", "decade_before"):
        return _take_group(side, tokens, index)
    if kind == "month":
        _take_month(side, tokens, index)
    elif kind in ("part", "season"):
        _take_part(side, value if kind == "part" else "s" + value)
    elif kind not in ("/", "-", "'"):
        raise NotReadError
    return 1


def _take_month(side: Side, tokens: list[Token], index: int) -> None:
    month = two_digits(tokens[index].value)
    if not (side.named and side.month == month):  # "5 آذار/مارس" says the month in two words
        _set(side, "month", month)
    side.named = True
    side.joined = _kind(tokens, index + 1) in ("/", "-", "'") and not side.loose


def _take_part(side: Side, part: str) -> None:
    """Take a part of the year; "early" and "late" of a season or a decade are read as the whole of it."""
    if part in VAGUE and side.part and side.part not in VAGUE:
        return
    side.part = None if side.part in VAGUE and part not in VAGUE else side.part
    _set(side, "part", part)


def _take_unit(side: Side, tokens: list[Token], index: int) -> int:
    """Take a unit that follows no number: "AÑO/1976", "día 15 de agosto", "наурыз айы 2017"."""
    unit = tokens[index].value
    if unit in ("y", "ys"):
        side.plural = unit == "ys"
        return 1
    follower = tokens[index + 1] if index + 1 < len(tokens) else None
    if follower and follower.kind == "number" and len(follower.value) <= 2 and not (unit == "m" and side.named):
        _set_unit(side, unit, follower.value)
        return 2
    if not side.named and (follower is None or follower.kind != "month"):
        raise NotReadError
    return 1


def _take_number(side: Side, tokens: list[Token], index: int) -> int:
    value = tokens[index].value
    after = index + 1 + (_kind(tokens, index + 1) == "-" and _kind(tokens, index + 2) in ("unit", "quarter", "decade"))
    kind = _kind(tokens, after)
    if kind == "unit" and not (tokens[after].value == "m" and _month_number_follows(tokens, after)):
        _set_unit(side, tokens[after].value, value)
    elif kind == "decade":
        _set_decade(side, value)
    elif kind in ("half", "quarter") and len(value) == 1:
        _take_part(side, _numbered(kind, value))
    else:
        side.loose.append(value)
        return 1
    return after + 1 - index


def _month_number_follows(tokens: list[Token], index: int) -> bool:
    """Tell "سنة 2017 شهر 3" (the number comes after the word for month) from "3月"."""
    return len(tokens[index - 1].value) == 4 and _kind(tokens, index + 1) == "number"


def _take_group(side: Side, tokens: list[Token], index: int) -> int:
    """Take what stands before its number: "Q3", "H1", "los años 1970"."""
    if _kind(tokens, index + 1) != "number":
        raise NotReadError
    kind, value = tokens[index].kind, tokens[index + 1].value
    if kind == "decade_before":
        _set_decade(side, value)
    else:
        _take_part(side, _numbered(kind, value))
    return 2


def _numbered(kind: str, number: str) -> str:
    """Return the half or quarter of a number; there is no third half and no fifth quarter."""
    if number not in ("1", "2") and (kind == "half" or number not in ("3", "4")):
        raise NotReadError
    return ("half" if kind == "half" else "q") + number


def two_digits(number: str) -> str:
    """Return two digits; zero, which clerks and databases write for "not known", is XX."""
    return number.zfill(2) if number.strip("0") else "XX"


def _kind(tokens: list[Token], index: int) -> str:
    return tokens[index].kind if index < len(tokens) else ""


def _set(side: Side, name: str, value: str) -> None:
    if getattr(side, name) is not None:
        raise NotReadError
    setattr(side, name, value)


def _set_unit(side: Side, unit: str, value: str) -> None:
    if unit in ("y", "ys"):
        side.year_unit, side.plural = True, unit == "ys"
        _set_year(side, value)
    elif len(value) > 2:
        raise NotReadError
    else:
        _set(side, "month" if unit == "m" else "day", two_digits(value))


def _set_year(side: Side, value: str) -> None:
    if len(value) == 2 and value.isdigit():
        side.uncertain = True
        value = ("20" if int(value) <= PIVOT else "19") + value
    if len(value) != 4:
        raise NotReadError
    _set(side, "year", value)


def _set_decade(side: Side, value: str) -> None:
    if value[-1] != "0" or len(value) not in (2, 4):
        raise NotReadError
    _set_year(side, value)
    _take_part(side, "decade")


def _place(side: Side, order: str) -> None:
    """Give the loose numbers their roles, as far as the side alone tells them."""
    years = [index for index, number in enumerate(side.loose) if len(number) == 4]
    if len(years) > 1 or (years and side.year):
        raise NotReadError
    side.year_first = bool(years) and years[0] == 0
    if years:
        if years[0] not in (0, len(side.loose) - 1):
            raise NotReadError
        side.year = side.loose.pop(years[0])
    if side.month:
        _place_day(side)
    elif side.year:
        _place_month(side, order)
    elif len(side.loose) == 3:
        _place_short(side, order)
    elif side.part and len(side.loose) == 1 and no_day(side.loose[0]):  # "fines del 76"
        _set_year(side, side.loose.pop())


def _place_day(side: Side) -> None:
    """Place the numbers beside a known month: a day, a year of two digits, or both."""
    if side.day is None and side.loose and (side.year or len(side.loose) == 2):
        year_first = len(side.loose) == 2 and no_day(side.loose[0])
        side.day = two_digits(side.loose.pop(1 if year_first else 0))
    if side.loose and not side.year and (side.day or side.joined or no_day(side.loose[0])):
        _set_year(side, side.loose.pop(0))
    if side.loose and side.year:
        raise NotReadError


def no_day(number: str) -> bool:
    """Tell whether a number is too great for a day, so that it can only be a year."""
    return number.isdigit() and int(number) > 31


def _place_month(side: Side, order: str) -> None:
    if side.day or len(side.loose) > 2:
        raise NotReadError
    if len(side.loose) == 2:
        if not side.year_first and order not in ("dmy", "mdy"):
            raise NotReadError
        side.day = two_digits(side.loose.pop(0 if order == "dmy" and not side.year_first else 1))
    if side.loose:
        side.month = two_digits(side.loose.pop())


def _place_short(side: Side, order: str) -> None:
    """Place three numbers of two digits by the declared order."""
    roles = dict(zip(order, side.loose, strict=True))
    side.loose.clear()
    _set_year(side, roles["y"])
    side.month, side.day = two_digits(roles["m"]), two_digits(roles["d"])
