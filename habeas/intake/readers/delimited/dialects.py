"""How a delimited text is written: its delimiter and its quoting, by the evidence of many rows.

Each delimiter is tried on the whole sample as it would be read later; the one under which most rows fit the
header wins. So commas in names, decimal commas and quoted delimiters do not mislead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from habeas.intake.readers.columns import headers
from habeas.intake.readers.columns.figures import length, words_over_figures
from habeas.intake.readers.delimited.quoting import Dialect, quoting, read
from habeas.intake.readers.grid import is_empty

DELIMITERS: Final = (",", "\t", ";", "|")
NONE: Final = "\uffff"  # never occurs in text: for a table of one column
_SEP: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_LEAST: Final = 0.5  # share of rows that must fit
_LEAST_BELOW_TITLES: Final = 0.8  # the same when rows stand above the header
_DECIMAL: Final = re.compile(r"(?<=[0-9]),(?=[0-9])")


class Try(NamedTuple):
    """One way to read the sample."""

    score: float
    dialect: Dialect
    rows: list[list[str]]


def find(lines: Sequence[str], *, whole: bool, hint: str = "") -> Dialect:
    """The dialect of a text that begins with these lines; `whole` when there are no more."""
    if lines and (said := _SEP.fullmatch(lines[0])):
        return Dialect(said[1], quoting(lines[1:], said[1], whole), said=True)
    order = sorted(DELIMITERS, key=lambda one: one != "\t") if hint.lower().endswith((".tsv", ".tab")) else DELIMITERS
    tries = [_try(lines, delimiter, whole) for delimiter in order]
    likely = [one for one in tries if one.score > 0]
    if any(one.dialect.delimiter != "," for one in likely) and _decimal_commas(lines):
        likely = [one for one in likely if one.dialect.delimiter != ","]
    if likely:
        return max(likely, key=lambda one: one.score).dialect
    if (blank := next((one for one in tries if not one.rows), None)) is not None:
        return blank.dialect
    widest = max(tries, key=lambda one: len(one.rows[0]) if one.rows else 0)
    if widest.rows and len(widest.rows[0]) > 1:
        return widest.dialect
    return Dialect(NONE, quoting(lines, NONE, whole))


def _try(lines: Sequence[str], delimiter: str, whole: bool) -> Try:
    dialect = Dialect(delimiter, quoting(lines, delimiter, whole))
    rows = [row for row in read(lines, dialect, whole=whole) if not is_empty(row)]
    return Try(_score(rows), dialect, rows)


def _score(rows: Sequence[list[str]]) -> float:
    """How many rows have the header's width, weighed by the width; a little less for each row above it."""
    if not rows:
        return 0.0
    head = headers.find(rows)
    header = rows[head.above]
    if len(header) < 2:
        return 0.0
    body = rows[head.above :]
    fits = sum(len(row) == len(header) or length(row) == len(head.names) for row in body)
    shorter = sum(1 < len(row) < len(header) for row in body)
    share = (fits + shorter / 2) / len(body)
    if share < (_LEAST_BELOW_TITLES if head.above else _LEAST) or (head.above and _names_in_one_column(body)):
        return 0.0
    return share * (1 - 1 / len(header)) - head.above / 100


def _names_in_one_column(body: Sequence[list[str]]) -> bool:
    """Whether "Surname, Given" under one name may be what looks like two columns under a title."""
    spaced = sum(cell.startswith(" ") for row in body for cell in row[1:])
    if spaced > sum(len(row) - 1 for row in body) / 2:
        return True
    return len(body[0]) == 2 and not words_over_figures(body[0], body[1:])


def _decimal_commas(lines: Sequence[str]) -> bool:
    """Whether every comma stands between digits."""
    text = "".join(lines)
    return len(_DECIMAL.findall(text)) == text.count(",") > 0
