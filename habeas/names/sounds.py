"""The letters that every reader writes and every comparison reads: one letter for one sound.

They follow the Uyghur Latin alphabet (ULY) with its letter pairs as one letter each, so that a sound counts once:
c (ch), ş (sh), ž (zh), ğ (gh), ñ (ng), x (kh); j is the sound of "jam", y of "yes"; v and w are one sound.
"""

from __future__ import annotations

from typing import Final, NamedTuple

VOWELS: Final = "aeéiıoöuü"
CONSONANTS: Final = "bpdtgkqğxhfwszşžcjlmnñry"
SOUNDS: Final = VOWELS + CONSONANTS
_ULY: Final = str.maketrans({"c": "ch", "ş": "sh", "ž": "zh", "ğ": "gh", "ñ": "ng", "ı": "i"})


class Reading(NamedTuple):
    """How a part of a name may be said: `sounds` in the letters above; `bits` is how much less likely it is than the
    best reading (0 for that one); `habit` names the reader and the spelling habit, for the reason that people see."""

    sounds: str
    bits: float
    habit: str


def latin(sounds: str) -> str:
    """Sounds in the Uyghur Latin alphabet, as people write it."""
    return sounds.translate(_ULY)


_PAIRS: Final = (("ch", "c"), ("sh", "ş"), ("zh", "ž"), ("gh", "ğ"), ("ng", "ñ"), ("ä", "e"), ("ñ", "ñ"))


def spelled(text: str) -> str:
    """The sounds of a spelling in the Uyghur Latin alphabet, read strictly; other letters are left out."""
    low = text.lower()
    for pair, sound in _PAIRS:
        low = low.replace(pair, sound)
    return "".join([letter for letter in low if letter in SOUNDS])
