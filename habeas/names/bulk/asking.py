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
from typing import Final, NamedTuple

import numpy as np

from habeas.names.bulk import forms, search
from habeas.names.bulk.grown import Array
from habeas.names.bulk.index import Index
from habeas.names.bulk.vocabulary import CLEAR, Vocabulary
from habeas.names.compare import MISSING, MOST, SWAPPED
from habeas.names.likeness import WORST
from habeas.names.token import Token, names

_LOOKED: Final = 300_000  # entries that one search looks at
_COMMON: Final = 20_000  # entries of the commonest asked part that are looked at as well
_ENOUGH: Final = 20_000  # names among which a search chooses
_NAMES: Final = 1_000  # names that it ranks
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
    """The names at or below the ceiling that speak most strongly for the query, best first; one for each owner."""
    best: dict[int, tuple[float, int, _Asked]] = {}
    top = int(ceiling)  # an enumeration would have the loops compiled once more for its type
    owners = index.owner.view
    for tokens in names(query):
        asked = _Asked(index, tokens[:MOST])
        for name, rank in asked.ranked(top, _SPARE * most):
            owner = int(owners[name])
            if owner not in best or rank > best[owner][0]:
                best[owner] = (rank, name, asked)
    ordered = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[:most]
    told = [asked.told(name, rank) for _owner, (rank, name, asked) in ordered]
    return [one for one in told if all(match.bits > _OTHER for match in one.matches)]


class _Asked:
    """One reading of a query: its parts, which parts of the index are near each, and their bits."""

    def __init__(self, index: Index, tokens: Sequence[Token]) -> None:
        self.index, self.tokens = index, tokens
        self.own = Vocabulary(index.signs)
        self.numbers = [self.own.add(forms.pack(token)) for token in tokens]
        self.begun = [self._begun(number) for number in self.numbers]
        pairs = [self._near(number, begun) for number, begun in zip(self.numbers, self.begun, strict=True)]
        self.near, self.reached = np.stack([near for near, _reached in pairs]), [reached for _near, reached in pairs]
        self.searched = [row for row, token in enumerate(tokens) if not token.initial]  # nobody is found by an initial
        self.bits = np.full(self.near.shape, WORST, dtype=np.float32)

    def _begun(self, number: int) -> Array:
        text = self.own.texts[number]
        long = len(text) >= _SHORT or not text.isascii()
        return self.index.beginning(text) if long and text else np.zeros(0, dtype=np.int64)

    def _near(self, number: int, begun: Array) -> tuple[Array, Array]:
        near, reached = self.index.near(self.own.skeletons_of(number))
        same = np.array(self.index.spelled(self.own.texts[number]), dtype=np.int64)
        more = np.unique(np.concatenate([begun, same]))
        reached = np.concatenate([reached, more[near[more] == search.FAR]])
        near[begun] = np.minimum(near[begun], 1)
        near[same] = 0
        return near, reached

    def ranked(self, ceiling: int, most: int) -> Iterator[tuple[int, float]]:
        """Names with their rank, best first."""
        people = self.index.people()
        if not self.searched:
            return
        found = self._alone(ceiling) if len(self.tokens) == 1 else self._together(ceiling)
        totals = search.rank(self.bits, found, people)
        for place in np.argsort(-totals, kind="stable")[:most]:
            if totals[place] > (_ALONE if len(self.tokens) == 1 else _TOGETHER):
                yield int(found[place]), float(totals[place])

    def _alone(self, ceiling: int) -> Array:
        """Of one part: the names of the parts that tell most."""
        self._weigh(0, self.reached[0])
        parts = self.reached[0][self.bits[0, self.reached[0]] > 0]
        parts = parts[np.argsort(-self.bits[0, parts], kind="stable")]
        found, _away = self._gathered(np.stack([np.zeros_like(parts), parts], axis=1), _SINGLE, ceiling)
        return found

    def _together(self, ceiling: int) -> Array:
        """Of several parts: the names that have two, the nearest first if there are too many."""
        found, away = self._gathered(self._turns(), _ENOUGH, ceiling)
        if found.size > _NAMES:
            found = found[np.argsort(away, kind="stable")[:_NAMES]]
        words, own = self.index.vocabulary.parts(), self.own.parts()  # made once, before several threads read them
        needed = search.wanted(self.near, found, self.index.people(), words.initial, own.initial[self.numbers])
        parts = [np.flatnonzero(row) for row in needed]
        list(_threads().map(self._weigh, range(len(parts)), parts))
        return found

    def _gathered(self, turns: Array, most: int, ceiling: int) -> tuple[Array, Array]:
        marks = np.zeros(len(self.index), dtype=np.uint8)
        people, where, words = self.index.people(), self.index.where(), self.index.vocabulary.parts()
        near = self.near[self.searched]
        found: tuple[Array, Array] = search.gather(
            near, turns, _LOOKED, most, ceiling, where, people, words.initial, marks
        )
        return found

    def _turns(self) -> Array:
        """Pairs of an asked and a near part in the order in which they are followed, fewest edits first.

        Who has two near parts has one of all but the commonest asked part; of that one the same spelling is enough, for
        those who have no other part.
        """
        where = self.index.where()
        parts = [self.reached[row] for row in self.searched]
        away = [self.near[row, reached] for row, reached in zip(self.searched, parts, strict=True)]
        at = [[reached[far == most] for most in range(3)] for far, reached in zip(away, parts, strict=True)]
        order = np.argsort([search.cost(reached, where) for reached in parts], kind="stable").tolist()
        followed = order[:-1] or order
        steps = [(most, asked) for asked in followed for most in range(3)]
        if len(order) > 1 and search.cost(at[order[-1]][0], where) <= _COMMON:
            steps.append((0, order[-1]))
        steps.sort(key=lambda step: step[0])
        return np.concatenate([np.stack([np.full(at[a][d].size, a), at[a][d]], axis=1) for d, a in steps])

    def _weigh(self, row: int, parts: Array) -> None:
        """Bits of an asked part with these: the nearest by a rough look with care, for the others that look must do."""
        number, words = self.numbers[row], self.index.vocabulary
        if parts.size > _ROUGH:
            parts = parts[np.argsort(self.near[row, parts], kind="stable")[:_ROUGH]]
        found = np.maximum(WORST, words.roughly(self.own, number, parts))
        best = np.argsort(-found, kind="stable")[:_PARTS]
        found[best] = words.freely(self.own, number, parts[best])
        self.bits[row, parts] = found
        text = self.own.texts[number]
        itself = float(np.fmin(_letters(text), self.own.freely(self.own, number, np.array([number]))[0]))
        for alike, worth in ((self.begun[row], -_MORE), (self.index.spelled(text), _SAME)):
            self.bits[row, alike] = np.fmax(self.bits[row, alike] + max(worth, 0), itself + worth)

    def told(self, name: int, rank: float) -> Found:
        """A name with what speaks for it."""
        people = self.index.people()
        parts = people.parts[people.start[name] : people.start[name + 1]][:MOST]
        order, swapped = search.best_order(self.bits[:, parts].tolist())
        limited = {row: self._limited(row, int(parts[column])) for row, column in enumerate(order) if column >= 0}
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
        return (
            bits if bits <= CLEAR else min(bits, words.limit(tables, part), self.own.limit(tables, self.numbers[row]))
        )


@cache
def _threads() -> ThreadPoolExecutor:
    """The compiled loops let go of the interpreter: the parts of a query are weighed side by side."""
    return ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="names")


def _letters(text: str) -> float:
    """What the very letters tell, in bits."""
    return sum(_CHARACTER if letter >= _IDEOGRAPHS else _LETTER for letter in text)
