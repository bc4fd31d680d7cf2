"""How quotation marks are meant in a delimited text, and the reading of a sample of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from habeas.intake.readers import limits

_OPENED: Final = re.compile(r'(?:^|(?<=[,;|\t]))"')
_CLOSED: Final = re.compile(r'(?:^|(?<=[,;|\t]))"(?:[^"]|"")*"(?=[,;|\t]|\s*$)')
_ESCAPED: Final = re.compile(r"\\[\"\\]")
_SPACED: Final = 0.9  # share of delimiters that a space follows


class Dialect(NamedTuple):
    """`quoting`: doubled (as in RFC 4180), spaced (the same after a space), escaped (by a backslash) or none."""

    delimiter: str
    quoting: str
    said: bool = False  # the file itself names its delimiter in a first line "sep=;"


def options(dialect: Dialect) -> dict[str, Any]:
    """Arguments for `csv.reader`. Strict: a quoted cell that goes wrong is an error, never altered text."""
    found: dict[str, Any] = {"delimiter": dialect.delimiter, "strict": True}
    if dialect.quoting == "none":
        return found | {"quoting": csv.QUOTE_NONE}
    own: dict[str, dict[str, Any]] = {"escaped": {"escapechar": "\\"}, "spaced": {"skipinitialspace": True}}
    return found | own.get(dialect.quoting, {})


def read(lines: Sequence[str], dialect: Dialect, *, whole: bool) -> list[list[str]]:
    """The rows of a sample; a record that goes wrong is left out, also one that the sample's end cuts off."""
    rows, last = [], len(lines) if not whole else len(lines) + 1
    for cells, used, broken in _records(lines, dialect):
        if not broken and used < last:
            rows.append(cells)
    return rows


def _records(lines: Sequence[str], dialect: Dialect) -> Iterator[tuple[list[str], int, int]]:
    """Cells, the number of lines used up, and how many lines a broken record took."""
    csv.field_size_limit(limits.FIELD)
    reader = csv.reader(iter(lines), **options(dialect))
    while True:
        before = reader.line_num
        try:
            yield next(reader), reader.line_num, 0
        except StopIteration:
            return
        except csv.Error:
            yield [], reader.line_num, reader.line_num - before


def quoting(lines: Sequence[str], delimiter: str, whole: bool) -> str:
    """Quotation marks are part of the text when most cells that open with one go on after its partner."""
    text = "".join(lines)
    if f'{delimiter} "' in text and text.count(f"{delimiter} ") >= _SPACED * text.count(delimiter):
        return "spaced"
    broken = _broken(lines, Dialect(delimiter, "doubled"), whole) if '"' in text else 0
    if not broken:
        return "doubled"
    only_escapes = '\\"' in text and "\\" not in _ESCAPED.sub("", text)
    if only_escapes and _broken(lines, Dialect(delimiter, "escaped"), whole) < broken / 2:
        return "escaped"
    opened = [line for line in lines if _OPENED.search(line)]
    spoken = sum(line.count('"') % 2 == 0 and _OPENED.search(_CLOSED.sub("", line)) is not None for line in opened)
    return "none" if spoken > len(opened) / 2 else "doubled"


def _broken(lines: Sequence[str], dialect: Dialect, whole: bool) -> int:
    last = len(lines) if not whole else len(lines) + 1
    return sum(broken for _cells, used, broken in _records(lines, dialect) if used < last)
