"""The standard Latin spelling of a name does not depend on the script it was written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.names.romanise import uyghur
from habeas.names.romanise.standard import kazakh_latin, uyghur_latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("ئابدۇقادىر مەمەت", "Abduqadir Memet"),
        ("Абдуқадир-Мәмәт", "Abduqadir-Memet"),
        ("Aygül Şemşidin", "Aygül Shemshidin"),
        ("ئىسھاق", "Is'haq"),
        ("ئائىدا", "A'ida"),
        ("123", "123"),
        ("", ""),
    ],
)
def test_uyghur(text: str, latin: str) -> None:
    """Uyghur comes in ULY, with an apostrophe where letters would else run together."""
    assert uyghur_latin(text) == latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Әлім Жақсыбай", "Älım Jaqsybai"),
        ("ٴالىم جاقسىباي", "Älım Jaqsybai"),
        ("Zhaqsybay", "Jaqsybai"),
        ("Иса", "İsa"),
        ("😀", "😀"),
    ],
)
def test_kazakh(text: str, latin: str) -> None:
    """Kazakh comes in the alphabet of 2021."""
    assert kazakh_latin(text) == latin


@given(st.text())
def test_any_text(text: str) -> None:
    """No text breaks the spelling."""
    assert isinstance(uyghur_latin(text) + kazakh_latin(text), str)


@given(st.text(alphabet=uyghur.LETTERS, min_size=1, max_size=10).filter(lambda text: text[:2] not in ("dj", "dž")))
def test_uyghur_latin_reads_back(sounds: str) -> None:
    """ULY is read as it was said."""
    written = uyghur_latin(uyghur.to_cyrillic(sounds))
    assert uyghur.latin(written)[0].sounds == sounds
