"""How many rows stand above the header: titles, notes, "exported by". Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from habeas.intake.readers import limits
from habeas.intake.readers.columns.figures import ALIKE, Cells, filled, is_figures, length, words_over_figures

Spans = Mapping[int, Sequence[tuple[int, int]]]  # for a row of the sample: first and last column of merged cells
_AHEAD: Final = 12  # rows to look ahead for a better header
_WIDER: Final = 3  # times as many cells as a note above the table has


def titles(rows: Sequence[Cells], spans: Spans) -> int:
    """How many rows stand above the header: with one filled cell, or few before a much wider row of names."""
    counts = [filled(row) for row in rows]
    usual = median(counts)
    if usual <= 1:
        return 0  # a table of one column, or nearly: a row with one cell is a row
    for place, count in enumerate(counts[: limits.TITLES]):
        ahead = range(place + 1, min(place + 1 + _AHEAD, len(rows)))
        if _group_alone(rows, place, spans):
            return place
        if count == 1 and any(counts[other] > 1 for other in ahead):
            continue
        named_ahead = any(counts[other] >= usual and not any(map(is_figures, rows[other])) for other in ahead)
        if count < usual / _WIDER and named_ahead:
            continue
        return place
    return 0


def shorter(rows: Sequence[Cells]) -> int:
    """How many rows of a text are shorter than nearly all others, when names stand right below them."""
    usual, count = Counter(map(len, rows)).most_common(1)[0]
    above = next((place for place, row in enumerate(rows) if len(row) >= usual), 0)
    if count < ALIKE * (len(rows) - above) or above > limits.TITLES:
        return 0
    return above if words_over_figures(rows[above], rows[above + 1 :]) else 0


def _group_alone(rows: Sequence[Cells], place: int, spans: Spans) -> bool:
    """Whether the one filled cell names a group of columns: it is merged over some of them, not the first."""
    wide = max((length(row) for row in rows[place + 1 : place + 3]), default=0)
    return filled(rows[place]) == 1 and any(first > 0 and last < wide for first, last in spans.get(place, ()))
