"""How likely a part of a name is by chance: common names are weak evidence, rare ones strong.

A mixture: how often people bear this name (the tables' `common` column, spread over the ways to hear each name), and
for names in no table a bigram model of sounds trained on the tables when the package is first used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from math import log2
from typing import Final, NamedTuple

from habeas.names import align, tables
from habeas.names.skeleton import skeleton
from habeas.names.sounds import SOUNDS, spelled

_KNOWN: Final = 0.6  # share of people whose name stands in the tables
_STEP: Final = 3.5  # how much more often names of the next class are borne
_SMOOTH: Final = 0.5
_RARE: Final = 2.0**-13  # no name speaks more strongly than one borne by so few
_RARE_LETTER: Final = 2.0**-11
EDGE: Final = "^"


class Known(NamedTuple):
    """A name of the tables: its sounds, the share of people who bear it, its Chinese spellings."""

    sounds: str
    share: float
    chinese: tuple[str, ...]


@cache
def names() -> tuple[Known, ...]:
    """The names of all tables."""
    found = list(_rows())
    whole = sum(weight for _sounds, weight, _chinese in found) or 1.0
    return tuple(Known(sounds, weight / whole, chinese) for sounds, weight, chinese in found)


def _rows() -> Iterator[tuple[str, float, tuple[str, ...]]]:
    for table, column in (("uyghur_names", "uly"), ("kazakh_names", "latin")):
        for row in tables.rows(table):
            if sounds := spelled(row[column]):
                yield sounds, _STEP ** int(row["common"]), tuple(filter(None, row["zh"].split("|")))


@lru_cache(maxsize=16_384)
def common_bits(sounds: str) -> float:
    """log2 of the share of people whose part is heard so, as the tables of names say; rare for a name in no table."""
    alike = by_skeleton().get(skeleton(sounds), ())
    borne = sum(one.share * 2.0 ** align.bits(tuple(one.sounds), sounds) for one in alike)
    return common_of(borne)


def common_of(share: float) -> float:
    """log2 of the share of people who bear a name, when the tables say `share`."""
    return log2(_KNOWN * share + _RARE)


@lru_cache(maxsize=16_384)
def common_chinese_bits(text: str) -> float:
    """The same for a part in Chinese characters."""
    return common_of(_chinese().get(text, 0.0))


@lru_cache(maxsize=16_384)
def chinese_bits(text: str) -> float:
    """log2 of how likely characters stand so by chance, each by itself."""
    singles = characters()
    return sum(log2(singles.get(letter, _RARE_LETTER)) for letter in text)


@cache
def by_skeleton() -> dict[str, list[Known]]:
    """The names of the tables by the skeleton of their sounds."""
    found: dict[str, list[Known]] = defaultdict(list)
    for one in names():
        found[skeleton(one.sounds)].append(one)
    return found


@lru_cache(maxsize=16_384)
def bits(sounds: str) -> float:
    """log2 of how likely sounds follow each other so by chance."""
    return sum(step_bits(one, other) for one, other in pairwise(f"{EDGE}{sounds}{EDGE}"))


@cache
def step_bits(one: str, other: str) -> float:
    """log2 of how likely one sound follows another; `EDGE` is the end of a word."""
    pairs, singles = _bigrams()
    size = len(SOUNDS) + 1
    return log2((pairs.get((one, other), 0.0) + _SMOOTH) / (singles.get(one, 0.0) + _SMOOTH * size))


@cache
def _bigrams() -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    singles: dict[str, float] = defaultdict(float)
    for one in names():
        word = f"{EDGE}{one.sounds}{EDGE}"
        for before, after in pairwise(word):
            pairs[before, after] += 1.0
            singles[before] += 1.0
    return pairs, singles


@cache
def _chinese() -> dict[str, float]:
    """Each spelling's share of its name: the first is the commonest."""
    found: dict[str, float] = defaultdict(float)
    for one in names():
        for place, text in enumerate(one.chinese):
            found[text] += one.share * 2.0 ** -min(place + 1, len(one.chinese))
    return found


@cache
def characters() -> dict[str, float]:
    """How often each character stands in the Chinese spellings of the tables."""
    counts: dict[str, float] = defaultdict(float)
    for one in names():
        for text in one.chinese:
            for letter in text:
                counts[letter] += 1.0
    whole = sum(counts.values()) or 1.0
    return {letter: count / whole for letter, count in counts.items()}
