"""Endings of a part that others may leave out: -jan, -axun, -gül; -ov, -qyzy. What is cut off is given, never lost."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from habeas.names.parts import lexicon

_SHORTEST_STEM: Final = 2  # "Aygül", "买买提江"; a stem of one letter says nothing
_SHORTEST_FATHER: Final = 3
_LONGEST: Final = 12  # letters of an ending
_TURKIC_LETTER: Final = re.compile("[әғқңөұүһіҗўҳğəqı]")
_ALWAYS: Final = ("patronymic-ending", "russian-patronymic")


@lru_cache(maxsize=65_536)
def split_ending(text: str, script: str) -> tuple[str, str]:
    """Stem and honorific ending of a part; the ending is "" where there is none. Together they are the text.

    >>> split_ending("Qurbanjan", "Latn")
    ('Qurban', 'jan')
    """
    return _split(text, lexicon.endings(script), _SHORTEST_STEM)


@lru_cache(maxsize=65_536)
def split_patronymic(text: str, script: str) -> tuple[str, str]:
    """Father's name and ending ("Nurlan", "uly"; "Tursun", "ov"); -ov only after what looks like a Turkic name.

    Nuriddin is no patronymic of Nuridd: -din ends names.
    """
    for role in _ALWAYS:
        stem, ending = _split(text, lexicon.words(role, script), _SHORTEST_FATHER)
        if ending:
            return stem, ending
    stem, ending = _split(text, lexicon.words("turkic-surname", script), _SHORTEST_FATHER)
    if ending and looks_turkic(stem, script) and not lexicon.glued(text).endswith(lexicon.stems(script)[2]):
        return stem, ending
    return text, ""


def is_russian_patronymic(text: str, script: str) -> bool:
    """Ends in -ovich, -ovna and the like."""
    return _split(text, lexicon.words("russian-patronymic", script), _SHORTEST_FATHER)[1] != ""


def is_russian_surname(text: str, script: str) -> bool:
    """Ends in -ov, -eva, -skiy: a family name where a patronymic in -ovich stands beside it."""
    return _split(text, lexicon.words("russian-surname", script), _SHORTEST_FATHER)[1] != ""


def looks_turkic(stem: str, script: str) -> bool:
    """Has a letter that Russian lacks, or begins or ends like names of Turkic peoples, in the table's words."""
    if _TURKIC_LETTER.search(stem.lower()):
        return True
    whole, first, last = lexicon.stems(script)
    word = lexicon.glued(stem)
    return word in whole or word.startswith(first) or word.endswith(last)


def _split(text: str, endings: frozenset[str], shortest: int) -> tuple[str, str]:
    """The longest ending that leaves a stem. Letters are folded one by one, so the text may be folded or not."""
    for place in range(max(shortest, len(text) - _LONGEST), len(text)):
        if lexicon.glued(text[place:]) in endings and text[place].isalpha():
            return text[:place], text[place:]
    return text, ""
