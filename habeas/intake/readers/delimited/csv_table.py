"""CSV and its kin as a table: comma, tab, semicolon or bar, any of the encodings, read as a stream."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from habeas.intake.readers import limits
from habeas.intake.readers.assemble import assemble
from habeas.intake.readers.delimited import dialects
from habeas.intake.readers.delimited.quoting import Dialect
from habeas.intake.readers.delimited.records import Delimited, records
from habeas.intake.readers.table import ReadError, Table
from habeas.intake.readers.texts.charsets import Charset
from habeas.intake.readers.texts.lines import Lines

_ADVICE: Final = (
    "The delimiter or the quotation marks may not be what they seem (here: {}): save the file as CSV with UTF-8, or as "
    "XLSX, and bring that."
)


def open_delimited(path: Path, charset: Charset, name: str) -> Table:
    """A table of delimited text. Raises ReadError when there is none in it."""
    lines, whole = _sample(path, charset.name)
    text = Delimited(path, charset.name, dialects.find(lines, whole=whole, hint=name))
    return assemble(partial(records, text), _details(charset, text.dialect), advice=_ADVICE.format(_told(text.dialect)))


def _sample(path: Path, encoding: str) -> tuple[list[str], bool]:
    """The first lines, and whether they are all."""
    lines: list[str] = []
    size = 0
    for line in Lines(path, encoding):
        if len(lines) >= limits.SAMPLE_ROWS or size > limits.SAMPLE_TEXT:
            return lines, False
        lines.append(line)
        size += len(line)
    if not any(line.strip() for line in lines):
        raise ReadError("The file has only blank lines. Bring the file with the rows in it.")
    return lines, True


def _told(dialect: Dialect) -> str:
    if dialect.delimiter == dialects.NONE:
        return "none found, one column"
    return "tab" if dialect.delimiter == "\t" else repr(dialect.delimiter)


def _details(charset: Charset, dialect: Dialect) -> dict[str, Any]:
    return {
        "format": "tsv" if dialect.delimiter == "\t" else "csv",
        "encoding": charset.name,
        "encoding_by": charset.by,
        "delimiter": "" if dialect.delimiter == dialects.NONE else dialect.delimiter,
        "quoting": dialect.quoting,
        "numbering": "line",
    }
