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
    bits, order = matching(values)
    if bits is None:
        return NONE
    told = [(row, column, values[row][column]) for row, column in order.items()]
    pairs = tuple(Pair(left[row].text, right[column].text, one) for row, column, one in told if one is not None)
    columns = list(order.values())
    return Comparison(bits + glued * GLUED, pairs, columns != sorted(columns))


def matching(values: Sequence[Sequence[float | None]]) -> tuple[float | None, dict[int, int]]:
    """The best way to give rows columns, for a table of bits; bits are None when nothing was comparable.

    What cannot be compared adds nothing; each row or column that is left over, and an order that is not that of the
    text, cost. The columns are in the order of their rows.
    """
    rows, columns = len(values), len(values[0]) if values else 0
    if rows > columns:
        bits, turned = matching(list(zip(*values, strict=True)))
        return bits, dict(sorted((row, column) for column, row in turned.items()))
    best: float | None = None
    given: tuple[int, ...] = ()
    for order in permutations(range(columns), rows):
        known = [one for row, column in enumerate(order) if (one := values[row][column]) is not None]
        total = sum(known) + MISSING * (columns - rows) + SWAPPED * (list(order) != sorted(order))
        if known and (best is None or total > best):
            best, given = total, order
    return best, dict(enumerate(given))


def _turned(found: Comparison) -> Comparison:
    return found._replace(pairs=tuple(Pair(one.right, one.left, one.bits) for one in found.pairs))
