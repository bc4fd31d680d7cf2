"""One date written with numbers, month names and units: its year, month, day or part of the year.

"15 August 1976", "30/04", "2017年3月", "late 2017" are each one side; a range such as "18-22/02/1977" has
two, and the side that says less takes the rest from the other (`inherit`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from habeas.dates.tokens import Token

PIVOT = 30  # a year of two digits up to this one is 20yy, a later one 19yy; it is always marked uncertain
_VAGUE = ("early", "mid", "late")


class NotReadError(ValueError):
    """The tokens do not make a date; `unclear` when they make more than one."""

    def __init__(self, *, unclear: bool = False) -> None:
        super().__init__()
        self.unclear = unclear


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
    if kind == "month":
        _set(side, "month", value.zfill(2))
        side.named = True
        side.joined = _kind(tokens, index + 1) in ("/", "-", "'") and not side.loose
    elif kind == "part":
        _set(side, "part", value)
    elif kind == "season":
        side.part = None if side.part in _VAGUE else side.part
        _set(side, "part", "s" + value)
    elif kind in ("quarter", "decade_before"):
        return _take_group(side, tokens, index)
    elif kind == "unit" and value in ("y", "ys"):
        side.plural = value == "ys"
    elif kind == "unit" and value == "m" and _kind(tokens, index + 1) == "number":
        _set(side, "month", tokens[index + 1].value.zfill(2))
        return 2
    elif kind not in ("/", "-", "'"):
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
    elif kind in ("half", "quarter") and value in ("1", "2", "3", "4"):
        _set(side, "part", ("half" if kind == "half" else "q") + value)
    else:
        side.loose.append(value)
        return 1
    return after + 1 - index


def _month_number_follows(tokens: list[Token], index: int) -> bool:
    """Tell "سنة 2017 شهر 3" (the number comes after the word for month) from "3月"."""
    return len(tokens[index - 1].value) == 4 and _kind(tokens, index + 1) == "number"


def _take_group(side: Side, tokens: list[Token], index: int) -> int:
    if _kind(tokens, index + 1) != "number":
        raise NotReadError
    if tokens[index].kind == "quarter":
        _set(side, "part", "q" + tokens[index + 1].value)
    else:
        _set_decade(side, tokens[index + 1].value)
    return 2


def _kind(tokens: list[Token], index: int) -> str:
    return tokens[index].kind if index < len(tokens) else ""


def _set(side: Side, name: str, value: str) -> None:
    if getattr(side, name) is not None:
        raise NotReadError
    setattr(side, name, value)


def _set_unit(side: Side, unit: str, value: str) -> None:
    if unit in ("y", "ys"):
        side.year_unit = True
        _set_year(side, value)
    elif len(value) > 2:
        raise NotReadError
    else:
        _set(side, "month" if unit == "m" else "day", value.zfill(2))


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
    side.part = None if side.part in _VAGUE else side.part  # "early 1970s" is read as the decade
    _set(side, "part", "decade")


def _place(side: Side, order: str) -> None:
    """Give the loose numbers their roles, as far as the side alone tells them."""
    years = [index for index, number in enumerate(side.loose) if len(number) == 4]
    if len(years) > 1 or (years and side.year):
        raise NotReadError
    first = bool(years) and years[0] == 0
    if years:
        if years[0] not in (0, len(side.loose) - 1):
            raise NotReadError
        side.year = side.loose.pop(years[0])
    if side.month:
        _place_day(side)
    elif side.year:
        _place_month(side, order, first=first)
    elif len(side.loose) == 3:
        _place_short(side, order)


def _place_day(side: Side) -> None:
    """Place the numbers beside a known month: a day, a year of two digits, or both."""
    if side.day is None and side.loose and (side.year or len(side.loose) == 2):
        year_first = len(side.loose) == 2 and side.loose[0].isdigit() and int(side.loose[0]) > 31
        side.day = side.loose.pop(1 if year_first else 0).zfill(2)
    if side.loose and not side.year and (side.day or side.joined):
        _set_year(side, side.loose.pop(0))
    if side.loose and side.year:
        raise NotReadError


def _place_month(side: Side, order: str, *, first: bool) -> None:
    if side.day or len(side.loose) > 2:
        raise NotReadError
    if len(side.loose) == 2:
        if not first and order not in ("dmy", "mdy"):
            raise NotReadError
        side.day = side.loose.pop(0 if order == "dmy" and not first else 1).zfill(2)
    if side.loose:
        side.month = side.loose.pop().zfill(2)


def _place_short(side: Side, order: str) -> None:
    """Place three numbers of two digits by the declared order."""
    roles = dict(zip(order, side.loose, strict=True))
    side.loose.clear()
    _set_year(side, roles["y"])
    side.month, side.day = roles["m"].zfill(2), roles["d"].zfill(2)


def inherit(left: Side, right: Side, order: str) -> None:
    """Let each side of a range take from the other what it leaves unsaid, as in "18-22/02/1977"."""
    if left.named and not left.year and (left.loose or left.day) and right.month and not (right.named or right.day):
        right.day, right.month = right.month, left.month  # "March 5-8, 2017"
    if right.named and not right.year and left.year_unit and left.month and not (left.named or left.day):
        left.day, left.month = left.month, right.month  # "1977 жылғы 18-22 ақпан"
    if right.loose:
        _adopt(right, left, order, year_first=True)
    if left.loose:
        _adopt(left, right, order, year_first=False)
    _fill(left, right)
    _fill(right, left)


def _only_month(side: Side) -> bool:
    """Tell whether the side has a month that may as well be a day: a number, with no day beside it."""
    return side.month is not None and not side.named and side.day is None


def _fill(side: Side, other: Side) -> None:
    if side.month is None and side.day and not side.year:
        side.month = other.month
    if side.part in _VAGUE and not side.year and not side.month:
        side.month = other.month if other.part else None
    if side.year is None:
        side.year, side.uncertain = other.year, side.uncertain or other.uncertain


def _adopt(side: Side, other: Side, order: str, *, year_first: bool) -> None:
    """Give loose numbers the roles of the finest parts of the other side."""
    numbers, side.loose = [number.zfill(2) for number in side.loose], []
    if len(numbers) == 2:
        side.month, side.day = numbers if year_first or order == "mdy" else numbers[::-1]
    elif len(numbers) != 1:
        raise NotReadError
    elif side.month or other.day:
        side.day = numbers[0]
    elif other.month:
        side.month = numbers[0]
    elif year_first and other.year and numbers[0].isdigit():
        side.year = other.year[:2] + numbers[0]
    else:
        raise NotReadError
