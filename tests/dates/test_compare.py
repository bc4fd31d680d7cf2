"""Dates known in part are compared by their bounds; what is open reaches to the end of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.dates import PartialDate, contains, overlaps, precision, read, same

NOTHING = read("unknown")
BOUNDS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(1910, 1, 1)))
PARTIAL = st.tuples(BOUNDS, BOUNDS).map(
    lambda found: PartialDate("x", *(found if None in found else sorted(found, key=str)))
)


def days(found: PartialDate) -> tuple[date, date]:
    return found.low or date.min, found.high or date.max


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("1976", "1976-08", True),
        ("1976", "1977", False),
        ("1976-08-15", "1976-08-15", True),
        ("1976-08/1976-10", "1976-10-31", True),
        ("1976-08/1976-10", "1976-11-01", False),
        ("since 1976", "1980", True),
        ("since 1976", "1975", False),
        ("until 1976", "1975", True),
        ("since 1976", "until 1976", True),
        ("since 1977", "until 1976", False),
        ("09/08/1976", "1976-08-20", True),
        ("unknown", "1976", False),
        ("unknown", "unknown", False),
        ("XXXX", "1976", False),
    ],
)
def test_overlap_needs_a_day_that_fits_both(one: str, two: str, expected: bool) -> None:
    """Two dates overlap when some day fits both; what is not known fits nothing."""
    assert overlaps(read(one), read(two)) is expected
    assert overlaps(read(two), read(one)) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("1976", "1976-08", True),
        ("1976-08", "1976", False),
        ("1976", "1976", True),
        ("since 1976", "1980", True),
        ("since 1976", "since 1977", True),
        ("since 1977", "since 1976", False),
        ("1976", "since 1976", False),
        ("until 1976", "1976-12-31", True),
        ("unknown", "1976", False),
        ("1976", "unknown", False),
    ],
)
def test_containment_needs_every_day(one: str, two: str, expected: bool) -> None:
    """One date contains another when each day that fits the other fits it too."""
    assert contains(read(one), read(two)) is expected


def test_the_same_days_are_the_same_however_written() -> None:
    """Writing and flags do not matter, bounds do; two unknown dates are not the same."""
    assert same(read("August 1976"), read("1976-08"))
    assert same(read("1976?"), read("1976"))
    assert same(read("[1976..1977]"), read("1976/1977"))
    assert not same(read("1976"), read("1976-08"))
    assert not same(read("since 1976"), read("1976"))
    assert not same(NOTHING, NOTHING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1976-08-15", "day"),
        ("1976-08-15?", "day"),
        ("1976-08", "month"),
        ("18-22/02/1977", "month"),
        ("early August 1976", "month"),
        ("1976-07-15/1976-08-20", "year"),
        ("spring 1976", "year"),
        ("1976", "year"),
        ("1976-02-29/1977-02-28", "year"),
        ("1976-02-29/1977-03-01", "longer"),
        ("1976-77", "longer"),
        ("197X", "longer"),
        ("since 1976", "longer"),
        ("until 1976", "longer"),
        ("unknown", "none"),
        ("31/02/1977", "none"),
        ("XXXX", "none"),
    ],
)
def test_precision_is_the_width_in_words(text: str, expected: str) -> None:
    """A day, up to a month, up to a year, longer or open, or nothing known."""
    assert precision(read(text, order="dmy")) == expected


@given(PARTIAL, PARTIAL)
def test_comparisons_agree_with_each_other(one: PartialDate, two: PartialDate) -> None:
    """Containing implies overlapping, containing each other is being the same, overlap has no direction."""
    assert overlaps(one, two) == overlaps(two, one)
    if contains(one, two):
        assert overlaps(one, two)
    known = one.low is not None or one.high is not None
    assert (contains(one, two) and contains(two, one)) == (known and same(one, two))
    if known and (two.low is not None or two.high is not None):
        assert overlaps(one, two) == (max(days(one)[0], days(two)[0]) <= min(days(one)[1], days(two)[1]))


@given(PARTIAL)
def test_a_known_date_is_like_itself(found: PartialDate) -> None:
    """What has a bound overlaps, contains and equals itself; what has none does not."""
    known = found.low is not None or found.high is not None
    assert overlaps(found, found) == contains(found, found) == same(found, found) == known
    assert (precision(found) == "none") == (not known)
