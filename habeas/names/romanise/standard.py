"""The standard Latin spelling of Uyghur and Kazakh names, whatever script they are written in.

Uyghur: the alphabet of 2001 (ULY), with its apostrophe between letters that would else be read as one ("Is'haq").
Kazakh: the alphabet of April 2021.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from habeas.names import tables
from habeas.names.folding import LONGEST
from habeas.names.romanise import kazakh, kazakh_arabic, uyghur
from habeas.names.romanise.letters import clean, cyrillic
from habeas.names.scripts import script
from habeas.names.sounds import latin

_WORD: Final = re.compile(r"[^\s\-‐‑–—·•・]+")
_CLASH: Final = re.compile(r"(?<=n)(?=[gğ])|(?<=[szgk])(?=h)|(?<=[aeéioöuü])(?=[aeéioöuü])")


def uyghur_latin(text: str) -> str:
    """An Uyghur text in ULY, each word with a capital; words that no reader can say stay as they are."""
    return _by_word(text, _uyghur_word, {})


def kazakh_latin(text: str) -> str:
    """A Kazakh text in the Latin alphabet of 2021, each word with a capital."""
    return _by_word(text, _kazakh_word, {"i": "İ", "ı": "I"})


def _by_word(text: str, spelt: Callable[[str], str], capitals: dict[str, str]) -> str:
    def written(found: re.Match[str]) -> str:
        word = spelt(found[0]) or found[0]
        return capitals.get(word[0], word[0].upper()) + word[1:]

    return _WORD.sub(written, text[:LONGEST])


def _uyghur_word(word: str) -> str:
    read = {"Arab": uyghur.arabic, "Cyrl": uyghur.cyrillic}.get(script(clean(word)), uyghur.latin)
    readings = read(word)
    return latin(_CLASH.sub("'", readings[0].sounds)) if readings else ""


def _kazakh_word(word: str) -> str:
    code = script(clean(word))
    if code == "Cyrl":
        spelling = cyrillic(word)
    elif code == "Arab":
        spelling = next((found for found, _bits in kazakh_arabic.spellings(word)), "")
    else:
        spelling = next((kazakh.to_cyrillic(reading.sounds) for reading in kazakh.latin(word)), "")
    return "".join([_latin_2021().get(letter, "") for letter in spelling])


@cache
def _latin_2021() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in tables.rows("kazakh_latin_2021")}
