"""Uyghur is read in every script it is written in, and what is written reads back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import uyghur
from habeas.names.sounds import SOUNDS, VOWELS

SHAPES: dict[str, list[str]] = {}
for _point in range(0xFB50, 0xFEFD):
    if len(_plain := unicodedata.normalize("NFKC", chr(_point))) == 1:
        SHAPES.setdefault(_plain, []).append(chr(_point))
# No Turkic name begins with two consonants; "Dj" and "Дж" at the start are another way to write j.
SOUNDED = st.text(alphabet=uyghur.LETTERS, min_size=1, max_size=12).filter(lambda text: text[:2] not in ("dj", "dž"))
# A y between two consonants is not Uyghur; the Arabic reader takes such a letter for a mistyped i.
SAYABLE = SOUNDED.filter(
    lambda text: (
        all(
            sound != "y" or any(other in VOWELS for other in text[max(0, place - 1) : place + 2] if other != "y")
            for place, sound in enumerate(text)
        )
        and "yy" not in text
    )
)


@pytest.mark.parametrize(
    ("arabic", "cyrillic", "latin", "sounds"),
    [
        ("ئابدۇقادىر", "Абдуқадир", "Abduqadir", "abduqadir"),
        ("مەمەت", "Мәмәт", "Memet", "memet"),
        ("ئايگۈل", "Айгүл", "Aygül", "aygül"),
        ("تۇرسۇن", "Турсун", "Tursun", "tursun"),
        ("رەھىلە", "Рәһилә", "Rehile", "rehile"),
        ("داۋۇت", "Давут", "Dawut", "dawut"),
        ("ئەركىن", "Әркин", "Erkin", "erkin"),
        ("غالىپ", "Ғалип", "Ghalip", "ğalip"),
        ("يۈسۈپجان", "Йүсүпҗан", "Yüsüpjan", "yüsüpjan"),
        ("خوشۇر", "Хошур", "Xoshur", "xoşur"),
        ("مېھرىگۈل", "Меһригүл", "Méhrigül", "méhrigül"),
        ("ياقۇپ", "Яқуп", "Yaqup", "yaqup"),
        ("مەريەم", "Мәрйәм", "Meryem", "meryem"),
        ("چولپان", "Чолпан", "Cholpan", "colpan"),
        ("تەڭرى", "Тәңри", "Tengri", "teñri"),
        ("مۇھەممەدجان", "Муһәммәдҗан", "Muhemmedjan", "muhemmedjan"),
    ],
)
def test_one_name_in_three_scripts(arabic: str, cyrillic: str, latin: str, sounds: str) -> None:
    """The same name sounds the same in Arabic, Cyrillic and Latin letters."""
    assert uyghur.arabic(arabic)[0].sounds == sounds
    assert uyghur.cyrillic(cyrillic)[0].sounds == sounds
    assert uyghur.latin(latin)[0].sounds == sounds
    assert uyghur.arabic(arabic)[0].bits == 0


@pytest.mark.parametrize(
    ("spelling", "sounds"),
    [
        ("Abduⱪadir", "abduqadir"),
        ("Abduk̩adir", "abduqadir"),
        ("Xəmxidin", "şemşidin"),
        ("Ⱨəsən", "hesen"),
        ("Ƣalip", "ğalip"),
        ("Şemşidin", "şemşidin"),
        ("Abdulcelil", "abduljelil"),
        ("In'gin", "ingin"),
        ("Djelil", "jelil"),
        ("Muhemmedjan", "muhemmedjan"),
        ("Akhmet", "axmet"),
        ("Dawud", "dawud"),
        ("Davud", "dawud"),
    ],
)
def test_latin_habits(spelling: str, sounds: str) -> None:
    """The letters themselves tell which Latin alphabet was used."""
    assert uyghur.latin(spelling)[0].sounds == sounds


@pytest.mark.parametrize(
    ("reader", "spelling", "also"),
    [
        ("latin", "Ishaq", "ishaq"),
        ("latin", "Tengri", "tengri"),
        ("latin", "Xayar", "şayar"),
        ("arabic", "تورسون", "tursun"),
        ("cyrillic", "Юсуп", "yüsup"),
        ("cyrillic", "Еңисар", "éñisar"),
    ],
)
def test_doubt_gives_further_readings(reader: str, spelling: str, also: str) -> None:
    """What may be read in two ways is, the second with some bits."""
    found = {one.sounds: one.bits for one in getattr(uyghur, reader)(spelling)}
    assert found[also] > 0


@pytest.mark.parametrize(
    ("typed", "sounds"),
    [
        ("ئەركين", "erkin"),
        ("رەهىلە", "rehile"),
        ("رەھىله", "rehile"),
        ("کېرىم", "kérim"),
        ("داوۇت", "dawut"),
        ("ايگۈل", "aygül"),
        ("فاتىمة", "fatime"),
        ("قُربان", "qrban"),
    ],
)
def test_other_keyboards(typed: str, sounds: str) -> None:
    """Arabic and Persian letters stand in for Uyghur ones."""
    assert uyghur.arabic(typed)[0].sounds == sounds


@given(SAYABLE)
def test_arabic_reads_back(sounds: str) -> None:
    """What is written in Arabic letters gives the same sounds, in any dress of the letters."""
    written = uyghur.to_arabic(sounds)
    assert uyghur.arabic(written)[0].sounds == sounds
    assert uyghur.arabic(unicodedata.normalize("NFD", written)) == uyghur.arabic(written)
    shaped = "".join([SHAPES.get(letter, [letter])[-1] for letter in written])
    assert uyghur.arabic(shaped) == uyghur.arabic(written)


@given(SOUNDED)
def test_cyrillic_reads_back(sounds: str) -> None:
    """What is written in Cyrillic gives the same sounds."""
    written = uyghur.to_cyrillic(sounds)
    assert uyghur.cyrillic(written)[0].sounds == sounds
    assert uyghur.cyrillic(unicodedata.normalize("NFD", written)) == uyghur.cyrillic(written)


@pytest.mark.parametrize("reader", ["arabic", "latin", "cyrillic"])
@given(text=st.text())
def test_any_text(reader: str, text: str) -> None:
    """No text breaks a reader; readings are few, made of sounds, and come best first."""
    found = getattr(uyghur, reader)(text)
    assert len(found) <= 6
    assert all(one.sounds and set(one.sounds) <= set(SOUNDS) for one in found)
    assert [one.bits for one in found] == sorted(one.bits for one in found)
    assert not found or found[0].bits == 0
    assert getattr(uyghur, reader)(unicodedata.normalize("NFD", text)) == getattr(uyghur, reader)(
        unicodedata.normalize("NFC", text)
    )


@given(st.text())
def test_any_sounds(text: str) -> None:
    """Writers take any text."""
    assert isinstance(uyghur.to_arabic(text) + uyghur.to_cyrillic(text), str)
