"""Compare many pairs of names: the bits of `compare`, without what meets what, many times faster."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Final, NamedTuple

import numpy as np

from habeas.names.bulk import forms, pairing
from habeas.names.bulk.signs import shared
from habeas.names.bulk.vocabulary import Vocabulary
from habeas.names.compare import MOST
from habeas.names.token import Token, names

_BATCH: Final = 20_000  # pairs worked on together
_REMEMBERED: Final = 1 << 18  # pairs of parts
_MOST_NAMES: Final = 500_000  # names whose parts are remembered
Pair = tuple[str, str]


class _Reading(NamedTuple):
    """One variant of a name as numbers of parts, and the same with two neighbours written as one."""

    parts: tuple[int, ...]
    joined: tuple[tuple[int, ...], ...]


class Comparer:
    """Remembers parts, and what pairs of them tell."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary(shared())
        self._names: dict[str, tuple[_Reading, ...]] = {}
        self._keys = np.zeros(_REMEMBERED, dtype=np.int64)
        self._bits = np.zeros(_REMEMBERED, dtype=np.float32)

    def bits(self, pairs: Iterable[Pair]) -> Iterator[float | None]:
        """`compare(left, right).bits` for each pair, in order; None for names that cannot be compared."""
        rest = iter(pairs)
        while batch := list(islice(rest, _BATCH)):
            if len(self._names) > _MOST_NAMES:  # memory stays flat: begin anew
                self._vocabulary, self._names = Vocabulary(shared()), {}
                self._keys[:] = 0
            yield from self._batch(batch)

    def _batch(self, pairs: list[Pair]) -> Iterator[float | None]:
        """Each way to lay a variant of one name beside one of the other is a row; the best row of a pair counts."""
        flat, start = array("i"), array("i", [0])
        glued, owner = array("B"), array("i")
        for number, (left, right) in enumerate(pairs):
            for one, other in product(self._read(left), self._read(right)):
                for short, long, joins in _rows(one, other):
                    flat.extend(short)
                    start.append(len(flat))
                    flat.extend(long)
                    start.append(len(flat))
                    glued.append(joins)
                    owner.append(number)
        best = np.full(len(pairs), np.nan, dtype=np.float64)
        if owner:
            self._limits()
            rows = pairing.Rows(*map(np.asarray, (flat, start, glued, owner)))
            words = self._vocabulary
            pairing.compare(words.signs.tables(), words.parts(), words.limits, rows, self._keys, self._bits, best)
        return (None if one != one else one for one in best.tolist())

    def _limits(self) -> None:
        tables, words = self._vocabulary.signs.tables(), self._vocabulary
        for part in np.flatnonzero(np.isnan(words.limits)):
            words.limit(tables, int(part))

    def _read(self, name: str) -> tuple[_Reading, ...]:
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = tuple(self._reading(tokens[:MOST]) for tokens in names(name))
        return found

    def _reading(self, tokens: tuple[Token, ...]) -> _Reading:
        numbers = tuple(self._number(token) for token in tokens)
        joined = tuple(
            (*numbers[:place], self._number(tokens[place].with_next(tokens[place + 1])), *numbers[place + 2 :])
            for place in range(len(tokens) - 1)
        )
        return _Reading(numbers, joined)

    def _number(self, token: Token) -> int:
        return self._vocabulary.add(forms.pack(token))


def _rows(one: _Reading, other: _Reading) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """`compare._gluings`: the shorter name, the longer one, and whether two of its parts are written as one."""
    short, long = (one, other) if len(one.parts) <= len(other.parts) else (other, one)
    yield short.parts, long.parts, 0
    if len(long.parts) > len(short.parts):
        for joined in long.joined:
            yield short.parts, joined, 1
