"""The texts that a workbook's cells share: read as far as they are asked for, and kept packed.

The one thing of a delivery that has to stay in memory. Packed as one run of bytes it takes a third of what a
list of texts would.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.keeping import storable
from habeas.intake.readers.workbooks.archive import open_archive
from habeas.intake.readers.workbooks.escapes import unescaped
from habeas.intake.readers.workbooks.parts import Attributes, check_depth, feed, local, make_parser


class SharedStrings:
    """Texts by their number. A workbook seldom needs all of them to show its first rows."""

    def __init__(self, path: Path, part: str) -> None:
        self._path, self._part = path, part
        self._packed = bytearray()
        self._ends: array[int] = array("Q", [0])
        self._pieces: list[str] = []
        self._size = self._depth = self._phonetic = 0
        self._parser = make_parser()
        self._more = self._read()
        self.odd = False  # whether some text holds what cannot be kept

    def get(self, number: int) -> str:
        """Raises ReadError for a number that the table does not have."""
        while number >= len(self._ends) - 1:
            if next(self._more, _DONE) is _DONE:
                raise ReadError(f"The workbook is damaged: a cell points to text no. {number:,}, which is not there.")
        return self._packed[self._ends[number] : self._ends[number + 1]].decode("utf-8", "surrogatepass")

    def _read(self) -> Iterator[None]:
        if not self._part:
            return
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        with open_archive(self._path) as archive, archive.part(self._part, limits.STRINGS) as stream:
            yield from feed(self._parser, stream, "its table of texts")

    def _start(self, name: str, _attributes: Attributes) -> None:
        name = local(name)
        self._depth += 1
        if name == "t" and not self._phonetic:
            self._parser.CharacterDataHandler = self._text
        elif name == "rPh":
            self._phonetic += 1  # how Chinese and Japanese are pronounced: a note, not part of the text
        check_depth(self._depth)

    def _text(self, piece: str) -> None:
        self._size += len(piece)
        check_length(self._size)
        self._pieces.append(piece)

    def _end(self, name: str) -> None:
        name = local(name)
        self._depth -= 1
        if name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "si":
            self._keep()

    def _keep(self) -> None:
        text = unescaped("".join(self._pieces))
        self.odd = self.odd or not storable(text)
        self._packed += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._packed))
        self._pieces.clear()
        self._size = 0
        if len(self._packed) > limits.STRINGS_KEPT or len(self._ends) > limits.STRINGS_COUNT:
            raise ReadError(
                "The workbook holds too much text to read it as XLSX. Save the sheet as CSV and bring that."
            )


def check_length(size: int) -> None:
    """A cell holds at most 32,767 characters; a workbook with far longer ones was not made by a spreadsheet."""
    if size > limits.FIELD:
        raise ReadError(f"The workbook is damaged: it has a cell of more than {limits.FIELD:,} characters.")


_DONE: Final = object()
