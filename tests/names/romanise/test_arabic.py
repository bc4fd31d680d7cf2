"""Arabic and Persian script: what is written is read, with the vowels that are written; common names whole."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names import fold
from habeas.names.romanise import arabic
from habeas.names.romanise.spellings import MOST
from habeas.names.sounds import SOUNDS


@pytest.mark.parametrize(
    ("spelling", "sounds"),
    [
        ("محمد", "muhammad"),
        ("أحمد", "ahmad"),
        ("فاطمة", "fatime"),
        ("یوسف", "yusuf"),
        ("عبدالرحمن", "abdurrahman"),
        ("عبدالله", "abdulla"),
        ("عبدالقادر", "abdulqadir"),
        ("الرحمن", "rahman"),
        ("الطيب", "tib"),
        ("نورالدين", "nuriddin"),
        ("شاكر", "şakr"),
        ("وليد", "wlid"),
        ("پروين", "prwin"),
        ("گلناز", "glnaz"),
        ("چنگيز", "cngiz"),
        ("ژاله", "žale"),
        ("مُنِير", "munir"),
        ("مُحَمَّد", "muhammad"),
        ("لیلى", "lila"),
        ("آدم", "adm"),
        ("إلياس", "ilyas"),
    ],
)
def test_letters_are_read(spelling: str, sounds: str) -> None:
    """Consonants, long vowels, the article, vowel marks, doubling and the endings of the feminine."""
    assert sounds in [reading.sounds for reading in arabic.read(spelling)]


@pytest.mark.parametrize("name", ["فاطمة", "علي", "على", "كريم", "أحمد", "إبراهيم", "حمزة"])
def test_a_folded_name_is_read_like_the_written_one(name: str) -> None:
    """The habits of keyboards, which folding takes away, make no difference to the best reading of a common name."""
    assert arabic.read(fold(name))[0].sounds == arabic.read(name)[0].sounds


def test_presentation_forms_are_letters() -> None:
    """Old files hold the shapes of letters instead of letters."""
    shapes = "\ufee3\ufea4\ufee4\ufeaa"
    assert unicodedata.normalize("NFKC", shapes) == "محمد"
    assert arabic.read(shapes) == arabic.read("محمد")


@pytest.mark.parametrize("text", ["", "12", "Ali", "测试", "ـ", "ء"])
def test_what_has_no_sound_is_not_read(text: str) -> None:
    """No letters, no reading."""
    assert arabic.read(text) == ()


@given(
    st.one_of(
        st.text(max_size=60), st.text(alphabet="ابتثجحخدذرزسشعغفقكلمنهويىةءأإآئؤپچژگیک\u064e\u0650\u0651", max_size=30)
    )
)
def test_any_text_is_read_without_error(text: str) -> None:
    """The best reading costs nothing, others more or as much, all in our letters."""
    found = arabic.read(text)
    assert len(found) <= MOST
    assert not found or found[0].bits == 0
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)
