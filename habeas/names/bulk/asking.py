"""Search an index of names: who may be meant, how strongly each name speaks for it, and what meets what.

First the parts of the vocabulary whose skeletons are near (names.md, F3), or which begin with the letters asked for;
then the names that have enough of them; then those are ranked by the bits of `compare`, without its limit for common
names, which is the same for all who have the name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from habeas.names.bulk import forms, search
from habeas.names.bulk.grown import Array
from habeas.names.bulk.index import Index
from habeas.names.bulk.vocabulary import CLEAR, Vocabulary
from habeas.names.compare import MISSING, MOST, SWAPPED, matching
from habeas.names.likeness import WORST
from habeas.names.token import Token, names

_LOOKED: Final = 300_000  # names that one search looks at
_COMMON: Final = 20_000  # names with the commonest asked part that are looked at as well
_NAMES: Final = 1_000  # names that one search ranks
_ROUGH: Final = 1_500  # parts of a vocabulary that are held against one asked part at all
_PARTS: Final = 150  # and with care
_SPARE: Final = 3  # names ranked for each that is wanted: some belong to one owner
_SINGLE: Final = 1_000  # names that a search for one part ranks
_SHORT: Final = 2  # letters of a beginning
_LETTER, _CHARACTER = 5.0, 10.0  # bits that each letter of a beginning tells
_ALONE, _TOGETHER = 6.0, 2.0  # bits that a name must tell when one part was asked, or more
_OTHER: Final = -6.0  # bits: below this a part is another name, and whoever has it was not asked for
_IDEOGRAPHS: Final = "\u2e80"  # Chinese and its neighbours begin here
_MORE: Final = 2.0  # bits: a name that goes on is less likely meant than the name itself
_SAME: Final = 1.5  # bits: the same letters before others that say the same


class Match(NamedTuple):
    """A part as it was asked for, the part of the name that meets it (folded letters), and what that tells."""

    asked: str
    met: str
    bits: float


class Found(NamedTuple):
    """A name of an index: its `key` and `owner`, the `rank` it has here, `bits` as `compare` gives them."""

    owner: int
    key: int
    rank: float
    bits: float
    matches: tuple[Match, ...]
    swapped: bool


def ask(index: Index, query: str, *, ceiling: int, most: int) -> list[Found]:
    """The names at or below the ceiling that speak most strongly for the query, best first; one for each owner.

    Nothing above the ceiling has a part in it, and of equals the same are chosen whatever the order of the index.
    """
    best: dict[int, tuple[float, int, _Asked]] = {}
    owners = index.owner.view
    for tokens in names(query):
        asked = _Asked(index, tokens[:MOST], int(ceiling))  # an enumeration would have the loops compiled once more
        for name, rank in asked.ranked(_SPARE * most):
            owner = int(owners[name])
            if owner not in best or rank > best[owner][0]:
                best[owner] = (rank, name, asked)
    ordered = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))
    told = (asked.told(name, rank) for _owner, (rank, name, asked) in ordered)
    return list(islice((one for one in told if all(match.bits > _OTHER for match in one.matches)), most))


class _Asked:
    """One reading of a query: its parts, which parts of the index are near each, and their bits."""

    def __init__(self, index: Index, tokens: Sequence[Token], ceiling: int) -> None:
        self.index, self.tokens, self.ceiling = index, tokens, ceiling
        self.visible = index.visible(ceiling)
        self.own = Vocabulary(index.signs)
        self.numbers = [self.own.add(forms.pack(token)) for token in tokens]
        self.begun = [self._begun(number) for number in self.numbers]
        self.same = [self._visible(index.spelled(self.own.texts[number])) for number in self.numbers]
        pairs = [self._near(row) for row in range(len(tokens))]
        self.near, self.reached = np.stack([near for near, _reached in pairs]), [reached for _near, reached in pairs]
        self.searched = [row for row, token in enumerate(tokens) if not token.initial]  # nobody is found by an initial
        self.bits = np.full(self.near.shape, WORST, dtype=np.float32)

    def _visible(self, parts: Sequence[int]) -> Array:
        found = np.array(parts, dtype=np.int64)
        return found[self.visible[found] > 0]

    def _begun(self, number: int) -> Array:
        text = self.own.texts[number]
        long = len(text) >= _SHORT or not text.isascii()
        return self.index.beginning(text, self.visible) if long and text else np.zeros(0, dtype=np.int64)

    def _near(self, row: int) -> tuple[Array, Array]:
        near, reached = self.index.near(self.own.skeletons_of(self.numbers[row]))
        near[self.visible == 0] = search.FAR
        reached = reached[self.visible[reached] > 0]
        more = np.unique(np.concatenate([self.begun[row], self.same[row]]))
        reached = np.concatenate([reached, more[near[more] == search.FAR]])
        near[self.begun[row]] = np.minimum(near[self.begun[row]], 1)
        near[self.same[row]] = 0
        return near, reached

    def ranked(self, most: int) -> Iterator[tuple[int, float]]:
        """Names with their rank, best first."""
        if not self.searched:
            return
        alone = len(self.tokens) == 1
        found = self._alone() if alone else self._together()
        totals = search.rank(self.bits, found, self.index.people())
        for place in np.lexsort((self.index.key.view[found], self.index.owner.view[found], -totals))[:most]:
            if totals[place] > (_ALONE if alone else _TOGETHER):
                yield int(found[place]), float(totals[place])

    def _alone(self) -> Array:
        """Of one part: the names of the parts that tell most, with all that tell as much as the last of these."""
        self._weigh(0, self.reached[0])
        parts = self.reached[0][self.bits[0, self.reached[0]] > 0]
        parts = parts[np.argsort(-self.bits[0, parts])]
        enough = int(np.searchsorted(np.cumsum(self.visible[parts]), _SINGLE))
        if enough < parts.size:
            parts = parts[self.bits[0, parts] >= self.bits[0, parts[enough]]]
        found, _away = self._gathered(np.stack([np.zeros_like(parts), parts], axis=1))
        return found

    def _together(self) -> Array:
        """Of several parts: the names that have two, the nearest first if there are too many."""
        found, away = self._gathered(self._turns())
        if found.size > _NAMES:
            found = found[np.lexsort((self.index.owner.view[found], away))[:_NAMES]]
        words, own = self.index.vocabulary.parts(), self.own.parts()  # made once, before several threads read them
        needed = search.wanted(self.near, found, self.index.people(), words.initial, own.initial[self.numbers])
        parts = [np.flatnonzero(row) for row in needed]
        list(_threads().map(self._weigh, range(len(parts)), parts))
        return found

    def _gathered(self, turns: Array) -> tuple[Array, Array]:
        marks = np.zeros(len(self.index), dtype=np.int32)
        people, where, words = self.index.people(), self.index.where(), self.index.vocabulary.parts()
        near = self.near[self.searched]
        found: tuple[Array, Array] = search.gather(near, turns, self.ceiling, where, people, words.initial, marks)
        return found

    def _turns(self) -> Array:
        """Pairs of an asked and a near part to be followed: step by step, fewest edits first, as long as the names last
        that one search looks at.

        Who has two near parts has one of all but the commonest asked part; of that one the same spelling is enough, for
        those who have no other part.
        """
        parts = [self.reached[row] for row in self.searched]
        away = [self.near[row, reached] for row, reached in zip(self.searched, parts, strict=True)]
        at = [[reached[far == most] for most in range(3)] for far, reached in zip(away, parts, strict=True)]
        *rarer, commonest = np.argsort([self._cost(reached) for reached in parts], kind="stable").tolist()
        steps = [(most, asked) for most in range(3) for asked in rarer or [commonest]]
        if rarer and self._cost(at[commonest][0]) <= _COMMON:
            steps.insert(len(rarer), (0, commonest))
        costs = np.cumsum([self._cost(at[asked][most]) for most, asked in steps])
        kept = steps[: max(1, int(np.searchsorted(costs, _LOOKED, side="right")))]
        return np.concatenate([np.stack([np.full(at[a][m].size, a), at[a][m]], axis=1) for m, a in kept])

    def _cost(self, parts: Array) -> int:
        """How many names have these parts."""
        return int(self.visible[parts].sum())

    def _weigh(self, row: int, parts: Array) -> None:
        """Bits of an asked part with these: the nearest by a rough look with care, for the others that look must do."""
        number, words = self.numbers[row], self.index.vocabulary
        if parts.size > _ROUGH:
            parts = parts[np.lexsort((words.order[parts], self.near[row, parts]))[:_ROUGH]]
        found = np.maximum(WORST, words.roughly(self.own, number, parts))
        best = np.lexsort((words.order[parts], -found))[:_PARTS]
        found[best] = words.against(self.own, number, parts[best])
        self.bits[row, parts] = found
        text = self.own.texts[number]
        itself = float(np.fmin(_letters(text), self.own.against(self.own, number, np.array([number]))[0]))
        for alike, worth in ((self.begun[row], -_MORE), (self.same[row], _SAME)):
            self.bits[row, alike] = np.fmax(self.bits[row, alike] + max(worth, 0), itself + worth)

    def told(self, name: int, rank: float) -> Found:
        """A name with what speaks for it."""
        people = self.index.people()
        parts = people.parts[people.start[name] : people.start[name + 1]][:MOST]
        values = [[None if one != one else one for one in row] for row in self.bits[:, parts].tolist()]
        order = matching(values)[1]
        swapped = list(order.values()) != sorted(order.values())
        limited = {row: self._limited(row, int(parts[column])) for row, column in order.items()}
        matches = tuple(
            Match(self.tokens[row].text, self.index.vocabulary.texts[parts[order[row]]], bits)
            for row, bits in limited.items()
        )
        missing = abs(len(self.tokens) - parts.size)
        bits = sum(limited.values()) + MISSING * missing + SWAPPED * swapped
        return Found(int(self.index.owner.view[name]), int(self.index.key.view[name]), rank, bits, matches, swapped)

    def _limited(self, row: int, part: int) -> float:
        """What two parts tell, no more than the name is rare."""
        tables, words = self.index.signs.tables(), self.index.vocabulary
        bits = float(self.bits[row, part])
        if bits <= CLEAR:
            return bits
        return min(bits, words.limit(tables, part), self.own.limit(tables, self.numbers[row]))


@cache
def _threads() -> ThreadPoolExecutor:
    """The compiled loops let go of the interpreter: the parts of a query are weighed side by side."""
    return ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="names")


def _letters(text: str) -> float:
    """What the very letters tell, in bits."""
    return sum(_CHARACTER if letter >= _IDEOGRAPHS else _LETTER for letter in text)
