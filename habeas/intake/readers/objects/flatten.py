"""From JSON objects to cells, each in the place of its column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from habeas.intake.readers import limits
from habeas.intake.readers.objects.keys import Keypath, name
from habeas.intake.readers.objects.scanner import Twice
from habeas.intake.readers.objects.values import CellRefused, text
from habeas.intake.readers.table import short


class Flattener:
    """Puts the values of objects in the places of their columns."""

    def __init__(self, paths: Sequence[Keypath]) -> None:
        self._width = len(paths)
        self._at = {path: place for place, path in enumerate(paths)}

    def cells(self, found: Any) -> list[str | None]:
        """Raises CellRefused for what is no object, or one that cannot be taken."""
        if not isinstance(found, dict):
            raise CellRefused("is not an object with keys and values")
        if isinstance(found, Twice):
            raise CellRefused("gives one key twice, so it is not known which value is meant")
        made: list[str | None] = [None] * self._width
        for key, value in found.items():
            if isinstance(value, dict):
                self._inner((key,), value, made)
            elif value is not None:
                made[self._place((key,))] = text(value)
        return made

    def _place(self, path: Keypath) -> int:
        if (place := self._at.get(path)) is None:
            raise CellRefused(f"has a key that cannot be kept: {short(path[-1])!r}")
        return place

    def _inner(self, path: Keypath, value: Any, made: list[str | None]) -> None:
        if not isinstance(value, dict) or len(path) > limits.FLATTENED:
            if value is not None:
                made[self._place(path)] = text(value)
            return
        if isinstance(value, Twice):
            raise CellRefused(f"gives one key twice in {short(name(path))}")
        for key, inner in value.items():
            self._inner((*path, key), inner, made)
