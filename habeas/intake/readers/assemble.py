"""A table from raw rows of which the first ones hold the header: text, sheets and JSON lists of lists alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from habeas.intake.readers import limits
from habeas.intake.readers.columns import headers
from habeas.intake.readers.columns.figures import Cells, length
from habeas.intake.readers.columns.headers import told
from habeas.intake.readers.columns.titles import Spans
from habeas.intake.readers.grid import Raw, Shape, fit, is_empty
from habeas.intake.readers.table import ReadError, Table

Rows = Callable[[Sequence[str], int], Iterator[Raw]]  # column names for messages, number of the first row


def assemble(
    rows: Rows,
    details: dict[str, Any],
    *,
    merged: dict[int, Sequence[tuple[int, int]]] | None = None,
    advice: str = "",
) -> Table:
    """Find the header and give the rows below it. `merged`: by row number, the columns that a cell spans."""
    raws = list(islice(rows((), 0), limits.SAMPLE_ROWS))
    first = [raw for raw in raws if raw[2] is None and not is_empty(raw[1])]
    if not first:
        raise ReadError("No row can be read: all are blank or broken. Bring the file with the rows in it.")
    numbers, sample = [raw[0] for raw in first], [raw[1] for raw in first]
    spans: Spans | None = None
    if merged is not None:
        spans = {place: merged[number] for place, number in enumerate(numbers) if number in merged}
    head = headers.find(sample, spans)
    begin = head.above + head.used
    shape = Shape(len(head.names), sample[head.above : begin], advice)
    _check_width(shape, sample[begin:])
    _check_above(raws, numbers[head.above])
    start = numbers[begin - 1] + 1 if head.used else 0
    details |= told(head, list(zip(numbers, sample, strict=True)))
    return Table(head.names, details, lambda: fit(rows(head.names, start), shape))


def _check_above(raws: Sequence[Raw], header: int) -> None:
    """A broken row above the first good one may be the header, so none is taken in its place."""
    for number, _cells, why in raws:
        if why is not None and number < header:
            raise ReadError(f"Row {number:,}, where the names of the columns may stand, cannot be read: {why}.")


def _check_width(shape: Shape, body: Sequence[Cells]) -> None:
    """Fail at once, not after a long reading, when the first rows show that cells are divided wrongly."""
    wrong = sum(length(row) > shape.width for row in body)
    if wrong > limits.WRONG * len(body) and len(body) >= limits.WRONG_FROM:
        raise ReadError(f"Most rows have more cells than the header, which has {shape.width:,}. {shape.advice}")
