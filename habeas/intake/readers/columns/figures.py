"""Figures and words: how a row of names differs from a row of data. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Cells = Sequence[str | None]
_DIGITS: Final = re.compile(r"\d+")
_YEAR: Final = re.compile(r"(?:19|20)[0-9][0-9]")
_FIGURES: Final = 0.5  # share of digits above which a cell is a number, a date or a code
ALIKE: Final = 0.8  # share of a column's cells that are figures
_AGAIN: Final = 0.05  # share of rows in which a header's word stands again in its own column


def filled(cells: Cells) -> int:
    """How many cells hold more than spaces."""
    return sum(bool(cell) and not str(cell).isspace() for cell in cells)


def length(cells: Cells) -> int:
    """Cells up to the last one that is filled."""
    return next((place for place in range(len(cells), 0, -1) if filled(cells[place - 1 : place])), 0)


def flat(cell: str | None) -> str:
    """A name on one line; line breaks in it are for the look of the sheet."""
    return " ".join((cell or "").replace("\ufeff", "").split())


def is_figures(text: str | None) -> bool:
    kept = [letter for letter in text or "" if not letter.isspace()]
    return sum(letter.isdigit() for letter in kept) > _FIGURES * len(kept)


def column_of(place: int, body: Sequence[Cells]) -> list[str]:
    return [cell for row in body if place < len(row) and (cell := row[place]) and not cell.isspace()]


def all_figures(column: Sequence[str]) -> bool:
    return bool(column) and sum(map(is_figures, column)) >= ALIKE * len(column)


def words_over_figures(top: Cells, body: Sequence[Cells]) -> bool:
    """Whether some column has a word above figures: the best sign that the word is its name."""
    columns = ((flat(cell), column_of(place, body)) for place, cell in enumerate(top))
    return any(name and not is_figures(name) and all_figures(column) for name, column in columns)


def is_data(top: Sequence[str], body: Sequence[Cells]) -> bool:
    """Whether the first row is a row like the others: figures over figures, never words over figures."""
    if _years(top):
        return False
    if not body:
        return any(map(is_figures, top))
    like, unlike = 0, 0
    for place, name in enumerate(top):
        column = column_of(place, body) if name else []
        if all_figures(column):
            like, unlike = like + _is_one_of(name, column), unlike + (not is_figures(name))
        elif sum(cell.strip() == name for cell in column) >= max(2, _AGAIN * len(column)):
            like += 1
    return like > 0 and unlike == 0


def _is_one_of(name: str, column: Sequence[str]) -> bool:
    """Whether figures look like those below: the same signs between digits, and no year over what are no years."""
    if _DIGITS.sub("0", name) not in {_DIGITS.sub("0", cell.strip()) for cell in column}:
        return False
    return not _YEAR.fullmatch(name) or any(_YEAR.fullmatch(cell.strip()) for cell in column)


def _years(top: Sequence[str]) -> bool:
    """Whether the figures among the names are years in a row, as over columns of counts."""
    years = [int(name) for name in top if _YEAR.fullmatch(name)]
    in_a_row = all(after - before == 1 for before, after in pairwise(years))
    return in_a_row and len(years) == sum(map(is_figures, top)) > 1
