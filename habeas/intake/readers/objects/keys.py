"""The columns that JSON objects have: the keys of inner objects become columns "outer / inner"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from habeas.intake.readers import limits
from habeas.intake.readers.columns.groups import JOIN
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.keeping import storable

Keypath = tuple[str, ...]  # the keys that lead to a value


class Keys:
    """The columns that the objects of a file have, in order of first appearance."""

    def __init__(self) -> None:
        self._seen: dict[Keypath, bool] = {}  # whether the key ever has a value
        self._plain: set[str] = set()  # keys that are settled, so that most objects are passed over fast

    def see(self, found: Mapping[str, Any]) -> None:
        for key, value in found.items():
            if key not in self._plain or type(value) is dict:
                self._see((key,), value)

    def _see(self, path: Keypath, value: Any) -> None:
        if isinstance(value, dict) and len(path) <= limits.FLATTENED:
            for key, inner in value.items():
                self._see((*path, key), inner)
            return
        if not all(map(storable, path)):
            return  # the row is refused when it is read
        self._seen[path] = self._seen.get(path, False) or value is not None
        if len(self._seen) > limits.COLUMNS:
            raise ReadError(
                f"The objects have more than {limits.COLUMNS:,} different keys. Perhaps keys stand for people: bring a "
                "list of objects, one for each person."
            )
        if len(path) == 1 and self._seen[path]:
            self._plain.add(path[0])

    def paths(self) -> list[Keypath]:
        """One for each column. A key that is null or an object has no column besides those of the object."""
        outer = {path[:size] for path in self._seen for size in range(1, len(path))}
        return [path for path, valued in self._seen.items() if valued or path not in outer]


def name(path: Keypath) -> str:
    return JOIN.join(" ".join(key.split()) for key in path)
