"""The records of a delimited text, each with the line it begins in; broken ones are refused where they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import Final, NamedTuple

from habeas.intake.readers import limits
from habeas.intake.readers.delimited.quoting import Dialect, options
from habeas.intake.readers.grid import Raw
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.keeping import clean
from habeas.intake.readers.texts.lines import Lines

_AHEAD: Final = 50  # lines in which a broken record may end


class Delimited(NamedTuple):
    """A text and how it is written."""

    path: Path
    encoding: str
    dialect: Dialect


def records(text: Delimited, names: Sequence[str], start: int) -> Iterator[Raw]:
    """The records that begin in line `start` or later, each with the line it begins in."""
    return dropwhile(lambda raw: raw[0] < start, _Reading(text, names).records())


class _Reading:
    """One pass over the text."""

    def __init__(self, text: Delimited, names: Sequence[str]) -> None:
        self._text, self._names = text, names
        self._lines = Lines(text.path, text.encoding)
        self._rest = iter(self._lines)
        self._passed = 0  # lines before those of the present csv.reader
        self._kept: list[str] = []  # lines of the present record
        self._wary = False  # lines were looked at ahead, so it is not known which of them are dirty

    def records(self) -> Iterator[Raw]:
        csv.field_size_limit(limits.FIELD)
        if self._text.dialect.said:
            self._passed += len(list(islice(self._rest, 1)))
        more = True
        while more:
            reader = csv.reader(self._keeping(), **options(self._text.dialect))
            start = self._passed + 1
            more = False
            try:
                for cells in reader:
                    if self._lines.dirty or self._wary:
                        yield start, *self._cleaned(cells)
                    else:
                        yield start, cells, None  # type: ignore[misc]
                    start = self._passed + reader.line_num + 1
                    self._kept.clear()
            except csv.Error as error:
                self._passed += reader.line_num
                yield start, [], self._broken(start, str(error))
                more = True

    def _keeping(self) -> Iterator[str]:
        for line in self._rest:
            self._kept.append(line)
            yield line

    def _cleaned(self, cells: list[str]) -> tuple[list[str | None], str | None]:
        self._lines.dirty = False
        return clean(cells, self._names, self._text.encoding)

    def _broken(self, start: int, error: str) -> str:
        """Why the record cannot be taken; what belongs to it is passed over with it."""
        record, self._kept = self._kept, []
        odd = sum(line.count('"') for line in record) % 2 == 1
        if error.startswith("unexpected end") or (error.startswith("field larger") and (odd or len(record) > 1)):
            raise ReadError(
                f"Row {start:,}: a quotation mark is opened there and not closed, so all that follows would be one "
                "cell. Close it in a text editor, or get a whole copy of the file."
            )
        if error.startswith("field larger"):
            return f"has a cell of more than {limits.FIELD:,} characters"
        if odd:
            self._pass_over()
        lines = f" (lines {start:,} to {self._passed:,})" if self._passed > start else ""
        return f"has a quotation mark inside a quoted cell that is not doubled{lines}"

    def _pass_over(self) -> None:
        """Skip the lines that the broken record's open quotation reaches into, if its end is near."""
        ahead = list(islice(self._rest, _AHEAD))
        self._wary = self._wary or self._lines.dirty
        end = next((place for place, line in enumerate(ahead, start=1) if line.count('"') % 2), 0)
        self._passed += end
        self._rest = chain(ahead[end:], self._rest)
