"""What the two sides of a range lend each other: "18-22/02/1977" says month and year once."""

from __future__ import annotations

from habeas.dates.sides import VAGUE, NotReadError, Side, no_day, two_digits


def inherit(left: Side, right: Side, order: str) -> None:
    """Let each side of a range take from the other what it leaves unsaid, as in "18-22/02/1977"."""
    if left.named and not left.year and (left.loose or left.day) and right.month and not (right.named or right.day):
        right.day, right.month = right.month, left.month  # "March 5-8, 2017"
    year_first = left.year_unit or left.year_first
    if right.named and not right.year and year_first and left.month and not (left.named or left.day):
        left.day, left.month = left.month, right.month  # "1977 жылғы 18-22 ақпан"
    if order == "mdy" and len(left.loose) == 2 and _only_month(right):
        left.month, left.day = map(two_digits, left.loose)
        left.loose, right.day, right.month = [], right.month, left.month  # "3/5-8/2017"
    if left.year and _short_year(left, right.loose):
        right.year = left.year[:2] + right.loose.pop().zfill(2)  # "AÑOS/1976-77"
    if right.loose:
        _adopt(right, left, month_first=order == "mdy" or left.year_first)
    if left.loose:
        _adopt(left, right, month_first=order == "mdy")
    _fill(left, right)
    _fill(right, left)


def _short_year(left: Side, numbers: list[str]) -> bool:
    """Tell whether the one number of the right side is a year: it follows a year alone, or is too great for a day."""
    if len(numbers) != 1 or not numbers[0].isdigit():
        return False
    return (left.month is None and left.day is None) or no_day(numbers[0])


def _only_month(side: Side) -> bool:
    """Tell whether the side has a month that may as well be a day: a number, with no day beside it."""
    return side.month is not None and not side.named and side.day is None


def _fill(side: Side, other: Side) -> None:
    if side.month is None and side.day and not side.year:
        side.month = other.month
    if side.part in VAGUE and not side.year and not side.month:
        side.month = other.month if other.part else None
    if side.year is None:
        side.year, side.uncertain = other.year, side.uncertain or other.uncertain


def _adopt(side: Side, other: Side, *, month_first: bool) -> None:
    """Give loose numbers the roles of the finest parts of the other side."""
    numbers, side.loose = [two_digits(number) for number in side.loose], []
    if len(numbers) == 2:
        side.month, side.day = numbers if month_first else numbers[::-1]
    elif len(numbers) != 1:
        raise NotReadError
    elif side.month or other.day:
        side.day = numbers[0]
    elif other.month:
        side.month = numbers[0]
    else:
        raise NotReadError
