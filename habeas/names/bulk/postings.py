"""Where each part stands: numbers by number, compact for what was loaded, a chain for what came since."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from habeas.names.bulk.grown import Array, Grown

_MANY = 20_000  # so many that came since are worth a new compact table


class Places(NamedTuple):
    """What the kernel reads: values of `key` are `values[start[key]:start[key + 1]]` and the chain from `head[key]`."""

    start: Array
    values: Array
    head: Array
    link: Array
    added: Array


class Postings:
    """Grows by pairs of a key and a value."""

    def __init__(self) -> None:
        self._start = np.zeros(1, dtype=np.int64)
        self._values = np.zeros(0, dtype=np.int64)
        self._keys, self._added = Grown("i"), Grown("q")
        self._head, self._link = Grown("i"), Grown("i")

    def add(self, key: int, value: int) -> None:
        """One more."""
        if key >= len(self._head):
            self._head.extend([-1] * (key + 1 - len(self._head)))
        head = self._head.view
        self._link.append(head[key])
        head[key] = len(self._added)
        self._keys.append(key)
        self._added.append(value)
        if len(self._added) > max(_MANY, self._values.size // 4):
            self.settle()

    def fill(self, keys: Array, values: Array) -> None:
        """Many at once, into an empty one."""
        order = np.argsort(keys, kind="stable")
        self._values = values[order]
        self._start = np.concatenate([[0], np.cumsum(np.bincount(keys))]).astype(np.int64)

    def settle(self) -> None:
        """Make the table compact again."""
        counts = np.diff(self._start)
        keys = np.concatenate([np.repeat(np.arange(counts.size), counts), self._keys.view])
        values = np.concatenate([self._values, self._added.view])
        self._keys, self._added, self._head, self._link = Grown("i"), Grown("q"), Grown("i"), Grown("i")
        self.fill(keys, values)

    def places(self) -> Places:
        """The arrays as they are now."""
        return Places(self._start, self._values, self._head.view, self._link.view, self._added.view)
