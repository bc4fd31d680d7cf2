"""Dates in words become EDTF: ranges, choices, bounds, doubt, seasons and parts of a year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.dates import AMBIGUOUS, IMPOSSIBLE, UNREADABLE, PartialDate, read
from habeas.dates.edtf import read_edtf
from habeas.dates.fold import fold
from habeas.dates.partial import NO_SUCH_DATE, NOT_READ, UNCLEAR
from habeas.dates.phrases import combine, read_phrase
from tests.dates import oracle, strategies


def edtf(text: str, order: str = "") -> str | None:
    return read_phrase(fold(text), order).edtf


def reading(text: str) -> PartialDate:
    found = read_edtf(text)
    assert found is not None
    return found


def test_two_readings_that_differ_are_ambiguous() -> None:
    """The bounds of an ambiguous date cover each of its readings, and both stay visible."""
    found = combine([reading("1976-08-09"), reading("1976-09-08")])
    assert found == PartialDate("[1976-08-09,1976-09-08]", date(1976, 8, 9), date(1976, 9, 8), AMBIGUOUS)


def test_readings_that_agree_are_one() -> None:
    """Two orders that give the same day leave no doubt."""
    assert combine([reading("1976-09-09"), reading("1976-09-09"), NO_SUCH_DATE]) == reading("1976-09-09")


def test_a_reading_outweighs_an_impossible_one() -> None:
    """If only one order gives a day of the calendar, it is that day."""
    assert combine([NO_SUCH_DATE, reading("1976-08-13")]) == reading("1976-08-13")


def test_without_any_reading_the_reason_is_kept() -> None:
    """Impossible and ambiguous say more than unreadable."""
    assert combine([NOT_READ, NO_SUCH_DATE]) == NO_SUCH_DATE
    assert combine([NOT_READ, UNCLEAR]) == UNCLEAR
    assert combine([NOT_READ, NOT_READ]) == NOT_READ
    assert combine([]) == NOT_READ


def test_ambiguous_readings_may_be_open() -> None:
    """Where one reading has no beginning or end, neither has the cover; with neither it has no expression."""
    found = combine([reading("1976/.."), reading("1975/1977")])
    assert (found.edtf, found.low, found.high) == ("[1975-01-01..]", date(1975, 1, 1), None)
    assert combine([reading("1976/.."), reading("../1977")]) == UNCLEAR


def test_a_cover_is_written_in_days_unless_the_readings_are_simple() -> None:
    """Ranges have no place inside a choice, so their cover is a span of days."""
    found = combine([reading("1976-08/1976-09"), reading("1976-07-05")])
    assert found.edtf == "[1976-07-05..1976-09-30]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before 2018", "[..2017]"),
        ("before march 2018", "[..2018-02]"),
        ("before 1 march 2016", "[..2016-02-29]"),
        ("before 1 january 2018", "[..2017-12-31]"),
        ("before late 2017", "[..2017-08-31]"),
        ("before the 1970s", "[..1969-12-31]"),
        ("after 2016", "[2017..]"),
        ("after december 2016", "[2017-01..]"),
        ("after 31 december 2016", "[2017-01-01..]"),
        ("after early march 2017", "[2017-03-11..]"),
        ("since 2017", "2017/.."),
        ("since spring 2017", "2017-03-01/.."),
        ("since the 1970s", "1970-01-01/.."),
        ("until 2017", "../2017"),
        ("until late march 2017", "../2017-03-31"),
        ("until xx march 2017", "../2017-03-31"),
        ("2017 or later", "[2017..]"),
        ("2017 or earlier", "[..2017]"),
        ("no later than spring 2017", "[..2017-05-31]"),
        ("not before mid 2017", "[2017-05-01..]"),
        ("by march 2017", "[..2017-03]"),
    ],
)
def test_bounds_are_as_precise_as_what_was_said(text: str, expected: str) -> None:
    """ "Before" and "after" leave the date said out, "since" and "until" keep it, to the year, month or day."""
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017 to present", "2017/.."),
        ("2017 - now", "2017/.."),
        ("since 2017 until today", "2017/.."),
        ("2017 to date", "2017/.."),
        ("2017年至今", "2017/.."),
        ("从2017年3月到现在", "2017-03/.."),
        ("desde 2017 hasta hoy", "2017/.."),
        ("de 2017 à ce jour", "2017/.."),
        ("с 2017 г. по н.в.", "2017/.."),
        ("2017'den bugüne", "2017/.."),
        ("2017 жылдан бүгінге дейін", "2017/.."),
        ("2017-يىلىدىن ھازىرغىچە", "2017/.."),
        ("منذ 2017 حتى اليوم", "2017/.."),
        ("now", None),
        ("since now", None),
        ("2017 now", None),
        ("now 2017", None),
        ("until now", None),
    ],
)
def test_until_today_is_open(text: str, expected: str | None) -> None:
    """What lasts to the day of writing has no end; "now" with no beginning is no date."""
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017?", "2017?"),
        ("march 2017?", "2017-03?"),
        ("about march 2017", "2017-03~"),
        ("about 2017?", "2017%"),
        ("~march 2017", "2017-03~"),
        ("march 2017 %", "2017-03%"),
        ("about 2016-2018", "2016~/2018~"),
        ("2016-2018?", "2016?/2018?"),
        ("2016? - 2018", "2016?/2018?"),
        ("aug-76?", "1976-08?"),
        ("about aug-76", "1976-08%"),
        ("about since 2017", "2017~/.."),
        ("about late 2017", "2017-39"),
        ("between about 2016 and 2018", "[2016..2018]"),
        ("before 2017?", "[..2016]"),
        ("the 1970s?", "197X?"),
    ],
)
def test_doubt_is_written_where_edtf_has_a_place_for_it(text: str, expected: str) -> None:
    """Plain dates, decades and ranges keep their mark of doubt; spans and parts of a year have no place for one."""
    assert edtf(text) == expected


@pytest.mark.parametrize("text", ["1?/03/1977", "1/3?/1977", "? march ? 2017", "1977?03", "march? 2017"])
def test_doubt_about_one_number_of_a_date_leaves_it_unread(text: str) -> None:
    """A question mark inside a date may stand for a digit: nothing is guessed."""
    assert read(text, order="dmy").flag == UNREADABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("late 76", "1976-09-01?/1976-12-31?"),
        ("primavera del 76", "1976-03-01?/1976-05-31?"),
        ("17年春", "2017-03-01?/2017-05-31?"),
        ("early march '76", "1976-03-01?/1976-03-10?"),
        ("70s", "197X?"),
    ],
)
def test_a_short_year_is_marked_in_every_shape(text: str, expected: str) -> None:
    """A year of two digits keeps its mark of doubt also where a part of the year is named."""
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 or 6 march 2017", "[2017-03-05,2017-03-06]"),
        ("march or april 2017", "[2017-03,2017-04]"),
        ("2016 or 2017", "[2016,2017]"),
        ("december 2016 or january 2017", "[2016-12,2017-01]"),
        ("late 2016 or early 2017", "[2016-09-01..2016-12-31,2017-01-01..2017-04-30]"),
        ("2016 or 2017 or 2018", "[2016,2017,2018]"),
        ("early march 2017 or 2018", "[2017-03-01..2017-03-10,2018]"),
    ],
)
def test_a_choice_lists_its_members(text: str, expected: str) -> None:
    """ "Or" keeps each possibility."""
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 2016 and 2018", "[2016..2018]"),
        ("between march and may 2017", "[2017-03..2017-05]"),
        ("between 5 and 8 march 2017", "[2017-03-05..2017-03-08]"),
        ("between late 2016 and march 2017", "[2016-09-01..2017-03-31]"),
        ("between 2016 - 2018", "[2016..2018]"),
        ("from 2016 to 2018", "2016/2018"),
        ("from march to may 2017", "2017-03/2017-05"),
        ("from early to mid 2017", "2017-01-01/2017-08-31"),
        ("mid to late march 2017", "2017-03-11/2017-03-31"),
        ("the 1970s to the 1980s", "197X/198X"),
        ("spring 2016 to autumn 2017", "2016-03-01/2017-11-30"),
    ],
)
def test_a_range_differs_from_one_day_between(text: str, expected: str) -> None:
    """ "From … to" is an interval, "between" is one day of a span; both bounds are known."""
    assert edtf(text) == expected


@pytest.mark.parametrize("text", ["2017 and 2018", "5 and 6 march 2017", "between 2017", "2016, 2017 and 2018"])
def test_several_dates_or_half_a_range_are_not_one_date(text: str) -> None:
    """Two dates are not joined into one, and "between" needs two ends."""
    assert edtf(text) is None


@pytest.mark.parametrize(
    "text", ["until 2016 to 2018", "before 2016 or 2017", "after 2016 - 2018", "since before 2017"]
)
def test_bounds_of_ranges_are_not_guessed(text: str) -> None:
    """A bound and a range in one text contradict each other."""
    assert edtf(text) is None


@pytest.mark.parametrize(
    ("text", "south", "expected"),
    [
        ("winter 2016-2017", False, "2016-12/2017-02"),
        ("winter 2016/17", False, "2016-12/2017-02"),
        ("2016-2017年冬", False, "2016-12/2017-02"),
        ("hiver 2016 à 2017", False, "2016-12/2017-02"),
        ("verano 1976-77", True, "1976-12/1977-02"),
        ("spring 2017", True, "2017-29"),
        ("summer 2017", True, "2017-30"),
        ("autumn 2017", True, "2017-31"),
        ("winter 2017", True, "2017-32"),
        ("winter 2017", False, "2017-24"),
    ],
)
def test_seasons_follow_the_hemisphere(text: str, south: bool, expected: str) -> None:
    """A season named with two years is the one over the new year; in the south that is the summer."""
    assert read_phrase(fold(text), "", southern=south).edtf == expected


@pytest.mark.parametrize("text", ["spring 2016-17", "summer 2016-2017", "winter 2016-2018", "winter 2017-2016"])
def test_a_season_that_two_years_do_not_share_is_ambiguous(text: str) -> None:
    """Nothing says which of the two springs is meant."""
    assert read(text).flag == AMBIGUOUS


def test_the_south_may_be_said_in_the_text() -> None:
    """ "(southern hemisphere)" counts as much as a declared hemisphere."""
    assert edtf("spring 2017 (southern hemisphere)") == "2017-29"
    assert edtf("primavera de 2017 (hemisferio sur)") == "2017-29"
    assert edtf("5 march 2017 (southern hemisphere)") == "2017-03-05"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("28 December - 3 January 2017", date(2016, 12, 28), date(2018, 1, 3)),
        ("28/12-03/01/2017", date(2016, 12, 28), date(2018, 1, 3)),
        ("December-January 2017", date(2016, 12, 1), date(2018, 1, 31)),
        ("Nov to Feb 2017", date(2016, 11, 1), date(2018, 2, 28)),
    ],
)
def test_a_range_over_the_new_year_with_one_year_is_ambiguous(text: str, low: date, high: date) -> None:
    """The year may be said of the end or of the beginning: the bounds cover both readings."""
    found = read(text, order="dmy")
    assert (found.low, found.high, found.flag) == (low, high, AMBIGUOUS)


@pytest.mark.parametrize(
    "text", ["22-18 February 1977", "May 2017 to March 2017", "from 2018 to 2016", "2017 to May 2016"]
)
def test_a_range_that_runs_backwards_is_impossible(text: str) -> None:
    """An end before its beginning is kept as said, not turned round."""
    assert read(text).flag == IMPOSSIBLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("early march 2017", "[2017-03-01..2017-03-10]"),
        ("mid march 2017", "[2017-03-11..2017-03-20]"),
        ("late february 2017", "[2017-02-21..2017-02-28]"),
        ("first half of february 2016", "[2016-02-01..2016-02-15]"),
        ("second half of february 2016", "[2016-02-16..2016-02-29]"),
        ("early 2017", "2017-37"),
        ("mid 2017", "2017-38"),
        ("late 2017", "2017-39"),
        ("first half of 2017", "2017-40"),
        ("second half 2017", "2017-41"),
        ("first quarter of 2017", "2017-33"),
        ("Q4 2017", "2017-36"),
    ],
)
def test_parts_of_a_month_and_of_a_year(text: str, expected: str) -> None:
    """Thirds of a month are ten days each, the last runs to its end; halves part after the fifteenth."""
    assert edtf(text) == expected


@pytest.mark.parametrize("text", ["early 5 march 2017", "Q1 march 2017", "spring march 2017", "decade of march 2017"])
def test_parts_that_make_no_sense_are_not_read(text: str) -> None:
    """A day has no early part and a month no quarter."""
    assert edtf(text, "dmy") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a fines de 1976", "1976-39"),
        ("à la fin de 1976", "1976-39"),
        ("al 5 de marzo de 1976", "1976-03-05"),
        ("по 1976 год", "../1976"),
        ("through 1976", "../1976"),
        ("至1976年", "../1976"),
        ("إلى 1976", "../1976"),
    ],
)
def test_a_first_word_for_to(text: str, expected: str) -> None:
    """A Romance "a" before a date is a preposition; elsewhere a first "to" is an end."""
    assert edtf(text) == expected


def test_a_year_before_the_first_is_impossible() -> None:
    """No phrase gets out of the years 1 to 9999."""
    for text in ("march 0000", "early march 0000", "late 0000", "before 0001", "after 9999", "5 march 0000"):
        assert read(text).flag == IMPOSSIBLE, text
    assert edtf("winter 9999") == "9999-24"


@given(strategies.salads, strategies.orders.filter(lambda order: order != "serial"), st.booleans())
@settings(max_examples=400, deadline=None)
def test_what_phrases_write_is_edtf(text: str, order: str, southern: bool) -> None:
    """Whatever a heap of our own words is read as, the reference library reads it with the same bounds."""
    found = read_phrase(fold(text)[:200], order, southern=southern)
    if found.edtf and found.edtf != "[..]" and oracle.knows(found.edtf):
        low, high = oracle.bounds(found.edtf)
        if oracle.OVER_NEW_YEAR.search(found.edtf):
            assert (found.low or date.min) <= (low or date.max)
        else:
            assert (found.low, found.high) == (low, high)


@given(strategies.recent, strategies.recent)
def test_between_and_from_know_the_same_bounds(one: date, two: date) -> None:
    """Whether a range or a day between, the earliest and the latest day are the two said."""
    low, high = sorted((one, two))
    for text in (f"between {low} and {high}", f"from {low} to {high}", f"{low} or {high}", f"{low} - {high}"):
        assert (read(text).low, read(text).high) == (low, high)
