"""Latin letters of unknown habit are read as Turkic and Arabic names; spellings of one name meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import latin
from habeas.names.romanise.spellings import MOST
from habeas.names.sounds import SOUNDS


@pytest.mark.parametrize(
    ("spelling", "sounds"),
    [
        ("Aygül", "aygül"),
        ("Aigul", "aygul"),
        ("Akhmedzhan", "axmejan"),
        ("Nurcan", "nurjan"),
        ("Nurzhan", "nurjan"),
        ("Qurbanjan", "qurbanjan"),
        ("Cemal", "jemal"),
        ("Djamal", "jamal"),
        ("Abdullah", "abdulla"),
        ("Ğulam", "ğulam"),
        ("Ghulam", "ğulam"),
        ("Shawkat", "şawkat"),
        ("Schawkat", "şawkat"),
        ("Şevket", "şewket"),
        ("Tchinguiz", "cingiz"),
        ("Çıñğız", "cıñğız"),
        ("Khadeeja", "xadija"),
        ("Yıldız", "yıldız"),
        ("Maryam", "maryam"),
        ("Mariam", "mariyam"),
        ("Mourad", "murad"),
        ("G'ulom", "ğulom"),
        ("Saʿīd", "said"),
        ("Ulrich", "ulrix"),
    ],
)
def test_letters_of_many_habits_are_read(spelling: str, sounds: str) -> None:
    """One of the readings of each spelling is the name as it is said."""
    assert sounds in [reading.sounds for reading in latin.read(spelling)]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Yusuf", "Yousouf", "Yoosoof", "Yûsuf"),
        ("Khalid", "Xalid", "Halid"),
        ("Jamal", "Camal", "Djamal", "Dzhamal"),
        ("Chingiz", "Çingiz", "Tchingiz", "Tschingiz"),
        ("Ghalip", "Galip", "Ğalip"),
        ("Qadir", "Kadir"),
        ("Muhammad", "Muhamad"),
        ("Alimzhan", "Alimcan", "Alimjan", "Alimjon"),
        ("Aygul", "Aigul"),
        ("Rashid", "Raschid", "Rašid", "Raşid"),
    ],
)
def test_spellings_of_one_name_meet(spellings: tuple[str, ...]) -> None:
    """Some reading is common to all of them."""
    common = set.intersection(*[{reading.sounds for reading in latin.read(one)} for one in spellings])
    assert common


@pytest.mark.parametrize("text", ["", "   ", "123", "买买提", "Мамат", "محمد", "'"])
def test_what_has_no_latin_letters_is_not_read(text: str) -> None:
    """No reading is better than an invented one: such a part is not comparable."""
    assert latin.read(text) == ()


@given(st.one_of(st.text(max_size=60), st.text(alphabet="abcdhkqxgjyzsuioeçğışöüäéñ'", max_size=40)))
def test_any_text_is_read_without_error(text: str) -> None:
    """The best reading costs nothing, at most six others cost more or as much, all in our letters."""
    found = latin.read(text)
    assert len(found) <= MOST
    assert not found or found[0].bits == 0
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert len({one.sounds for one in found}) == len(found)
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)


@given(st.text(alphabet="abcçğhıjkqsşuüxyz", max_size=20))
def test_case_makes_no_difference(text: str) -> None:
    """Capitals are read as small letters; a capital I may be either i."""
    plain = text.replace("ı", "i")
    assert latin.read(plain.upper()) == latin.read(plain)


@given(st.text(alphabet=SOUNDS.replace("ž", "").replace("ñ", ""), min_size=1, max_size=12))
def test_our_own_letters_are_read(sounds: str) -> None:
    """Letters of the sounds themselves can be read, whatever they spell together."""
    assert latin.read(sounds)
