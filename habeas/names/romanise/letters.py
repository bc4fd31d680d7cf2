"""What the readers of letters share: the tables of `data/letters.csv`, clean text, the likeliest of many readings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from habeas.names import tables
from habeas.names.folding import LONGEST, visible
from habeas.names.sounds import Reading

MOST: Final = 6  # readings of one part
Choices = Sequence[tuple[str, float]]  # the sounds of one letter and how many bits less likely each is
_DRESS: Final = {
    **dict.fromkeys("’‘ʼʻ`´ʹʾʿ′＇", "'"),
    "ـ": "",
    # Shaped heh at the start or in the middle of a word is always the consonant; the other shapes are read in context.
    "\ufeeb": "ھ",
    "\ufeec": "ھ",
}
_BEFORE: Final = str.maketrans(_DRESS)
_HOOKS: Final = (("k\u0329", "ⱪ"), ("h\u0329", "ⱨ"), ("z\u0329", "ⱬ"), ("ى\u0654", "ئ"))
_LOOKALIKES: Final = str.maketrans("aceoxpykmthəɵi", "асеохрукмтһәөі")


@cache
def table(*readers: str) -> dict[str, str]:
    """Letter or letters to sounds, of these readers: an earlier reader's row stands before a later one's."""
    found: dict[str, str] = {}
    for reader in readers:
        for letter, sounds in _rows().get(reader, ()):
            found.setdefault(letter, sounds)
    return found


@cache
def writer(reader: str) -> dict[str, str]:
    """One sound to the first letter that the reader's rows give it."""
    found: dict[str, str] = {}
    for letter, sounds in _rows()[reader]:
        found.setdefault(sounds, letter)
    return found


@cache
def _rows() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in tables.rows("letters"):
        found.setdefault(row["reader"], []).append((row["letter"], row["sounds"]))
    return found


def clean(text: str) -> str:
    """Lower case, one form for each letter whatever the keyboard or font, no marks that are not letters."""
    if text.isascii():
        return text[:LONGEST].lower()
    text = visible(text[:LONGEST]).translate(_BEFORE)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    for marked, letter in _HOOKS:
        text = text.replace(marked, letter)
    return "".join([letter for letter in text if not unicodedata.combining(letter)])


def cyrillic(text: str) -> str:
    """Clean text, with Latin letters that look Cyrillic taken as Cyrillic: mixed keyboards are common."""
    text = clean(text).translate(_LOOKALIKES)
    return f"җ{text[2:]}" if text.startswith("дж") else text  # "Джамал" has one sound where "Мәмәджан" has two


def latin(text: str) -> str:
    """Clean text, with the "Dj" that begins French and Russian spellings as j."""
    text = clean(text)
    return text[1:] if text.startswith("dj") else text


def split(text: str, letters: dict[str, str]) -> list[str]:
    """The clean text as keys of the table, the longest first; an apostrophe stays, to keep letters apart.

    A letter that is not in the table goes by its plain form ("ǎ" by "a"), and anything else is left out.
    """
    found: list[str] = []
    for piece in _pattern(tuple(letters)).findall(text):
        plain = piece if piece in letters else unicodedata.normalize("NFD", piece)[0]
        if plain in letters or plain == "'":
            found.append(plain)
    return found


@cache
def _pattern(letters: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join([re.escape(letter) for letter in longest_first]) + "|.", re.DOTALL)


def likeliest(steps: Iterable[Choices], habit: str) -> tuple[Reading, ...]:
    """The best readings of letters that are read one by one, best first; none when nothing is heard."""
    kept: dict[str, float] = {"": 0.0}
    for choices in steps:
        grown: dict[str, float] = {}
        for said, bits in kept.items():
            for sounds, cost in choices:
                longer = said + sounds
                if bits + cost < grown.get(longer, float("inf")):
                    grown[longer] = bits + cost
        kept = dict(sorted(grown.items(), key=lambda item: item[1])[:MOST])
    return tuple([Reading(said, bits, habit) for said, bits in kept.items() if said])


def merged(*ways: tuple[float, tuple[Reading, ...]]) -> tuple[Reading, ...]:
    """Readings of one part by several habits, each so many bits less likely; the best of the same sounds stays."""
    found: dict[str, Reading] = {}
    for bits, readings in ways:
        for reading in readings:
            known = found.get(reading.sounds)
            if known is None or reading.bits + bits < known.bits:
                found[reading.sounds] = reading._replace(bits=reading.bits + bits)
    return tuple(sorted(found.values(), key=lambda reading: reading.bits)[:MOST])


def swapped(readings: tuple[Reading, ...], old: str, new: str, bits: float) -> tuple[Reading, ...]:
    """The best reading once more, with one sound taken as another in the whole part."""
    if not readings or old not in readings[0].sounds:
        return ()
    best = readings[0]
    return (best._replace(sounds=best.sounds.replace(old, new), bits=best.bits + bits),)
