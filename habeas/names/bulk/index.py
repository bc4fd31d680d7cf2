"""Names in memory, ready to be searched (`asking`) in whatever script they are written.

Each name is some parts of a vocabulary, and belongs to an owner (a number of the caller's) at a tier. Not safe for
several threads at once: who holds it locks it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from habeas.names.bulk import forms, search
from habeas.names.bulk.grown import Array, Grown
from habeas.names.bulk.postings import Places, Postings
from habeas.names.bulk.signs import shared
from habeas.names.bulk.vocabulary import Vocabulary
from habeas.names.skeleton import LETTERS

TIERS: Final = 8  # tiers are 0 to 7
GONE: Final = 255  # the tier of a name that was taken out
_UNSORTED: Final = 1_000  # new texts that are not yet in order
_SKELETONS: Final = 500  # whose near parts are remembered
_PREFIXED: Final = 2_000  # parts with one beginning that are looked at
_END: Final = "\U0010ffff"
LETTER: Final = {letter: number for number, letter in enumerate(LETTERS)}


class Row(NamedTuple):
    """A name as `forms.packed` gives it, at a tier below `TIERS`; `owner` and `key` are the caller's numbers: whose it
    is, and its own."""

    line: str
    owner: int
    tier: int
    key: int = 0


class People(NamedTuple):
    """What the kernel reads of names: `parts[start[name]:start[name + 1]]`, and the tier of each."""

    start: Array
    parts: Array
    tier: Array


class Index:
    """Names are numbered from 0 in the order in which they come."""

    def __init__(self) -> None:
        self.signs = shared()
        self.vocabulary = Vocabulary(self.signs)
        self.owner, self.key, self._tier = Grown("q"), Grown("q"), Grown("B")
        self._start, self._parts = Grown("i", 0), Grown("i")
        self._where = Postings()  # part: names
        self._borne = Grown("i")  # part, tier: how many names have it
        self._seen: dict[int, Array] = {}
        self._skeletons: dict[str, int] = {}
        self._letters, self._begins = Grown("B"), Grown("i", 0)
        self._spelled = Postings()  # skeleton: parts
        self._by_text: defaultdict[str, list[int]] = defaultdict(list)
        self._asked: dict[str, tuple[Array, Array]] = {}
        self._sorted: list[str] = []
        self._in_order = 0  # so many parts
        self._loaded = np.zeros(0, dtype=np.int32)  # names by owner
        self._since: defaultdict[int, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self.owner)

    def fill(self, rows: Iterable[Row]) -> None:
        """Many names at once, into an empty index."""
        keys, entries = array("i"), array("q")
        for row in rows:
            for name, parts in self._variants(row):
                self._parts.extend(parts)
                for part, entry in _entries(name, parts):
                    keys.append(part)
                    entries.append(entry)
                self._start.append(len(self._parts))
        self._where.fill(np.asarray(keys), np.asarray(entries))
        self._loaded = np.argsort(self.owner.view, kind="stable").astype(np.int32)
        tiers = np.repeat(self._tier.view, np.diff(self._start.view))
        np.add.at(self._borne.view, self._parts.view.astype(np.int64) * TIERS + tiers, 1)
        self._seen.clear()
        self._sort()

    def add(self, row: Row) -> None:
        """One name; each of its variants counts as a name."""
        for name, parts in self._variants(row):
            self._parts.extend(parts)
            self._start.append(len(self._parts))
            self._since[row.owner].append(name)
            self._count(parts, row.tier, 1)
            for part, entry in _entries(name, parts):
                self._where.add(part, entry)
        if len(self.vocabulary) - self._in_order > _UNSORTED:
            self._sort()

    def remove(self, owner: int) -> None:
        """All names of an owner; nothing when there are none."""
        owners = self.owner.view[: self._loaded.size]
        first, last = np.searchsorted(owners, [owner, owner + 1], sorter=self._loaded)
        people = self.people()
        for name in (*self._loaded[first:last].tolist(), *self._since.pop(owner, ())):
            if people.tier[name] != GONE:
                self._count(
                    people.parts[people.start[name] : people.start[name + 1]].tolist(), int(people.tier[name]), -1
                )
                people.tier[name] = GONE

    def _count(self, parts: Sequence[int], tier: int, more: int) -> None:
        borne = self._borne.view
        for part in parts:
            borne[part * TIERS + tier] += more
        self._seen.clear()

    def _variants(self, row: Row) -> Iterator[tuple[int, list[int]]]:
        for variant in forms.unpacked(row.line):
            parts = [self._part(packed) for packed in variant]
            self.owner.append(row.owner)
            self.key.append(row.key)
            self._tier.append(row.tier)
            yield len(self.owner) - 1, parts

    def _part(self, packed: str) -> int:
        known = len(self.vocabulary)
        number = self.vocabulary.add(packed)
        if number == known:
            self._asked.clear()
            self._borne.extend([0] * TIERS)
            text, skeletons, *told = packed.split("|")
            self._by_text[text].append(number)
            for one in skeletons.split(",") if told else ():
                self._spelled.add(self._skeleton(one), number)
        return number

    def _skeleton(self, text: str) -> int:
        number = self._skeletons.get(text)
        if number is None:
            number = self._skeletons[text] = len(self._skeletons)
            self._letters.extend([LETTER[letter] for letter in text])
            self._begins.append(len(self._letters))
        return number

    def people(self) -> People:
        """The names."""
        return People(self._start.view, self._parts.view, self._tier.view)

    def visible(self, ceiling: int) -> Array:
        """By part, how many names at or below the ceiling have it."""
        found = self._seen.get(ceiling)
        if found is None:
            found = self._borne.view.reshape(-1, TIERS)[:, : ceiling + 1].sum(axis=1, dtype=np.int32)
            self._seen[ceiling] = found
        return found

    def where(self) -> Places:
        """The names that have each part, with another part of each."""
        return self._where.places()

    def near(self, skeletons: Sequence[str]) -> tuple[Array, Array]:
        """By part, how far its skeletons are from these, as `search.weighed` counts; and the parts that are not far."""
        near = np.full(len(self.vocabulary), search.FAR, dtype=np.uint8)
        found = [search.lower(near, *self._reached(one)) for one in skeletons]
        return near, np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def _reached(self, skeleton: str) -> tuple[Array, Array]:
        """The parts near one skeleton, and how far each is; common skeletons are asked for again and again."""
        found = self._asked.get(skeleton)
        if found is None:
            if len(self._asked) >= _SKELETONS:
                self._asked.clear()
            code = np.array([LETTER[letter] for letter in skeleton], dtype=np.uint8)
            letters, begins, parts = self._letters.view, self._begins.view, self._spelled.places()
            found = self._asked[skeleton] = search.reach(code, search.MOST_EDITS, letters, begins, parts)
        return found

    def spelled(self, text: str) -> list[int]:
        """The parts written with just these letters."""
        return self._by_text.get(text, [])

    def beginning(self, text: str, visible: Array) -> Array:
        """The parts that begin with these letters, of those that are visible; the commonest if there are very many."""
        first, last = bisect_left(self._sorted, text), bisect_left(self._sorted, text + _END)
        found = [part for one in self._sorted[first:last] for part in self._by_text[one]]
        found += [
            part for part in range(self._in_order, len(self.vocabulary)) if self.vocabulary.texts[part].startswith(text)
        ]
        parts = np.unique(np.array(found, dtype=np.int64))
        parts = parts[visible[parts] > 0]
        if parts.size > _PREFIXED:
            parts = parts[np.lexsort((self.vocabulary.order[parts], -visible[parts]))[:_PREFIXED]]
        return parts

    def _sort(self) -> None:
        """Order the texts, so that those with one beginning stand together."""
        self._sorted = sorted(self._by_text)
        self._in_order = len(self.vocabulary)


def _entries(name: int, parts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each part of a name, the name with each of its other parts: what `search.gather` reads."""
    if len(parts) == 1:
        yield parts[0], name << 32
    for place, part in enumerate(parts):
        for against, other in enumerate(parts):
            if place != against:
                yield part, name << 32 | (other + 1)
