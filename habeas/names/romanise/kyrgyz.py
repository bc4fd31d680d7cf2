"""Kyrgyz names in Cyrillic and in the Arabic letters of China to sounds.

Cyrillic writes q and k alike, Arabic ı and i: the vowels beside them tell. Long vowels count once, as a sound does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from habeas.names.romanise.letters import Choices, clean, likeliest, merged, split, swapped, table
from habeas.names.romanise.letters import cyrillic as clean_cyrillic
from habeas.names.sounds import Reading

_BACK: Final = frozenset("аоуыяю")
_CYRILLIC_VOWELS: Final = frozenset("аоуыяюёеэиөү")
_BACK_ARABIC: Final = frozenset("قعغاوۇ")
_FRONT_ARABIC: Final = frozenset("كگەۅۉۆۈ")
_ARABIC_VOWELS: Final = frozenset("اەوۅۇۉىۆۈې")
_LONG: Final = re.compile(r"([аеоуыэиөү])\1")
_LONG_ARABIC: Final = re.compile(r"([اەوۅۇۉ])\1")
_OPEN_E: Final = 1.5  # bits of the Uyghur e where Kyrgyz has é


def cyrillic(text: str) -> tuple[Reading, ...]:
    """Read Kyrgyz in Cyrillic letters."""
    letters = split(_LONG.sub(r"\1", clean_cyrillic(text)), table("kyrgyz-cyrillic", "cyrillic"))
    best = likeliest(_cyrillic_steps(letters), "Kyrgyz Cyrillic")
    return merged(
        (0.0, best),
        (0.0, swapped(best, "é", "e", _OPEN_E)),
        (0.0, swapped(best, "q", "k", 2.0)),
        (0.0, swapped(best, "ğ", "g", 2.0)),
    )


def _cyrillic_steps(letters: list[str]) -> Iterator[Choices]:
    sounds = table("kyrgyz-cyrillic", "cyrillic")
    for place, letter in enumerate(letters):
        before = letters[place - 1] if place else ""
        if letter in "кг":
            yield (({"к": "kq", "г": "gğ"}[letter][_is_back(letters, place)], 0.0),)
        elif letter == "е" and not place:
            yield (("é", 0.0), ("yé", 1.0))
        elif letter == "е" and before in _CYRILLIC_VOWELS | {"ъ", "ь"}:
            yield (("yé", 0.0), ("é", 2.0))
        else:
            yield ((sounds.get(letter, ""), 0.0),)


def _is_back(letters: list[str], place: int) -> bool:
    """Whether к and г are said far back: as the vowel right after, or else the last one before."""
    after = letters[place + 1 : place + 2]
    near = [*after, *reversed(letters[:place]), *letters[place + 2 :]]
    return next((other in _BACK for other in near if other in _CYRILLIC_VOWELS), False)


def arabic(text: str) -> tuple[Reading, ...]:
    """Read Kyrgyz in Arabic letters, as in China."""
    known = table("kyrgyz-arabic", "arabic")
    letters = ["ك" if letter in "کڪ" else letter for letter in split(_LONG_ARABIC.sub(r"\1", clean(text)), known)]
    best = likeliest(_arabic_steps([letter for letter in letters if letter != "ئ"]), "Kyrgyz Arabic script")
    return merged((0.0, best), (0.0, swapped(best, "é", "e", _OPEN_E)))


def _arabic_steps(letters: list[str]) -> Iterator[Choices]:
    sounds = table("kyrgyz-arabic", "arabic")
    for place, letter in enumerate(letters):
        before, after = letters[place - 1 : place], letters[place + 1 : place + 2]
        beside = any(other in _ARABIC_VOWELS for other in (*before, *after))
        if letter == "ى" or (letter in "يی" and not beside):
            yield (("ı", 0.0), ("i", 1.5)) if _is_back_arabic(letters, place) else (("i", 0.0), ("ı", 1.5))
        elif letter == "ه":
            yield (("é", 0.0), ("h", 2.0)) if before and not beside else (("h", 0.0),)
        else:
            yield ((sounds.get(letter, "").replace("e", "é"), 0.0),)


def _is_back_arabic(letters: list[str], place: int) -> bool:
    """Whether ى is the back vowel: as the letters nearest to it, those before it first."""
    for other in [*letters[place + 1 : place + 2], *reversed(letters[:place]), *letters[place + 2 :]]:
        if other in _BACK_ARABIC:
            return True
        if other in _FRONT_ARABIC:
            return False
    return False
