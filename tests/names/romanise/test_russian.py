"""Russian spelling and its Latin transliterations are read alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import russian
from habeas.names.romanise.spellings import MOST
from habeas.names.sounds import SOUNDS


@pytest.mark.parametrize(
    ("spelling", "sounds"),
    [
        ("Ахмед", "axmed"),
        ("Юсуп", "yusup"),
        ("Якуб", "yakub"),
        ("Джамал", "jamal"),
        ("Нурджан", "nurjan"),
        ("Нуржан", "nurjan"),
        ("Щербак", "şcerbak"),
        ("Алия", "aliya"),
        ("Гульнара", "gülnara"),
        ("Егор", "yegor"),
        ("Дмитрий", "dmitri"),
        ("Пётр", "pyotr"),
        ("Кадыр", "qadır"),
        ("Гасан", "hasan"),
        ("Наталья", "natalya"),
    ],
)
def test_cyrillic_letters_are_read(spelling: str, sounds: str) -> None:
    """One of the readings is the name as it is said; Russian х stands for h too, г as well."""
    assert sounds in [reading.sounds for reading in russian.read(spelling)]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Хабиб", "Khabib"),
        ("Жанна", "Zhanna"),
        ("Щербак", "Shcherbak"),
        ("Юсуп", "Yusup"),
        ("Юсуп", "Iusup"),
        ("Юсуп", "Jusup"),
        ("Якуб", "Yakub"),
        ("Якуб", "Iakub"),
        ("Якуб", "Jakub"),
        ("Джафар", "Dzhafar"),
        ("Джафар", "Džafar"),
        ("Царёв", "Tsaryov"),
        ("Чехов", "Tchekhoff"),
        ("Дмитрий", "Dmitry"),
        ("Дмитрий", "Dmitrij"),
        ("Андрей", "Andrei"),
        ("Андрей", "Andrej"),
        ("Алексеев", "Alexeyev"),
    ],
)
def test_transliterations_meet_their_original(cyrillic: str, latin: str) -> None:
    """A reading is common to the Russian spelling and to each habit of writing it in Latin letters."""
    first, second = ({one.sounds for one in russian.read(text)} for text in (cyrillic, latin))
    assert first & second


@pytest.mark.parametrize("text", ["", "12", "测试", "محمد", "ъ"])
def test_what_has_no_sound_is_not_read(text: str) -> None:
    """No letters, no reading."""
    assert russian.read(text) == ()


@given(st.one_of(st.text(max_size=60), st.text(alphabet="абгджзийкнуфхцчшщъыьэюяёАЖ", max_size=30)))
def test_any_text_is_read_without_error(text: str) -> None:
    """The best reading costs nothing, others more or as much, all in our letters."""
    found = russian.read(text)
    assert len(found) <= MOST
    assert not found or found[0].bits == 0
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)
