"""A header of two rows: "Arrest" over "date" and "place" makes "Arrest / date" and "Arrest / place". Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from habeas.intake.readers.columns.figures import Cells, all_figures, column_of, flat, is_figures, length

JOIN: Final = " / "


def two_rows(top: Cells, body: Sequence[Cells], merged: Sequence[tuple[int, int]] | None) -> list[str]:
    """The names of a header of two rows; none when the second row may be data."""
    wide = max(length(top), length(body[0]))
    upper, lower = _stretched(top, wide), _stretched(body[0], wide)
    groups = _groups(upper, merged)
    names = [lower[place] for place in groups]
    if not groups or not all(names) or any(map(is_figures, lower)):
        return []
    outside = [place for place in range(wide) if place not in groups and upper[place]]
    stacked = merged is not None and any(not lower[place] for place in outside)
    evident = stacked or len(set(names)) < len(names) or _figures_below(groups, body[1:])
    if not evident or any(lower[place] for place in outside):
        return []
    pairs = [(groups.get(place, upper[place]), lower[place]) for place in range(wide)]
    return [JOIN.join(dict.fromkeys(part for part in pair if part)) for pair in pairs]


def _stretched(cells: Cells, wide: int) -> list[str]:
    names = [flat(cell) for cell in cells[:wide]]
    return [*names, *[""] * (wide - len(names))]


def _groups(upper: Sequence[str], merged: Sequence[tuple[int, int]] | None) -> dict[int, str]:
    """For each column under a group, the group's name. Without merged cells a gap after a name makes a group."""
    if merged is None:
        starts = [place for place, name in enumerate(upper) if name]
        ends = [after - 1 for after in (*starts[1:], len(upper))]
        merged = list(zip(starts, ends, strict=True))
    return {
        place: upper[first]
        for first, last in merged
        if first < last and upper[first : first + 1] not in ([], [""])
        for place in range(first, min(last + 1, len(upper)))
    }


def _figures_below(places: Mapping[int, str], body: Sequence[Cells]) -> bool:
    return any(all_figures(column_of(place, body)) for place in places)
