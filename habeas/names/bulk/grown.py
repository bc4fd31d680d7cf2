"""An array that grows: what comes one by one waits in a list until somebody looks."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Grown:
    """`append` and `extend` add at the end; `view` is everything so far as NumPy's array, and stays as it was when more
    comes."""

    def __init__(self, kind: str, *first: float) -> None:
        self._held = np.zeros(0, dtype=kind)
        self._size = 0
        self._waiting: array[Any] = array(kind, list(first))
        self.append = self._waiting.append
        self.extend = self._waiting.extend

    def __len__(self) -> int:
        return self._size + len(self._waiting)

    @property
    def view(self) -> Array:
        """Writing into it changes what is held."""
        if self._waiting:
            self._take(np.array(self._waiting))
            del self._waiting[:]
        return self._held[: self._size]

    def _take(self, more: Array) -> None:
        size = self._size + more.size
        if size > self._held.size:
            held = np.zeros(max(size, self._held.size * 3 // 2), dtype=self._held.dtype)
            held[: self._size] = self._held[: self._size]
            self._held = held
        self._held[self._size : size] = more
        self._size = size
