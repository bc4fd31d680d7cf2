"""Readings of a word from a table of spellings (`data/spellings.csv`): the longest letters first, each with its cost.

A row says that some letters may stand for some sounds, how many bits less likely than the likeliest. "^" before the
letters means at the start of the word only, "$" after them at its end. Rows of the same letters are alternatives. A
letter that no row has is tried without its accents, and else left out.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from habeas.names import tables
from habeas.names.folding import visible
from habeas.names.sounds import Reading

MOST: Final = 7  # the best reading and six others
_LETTERS: Final = 60  # no part of a name is longer
_UNLIKELY: Final = 8.0  # bits; what is less likely is not worth a comparison
_START, _END = "^", "$"
Choices = tuple[tuple[str, float], ...]  # sounds and bits, best first


class Table(NamedTuple):
    """What letters stand for, and the longest letters that a row has."""

    rows: dict[str, Choices]
    longest: int


@cache
def table(reader: str) -> Table:
    """The rows of one reader."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in tables.rows("spellings"):
        if row["reader"] == reader:
            found.setdefault(row["letters"], []).append((row["sounds"], float(row["bits"])))
    rows = {letters: tuple(sorted(choices, key=lambda choice: choice[1])) for letters, choices in found.items()}
    return Table(rows, max(map(len, rows), default=0))


@lru_cache(maxsize=65_536)
def read(text: str, reader: str) -> tuple[Reading, ...]:
    """The likeliest readings, best first, or none when no letter can be read."""
    word = _START + prepared(text) + _END
    best: dict[str, float] = {"": 0.0}
    place, read_any = 1, False
    while place < len(word) - 1:
        choices, place = _longest(word, place, table(reader))
        if choices:
            read_any = True
            best = _further(best, choices)
    if not read_any:
        return ()
    first = min(best.values())
    found = sorted(((bits - first, sounds) for sounds, bits in best.items() if sounds))
    return tuple(Reading(sounds, round(bits, 2), reader) for bits, sounds in found if bits <= _UNLIKELY)


def prepared(text: str) -> str:
    """Small letters in composed form, one kind of apostrophe, no spaces or signs."""
    plain = unicodedata.normalize("NFKC", visible(text[: 4 * _LETTERS])).replace("İ", "i").lower()
    plain = "".join("'" if letter in "'’‘ʼʻ`ʹʿʾ" else letter for letter in plain)
    return "".join(letter for letter in plain if letter.isalpha() or letter == "'" or unicodedata.combining(letter))[
        :_LETTERS
    ]


def _longest(word: str, place: int, rows: Table) -> tuple[Choices, int]:
    """What the letters from this place on may stand for, and the place after them."""
    for length in range(min(rows.longest, len(word) - place), 0, -1):
        letters = word[place : place + length]
        after = place + length
        for known in (_START + letters, letters) if place == 1 else (letters,):
            if known in rows.rows:
                return rows.rows[known], after
    bare = unicodedata.normalize("NFKD", word[place])[0]
    return rows.rows.get(bare, ()), place + 1


def _further(best: dict[str, float], choices: Choices) -> dict[str, float]:
    """Each reading so far with each choice after it, the likeliest of them."""
    if len(choices) == 1:
        sounds, more = choices[0]
        return {before + sounds: bits + more for before, bits in best.items()}
    found: dict[str, float] = {}
    for before, bits in best.items():
        for sounds, more in choices:
            said = before + sounds
            found[said] = min(found.get(said, bits + more), bits + more)
    return dict(sorted(found.items(), key=lambda item: item[1])[:MOST])
