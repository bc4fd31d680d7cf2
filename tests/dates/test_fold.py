"""Texts are brought to one plain shape before they are read."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.dates.fold import fold, unhide

_PADDED = [chr(code) for code in (0x200B, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xAD, 0x61C, 0x640)]


def test_every_decimal_digit_becomes_ascii() -> None:
    """Each decimal digit of each script is turned into its ASCII digit."""
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) == "Nd":
            assert unhide(chr(code)) == str(unicodedata.decimal(chr(code)))


@pytest.mark.parametrize("hidden", _PADDED)
def test_hidden_characters_are_removed(hidden: str) -> None:
    """Bidi controls, zero-width characters and tatweel leave no trace in a text."""
    assert unhide(f"{hidden}1976{hidden}-08{hidden}") == "1976-08"


@pytest.mark.parametrize("dash", list("‐‑‒–—―−﹘﹣－⁃"))
def test_every_dash_becomes_a_hyphen(dash: str) -> None:
    """Whatever dash joins two numbers, it is read as one."""
    assert unhide(f"2016{dash}2018") == "2016-2018"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("１９７６／０８", "1976/08"),
        ("1976．8．15", "1976.8.15"),
        ("2017年3月，5日", "2017年3月,5日"),
        ("1976؟", "1976?"),
        ("¿1976?", "1976?"),
        ("«1976»", '"1976"'),
        ("2017～2018", "2017~2018"),
        (" 1976\t", "1976"),
    ],
)
def test_marks_of_other_scripts_become_ascii(text: str, plain: str) -> None:
    """Full-width, Arabic, Chinese and Spanish marks are read as the ASCII ones."""
    assert unhide(text) == plain


@pytest.mark.parametrize("sign", list("¹²³⁴½¾①⑳㊀₇"))
def test_signs_that_are_no_digits_are_not_taken_for_digits(sign: str) -> None:
    """A footnote mark or a fraction never adds a digit to a number."""
    assert not any(char.isdigit() for char in fold(f"x{sign}"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  FÉVRIER   2017 ", "fevrier 2017"),
        ("AĞUSTOS", "agustos"),
        ("ARALIK", "aralik"),
        ("aralık", "aralik"),
        ("İlkbahar", "ilkbahar"),
        ("дейін", "деиін"),
        ("Straße", "strasse"),
        ("1\u00a0mai", "1 mai"),
        ("1º", "1o"),
        ("l’été", "l'ete"),
    ],
)
def test_case_accents_and_spaces_do_not_matter(text: str, folded: str) -> None:
    """Words meet in lower case, without accents, with single spaces."""
    assert fold(text) == folded


def test_letters_of_persian_keyboards_are_the_arabic_ones() -> None:
    """Farsi yeh and kaf are read as the Arabic letters they stand for."""
    assert fold("ینایر") == fold("يناير")
    assert fold("کانون") == fold("كانون")


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_that_matters(text: str) -> None:
    """A folded text has no hidden character, no capital and no double space, and never raises."""
    folded = fold(text)
    assert "  " not in folded
    assert not any(char in folded for char in _PADDED)
