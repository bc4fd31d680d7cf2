"""Pinyin: the syllables of glued, split and apostrophised spellings ("Abudukadi'er", "A bu du ka di er", "lv").

Syllables are those of Hanyu Pinyin (ISO 7098) without tones, with v for ü.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from habeas.names import tables

_MOST: Final = 4  # ways to part one spelling
_LONGEST: Final = 6  # letters of "zhuang"
_LETTERS: Final = 60  # no spelling of a name is longer
_BREAK: Final = re.compile(r"[^a-zü]+")


class Syllable(NamedTuple):
    """A syllable's two halves; the final of "zi", "zhi" and "ri" is written -i."""

    initial: str
    final: str


@cache
def syllables() -> dict[str, Syllable]:
    return {row["syllable"]: Syllable(row["initial"], row["final"]) for row in tables.rows("pinyin")}


@lru_cache(maxsize=16_384)
def split(text: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read lower-case letters as pinyin, fewest syllables first; none when some letters are left over.

    >>> split("tuerxun")
    (('tu', 'er', 'xun'),)
    """
    found: list[tuple[str, ...]] = [()]
    for piece in _BREAK.split(text[:_LETTERS].replace("ü", "v")):
        found = [(*before, *ways) for before in found for ways in _ways(piece)][:_MOST]
    return tuple(sorted([ways for ways in found if ways], key=len))


@lru_cache(maxsize=16_384)
def _ways(piece: str) -> tuple[tuple[str, ...], ...]:
    """The readings of letters without a break, the longest first syllable first."""
    if not piece:
        return ((),)
    known = syllables()
    found: list[tuple[str, ...]] = []
    for length in range(min(_LONGEST, len(piece)), 0, -1):
        if (head := piece[:length]) in known:
            found += [(head, *rest) for rest in _ways(piece[length:])]
        if len(found) >= _MOST:
            break
    return tuple(found[:_MOST])
