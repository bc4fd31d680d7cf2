"""What is known of a sheet without reading its cells: merged cells and what is hidden.

One quick pass over the sheet's bytes, since a workbook lists merged cells after all rows; it also shows damage
before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from habeas.intake.readers import limits
from habeas.intake.readers.workbooks.cells import Columns

_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)[\"']")
_HIDDEN_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=[\"'](?:1|true)[\"']")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"\b(min|max|hidden)=[\"'](\w+)[\"']")
_HEAD_ROWS: Final = 100  # rows in which a header may stand


@dataclass(slots=True)
class Survey:
    """`merged`: for the first rows, the columns that a cell spans. Columns are counted from 0."""

    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    merged_cells: int = 0
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)


def survey(stream: IO[bytes]) -> Survey:
    found, columns = Survey(), Columns()
    for piece in _whole_tags(stream):
        if b"mergeCell" in piece:
            for first, top, last, _bottom in _MERGED.findall(piece):
                found.merged_cells += 1
                if len(top) < 4 and int(top) <= _HEAD_ROWS:
                    span = (columns[first.decode()], columns[last.decode()])
                    found.merged.setdefault(int(top), []).append(span)
        if b"hidden" in piece:
            found.hidden_rows += len(_HIDDEN_ROW.findall(piece))
            for tag in _COLUMN.findall(piece):
                found.hidden_columns |= _hidden(dict(_ATTRIBUTE.findall(tag)))
    return found


def _hidden(attributes: dict[bytes, bytes]) -> set[int]:
    if attributes.get(b"hidden") not in (b"1", b"true"):
        return set()
    first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
    if not (first.isdigit() and last.isdigit() and len(last) < 6):
        return set()
    return set(range(int(first) - 1, min(int(last), limits.SHEET_COLUMNS)))


def _whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that cut no tag in two."""
    rest = b""
    while block := stream.read(limits.BLOCK):
        piece = rest + block
        cut = piece.rfind(b"<")
        closed = piece.find(b">", max(cut, 0)) >= 0
        rest = b"" if closed or cut < 0 or len(piece) - cut > limits.TOKEN else piece[cut:]
        yield piece[: len(piece) - len(rest)]
