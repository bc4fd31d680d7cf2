"""An age at a date gives the days of birth it allows, no more and no fewer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.dates import AMBIGUOUS, IMPOSSIBLE, UNREADABLE, PartialDate, age_at, age_span, read
from habeas.dates.ages import OLDEST
from habeas.dates.arithmetic import shift
from habeas.dates.edtf import read_edtf
from tests.dates import strategies, tables

BIRTHS = st.dates(date(1850, 1, 1), date(2020, 12, 31))


def on(day: date) -> PartialDate:
    return PartialDate(day.isoformat(), day, day)


def completed(birth: date, day: date) -> int:
    """Completed years, counted the slow way: birthdays that have passed; 29 February counts on 1 March."""
    years = 0
    while True:
        try:
            birthday = birth.replace(year=birth.year + years + 1)
        except ValueError:
            birthday = date(birth.year + years + 1, 3, 1)
        if birthday > day:
            return years
        years += 1


@pytest.mark.parametrize("row", tables.rows("ages.csv"), ids=lambda row: f"{row['text']} on {row['on']}")
def test_the_golden_ages(row: dict[str, str]) -> None:
    """Each age of the golden table allows the days of birth that a calendar gives."""
    found = age_at(row["text"], read(row["on"]), counting=row["counting"])
    assert (found.low, found.high) == (tables.day(row["low"]), tables.day(row["high"]))
    assert found.flag == (row["flag"] or None)


@given(BIRTHS, st.integers(0, 45000))
def test_the_day_of_birth_is_among_those_allowed(birth: date, later: int) -> None:
    """Whoever has an age was born on one of the days that it allows, and nobody else can be."""
    day = birth + timedelta(days=later)
    found = age_at(completed(birth, day), on(day))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= birth <= found.high
    assert completed(found.low, day) == completed(found.high, day) == completed(birth, day)
    assert completed(found.low - timedelta(days=1), day) == completed(birth, day) + 1


@given(BIRTHS, st.integers(0, 3000))
def test_an_age_in_months_is_a_month_wide(birth: date, later: int) -> None:
    """An age in months allows a month of births, and the true one is among them."""
    day = birth + timedelta(days=later)
    months = (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)
    found = age_at(f"{months} months", on(day))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= birth <= found.high or birth.day > 28
    assert 27 <= (found.high - found.low).days <= 31


@given(BIRTHS, st.integers(0, 600))
def test_an_age_in_weeks_is_a_week_wide(birth: date, later: int) -> None:
    """Six weeks are six, not yet seven: seven days of birth."""
    day = birth + timedelta(days=later)
    found = age_at(f"{later // 7} weeks", on(day))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= birth <= found.high
    assert (found.high - found.low).days == 6


@given(BIRTHS, st.integers(0, 45000), st.booleans())
def test_a_nominal_age_allows_the_true_birth(birth: date, later: int, before_new_year: bool) -> None:
    """Counted the East Asian way, one at birth and one more each new year, the true birth is still allowed."""
    day = birth + timedelta(days=later)
    nominal = day.year - birth.year + 1
    if completed(birth, day) + 1 > nominal or (before_new_year and completed(birth, day) + 1 < nominal):
        nominal = completed(birth, day) + 1
    found = age_at(f"虚岁{nominal}", on(day))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= birth <= found.high
    assert age_at(nominal, on(day), counting="east-asian") == found


@given(st.integers(0, 120), BIRTHS, st.integers(0, 400))
def test_a_vague_date_widens_the_birth(age: int, day: date, more: int) -> None:
    """An age on an unknown day of a span allows what any day of the span would."""
    last = day + timedelta(days=more)
    wide = age_at(age, PartialDate("x", day, last))
    assert wide.low == age_at(age, on(day)).low
    assert wide.high == age_at(age, on(last)).high


@given(st.integers(1, 60), st.integers(1, 60), BIRTHS)
def test_two_ages_allow_what_each_allows(one: int, more: int, day: date) -> None:
    """ "20-25" allows everybody from 20 to 25."""
    found = age_at(f"{one}-{one + more} años", on(day))
    assert found.low == age_at(one + more, on(day)).low
    assert found.high == age_at(one, on(day)).high
    assert found.flag is None


@pytest.mark.parametrize(
    "text",
    ["20-25", "20 - 25 years", "20 to 25", "aged 20–25", "entre 20 y 25 años", "20 a 25 años", "от 20 до 25 лет",
     "20至25岁", "20到25岁", "20 ou 25 ans", "between 20 and 25", "20 veya 25 yaşında"],
)  # fmt: skip
def test_two_ages_are_read_in_every_language(text: str) -> None:
    """However two ages are joined, the span is the same."""
    assert age_at(text, read("1976-06-15")) == age_at("20-25", read("1976-06-15"))
    assert age_at(text, read("1976-06-15")).flag is None


@pytest.mark.parametrize("age", [-1, OLDEST + 1, 10**30, -(10**30)])
def test_a_number_that_is_no_age_is_impossible(age: int) -> None:
    """Negative ages and more than 130 years are impossible."""
    assert age_at(age, read("1976")) == PartialDate(None, None, None, IMPOSSIBLE)


@pytest.mark.parametrize("text", ["131", "131 years", "1976", "1600 months", "50000 days", "9" * 150])
def test_a_text_that_is_no_age_is_impossible(text: str) -> None:
    """A year written as an age, or an age in months of more than 130 years, is impossible."""
    assert age_at(text, read("1976")).flag == IMPOSSIBLE


@pytest.mark.parametrize(
    "text", ["", "adult", "minor", "20s", "26+", ">26", "over 26", "two or three", "26 y 27 y 28", "-5"]
)
def test_other_texts_are_not_read(text: str) -> None:
    """Words for an age, open ages and negative ones are not guessed at."""
    found = age_at(text, read("1976"))
    assert (found.edtf, found.flag) == (None, UNREADABLE)


def test_the_flag_of_the_date_is_passed_on() -> None:
    """Without a date there is no birth; an ambiguous date gives an ambiguous one."""
    assert age_at(26, read("31/02/1977")).flag == IMPOSSIBLE
    assert age_at(26, read("no date")).flag == UNREADABLE
    assert age_at(26, PartialDate("XXXX", None, None)).flag == UNREADABLE
    assert age_at(26, read("15 August")).flag == AMBIGUOUS
    found = age_at(26, read("09/08/1976"))
    assert (found.low, found.high, found.flag) == (date(1949, 8, 10), date(1950, 9, 8), AMBIGUOUS)


def test_an_open_date_leaves_the_birth_open() -> None:
    """Who is 26 since 1976 at the earliest has no latest day of birth."""
    assert age_at(26, read("since 1976")) == PartialDate("[1949-01-02..]", date(1949, 1, 2), None)
    assert age_at(26, read("until 1976")) == PartialDate("[..1950-12-31]", None, date(1950, 12, 31))


def test_about_is_not_widened() -> None:
    """ "About 26" has the bounds of 26: how far "about" reaches is for whoever compares."""
    assert age_at("about 26", read("1976")) == age_at("~26", read("1976")) == age_at(26, read("1976"))


def test_nobody_is_born_before_the_calendar() -> None:
    """An age that reaches below the year 1 is impossible."""
    assert age_at(60, on(date(50, 1, 1))).flag == IMPOSSIBLE
    assert age_at(48, on(date(50, 1, 1))).high == date(2, 1, 1)


@given(st.text(max_size=60) | strategies.salads, strategies.days)
@settings(max_examples=500, deadline=None)
def test_no_text_raises(text: str, day: date) -> None:
    """Any text is an age or is flagged; what is allowed is EDTF with the same bounds."""
    for counting in ("", "east-asian"):
        found = age_at(text, on(day), counting=counting)
        if found.edtf is None:
            assert found.flag in (IMPOSSIBLE, UNREADABLE, AMBIGUOUS)
        else:
            assert read_edtf(found.edtf) == PartialDate(found.edtf, found.low, found.high)


def test_age_spans_count_completed_years() -> None:
    """The least and the most completed years between two dates known in part."""
    assert age_span(read("1950"), read("1976-06-15")) == (25, 26)
    assert age_span(read("1950-06-15"), read("1976-06-15")) == (26, 26)
    assert age_span(read("1950-06-16"), read("1976-06-15")) == (25, 25)
    assert age_span(read("1950"), read("1976")) == (25, 26)
    assert age_span(read("1976"), read("1976")) == (0, 0)
    assert age_span(read("1976-12-31"), read("1976")) == (0, 0)


@pytest.mark.parametrize(
    ("birth", "day"), [("1950/..", "1976"), ("../1950", "1976"), ("1950", "1976/.."), ("no", "1976"), ("1980", "1976")]
)
def test_no_age_without_all_bounds(birth: str, day: str) -> None:
    """An open bound, or a birth after the date, gives no age."""
    assert age_span(read(birth), read(day)) is None


@given(BIRTHS, st.integers(0, 45000))
def test_age_and_span_agree(birth: date, later: int) -> None:
    """The birth that an age allows has that age again."""
    day = birth + timedelta(days=later)
    age = completed(birth, day)
    assert age_span(on(birth), on(day)) == (age, age)
    assert age_span(age_at(age, on(day)), on(day)) == (age, age)


def test_a_leap_day_is_counted_on_the_first_of_march() -> None:
    """Who was born on 29 February is a year older on 1 March of a common year."""
    born = on(date(2000, 2, 29))
    assert age_span(born, on(date(2026, 2, 28))) == (25, 25)
    assert age_span(born, on(date(2026, 3, 1))) == (26, 26)
    assert shift(date(2000, 2, 29), 26) == date(2026, 2, 28)
