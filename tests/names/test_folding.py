"""Folding brings spellings together that differ only in dress, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names import fold, key, tokens, visible
from habeas.names.folding import LONGEST


@pytest.mark.parametrize(
    "spellings",
    [
        ("Muhämmät", "muhammat", "MUHAMMAT", "Muhämmät "),
        ("Abdu-Rahman", "abdu rahman", "Abdu  Rahman", "abdu_rahman"),
        ("O'Brien", "O’Brien", "OBrien", "O`brien"),
        ("Núñez", "NUNEZ", "núñez"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("Straße", "STRASSE", "strasse"),
        ("İbrahim", "ibrahim", "IBRAHIM"),
        ("Ðorđe", "dorde"),
        ("Ёлкина", "Елкина", "ёлкина"),
        ("Æsir", "aesir"),
        ("Exampləyev", "exampleyev"),
    ],
)
def test_dress_makes_no_difference(spellings: tuple[str, ...]) -> None:
    """Case, accents, hyphens, apostrophes and gaps do not part one name from itself."""
    assert len({fold(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("أحمد", "احمد", "إحمد", "آحمد"),
        ("علي", "على", "علی"),
        ("فاطمة", "فاطمه"),
        ("مـحمد", "محمد"),
        ("كريم", "کریم"),
    ],
)
def test_habits_of_arabic_keyboards_make_no_difference(spellings: tuple[str, ...]) -> None:
    """Alef, yeh, kaf and teh marbuta are typed in several ways."""
    assert len({fold(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Alim", "Halim"),
        ("Ali", "Alim"),
        ("ئۆمەر", "ئۇمەر"),
        ("买买提", "买提"),
        ("Мурат", "Марат"),
        ("Ana Lopez", "Ana Lopes"),
    ],
)
def test_different_names_stay_apart(first: str, second: str) -> None:
    """Folding undresses names; it does not guess at likeness. Uyghur vowels stay apart."""
    assert fold(first) != fold(second)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("   ", ""),
        ("---", ""),
        ("Test", "test"),
        ("  Two   words ", "two words"),
        ("a/b;c", "a b c"),
        ("阿依夏·买买提", "阿依夏 买买提"),
        ("ＦＵＬＬ　Ｗｉｄｔｈ", "full width"),
        ("№ 5", "no 5"),
    ],
)
def test_words_are_parted_by_single_spaces(text: str, folded: str) -> None:
    """Whatever parts words becomes one space, and nothing stands at the ends."""
    assert fold(text) == folded


def test_invisible_marks_go() -> None:
    """Bidirectional controls, joiners and variation selectors are not seen, so they do not count."""
    assert visible("\u202aAlpha\u202c\u200f\ufe0f\ufeff") == "Alpha"
    assert fold("Al\u200bpha") == "alpha"
    assert visible("Alpha") == "Alpha"


def test_a_lone_surrogate_does_no_harm() -> None:
    """Text that no file should hold is replaced, so that it can be written."""
    assert visible("Al\ud800pha").encode("utf-8") == b"Al?pha"
    assert fold("Al\ud800pha") == fold("Al?pha")


def test_hostile_length_is_cut() -> None:
    """A name of a million letters costs what a long name costs."""
    assert len(fold("a" * 1_000_000)) == LONGEST


def test_tokens_are_the_folded_words() -> None:
    """Words come in the order in which they stand."""
    assert tokens("Pérez, María-José") == ("perez", "maria", "jose")
    assert tokens("") == ()


def test_a_key_has_no_order() -> None:
    """The same words in any order have one key, and a missing word another."""
    assert key("Pérez María") == key("MARIA PEREZ") == "maria perez"
    assert key("Pérez María") != key("Pérez")


@given(st.text(max_size=200))
def test_any_text_folds_and_folding_again_changes_nothing(text: str) -> None:
    """Folding never fails; what is folded is at rest."""
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(max_size=200))
def test_any_text_can_be_shown(text: str) -> None:
    """Visible text is at rest and can be encoded."""
    once = visible(text)
    once.encode("utf-8")
    assert visible(once) == once


@given(st.text(alphabet="abcéñ '-", max_size=60))
def test_case_never_matters(text: str) -> None:
    """Capitals and small letters fold alike."""
    assert fold(text.upper()) == fold(text.lower())
