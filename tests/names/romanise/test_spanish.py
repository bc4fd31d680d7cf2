"""Spanish names that sound alike are read alike; the surnames are common ones, of nobody in particular."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import spanish
from habeas.names.romanise.spellings import MOST
from habeas.names.sounds import SOUNDS


@pytest.mark.parametrize(
    "spellings",
    [
        ("Giménez", "Jiménez", "Ximenez", "Gimenes"),
        ("González", "Gonzales", "Gonsález"),
        ("Vera", "Bera"),
        ("Esther", "Ester"),
        ("Genaro", "Jenaro"),
        ("Hernández", "Ernandes"),
        ("Valle", "Vaye", "Baye"),
        ("Ybarra", "Ibarra"),
        ("Quiroga", "Kiroga"),
        ("Cecilia", "Sesilia", "Zezilia"),
        ("Agüero", "Aguero"),
        ("Wálter", "Walter", "Valter"),
        ("Huerta", "Werta"),
        ("Godoy", "Godoi"),
        ("Muñoz", "Munioz", "Munyos"),
    ],
)
def test_names_that_sound_alike_meet(spellings: tuple[str, ...]) -> None:
    """b = v, c = s = z, g = j before e and i, silent h, ll = y, and accents."""
    assert set.intersection(*[{reading.sounds for reading in spanish.read(one)} for one in spellings])


@pytest.mark.parametrize(
    ("spelling", "sounds"),
    [
        ("Chávez", "cabes"),
        ("Guerra", "gera"),
        ("Guillén", "giyen"),
        ("Cáceres", "kaseres"),
        ("Joaquín", "xoakin"),
        ("Félix", "feliks"),
        ("Peña", "penya"),
        ("Yrigoyen", "irigoyen"),
    ],
)
def test_the_first_reading_is_the_usual_one(spelling: str, sounds: str) -> None:
    """Letters stand for what they mean in Argentina."""
    assert spanish.read(spelling)[0].sounds == sounds


@pytest.mark.parametrize(("first", "second"), [("Gómez", "Gámez"), ("Marta", "Marto"), ("Casa", "Caza ro")])
def test_different_names_stay_apart(first: str, second: str) -> None:
    """Reading brings spellings together, not names."""
    assert spanish.read(first)[0].sounds != spanish.read(second)[0].sounds


@pytest.mark.parametrize("text", ["", "12", "Мамат", "测试", "H"])
def test_what_has_no_sound_is_not_read(text: str) -> None:
    """No letters, or a silent one alone: no reading."""
    assert spanish.read(text) == ()


@given(st.text(alphabet="abcdeéghijklmnñoqrsuüvxyz", max_size=20))
def test_forms_and_case_of_letters_make_no_difference(text: str) -> None:
    """Composed or not, small or capital."""
    assert spanish.read(unicodedata.normalize("NFD", text).upper()) == spanish.read(text)


@given(st.one_of(st.text(max_size=60), st.text(alphabet="abceghijlñqrsuüvxyzáéí", max_size=30)))
def test_any_text_is_read_without_error(text: str) -> None:
    """The best reading costs nothing, others more or as much, all in our letters."""
    found = spanish.read(text)
    assert len(found) <= MOST
    assert not found or found[0].bits == 0
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)
