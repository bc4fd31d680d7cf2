"""Kazakh is read in Cyrillic, Arabic and the many Latin alphabets, and what is written reads back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import kazakh, kazakh_arabic
from habeas.names.sounds import SOUNDS


@pytest.mark.parametrize(
    ("cyrillic", "arabic", "sounds"),
    [
        ("Әбдірашид", "ٴابدىراشيد", "ebdiraşid"),
        ("Жақсыбай", "جاقسىباي", "jaqsıbay"),
        ("Серікжан", "سەرىكجان", "sérikjan"),
        ("Әлім", "ٴالىم", "elim"),
        ("Өмір", "ٴومىر", "ömir"),
        ("Омар", "ومار", "omar"),
        ("Үміт", "ٴۇمىت", "ümit"),
        ("Күміс", "كۇمىس", "kümis"),
        ("Алмагүл", "الماگۇل", "almagül"),
        ("Ерлан", "ەرلان", "érlan"),
        ("Бауыржан", "باۋىرجان", "bawırjan"),
        ("Айсұлу", "ايسۇلۋ", "aysulu"),
        ("Кәрім", "كارىم", "kerim"),
        ("Мария", "ماريا", "mariya"),
        ("Ғали", "عالي", "ğali"),
        ("Қанат", "قانات", "qanat"),
        ("Дәурен", "داۋرەن", None),
    ],
)
def test_cyrillic_and_arabic(cyrillic: str, arabic: str, sounds: str | None) -> None:
    """The hamza, ك گ ە and ق ع tell the vowels; where they do not, the name is among the readings."""
    best = kazakh.cyrillic(cyrillic)[0].sounds
    assert sounds is None or best == sounds
    found = [one.sounds for one in kazakh.arabic(arabic)]
    assert best in (found[:1] if sounds else found)


@pytest.mark.parametrize(
    ("cyrillic", "spellings"),
    [
        ("Әлімбек", ("Älimbek", "Álimbek", "A'limbek", "Əlimbek")),
        ("Жақсыбай", ("Jaqsıbay", "Zhaqsybay", "Zhaqsybai", "Jaqsybai")),
        ("Қызылғұл", ("Qızılğul", "Qyzylghul", "Qyzylǵul", "Qyzylg'ul", "Qyzylğūl")),
        ("Дәурен", ("Däuren", "Dáýren", "Däwren", "Da'y'ren")),
        ("Айшаш", ("Aişaş", "Aishash", "Ai'shash", "Ays'as'")),
        ("Айсұлу", ("Aisūlu", "Aysulu")),
        ("Хамит", ("Xamit", "Khamit")),
    ],
)
def test_latin_alphabets(cyrillic: str, spellings: tuple[str, ...]) -> None:
    """Each reform and the passport's English way come to the sounds of the Cyrillic spelling."""
    for spelling in spellings:
        assert kazakh.latin(spelling)[0].sounds == kazakh.cyrillic(cyrillic)[0].sounds, spelling


@pytest.mark.parametrize(
    ("reader", "spelling", "also"),
    [
        ("cyrillic", "Қуаныш", "quwanış"),
        ("cyrillic", "Ерлан", "yérlan"),
        ("cyrillic", "Ерлан", "erlan"),
        ("cyrillic", "Ғали", "ğalıy"),
        ("arabic", "نۇرگۇل", "nurgül"),
        ("arabic", "اسەت", "esét"),
        ("latin", "Yerlan", "érlan"),
        ("latin", "Hamit", "xamit"),
        ("latin", "Serık", "sérik"),
    ],
)
def test_doubt_gives_further_readings(reader: str, spelling: str, also: str) -> None:
    """What may be read in two ways is, the second with some bits."""
    found = {one.sounds: one.bits for one in getattr(kazakh, reader)(spelling)}
    assert found[also] > 0


def test_alphabet_of_2021() -> None:
    """Where y is the back vowel, ı is the front one."""
    assert kazakh.latin("Qyzyltılek")[0].sounds == "qızıltilék"


@given(st.text(alphabet=kazakh.LETTERS, min_size=1, max_size=12).filter(lambda text: not text.startswith("dj")))
def test_cyrillic_reads_back(sounds: str) -> None:
    """What is written in Cyrillic gives the same sounds."""
    written = kazakh.to_cyrillic(sounds)
    assert kazakh.cyrillic(written)[0].sounds == sounds
    assert kazakh.cyrillic(unicodedata.normalize("NFD", written)) == kazakh.cyrillic(written)


@pytest.mark.parametrize("name", ["Серікжан", "Әлімбек", "Айсұлу", "Қуат", "Дәурен", "Бауыржан", "Жансая"])
def test_names_keep_their_usual_spelling(name: str) -> None:
    """A name that is read and written again looks as Kazakhs spell it."""
    assert kazakh.to_cyrillic(kazakh.cyrillic(name)[0].sounds) == name.lower()


@pytest.mark.parametrize("reader", ["arabic", "latin", "cyrillic"])
@given(text=st.one_of(st.text(), st.text(alphabet="اوۇىەكگقعبترٴءيۋلئ")))
def test_any_text(reader: str, text: str) -> None:
    """No text breaks a reader; readings are few, made of sounds, and come best first."""
    found = getattr(kazakh, reader)(text)
    assert len(found) <= 6
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert not found or found[0].bits == 0
    assert getattr(kazakh, reader)(unicodedata.normalize("NFD", text)) == getattr(kazakh, reader)(
        unicodedata.normalize("NFC", text)
    )


@given(st.text())
def test_any_sounds(text: str) -> None:
    """Writers take any text, and so does the speller of Arabic letters."""
    assert isinstance(kazakh.to_cyrillic(text), str)
    assert kazakh_arabic.spellings(text)[0][1] == 0
