"""Chinese characters: the pinyin in which documents write each, also the readings that tools get wrong (卜 bu, bo)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from habeas.names import tables


def readings(letter: str) -> tuple[str, ...]:
    """Toneless syllables of one character, the likeliest first; none for what is no character.

    The table of name characters goes before the dictionary, which does not know how names are read.
    """
    return _of_names().get(letter) or _of_all().get(letter, ())


@cache
def _of_names() -> dict[str, tuple[str, ...]]:
    return {row["hanzi"]: tuple(row["pinyin"].split("|")) for row in tables.rows("hanzi")}


@cache
def _of_all() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in tables.rows("hanzi_pinyin"):  # by rank of the reading
        for letter in row["hanzi"]:
            found[letter] += (row["syllable"],)
    return dict(found)
