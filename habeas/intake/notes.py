"""What the readers found out about a file, as sentences for who brings it in. Pure; the desk translates them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_SHOWN: Final = 5
_DOUBTFUL: Final = {
    "mostly": "The file is mostly {name}, but some bytes of it are not: rows with such bytes are refused.",
    "guessed": "The file does not say how its letters are written; they were read as {name}. Look at the values below.",
}


def notes(details: Mapping[str, Any]) -> list[str]:
    """Sentences in plain English about what people would not see for themselves; empty for a plain file."""
    return [*_letters(details), *_header(details), *_hidden(details), *_lists(details)]


def _letters(details: Mapping[str, Any]) -> Iterator[str]:
    if (by := details.get("encoding_by")) in _DOUBTFUL:
        yield _DOUBTFUL[by].format(name=_quoted([details["encoding"]]))
    if columns := details.get("precision_lost"):
        yield f"Numbers longer than a spreadsheet can keep have lost their ends in: {_quoted(columns)}."


def _header(details: Mapping[str, Any]) -> Iterator[str]:
    if details.get("header") == "none":
        yield "The file has no header row: the columns are numbered."
    if details.get("header") == "two rows":
        yield "The header takes two rows; the names are put together from both."
    if above := details.get("rows_above"):
        yield f"Rows above the header that are left out: {above}. They begin with: {_quoted(details.get('above', []))}."
    if renamed := details.get("renamed"):
        pairs = _listed([f"{str(old)!r} → {str(new)!r}" for old, new in renamed])
        yield f"Columns without a name, or with the same name twice, have new names: {pairs}."


def _hidden(details: Mapping[str, Any]) -> Iterator[str]:
    if count := details.get("hidden_rows"):
        yield f"Hidden rows of the sheet are read too: {count}."
    if columns := details.get("hidden_columns"):
        yield f"Hidden columns of the sheet are read too: {_quoted(columns)}."
    if count := details.get("merged_cells"):
        yield f"The sheet has merged cells ({count}): only the first cell of each holds the value."


def _lists(details: Mapping[str, Any]) -> Iterator[str]:
    if hidden := details.get("hidden_sheets"):
        yield f"The workbook has hidden sheets: {_quoted(hidden)}."
    if "list" in details:
        yield f"The rows are those of the list {_quoted([details['list']])}."


def _quoted(names: Sequence[str]) -> str:
    return _listed([repr(str(name)) for name in names])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
