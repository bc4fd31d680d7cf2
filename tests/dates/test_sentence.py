"""Sentence arithmetic: the window in which a fixed term ends, and the steps that give it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.dates import PartialDate, Term, Window, parse_code, read, release_window
from habeas.dates.arithmetic import shift
from tests.dates import strategies

TERMS = st.builds(Term, st.just("fixed"), st.integers(0, 60), st.integers(0, 40), st.integers(0, 60))


def term(code: str) -> Term:
    found = parse_code(code)
    assert found is not None
    return found


def window(code: str, *reductions: str, sentenced: str = "", taken: str = "", credit: bool = True) -> Window:
    found = release_window(
        sentenced=read(sentenced) if sentenced else None,
        taken=read(taken) if taken else None,
        term=term(code),
        credit=credit,
        reductions=tuple(map(term, reductions)),
    )
    assert found is not None
    return found


def ends(found: Window) -> tuple[str, str]:
    return str(found.low or ""), str(found.high or "")


def days(low: date, more: int) -> PartialDate:
    return PartialDate("x", low, low + timedelta(days=more))


@pytest.mark.parametrize(
    ("taken", "code", "end"),
    [
        ("2017-03-05", "P13Y", "2030-03-05"),
        ("2017-03-05", "P13Y6M", "2030-09-05"),
        ("2017-08-31", "P6M", "2018-02-28"),
        ("2019-08-31", "P6M", "2020-02-29"),
        ("2016-02-29", "P1Y", "2017-02-28"),
        ("2016-02-29", "P4Y", "2020-02-29"),
        ("2017-03-05", "P15D", "2017-03-20"),
        ("2017-03-05", "P18M", "2018-09-05"),
        ("2017-12-31", "P1M1D", "2018-02-01"),
    ],
)
def test_a_term_counts_from_the_day_of_custody(taken: str, code: str, end: str) -> None:
    """Held without a break, a person is free at taken plus term, whatever the day of the sentence."""
    assert ends(window(code, taken=taken)) == (end, end)
    assert ends(window(code, taken=taken, sentenced="2018")) == (end, end) or taken > "2018"


def test_the_steps_tell_the_sum() -> None:
    """The steps name the date counted from, the credit, the term and each reduction, in order."""
    found = window("P13Y", "P1Y", "P6M", taken="2017-03-05", sentenced="2018")
    assert found.steps == (
        "from=taken:2017-03-05..2017-03-05",
        *("credit=full", "term=P13Y", "reduction=P1Y", "reduction=P6M"),
    )
    assert ends(found) == ("2028-09-05", "2028-09-05")


def test_a_vague_day_of_custody_gives_a_window() -> None:
    """ "2017" gives the days from the first to the last possible end."""
    assert ends(window("P10Y", taken="2017")) == ("2027-01-01", "2027-12-31")
    assert ends(window("P10Y", taken="March 2017")) == ("2027-03-01", "2027-03-31")


def test_custody_begins_before_the_sentence() -> None:
    """A vague day of custody is cut at the last day of the sentence."""
    assert ends(window("P10Y", taken="2017", sentenced="2017-06-30")) == ("2027-01-01", "2027-06-30")
    assert ends(window("P10Y", taken="since 2017", sentenced="2018-06-30")) == ("2027-01-01", "2028-06-30")
    assert ends(window("P10Y", taken="before 2018", sentenced="2017-06-30")) == ("", "2027-06-30")


def test_custody_after_the_sentence_is_not_cut_but_noted() -> None:
    """Who was taken after a sentence in absence serves from then; the contradiction stays visible."""
    found = window("P10Y", taken="2019", sentenced="2017-06-30")
    assert ends(found) == ("2029-01-01", "2029-12-31")
    assert "taken_after_sentence" in found.steps


def test_without_the_day_of_custody_the_beginning_is_not_made_up() -> None:
    """Only the sentence known: free at sentence plus term at the latest, the earliest day is not known."""
    found = window("P10Y", sentenced="2017-06-30")
    assert ends(found) == ("", "2027-06-30")
    assert found.steps == ("from=sentenced:2017-06-30..2017-06-30", "credit_unknown", "term=P10Y")


def test_without_credit_the_term_counts_from_the_sentence() -> None:
    """Where custody before the sentence does not count, the term begins with the sentence."""
    found = window("P10Y", taken="2015", sentenced="2017-06", credit=False)
    assert ends(found) == ("2027-06-01", "2027-06-30")
    assert found.steps[:2] == ("from=sentenced:2017-06-01..2017-06-30", "credit=none")


def test_without_credit_and_sentence_only_the_earliest_end_is_known() -> None:
    """A sentence comes after custody began, nobody knows when: the latest end is open."""
    found = window("P10Y", taken="2015", credit=False)
    assert ends(found) == ("2025-01-01", "")
    assert found.steps[1:3] == ("credit=none", "sentence_unknown")


@pytest.mark.parametrize("kind", ["life", "death", "death_suspended"])
def test_life_and_death_have_no_end(kind: str) -> None:
    """There is no day of release to compute."""
    assert release_window(sentenced=read("2017"), taken=read("2016"), term=term(kind)) is None


@pytest.mark.parametrize("text", ["", "31/02/2017", "no date", "XXXX"])
def test_without_a_usable_date_there_is_no_window(text: str) -> None:
    """Impossible, unreadable and unknown dates give no window, not a wrong one."""
    unusable = read(text, order="dmy")
    assert release_window(sentenced=unusable, taken=None, term=term("P10Y")) is None
    assert release_window(sentenced=unusable, taken=unusable, term=term("P10Y")) is None
    assert release_window(sentenced=None, taken=None, term=term("P10Y")) is None


def test_an_unusable_date_does_not_hide_a_usable_one() -> None:
    """An unreadable day of custody leaves the sentence to count from."""
    assert ends(window("P10Y", taken="unknown", sentenced="2017-06-30")) == ("", "2027-06-30")
    assert ends(window("P10Y", taken="2017", sentenced="unknown")) == ("2027-01-01", "2027-12-31")


def test_an_ambiguous_date_covers_both_readings() -> None:
    """The window of an ambiguous day covers the ends of both."""
    assert ends(window("P1Y", taken="05/03/2017")) == ("2018-03-05", "2018-05-03")


def test_reductions_never_end_a_term_before_it_began() -> None:
    """More reduction than term is an error of the source; the end stays at the beginning."""
    assert ends(window("P1Y", "P2Y", taken="2017-03-05")) == ("2017-03-05", "2017-03-05")


def test_only_fixed_reductions_count() -> None:
    """A reduction to life is no reduction of days."""
    assert window("P10Y", "life", taken="2017").steps == window("P10Y", taken="2017").steps


def test_an_end_beyond_the_calendar_is_its_last_day() -> None:
    """A term of 9999 years ends with the calendar instead of failing."""
    assert ends(window("P9999Y", taken="2017-03-05")) == ("9999-12-31", "9999-12-31")


@given(
    strategies.recent, st.integers(0, 800), strategies.recent, st.integers(0, 800), TERMS, st.lists(TERMS, max_size=2)
)
def test_the_window_is_in_order(
    taken: date, more: int, sentenced: date, longer: int, length: Term, reductions: list[Term]
) -> None:
    """The earliest end never comes after the latest, nor before custody or sentence began."""
    for credit in (True, False):
        found = release_window(
            sentenced=days(sentenced, longer),
            taken=days(taken, more),
            term=length,
            credit=credit,
            reductions=tuple(reductions),
        )
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        assert (taken if credit else sentenced) <= found.low <= found.high


@given(strategies.recent, st.integers(0, 800), st.integers(0, 800), TERMS)
def test_each_possible_day_of_custody_ends_within_the_window(first: date, more: int, at: int, length: Term) -> None:
    """Whichever day of the span was the true one, its end lies in the window."""
    true = first + timedelta(days=min(at, more))
    found = release_window(sentenced=None, taken=days(first, more), term=length)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= shift(true, length.years, length.months, length.days) <= found.high


@given(strategies.recent, TERMS, TERMS)
def test_a_reduction_never_lengthens(taken: date, length: Term, less: Term) -> None:
    """With a reduction the end is the same or earlier."""
    whole = release_window(sentenced=None, taken=days(taken, 0), term=length)
    reduced = release_window(sentenced=None, taken=days(taken, 0), term=length, reductions=(less,))
    assert whole is not None
    assert reduced is not None
    assert (reduced.high or date.max) <= (whole.high or date.min)
