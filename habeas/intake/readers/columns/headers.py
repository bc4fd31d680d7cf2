"""Which of the first rows names the columns. Pure: rows of cells in, names out.

Title rows above are passed over, a header of two rows is joined, and a table without a header gets names by
position. A row of data must never be taken for a header in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from habeas.intake.readers import limits
from habeas.intake.readers.columns.figures import Cells, flat, is_data, length
from habeas.intake.readers.columns.groups import two_rows
from habeas.intake.readers.columns.naming import named
from habeas.intake.readers.columns.titles import Spans, shorter, titles
from habeas.intake.readers.table import short


class Head(NamedTuple):
    """What was found. Positions are those in the rows that were given."""

    names: tuple[str, ...]
    above: int  # rows before the header
    used: int  # rows that the header takes: 0, 1 or 2
    renamed: tuple[tuple[int, str], ...]  # columns that go by another name than the file's: position, the file's


def find(rows: Sequence[Cells], spans: Spans | None = None) -> Head:
    """The header of a table that begins with these rows, empty rows left out.

    `spans` are given for a workbook. There a row ends with its last filled cell, so columns without a name
    are known by their values; in text every row has the header's width.
    """
    above = titles(rows, spans) if spans is not None else shorter(rows) or titles(rows, {})
    top, body = rows[above], rows[above + 1 :]
    merged = None if spans is None else spans.get(above, ())
    if len(body) > 1 and (joined := two_rows(top, body, merged)):
        return _head(joined, above, 2, _width(top, body, spans))
    if above == 0 and is_data([flat(cell) for cell in top], [row for row in body if list(row) != list(top)]):
        return _head([], above, 0, _width_without(rows, spans))
    return _head([flat(cell) for cell in top], above, 1, _width(top, body, spans))


def told(head: Head, sample: Sequence[tuple[int, Cells]]) -> dict[str, Any]:
    """What people should know about the header: where it stands, what is above it, which names are ours."""
    above = [cell for _number, cells in sample[: head.above] for cell in cells if cell]
    found: dict[str, Any] = {
        "header": ("none", "one row", "two rows")[head.used],
        "header_rows": [number for number, _cells in sample[head.above : head.above + head.used]],
        "rows_above": head.above,
        "above": [short(text) for text in above[:10]],
        "renamed": [list(pair) for pair in head.renamed] if head.used else [],
    }
    return {key: value for key, value in found.items() if value not in ([], 0)}


def _head(own: Sequence[str], above: int, used: int, width: int) -> Head:
    own = own[: max(length(own), width)]
    names, renamed = named([*own, *[""] * (width - len(own))])
    return Head(names, above, used, renamed)


def _width(top: Cells, body: Sequence[Cells], spans: Spans | None) -> int:
    """Columns that the sample shows to be in use."""
    most = limits.SHEET_COLUMNS if spans is not None else len(top)
    return max((size for row in (top, *body) if (size := length(row)) <= most), default=0)


def _width_without(rows: Sequence[Cells], spans: Spans | None) -> int:
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    return max(length(row) for row in rows if spans is not None or len(row) == usual)
