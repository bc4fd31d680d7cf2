"""XLSX as a table: choose the sheet, find its header, say what is hidden, and read its rows as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from habeas.intake.readers import limits
from habeas.intake.readers.assemble import assemble
from habeas.intake.readers.columns.figures import filled
from habeas.intake.readers.table import ReadError, Row, Table, short
from habeas.intake.readers.workbooks import sheets
from habeas.intake.readers.workbooks.archive import open_archive
from habeas.intake.readers.workbooks.cells import Cells
from habeas.intake.readers.workbooks.strings import SharedStrings
from habeas.intake.readers.workbooks.survey import Survey, survey
from habeas.intake.readers.workbooks.workbook import Sheet, Workbook, read_workbook

_PEEK: Final = 50  # rows that show whether a sheet holds a table
_VISIBLE: Final = "visible"


def open_xlsx(path: Path, sheet: str | None) -> Table:
    """A table of a workbook's sheet: the one named, or the first visible one that holds a table."""
    with open_archive(path) as archive:
        workbook = read_workbook(archive)
    strings = SharedStrings(path, workbook.strings)
    chosen = _named(workbook, sheet) if sheet is not None else _likely(path, workbook, Cells(workbook, strings))
    cells = Cells(workbook, strings)
    with open_archive(path) as archive, archive.part(chosen.part, limits.SHEET) as stream:
        seen = survey(stream)
    details: dict[str, Any] = {"format": "xlsx", "numbering": "row", **_sheets_told(workbook, chosen)}
    table = assemble(partial(sheets.rows, path, chosen.part, cells), details, merged=dict(seen.merged))
    details |= _hidden_told(seen, table.columns)
    _tell_long(table, cells.long)
    return Table(table.columns, table.details, lambda: _watched(table, cells))


def _named(workbook: Workbook, name: str) -> Sheet:
    found = next((one for one in workbook.sheets if one.name == name), None)
    if found is None:
        names = ", ".join(short(one.name) for one in workbook.sheets)
        raise ReadError(f"The workbook has no sheet {short(name)!r}, but: {names}.")
    return found


def _likely(path: Path, workbook: Workbook, cells: Cells) -> Sheet:
    """The first sheet with at least two rows of two cells; else the first with anything; visible ones before hidden."""
    order = sorted(workbook.sheets, key=lambda one: one.state != _VISIBLE)
    fallback = None
    for one in order[: limits.SHEETS]:
        sizes = _sizes(path, one, cells)
        if sum(size > 1 for size in sizes) > 1:
            return one
        fallback = fallback or (one if any(sizes) else None)
    if fallback is not None:
        return fallback
    raise ReadError("All sheets of the workbook are empty. Bring the file with the rows in it.")


def _sizes(path: Path, sheet: Sheet, cells: Cells) -> list[int]:
    """Filled cells of each of the first rows."""
    first = islice(sheets.rows(path, sheet.part, cells, (), 0), _PEEK)
    return [filled(row) for _number, row, _refused in first]


def _sheets_told(workbook: Workbook, chosen: Sheet) -> dict[str, Any]:
    others = [one for one in workbook.sheets if one is not chosen]
    found: dict[str, Any] = {"sheet": chosen.name}
    if others:
        found["other_sheets"] = [one.name for one in others]
    if hidden := [one.name for one in workbook.sheets if one.state != _VISIBLE]:
        found["hidden_sheets"] = hidden
    return found


def _hidden_told(seen: Survey, columns: Sequence[str]) -> dict[str, Any]:
    hidden = [name for place, name in enumerate(columns) if place in seen.hidden_columns]
    told = {"hidden_rows": seen.hidden_rows, "hidden_columns": hidden, "merged_cells": seen.merged_cells}
    return {key: value for key, value in told.items() if value}


def _watched(table: Table, cells: Cells) -> Iterator[Row]:
    """The rows; afterwards the details name every column with numbers that a spreadsheet cannot hold."""
    yield from table
    _tell_long(table, cells.long)


def _tell_long(table: Table, places: set[int]) -> None:
    if named := [name for place, name in enumerate(table.columns) if place in places]:
        table.details["precision_lost"] = named
