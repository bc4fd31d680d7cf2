"""How strongly two names speak for one person: a log-likelihood ratio in bits, with what meets what.

    bits = log2 P(second name | the same person) / P(second name | somebody else)

after Fellegi and Sunter (1969). Parts are free in order; each part is told by the transducer (`align`) against how
common it is (`background`). Names that cannot be compared give None, never a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from typing import Final, NamedTuple

from habeas.names import likeness
from habeas.names.token import Token, names

MISSING: Final = -0.7  # bits for a part that the other name lacks: lists often leave the father's name out
SWAPPED: Final = -1.0  # a third of real pairs have the father's name first
GLUED: Final = -1.0  # two parts written as one
MOST: Final = 5  # parts of a name that are looked at


class Pair(NamedTuple):
    """Parts that were held against each other."""

    left: str
    right: str
    bits: float


class Comparison(NamedTuple):
    """`bits` is None when the names cannot be compared; `pairs` in the order of the first name."""

    bits: float | None
    pairs: tuple[Pair, ...] = ()
    swapped: bool = False

    @property
    def why(self) -> str:
        """One line for people."""
        if self.bits is None:
            return "not comparable"
        told = [f"{one.left} {'≈' if one.bits > 0 else '≠'} {one.right} ({one.bits:+.1f})" for one in self.pairs]
        return "; ".join([*told, *(["the parts stand in another order"] if self.swapped else [])])


NONE: Final = Comparison(None)


@lru_cache(maxsize=16_384)
def compare(left: str, right: str) -> Comparison:
    """Compare two names as written. The best of their variants counts (scripts side by side, aliases)."""
    found = [_parts(one, other) for one in names(left) for other in names(right)]
    return max(found, key=lambda one: float("-inf") if one.bits is None else one.bits, default=NONE)


def _parts(left: Sequence[Token], right: Sequence[Token]) -> Comparison:
    left, right = left[:MOST], right[:MOST]
    if len(left) > len(right):
        return _turned(_parts(right, left))
    ways = [_matched(one, other, glued) for one, other, glued in _gluings(left, right)]
    return max(ways, key=lambda one: float("-inf") if one.bits is None else one.bits, default=NONE)


def _gluings(left: Sequence[Token], right: Sequence[Token]) -> list[tuple[Sequence[Token], Sequence[Token], int]]:
    """The two as they are, and with neighbours of the longer one written as one part."""
    found = [(left, right, 0)]
    for place in range(len(right) - 1):
        joined = [*right[:place], right[place].with_next(right[place + 1]), *right[place + 2 :]]
        if len(joined) >= len(left):
            found.append((left, joined, 1))
    return found


def _matched(left: Sequence[Token], right: Sequence[Token], glued: int) -> Comparison:
    """The best way to give each part of the shorter name one of the longer."""
    values = [[likeness.bits(one, other) for other in right] for one in left]
    if not left or all(value is None for row in values for value in row):
        return NONE
    best: Comparison | None = None
    for order in permutations(range(len(right)), len(left)):
        pairs, total = [], glued * GLUED + MISSING * (len(right) - len(left))
        for place, other in enumerate(order):
            value = values[place][other]
            if value is not None:
                total += value
                pairs.append(Pair(left[place].text, right[other].text, value))
        swapped = list(order) != sorted(order)
        total += SWAPPED * swapped
        if pairs and (best is None or best.bits is None or total > best.bits):
            best = Comparison(total, tuple(pairs), swapped)
    return best or NONE


def _turned(found: Comparison) -> Comparison:
    return found._replace(pairs=tuple(Pair(one.right, one.left, one.bits) for one in found.pairs))
