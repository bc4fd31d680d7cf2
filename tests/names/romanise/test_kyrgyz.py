"""Kyrgyz is read in Cyrillic and in the Arabic letters of China."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import kyrgyz
from habeas.names.sounds import SOUNDS


@pytest.mark.parametrize(
    ("cyrillic", "arabic", "sounds"),
    [
        ("Бакыт", "باقىت", "baqıt"),
        ("Токтогул", "توقتوعۇل", "toqtoğul"),
        ("Жумабек", "جۇمابەك", "jumabék"),
        ("Айгүл", "ايگۉل", "aygül"),
        ("Эркин", "ەركىن", "érkin"),
        ("Каныбек", "قانىبەك", "qanıbék"),
        ("Чолпонбай", "چولپونباي", "colponbay"),
        ("Өмүр", "ۅمۉر", "ömür"),
        ("Суусар", "سۇۇسار", "susar"),
    ],
)
def test_cyrillic_and_arabic(cyrillic: str, arabic: str, sounds: str) -> None:
    """Neighbours tell q from k and ı from i; a long vowel counts once."""
    assert kyrgyz.cyrillic(cyrillic)[0].sounds == sounds
    assert kyrgyz.arabic(arabic)[0].sounds == sounds


@pytest.mark.parametrize(
    ("reader", "spelling", "also"),
    [("cyrillic", "Бакыт", "bakıt"), ("cyrillic", "Жумабек", "jumabek"), ("arabic", "باقىت", "baqit")],
)
def test_doubt_gives_further_readings(reader: str, spelling: str, also: str) -> None:
    """What may be read in two ways is, the second with some bits."""
    found = {one.sounds: one.bits for one in getattr(kyrgyz, reader)(spelling)}
    assert found[also] > 0


@pytest.mark.parametrize("reader", ["arabic", "cyrillic"])
@given(text=st.one_of(st.text(), st.text(alphabet="اوۅۇۉىەكگقعبتيه"), st.text(alphabet="аеиокгбтяю")))
def test_any_text(reader: str, text: str) -> None:
    """No text breaks a reader; readings are few, made of sounds, and come best first."""
    found = getattr(kyrgyz, reader)(text)
    assert len(found) <= 6
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert not found or found[0].bits == 0
    assert getattr(kyrgyz, reader)(unicodedata.normalize("NFD", text)) == getattr(kyrgyz, reader)(
        unicodedata.normalize("NFC", text)
    )
