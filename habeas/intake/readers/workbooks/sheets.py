"""The rows of one sheet as a stream.

Not with openpyxl: its reader takes several times as long and keeps a trace of every row in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from habeas.intake.readers import limits
from habeas.intake.readers.grid import Raw
from habeas.intake.readers.texts.keeping import clean
from habeas.intake.readers.workbooks.archive import open_archive
from habeas.intake.readers.workbooks.cells import Cells
from habeas.intake.readers.workbooks.sheet_xml import SheetXml


def rows(path: Path, part: str, cells: Cells, names: Sequence[str], start: int) -> Iterator[Raw]:
    """The rows from number `start` on. Raises ReadError where the sheet is damaged."""
    with open_archive(path) as archive, archive.part(part, limits.SHEET) as stream:
        for raw in SheetXml(part, cells).rows(stream):
            if raw[0] < start:
                continue
            if cells.suspect and raw[2] is None:
                yield raw[0], *clean(raw[1], names, "")
            else:
                yield raw
