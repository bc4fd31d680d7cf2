"""Place texts: to an administrative code when one fits, coordinates to numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from habeas.names import fold

_CODE = re.compile(r"\d{6}")
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class AreaLike(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def label_en(self) -> str: ...


class Gazetteer:
    """Areas by folded name. A name that several areas bear points to none."""

    def __init__(self, areas: Iterable[AreaLike]) -> None:
        self._codes: set[str] = set()
        self._named: dict[str, set[str]] = {}
        for area in areas:
            self._codes.add(area.code)
            for name in (area.name, area.label_en):
                if name:
                    self._named.setdefault(fold(name), set()).add(area.code)

    def resolve(self, text: str) -> tuple[str | None, str | None]:
        """(administrative code or None, flag): the flag is "ambiguous" when several areas bear the name."""
        clean = text.strip()[:200]
        if _CODE.fullmatch(clean):
            return (clean, None) if clean in self._codes else (None, None)
        found = self._named.get(fold(clean), set())
        if len(found) == 1:
            return next(iter(found)), None
        return None, "ambiguous" if found else None


@lru_cache(maxsize=8)
def gazetteer(areas: tuple[AreaLike, ...]) -> Gazetteer:
    return Gazetteer(areas)


def read_coordinates(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, or None when the text is not a pair on Earth."""
    found = _PAIR.fullmatch(text[:100])
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
