"""How likely one spelling gives another, summed over all ways to part it; and the likeliest way, sign by sign."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import log2
from typing import Final, NamedTuple

from habeas.names.emission import FLOOR, LONGEST, Shares, shares

IMPOSSIBLE: Final = -1e5  # bits: below what any two texts give
FAINT: Final = 1e-9


class Step(NamedTuple):
    """One sign and the sounds that it stands for in this pair."""

    sign: str
    sounds: str


@lru_cache(maxsize=131_072)
def bits(signs: tuple[str, ...], sounds: str) -> float:
    """log2 P(sounds | signs); the forward algorithm, without partings far less likely than the best."""
    size = len(sounds)
    before = {0: 1.0}
    for sign in signs:
        emitted, longest = _emitted(sign)
        after: dict[int, float] = {}
        for start, reached in before.items():
            for end in range(start, min(size, start + longest) + 1):
                chance = emitted.get(sounds[start:end], 0.0) + FLOOR[end - start]
                after[end] = after.get(end, 0.0) + reached * chance
        least = max(after.values()) * FAINT
        before = {end: reached for end, reached in after.items() if reached > least}
    last = before.get(size, 0.0)
    return log2(last) if last > 0 else IMPOSSIBLE


@cache
def _emitted(sign: str) -> tuple[Shares, int]:
    """What a sign emits, and how long that may be."""
    found = shares(sign)
    return found, min(LONGEST, max((len(text) for text in found), default=1))


def steps(signs: Sequence[str], sounds: str) -> tuple[Step, ...]:
    """The likeliest parting (Viterbi); empty when none is possible."""
    size = len(sounds)
    best: list[list[tuple[float, int]]] = [[(1.0, -1)] + [(0.0, -1)] * size]
    for sign in signs:
        emitted, longest = _emitted(sign)
        row = [(0.0, -1)] * (size + 1)
        for start, (reached, _from) in enumerate(best[-1]):
            for end in range(start, min(size, start + longest) + 1):
                chance = reached * (emitted.get(sounds[start:end], 0.0) + FLOOR[end - start])
                if chance > row[end][0]:
                    row[end] = (chance, start)
        best.append(row)
    return _traced(signs, sounds, best)


def _traced(signs: Sequence[str], sounds: str, best: Sequence[Sequence[tuple[float, int]]]) -> tuple[Step, ...]:
    end, found = len(sounds), []
    for place in range(len(signs), 0, -1):
        start = best[place][end][1]
        if start < 0:
            return ()
        found.append(Step(signs[place - 1], sounds[start:end]))
        end = start
    return tuple(reversed(found))
