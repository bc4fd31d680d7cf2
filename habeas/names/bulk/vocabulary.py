"""Distinct parts of names as arrays: what is known of each part stands once, however many people bear it."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from habeas.names import background
from habeas.names.bulk import kernel
from habeas.names.bulk.forms import CHINESE, ENDING, INITIAL, PINYIN, SAID
from habeas.names.bulk.grown import Array, Grown
from habeas.names.bulk.signs import NUMBER, Signs, Tables
from habeas.names.likeness import RARE, WORST
from habeas.names.skeleton import LETTERS, skeleton

_KINDS: Final = {SAID: kernel.SAID, CHINESE: kernel.CHINESE, PINYIN: kernel.PINYIN, INITIAL: kernel.INITIAL}
_SOUND: Final = {number: sound for sound, number in NUMBER.items()}
_COMMONEST: Final = -9.0  # log2 of a share of people that no name of the tables reaches (a test holds it to them)
CLEAR: Final = 1.0 - _COMMONEST  # bits: the limit for common names lies above


class Parts(NamedTuple):
    """What the kernel reads. By part: `first` form, `initial`, `skeleton` (the first of them); by form: the rest; by
    skeleton: how often each letter stands in it."""

    first: Array
    initial: Array
    skeleton: Array
    kind: Array
    bits: Array
    ending: Array
    rank: Array
    base: Array
    start: Array
    signs: Array
    counts: Array


class Known(NamedTuple):
    """The names of the tables, ordered by skeleton, for `kernel.borne`."""

    signs: Array
    start: Array
    share: Array


class Vocabulary:
    """Grows with the parts that are added, packed as `forms.pack` does it; numbers them from 0."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.texts: list[str] = []
        self.skeletons: list[str] = []  # one after the other
        self._numbers: dict[str, int] = {}
        self._first, self._initial, self._skeleton = Grown("i", 0), Grown("B"), Grown("i", 0)
        self._kind, self._ending, self._rank = Grown("B"), Grown("B"), Grown("B")
        self._bits, self._base, self._limit = Grown("f"), Grown("f"), Grown("f")
        self._start, self._flat = Grown("i", 0), Grown("H")
        self._counts = Grown("B")
        self._order = Grown("Q")
        self._ordered = self._order.view
        self._view: Parts | None = None
        self._based = 0  # so many forms have their background

    def __len__(self) -> int:
        return len(self.texts)

    def add(self, packed: str) -> int:
        """The number of a part, new or known."""
        number = self._numbers.get(packed)
        if number is None:
            self._view = None
            number = self._numbers[packed] = len(self.texts)
            self._write(packed)
        return number

    def _write(self, packed: str) -> None:
        text, skeletons, *forms = packed.split("|")
        self.texts.append(text)
        self._order.append(int.from_bytes(hashlib.blake2b(packed.encode(), digest_size=8).digest()))
        ranks: Counter[tuple[bool, str]] = Counter()  # forms of one kind come likeliest first
        for form in forms:
            ending = form[0] == ENDING
            self._form(form[ending:], ending=ending, rank=ranks[ending, form[ending]])
            ranks[ending, form[ending]] += 1
        initial = bool(forms) and forms[0][0] == INITIAL
        if forms and not initial:
            self._add_skeletons(skeletons.split(","))
        self._skeleton.append(len(self.skeletons))
        self._initial.append(initial)
        self._limit.append(float("nan"))
        self._first.append(len(self._kind))

    def _add_skeletons(self, found: list[str]) -> None:
        self.skeletons += found
        for one in found:
            self._counts.extend([min(one.count(letter), 255) for letter in LETTERS])

    def _form(self, form: str, *, ending: bool, rank: int) -> None:
        content, _colon, bits = form[1:].partition(":")
        kind = form[0]
        if kind in (SAID, INITIAL):
            self._flat.extend(map(NUMBER.__getitem__, content[: kernel.ROOM - 1]))
            self._base.append(0.0)  # see `parts`
        else:
            signs = content if kind == CHINESE else content.split("'")
            self._flat.extend(self.signs.numbers(signs[: kernel.ROOM - 1]))
            self._base.append(background.chinese_bits(content) if kind == CHINESE else 0.0)
        self._kind.append(_KINDS[kind])
        self._bits.append(float(bits or 0))
        self._ending.append(ending)
        self._rank.append(min(rank, 255))
        self._start.append(len(self._flat))

    def skeletons_of(self, number: int) -> list[str]:
        """The skeletons under which a part is found."""
        places = self._skeleton.view
        return self.skeletons[places[number] : places[number + 1]]

    def parts(self) -> Parts:
        """The arrays as they are now; after this, and until the next `add`, several threads may read."""
        if self._view is None:
            self._ordered = self._order.view
            kernel.backgrounds(
                *(self.signs.tables().pairs, self._kind.view, self._start.view, self._flat.view),
                *(self._base.view, self._based),
            )
            self._based = len(self._kind)
            self._view = Parts(
                *(self._first.view, self._initial.view, self._skeleton.view, self._kind.view),
                *(self._bits.view, self._ending.view, self._rank.view, self._base.view),
                *(self._start.view, self._flat.view, self._counts.view.reshape(-1, len(LETTERS))),
            )
        return self._view

    @property
    def order(self) -> Array:
        """By part, a number that puts parts in an order which is the same wherever and whenever they were added."""
        self.parts()
        return self._ordered

    def roughly(self, asked: Vocabulary, number: int, parts: Array) -> Array:
        """The same by the likeliest way to say each part alone: a few times faster."""
        found: Array = kernel.against(self.signs.tables(), asked.parts(), number, self.parts(), parts, 1)
        return found

    def against(self, asked: Vocabulary, number: int, parts: Array) -> Array:
        """Bits of one part of `asked` against some of these, without `limit`; not a number where nothing compares."""
        found: Array = kernel.against(self.signs.tables(), asked.parts(), number, self.parts(), parts, kernel.ALL)
        return np.maximum(WORST, found)

    @property
    def limits(self) -> Array:
        """By part, what `limit` found so far; not a number where it was not asked."""
        return self._limit.view

    def limit(self, tables: Tables, number: int) -> float:
        """The most bits that a part can give."""
        limits = self.limits
        if limits[number] != limits[number]:
            limits[number] = 1.0 - self._chance(tables, number)
        return float(limits[number])

    def _chance(self, tables: Tables, number: int) -> float:
        """`likeness._chance`."""
        parts, (known, places), best = self.parts(), _known(), RARE
        for form in range(parts.first[number], parts.first[number + 1]):
            if parts.ending[form]:
                continue
            if parts.kind[form] == kernel.CHINESE:
                return background.common_chinese_bits(self.texts[number])
            if parts.kind[form] == kernel.SAID and _COMMONEST - parts.bits[form] > best:
                sounds = "".join(
                    [_SOUND[sign] for sign in parts.signs[parts.start[form] : parts.start[form + 1]].tolist()]
                )
                first, last = places.get(skeleton(sounds), (0, 0))
                share = kernel.borne(tables, parts, form, known, first, last)
                best = max(best, background.common_of(share) - float(parts.bits[form]))
        return best


@cache
def _known() -> tuple[Known, dict[str, tuple[int, int]]]:
    """The names of the tables, and where those of each skeleton stand."""
    signs, start, share = Grown("H"), Grown("i", 0), Grown("d")
    places = {}
    for found, alike in background.by_skeleton().items():
        places[found] = (len(share), len(share) + len(alike))
        for one in alike:
            signs.extend([NUMBER[sound] for sound in one.sounds])
            start.append(len(signs))
            share.append(one.share)
    return Known(signs.view, start.view, share.view), places
