"""Amounts of time in words: numbers, units and halves in nine languages."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.dates.amounts import Amount, NoAmountError, Part, add_up, parts
from tests.dates import strategies


def amount(text: str) -> Amount:
    return add_up(parts(text))


def flag(text: str) -> str:
    with pytest.raises(NoAmountError) as problem:
        amount(text)
    return problem.value.flag


def test_words_become_numbers_and_units() -> None:
    """A text is cut into what it says; filling words are dropped."""
    assert parts("thirteen years and 6 months") == [
        *(Part("count", "13"), Part("unit", "y"), Part("number", "6"), Part("unit", "m"))
    ]
    assert parts("of the and") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 years", Amount(13)),
        ("13 years 6 months 15 days", Amount(13, 6, 15)),
        ("18 months", Amount(0, 18)),
        ("2 weeks 3 days", Amount(0, 0, 17)),
        ("1 year 2 weeks", Amount(1, 0, 14)),
        ("half a year", Amount(0, 6)),
        ("a year and a half", Amount(1, 6)),
        ("2 and a half years", Amount(2, 6)),
        ("2.5 years", Amount(2, 6)),
        ("2,5 years", Amount(2, 6)),
        ("2.25 years", Amount(2, 3)),
        ("1.5 months", Amount(0, 1, 15)),
        ("3 meses y medio", Amount(0, 3, 15)),
        ("13y", Amount(13)),
        ("13 y 6 m", Amount(13, 6)),
        ("13a 6m", Amount(13, 6)),
        ("treinta y cinco años", Amount(35)),
        ("diez y seis años", Amount(16)),
        ("dix-huit ans", Amount(18)),
        ("vingt-cinq ans", Amount(25)),
        ("двадцать пять лет", Amount(25)),
        ("on üç yıl", Amount(13)),
        ("он үш жыл", Amount(13)),
        ("ئون ئۈچ يىل", Amount(13)),
        ("خمسة عشر عاما", Amount(15)),
        ("سنتان وشهران", Amount(2, 2)),
        ("十三年零六个月", Amount(13, 6)),
        ("三个星期", Amount(0, 0, 21)),
        ("0 years", Amount()),
        ("(13) years", Amount(13)),
        ("13.0 years", Amount(13)),
    ],
)
def test_amounts_add_up(text: str, expected: Amount) -> None:
    """Numbers and units add up as said: 18 months stay months, a half year is six of them."""
    assert amount(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("10-15 years", "10/15 years", "10~15 years", "10 to 15 years", "10 or 15 years", "10 a 15 años"),
        *("10 ou 15 ans", "10 до 15 лет", "10 veya 15 yıl", "10 немесе 15 жыл", "10至15年", "10 أو 15 سنة"),
        *("三四年", "两三年", "13", "thirteen", "half a"),
    ],
)
def test_two_amounts_or_no_unit_are_ambiguous(text: str) -> None:
    """A range is not one amount, three or four are not thirty-four, and a number needs a unit."""
    assert flag(text) == "ambiguous"


@pytest.mark.parametrize(
    "text",
    [
        *("", "years", "6 months 2 years", "1 year 1 year", "2 3 years", "five six years", "13 light years"),
        *("1.3 years", "1.5 days", "-5 years", "+5 years", "- 5 years", "½ year", "1e3 years", "13 years x"),
        *("七八个月", "1 year 5", "x" * 300),
    ],
)
def test_what_does_not_add_up_is_not_read(text: str) -> None:
    """Units out of order or twice, two numbers for one unit, unknown words and odd fractions are refused."""
    assert flag(text) == "unreadable"


@pytest.mark.parametrize("text", ["10000 years", "119989 months", "99999999 days", "9" * 100 + " years"])
def test_more_than_the_calendar_is_impossible(text: str) -> None:
    """No sentence and no age is longer than 9999 years."""
    assert flag(text) == "impossible"


def test_tens_join_with_units_only() -> None:
    """ "Twenty-five" is 25; "thirteen five" and "twenty thirty" are nothing."""
    assert amount("twenty-five years") == Amount(25)
    assert flag("thirteen five years") == flag("twenty thirty years") == flag("five twenty years") == "unreadable"


def test_the_letters_y_and_a_are_units_after_figures_only() -> None:
    """After a figure they are years; elsewhere "and" and an article."""
    assert parts("13 y") == [Part("number", "13"), Part("unit", "y")]
    assert parts("treinta y cinco") == [Part("count", "30"), Part("count", "5")]
    assert parts("a 13") == [Part("number", "13")]


@given(st.integers(0, 99), st.integers(0, 11), st.integers(0, 30))
def test_every_language_says_the_same_amount(years: int, months: int, days: int) -> None:
    """Years, months and days in figures are the same in each language."""
    expected = Amount(years, months, days)
    for text in (
        f"{years} years, {months} months and {days} days",
        f"{years} años, {months} meses y {days} días",
        f"{years} ans, {months} mois et {days} jours",
        f"{years} лет {months} месяцев и {days} дней",
        f"{years} yıl {months} ay {days} gün",
        f"{years} жыл {months} ай {days} күн",
        f"{years} يىل {months} ئاي {days} كۈن",
        f"{years} سنة و{months} شهر و{days} يوم",
        f"{years}年{months}个月{days}天",
    ):
        assert amount(text) == expected, text


@given(st.text(max_size=220) | strategies.salads)
@settings(max_examples=500, deadline=None)
def test_no_text_raises_anything_else(text: str) -> None:
    """Any text is an amount or refused with its reason."""
    found = None
    with contextlib.suppress(NoAmountError):
        found = amount(text)
    assert found is None or min(found.years, found.months, found.days) >= 0
