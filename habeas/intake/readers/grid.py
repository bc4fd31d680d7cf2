"""From raw rows to rows of the table's width: pads, refuses what does not fit, passes over empty rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError, Row

Raw = tuple[int, list[str | None], str | None]  # where it is in the file, its cells, why it is refused already
REPEATS = "repeats the header"


class Shape(NamedTuple):
    """What every row is held against."""

    width: int
    headers: Sequence[Sequence[str | None]] = ()  # the header's rows as they are in the file
    advice: str = ""  # what may be wrong when most rows do not fit


def fit(raws: Iterable[Raw], shape: Shape) -> Iterator[Row]:
    """Rows of exactly `width` cells. Raises ReadError at the end when most rows could not be taken."""
    width, headers = shape.width, [list(header) for header in shape.headers]
    blank = (None,) * width
    read, wrong, why = 0, 0, ""
    for number, cells, refused in raws:
        if refused is None:
            if is_empty(cells):
                continue
            if len(cells) != width:
                refused = _resized(cells, width, headers)
            elif cells in headers:
                refused = REPEATS
        read += 1
        if refused is None:
            yield Row(number, tuple([cell or None for cell in cells]))
            continue
        if refused is not REPEATS:
            wrong, why = wrong + 1, why or f"row {number:,}: {refused}"
        yield Row(number, blank, refused)
    check(read, wrong, why, shape.advice)


def is_empty(cells: Sequence[str | None]) -> bool:
    """Whether a row says nothing. Most rows fill their first cell, which settles it."""
    if cells and cells[0] and not cells[0].isspace():
        return False
    return not any(cell and not cell.isspace() for cell in cells)


def _resized(cells: list[str | None], width: int, headers: Sequence[list[str | None]]) -> str | None:
    """Give the row its width in place, or say why that cannot be."""
    if cells in headers:
        return REPEATS
    if len(cells) < width:
        cells.extend([None] * (width - len(cells)))
        return None
    if not is_empty(cells[width:]):
        return f"has {len(cells):,} cells, the header has {width:,}"
    del cells[width:]
    return None


def check(read: int, wrong: int, why: str, advice: str) -> None:
    """Refuse the whole file when most of its rows cannot be taken: then the reading is wrong, not the rows."""
    if wrong > limits.WRONG * read and read >= limits.WRONG_FROM:
        raise ReadError(f"{wrong:,} of {read:,} rows cannot be taken; the first: {why}. {advice}".strip())
