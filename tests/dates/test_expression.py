"""What the sides of a phrase say is written as EDTF."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.dates.edtf import ImpossibleError, read_edtf
from habeas.dates.expression import bounded, choice, interval, refuse_turn, render, span, winter
from habeas.dates.sides import NotReadError, Side
from tests.dates import strategies

PARTS = (
    "early",
    "mid",
    "late",
    "half1",
    "half2",
    "q1",
    "q2",
    "q3",
    "q4",
    "s21",
    "s22",
    "s23",
    "s24",
    "s29",
    "s32",
    "decade",
)


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (Side(year="1976"), "1976"),
        (Side(year="1976", month="08"), "1976-08"),
        (Side(year="1976", month="08", day="15"), "1976-08-15"),
        (Side(year="1976", month="08", day="XX"), "1976-08-XX"),
        (Side(year="1976", month="XX"), "1976"),
        (Side(year="1976", month="XX", day="XX"), "1976"),
        (Side(year="1976", day="XX"), "1976"),
        (Side(year="1976", day="15"), "1976-XX-15"),
        (Side(year="1976", uncertain=True), "1976?"),
        (Side(year="1976", part="late"), "1976-39"),
        (Side(year="1976", part="q2"), "1976-34"),
        (Side(year="1976", part="s23"), "1976-23"),
        (Side(year="1976", part="decade"), "197X"),
        (Side(year="1976", part="decade", uncertain=True), "197X?"),
        (Side(year="1976", part="late", uncertain=True), "1976-09-01?/1976-12-31?"),
        (Side(year="1976", month="02", part="late"), "[1976-02-21..1976-02-29]"),
        (Side(year="1976", month="02", part="half2"), "[1976-02-16..1976-02-29]"),
        (Side(year="1970", plural=True), "197X"),
    ],
)
def test_a_side_is_written(side: Side, expected: str) -> None:
    """Year, month and day, or the part of a year or a month, in EDTF."""
    assert render(side, alone=True) == expected


@pytest.mark.parametrize(
    "side",
    [
        Side(month="08"),
        Side(year="1976", loose=["15"]),
        Side(year="1976", plural=True),
        Side(year="1976", month="08", day="15", part="late"),
        Side(year="1976", month="08", part="q1"),
        Side(year="1976", month="XX", part="late"),
    ],
)
def test_what_is_not_whole_is_not_written(side: Side) -> None:
    """Without a year, with a number left over, or with parts that contradict each other nothing is written."""
    with pytest.raises(NotReadError):
        render(side, alone=True)


@pytest.mark.parametrize(
    "side",
    [
        Side(year="0000"),
        Side(year="1976", month="13"),
        Side(year="1977", month="02", day="29"),
        Side(year="0000", part="late"),
    ],
)
def test_what_does_not_exist_is_not_written(side: Side) -> None:
    """A day, month or year that the calendar does not have is refused as such."""
    with pytest.raises(ImpossibleError):
        render(side, alone=True)


def test_a_name_with_one_number_is_unclear() -> None:
    """ "15 August" may be a day of an unknown year or August 2015."""
    with pytest.raises(NotReadError) as problem:
        render(Side(month="08", named=True, loose=["15"]), alone=True)
    assert problem.value.unclear


@pytest.mark.parametrize(
    ("text", "relation", "qualifier", "expected"),
    [
        ("1976", "", "", "1976"),
        ("1976", "", "~", "1976~"),
        ("1976?", "", "?", "1976?"),
        ("1976?", "", "~", "1976%"),
        ("1976-39", "", "~", "1976-39"),
        ("1976-08", "since", "", "1976-08/.."),
        ("1976-08", "until", "~", "../1976-08~"),
        ("197X", "since", "", "1970-01-01/.."),
        ("197X", "until", "", "../1979-12-31"),
        ("1976", "before", "", "[..1975]"),
        ("1976-01", "before", "", "[..1975-12]"),
        ("1976-12-31", "after", "", "[1977-01-01..]"),
        ("1976-39", "after", "", "[1977-01-01..]"),
        ("1976?", "latest", "", "[..1976]"),
        ("1976-37", "earliest", "", "[1976-01-01..]"),
    ],
)
def test_bounds_are_written(text: str, relation: str, qualifier: str, expected: str) -> None:
    """A bound is as precise as what was said, and keeps the doubt where there is a place for it."""
    assert bounded(text, relation, qualifier) == expected


def test_between_needs_two() -> None:
    """One date is between nothing."""
    with pytest.raises(NotReadError):
        bounded("1976", "between", "")


def test_what_lies_beyond_the_calendar_is_refused() -> None:
    """There is no day before the year 1 and none after 9999."""
    for text, relation in (("0001", "before"), ("9999", "after")):
        with pytest.raises(OverflowError):
            bounded(text, relation, "")


def test_ranges_spans_and_choices() -> None:
    """Parts of a year become days where EDTF takes only dates, and spans have ends of one precision."""
    assert interval("1976", "1977-08", "~") == "1976~/1977-08~"
    assert interval("1976-37", "1976-38") == "1976-01-01/1976-08-31"
    assert span("1976", "1978") == "[1976..1978]"
    assert span("1976?", "1978?") == "[1976..1978]"
    assert span("1976", "1978-05") == "[1976-01-01..1978-05-31]"
    assert span("197X", "1985") == "[1970-01-01..1985-12-31]"
    assert choice(["1976", "[1977-01-01..1977-01-10]", "1978-23"]) == (
        "[1976,1977-01-01..1977-01-10,1978-09-01..1978-11-30]"
    )


def test_two_years_share_a_winter() -> None:
    """Only the season over the new year, of two years in a row, is one season."""
    assert winter(Side(year="2016", part="s24"), Side(year="2017")) == "2016-12/2017-02"
    assert winter(Side(year="1976"), Side(year="1977", part="s30")) == "1976-12/1977-02"
    assert winter(Side(year="2016", part="s24"), Side(year="2017", part="s21")) == ""
    assert winter(Side(year="2016"), Side(year="2017")) == ""
    for one, two in (("s21", "2017"), ("s24", "2018"), ("s24", "2015")):
        with pytest.raises(NotReadError):
            winter(Side(year="2016", part=one), Side(year=two))


def test_a_year_on_either_side_of_the_new_year_has_two_readings() -> None:
    """Both readings are handed on; a range that stays within the year has one."""
    with pytest.raises(NotReadError) as problem:
        refuse_turn(Side(year="1977", month="12", day="28"), Side(year="1977", month="01", day="03"))
    assert problem.value.readings == ("1976-12-28/1977-01-03", "1977-12-28/1978-01-03")
    refuse_turn(Side(year="1977", month="01"), Side(year="1977", month="12"))
    refuse_turn(Side(year="0001", month="12"), Side(year="0001", month="01"))
    refuse_turn(Side(year="9999", month="12"), Side(year="9999", month="01"))


@given(st.integers(1, 9998), st.sampled_from(PARTS), st.none() | st.integers(1, 12), st.booleans())
def test_every_part_of_every_year_is_edtf(year: int, part: str, month: int | None, uncertain: bool) -> None:
    """Whatever part of whatever year is written reads as EDTF within that year or decade."""
    side = Side(year=f"{year:04d}", month=f"{month:02d}" if month else None, part=part, uncertain=uncertain)
    try:
        text = render(side, alone=True)
    except NotReadError:
        return
    found = read_edtf(text)
    assert found is not None
    assert found.flag is None
    assert found.low is not None
    assert found.low.year // 10 == year // 10


@given(strategies.plain, st.sampled_from(("since", "until", "before", "after", "latest", "earliest")))
def test_every_bound_of_every_date_is_edtf(text: str, relation: str) -> None:
    """A bound has one end, and does not contain the date said where it leaves it out."""
    said, found = read_edtf(text), read_edtf(bounded(text, relation, ""))
    assert said is not None
    assert found is not None
    assert (found.low is None) != (found.high is None)
    if relation == "before":
        assert (found.high or said.high) < said.low
    if relation == "after":
        assert (found.low or said.low) > said.high
