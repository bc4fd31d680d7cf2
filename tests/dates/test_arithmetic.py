"""Years, months and days are added as a calendar does; the result always exists."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.dates.arithmetic import month_end, shift

ANY = st.dates(date.min, date.max)
SMALL = st.integers(-20000, 20000)


@pytest.mark.parametrize(
    ("day", "years", "months", "days", "expected"),
    [
        ("2017-03-05", 0, 0, 0, "2017-03-05"),
        ("2017-03-05", 13, 0, 0, "2030-03-05"),
        ("2017-03-05", -13, 0, 0, "2004-03-05"),
        ("2016-02-29", 1, 0, 0, "2017-02-28"),
        ("2016-02-29", 4, 0, 0, "2020-02-29"),
        ("2016-02-29", -1, 0, 0, "2015-02-28"),
        ("2017-08-31", 0, 6, 0, "2018-02-28"),
        ("2017-08-31", 0, 1, 0, "2017-09-30"),
        ("2017-01-31", 0, -2, 0, "2016-11-30"),
        ("2017-12-15", 0, 1, 0, "2018-01-15"),
        ("2017-01-15", 0, -1, 0, "2016-12-15"),
        ("2017-12-31", 0, 0, 1, "2018-01-01"),
        ("2017-01-31", 0, 1, 1, "2017-03-01"),
        ("2017-03-05", 1, 18, 30, "2019-10-05"),
        ("9999-12-31", 0, 0, 1, "9999-12-31"),
        ("9999-01-01", 1, 0, 0, "9999-12-31"),
        ("0001-01-01", 0, 0, -1, "0001-01-01"),
        ("0001-06-15", -1, 0, 0, "0001-01-01"),
        ("0001-12-15", 0, -12, 0, "0001-01-01"),
        ("0001-12-15", 0, -11, 0, "0001-01-15"),
        ("2017-03-05", 10**9, 0, 0, "9999-12-31"),
        ("2017-03-05", 0, 0, 10**12, "9999-12-31"),
        ("2017-03-05", 0, 0, -(10**12), "0001-01-01"),
    ],
)
def test_known_sums(day: str, years: int, months: int, days: int, expected: str) -> None:
    """The day is kept inside its month, and a result outside the calendar stops at its end."""
    assert str(shift(date.fromisoformat(day), years, months, days)) == expected


@given(ANY, SMALL, SMALL, SMALL)
def test_the_result_always_exists(day: date, years: int, months: int, days: int) -> None:
    """No sum raises."""
    assert date.min <= shift(day, years, months, days) <= date.max


@given(ANY, ANY, SMALL, SMALL, SMALL)
def test_order_is_kept(one: date, two: date, years: int, months: int, days: int) -> None:
    """Of two days the later one stays the later one, or they meet: bounds never cross."""
    low, high = sorted((one, two))
    assert shift(low, years, months, days) <= shift(high, years, months, days)


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(-9999, 9999))
def test_days_are_days(day: date, days: int) -> None:
    """Adding days alone is what the calendar does."""
    assert shift(day, days=days) == day + timedelta(days=days)


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(-500, 500))
def test_twelve_months_are_a_year(day: date, years: int) -> None:
    """A year and twelve months are the same, also from a leap day."""
    assert shift(day, years) == shift(day, months=12 * years)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_before_the_next_begins(year: int, month: int) -> None:
    """The last day of a month is the day before the next month."""
    last = month_end(year, month)
    assert (last.year, last.month, last.day) == (year, month, monthrange(year, month)[1])
    if last < date.max:
        assert (last + timedelta(days=1)).day == 1
