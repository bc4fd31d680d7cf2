"""Kazakh names in Cyrillic, Latin and (through `kazakh_arabic`) Arabic letters to sounds, and sounds to Cyrillic.

ә is the Uyghur e and е the Uyghur é; ж is j, as neighbours hear it. у and и stand for one sound or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from habeas.names.romanise import kazakh_arabic
from habeas.names.romanise.letters import Choices, likeliest, merged, split, swapped, table, writer
from habeas.names.romanise.letters import cyrillic as clean_cyrillic
from habeas.names.romanise.letters import latin as clean_latin
from habeas.names.sounds import SOUNDS, VOWELS, Reading

LETTERS: Final = SOUNDS.replace("ž", "")  # the sounds that Kazakh writes
_CYRILLIC_VOWELS: Final = frozenset("аәеёиоөуұүыіэюя")
_LATIN_VOWELS: Final = frozenset("aeiouäáéöóüúūıïíəɵө")
_FRONT: Final = frozenset("eéiöü")
_OF_2021: Final = re.compile(r"ū|ı.*(?<![aeiouäöü])y|(?<![aeiouäöü])y(?![aeiouäöü]).*ı")
_OPEN_E: Final = 1.5  # bits of the Uyghur e where Kazakh has é: the same name in a neighbour's mouth


def cyrillic(text: str) -> tuple[Reading, ...]:
    """Read Kazakh in Cyrillic letters."""
    letters = split(clean_cyrillic(text), table("kazakh-cyrillic", "cyrillic"))
    return _with_open_e(likeliest(_cyrillic_steps(letters), "Kazakh Cyrillic"))


def arabic(text: str) -> tuple[Reading, ...]:
    """Read Kazakh in Arabic letters (töte jazu), through the Cyrillic spellings that it may stand for."""
    ways = [
        (bits, likeliest(_cyrillic_steps(list(spelling)), "Kazakh Arabic script"))
        for spelling, bits in kazakh_arabic.spellings(text)
    ]
    return _with_open_e(merged(*ways))


def _cyrillic_steps(letters: list[str]) -> Iterator[Choices]:
    sounds = table("kazakh-cyrillic", "cyrillic")
    for place, letter in enumerate(letters):
        before = letters[place - 1][-1] if place else ""
        after = letters[place + 1] if place + 1 < len(letters) else ""
        vowel_before, vowel_after = before in _CYRILLIC_VOWELS, after in _CYRILLIC_VOWELS
        if letter == "у":
            yield _glide(vowel_before, vowel_after, first=not place)
        elif letter == "и":
            # Grammars say ıy or iy; names are heard with i.
            yield (("iy", 0.0), ("i", 2.0)) if after in "аәоөұү" and after else (("i", 0.0), ("iy", 4.0), ("ıy", 5.0))
        elif letter == "е" and not place:
            yield (("é", 0.0), ("yé", 1.0))
        elif letter == "е" and before != "у" and (vowel_before or before in "ъь"):
            yield (("yé", 0.0), ("é", 2.0))
        elif letter == "ю":
            front = sounds.get(before, "")[-1:] in _FRONT or sounds.get(after, "")[:1] in _FRONT
            yield (("yü", 0.0), ("yu", 1.0)) if front else (("yu", 0.0),)
        else:
            yield ((sounds.get(letter, ""), 0.0),)


def _glide(vowel_before: bool, vowel_after: bool, *, first: bool) -> Choices:
    """The letter for w, u and uw: w beside a vowel ("Dawren"), u between consonants, either in "Quat"."""
    if vowel_before or (first and vowel_after):
        return (("w", 0.0),)
    return (("u", 0.0), ("uw", 1.0)) if vowel_after else (("u", 0.0),)


def latin(text: str) -> tuple[Reading, ...]:
    """Read Kazakh in Latin letters of any reform, or as passports and newspapers spell it ("Zhaksybay")."""
    text = clean_latin(text)
    letters = split(text, table("kazakh-latin", "latin"))
    return _with_open_e(likeliest(_latin_steps(letters, soft=bool(_OF_2021.search(text))), "Kazakh Latin"))


def _latin_steps(letters: list[str], *, soft: bool) -> Iterator[Choices]:
    """`soft`: ı is the front vowel, as in the alphabet of 2021, where y is the back one."""
    sounds = table("kazakh-latin", "latin")
    for place, letter in enumerate(letters):
        before = letters[place - 1][:1] if place else ""
        after = letters[place + 1][:1] if place + 1 < len(letters) else ""
        vowel_before, vowel_after = before in _LATIN_VOWELS, after in _LATIN_VOWELS
        if letter in ("u", "ý", "y'"):
            yield _glide(vowel_before, vowel_after, first=not place)
        elif letter == "y" and not place and after == "e":
            yield (("y", 0.0), ("", 1.0))  # "Yerlan" for Ерлан
        elif letter == "y":
            yield (("y", 0.0),) if vowel_before or vowel_after else (("ı", 0.0), ("i", 2.0))
        elif letter in ("i", "í", "ï", "i'") or (letter == "ı" and vowel_before):
            yield (("y", 0.0), ("i", 2.0)) if vowel_before else (("i", 0.0),)
        elif letter == "ı":
            yield (("i", 0.0), ("ı", 2.0)) if soft else (("ı", 0.0), ("i", 2.0))
        elif letter == "h":
            yield (("h", 0.0), ("x", 1.0))
        elif letter == "ng":
            yield (("ñ", 0.0), ("ng", 2.0))
        else:
            yield ((sounds.get(letter, ""), 0.0),)


def _with_open_e(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return merged((0.0, readings), (0.0, swapped(readings, "é", "e", _OPEN_E)))


def to_cyrillic(sounds: str) -> str:
    """Write sounds in Kazakh Cyrillic; ž, which Kazakh lacks, becomes ж."""
    plain = "".join(_cyrillic_letters(sounds))
    usual = plain.replace("йа", "я").replace("йұ", "ю")
    said = cyrillic(usual)
    return usual if said and said[0].sounds == sounds else plain


def _cyrillic_letters(sounds: str) -> Iterator[str]:
    letters = writer("kazakh-cyrillic") | {"ž": "ж"}
    for place, sound in enumerate(sounds):
        before, after = sounds[place - 1] if place else "", sounds[place + 1 : place + 2]
        if sound == "w":
            yield "у" if (before and before in VOWELS) or (not place and after and after in VOWELS) else "в"
        elif sound == "u" and before and before not in f"{VOWELS}w" and (not after or after in VOWELS):
            yield "у"  # as in Айсұлу, Қуат; elsewhere у would be read as w
        elif sound == "é" and before and before in VOWELS:
            yield "э"
        else:
            yield letters.get(sound, "")
