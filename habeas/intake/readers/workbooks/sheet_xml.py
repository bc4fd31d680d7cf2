"""The XML of one sheet as rows of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Final

from habeas.intake.readers import limits
from habeas.intake.readers.grid import Raw
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.workbooks.cells import Cells
from habeas.intake.readers.workbooks.parts import Attributes, check_depth, feed, make_parser
from habeas.intake.readers.workbooks.strings import check_length

_TAGS: Final = ("row", "c", "v", "t", "is", "f", "rPh")
_SHARED, _INLINE = "s", "inlineStr"
_TEXTS: Final = frozenset((_SHARED, _INLINE))


class SheetXml:
    """One reading of the sheet's XML."""

    def __init__(self, part: str, cells: Cells) -> None:
        self._part, self._cells = part, cells
        self._found: list[Raw] = []
        self._pieces: list[str] = []  # the text of the present tag
        self._formula: list[str] = []  # the formula of the present cell, if it has one
        self._spoken: list[str] = []  # open tags with how Chinese or Japanese is pronounced: a note, not the text
        self._f = self._rph = ""
        self._inside: list[str] = []  # tags that are open, the usual ones left out
        self._number = 0
        self._refused: str | None = None
        # Tags arrive as these very objects, so that telling them apart costs next to nothing.
        self._tags = {name: name for name in _TAGS}
        self._parser = make_parser(self._tags)

    def rows(self, stream: IO[bytes]) -> Iterator[Raw]:
        self._parser.StartElementHandler = self._root
        self._parser.CharacterDataHandler = self._pieces.append
        for _block in feed(self._parser, stream, self._part):
            yield from self._found
            self._found.clear()
            check_length(sum(map(len, self._pieces)))

    def _root(self, name: str, _attributes: Attributes) -> None:
        """The first tag shows whether the sheet's tags have a prefix: x:row for row."""
        self._inside.append(name)
        prefix, colon, _local = name.rpartition(":")
        tags = [self._tags.setdefault(prefix + colon + tag, prefix + colon + tag) for tag in _TAGS]
        *_usual, self._f, self._rph = tags
        self._handle(tags)

    def _handle(self, tags: Sequence[str]) -> None:  # noqa: C901 - one branch for each tag, all of them short
        """Set up the handlers: closures with few calls, since they run for each of millions of tags."""
        row, c, v, t, is_, *_unusual = tags
        pieces, formula, spoken, join = self._pieces, self._formula, self._spoken, "".join
        known, columns = self._cells.known, self._cells.columns
        made: list[str | None] = []
        cell: Attributes | None = None
        value: str | None = None
        valued = inline = False
        tail = 0

        def start(name: str, given: Attributes) -> None:
            nonlocal made, cell, value, valued, inline, tail
            if name == c:
                if cell is not None:
                    raise self._nested()
                cell, value = given, None
            elif name in (v, t):
                if valued:
                    raise self._nested()
                valued = True
                pieces.clear()
            elif name == row:
                self._begin_row(given)
                made, tail = [], -len(str(self._number))
            elif name == is_ and not inline:
                inline = True
            else:
                self._open(name)

        def end(name: str) -> None:
            nonlocal cell, value, valued, inline
            if name == v:
                value, valued = join(pieces), False
            elif name == c and cell is not None:
                at, kind = cell.get("r"), cell.get("t")
                place = columns[at[:tail]] if at is not None else len(made)
                if place != len(made) or formula or kind not in _TEXTS or at is None:
                    self._put(made, place, cell, value)
                elif kind == _SHARED and value in known:
                    made.append(known[value])
                elif kind == _INLINE and value and "_x" not in value:
                    made.append(value)
                else:
                    self._put(made, place, cell, value)
                cell = None
            elif name == t:
                value, valued = value if spoken else (value or "") + join(pieces), False
            elif name == row:
                self._found.append((self._number, made, self._refused))
            elif name == is_ and inline:
                inline = False
            else:
                self._close(name)

        self._parser.StartElementHandler, self._parser.EndElementHandler = start, end

    def _open(self, name: str) -> None:
        self._inside.append(name)
        check_depth(len(self._inside))
        if name == self._rph:
            self._spoken.append(name)
        elif name == self._f:
            self._pieces.clear()

    def _close(self, name: str) -> None:
        self._inside.pop()
        if name == self._rph:
            self._spoken.pop()
        elif name == self._f:
            self._formula.append("".join(self._pieces))

    def _put(self, made: list[str | None], place: int, cell: Attributes, value: str | None) -> None:
        """Put a cell's text in its place. Rows with a cell twice, or with a formula that has no text, are refused."""
        kind = cell.get("t", "n")
        text = self._cells.text(kind, value, cell.get("s"), place)
        if self._formula:
            text = text or self._uncalculated(kind, value, cell)
            self._formula.clear()
        if place >= limits.SHEET_COLUMNS:
            raise ReadError(f"The workbook is damaged: row {self._number:,} has more cells than a sheet has columns.")
        if place >= len(made):
            made.extend([None] * (place - len(made)))
            made.append(text)
        else:
            self._refuse(made[place] is not None, f"has cell {cell.get('r')} twice")
            made[place] = text

    def _uncalculated(self, kind: str, value: str | None, cell: Attributes) -> str | None:
        """What stands for a formula that the program stored no value for: itself."""
        if kind == "str" and value is not None:
            return None
        formula = self._formula[-1]
        self._refuse(not formula, f"has a formula without a value in {cell.get('r')}")
        return f"={formula}"

    def _refuse(self, so: bool, why: str) -> None:
        self._refused = self._refused or (why if so else None)

    def _nested(self) -> ReadError:
        return ReadError(f"The workbook is damaged: {self._part} has a cell inside a cell.")

    def _begin_row(self, given: Attributes) -> None:
        """A row without a number follows the one before."""
        said = given.get("r", str(self._number + 1))
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
        if not self._number < number <= limits.SHEET_ROWS:
            raise ReadError(f"The workbook is damaged: row {said[:20]!r} comes after row {self._number:,}.")
        self._number, self._refused = number, None
