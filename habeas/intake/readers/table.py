"""What a reader gives: a table with named columns and rows that can be read again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from habeas.intake.readers import limits

# Also the marks that turn the direction of writing: in a message they would reorder our own words.
_CONTROLS: Final = dict.fromkeys(
    (*range(32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)), " "
)


class ReadError(ValueError):
    """A file that cannot be used at all. The message says what is wrong, where, and what to do."""


class Row(NamedTuple):
    """One row. `number` is where a person finds it in the file; `refused` says why it cannot be taken."""

    number: int
    cells: tuple[str | None, ...]
    refused: str | None = None


class Table:
    """A delivery's columns and rows; `details` says in codes what was found out about the file.

    Each iteration opens the file anew and gives the same rows. Details that only a whole reading can tell
    (columns with numbers too long for a spreadsheet) are complete after the first one.
    """

    def __init__(self, columns: tuple[str, ...], details: dict[str, Any], rows: Callable[[], Iterator[Row]]) -> None:
        self.columns = columns
        self.details = details
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return self._rows()


def short(text: str) -> str:
    """A text from the file, fit for a message: one line, not too long, nothing that cannot be stored."""
    flat = " ".join(text.translate(_CONTROLS).split())
    return flat if len(flat) <= limits.SHOWN else flat[: limits.SHOWN - 1] + "…"
