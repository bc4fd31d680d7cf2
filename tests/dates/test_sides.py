"""One side of a date: which number is the day, the month, the year."""

from __future__ import annotations

import pytest

from habeas.dates.fold import fold
from habeas.dates.sides import NotReadError, Side, parse_side
from habeas.dates.tokens import tokenise


def side(text: str, order: str = "dmy") -> Side:
    tokens = tokenise(fold(text))
    assert tokens is not None
    return parse_side(tokens, order)


def parts(found: Side) -> tuple[str | None, str | None, str | None, str | None]:
    return found.year, found.month, found.day, found.part


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("15/08/1976", "dmy", ("1976", "08", "15", None)),
        ("15/08/1976", "mdy", ("1976", "15", "08", None)),
        ("1976/08/15", "dmy", ("1976", "08", "15", None)),
        ("1976/08/15", "mdy", ("1976", "08", "15", None)),
        ("15/8/76", "dmy", ("1976", "08", "15", None)),
        ("8/15/76", "mdy", ("1976", "08", "15", None)),
        ("76/8/15", "ymd", ("1976", "08", "15", None)),
        ("8/1976", "dmy", ("1976", "08", None, None)),
        ("1976/8", "dmy", ("1976", "08", None, None)),
        ("15 august 1976", "", ("1976", "08", "15", None)),
        ("august 15 1976", "", ("1976", "08", "15", None)),
        ("1976 august 15", "", ("1976", "08", "15", None)),
        ("15 aug 76", "", ("1976", "08", "15", None)),
        ("aug 15 76", "", ("1976", "08", "15", None)),
        ("76 aug 15", "", ("1976", "08", "15", None)),
        ("aug-76", "", ("1976", "08", None, None)),
        ("aug '17", "", ("2017", "08", None, None)),
        ("aug 76", "", ("1976", "08", None, None)),
        ("2017年3月5日", "", ("2017", "03", "05", None)),
        ("17年3月", "", ("2017", "03", None, None)),
        ("سنة 2017 شهر 3", "", ("2017", "03", None, None)),
        ("día 15 de agosto de 1976", "", ("1976", "08", "15", None)),
        ("наурыз айы 2017", "", ("2017", "03", None, None)),
        ("late 2017", "", ("2017", None, None, "late")),
        ("q3 2017", "", ("2017", None, None, "q3")),
        ("h1 2017", "", ("2017", None, None, "half1")),
        ("2017 third quarter", "", ("2017", None, None, "q3")),
        ("spring 2017", "", ("2017", None, None, "s21")),
        ("late spring 2017", "", ("2017", None, None, "s21")),
        ("1970s", "", ("1970", None, None, "decade")),
        ("early 1970s", "", ("1970", None, None, "decade")),
        ("1970s early", "", ("1970", None, None, "decade")),
        ("los años 1970", "", ("1970", None, None, "decade")),
        ("fines del 76", "", ("1976", None, None, "late")),
        ("5 آذار/مارس 2017", "", ("2017", "03", "05", None)),
    ],
)
def test_each_number_gets_its_role(text: str, order: str, expected: tuple[str | None, ...]) -> None:
    """Year, month, day and part of the year are told apart by length, unit, name and declared order."""
    assert parts(side(text, order)) == expected


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("1976 1977", "dmy"),  # two years
        ("5 1976 8", "dmy"),  # a year in the middle
        ("march april 2017", "dmy"),  # two months
        ("3月4月", ""),
        ("2017年2018年", ""),
        ("15/8/1976", "ymd"),  # the declared order does not fit
        ("12345", "dmy"),
        ("123", "dmy"),
        ("1/2/3/1976", "dmy"),
        ("q5 2017", ""),
        ("q", ""),
        ("third half 2017", ""),
        ("1976s", ""),  # no decade
        ("76s", ""),
        ("early late 2017", ""),
        ("spring autumn 2017", ""),
        ("month 2017", ""),
        ("173年", ""),
        ("2017年123月", ""),
        ("15 16 march 2017", ""),
    ],
)
def test_contradictions_are_not_read(text: str, order: str) -> None:
    """What names two years, two months or a role twice is refused, never half read."""
    with pytest.raises(NotReadError):
        side(text, order)


@pytest.mark.parametrize(
    ("digits", "year"), [("00", "2000"), ("17", "2017"), ("30", "2030"), ("31", "1931"), ("99", "1999")]
)
def test_a_short_year_is_this_century_up_to_thirty(digits: str, year: str) -> None:
    """Up to 30 is 20yy, later is 19yy, and the year is marked uncertain."""
    found = side(f"15/8/{digits}") if digits != "00" else side("aug '01")
    assert found.uncertain
    assert found.year == (year if digits != "00" else "2001")


def test_a_long_year_is_certain() -> None:
    """Four digits leave no doubt about the century."""
    assert not side("15/8/1976").uncertain
