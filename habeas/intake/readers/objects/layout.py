"""How a JSON text is laid out: one document, one value a line, or one after another."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from habeas.intake.readers.objects.scanner import Scanner
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.lines import blocks

DOCUMENT, LINES, SEQUENCE = "document", "lines", "sequence"
OUTER: Final = 3  # objects around the list


class Source(NamedTuple):
    """A JSON text and how it is laid out."""

    file: Path
    encoding: str
    layout: str = DOCUMENT

    def scanner(self) -> Scanner:
        return Scanner(blocks(self.file, self.encoding))


def is_json(start: str) -> bool:
    """Whether a text begins as JSON does; a header cell may begin with a bracket too."""
    start = start.lstrip()
    after = start[1:].lstrip()[:1]
    if start[:1] == "{":
        return after in ('"', "}")
    return start[:1] == "[" and after != "" and after in '[{"]-0123456789tfn'


def layout(source: Source) -> str:
    """One document, one value a line, or values one after another; by the first value and what follows it."""
    scanner = source.scanner()
    start = scanner.peek()
    if scanner.opens_list():
        return DOCUMENT
    try:
        value = scanner.value()
        first, after = scanner.raw, scanner.peek()
    except ReadError:
        return DOCUMENT  # too long for one row, or broken; its reading will tell
    if after == start:
        return SEQUENCE if "\n" in first else LINES
    return SEQUENCE if not after and _is_row(value) else DOCUMENT


def _is_row(value: Any) -> bool:
    """Whether a lone object is itself the one row: no list of rows in it, and not objects by key."""
    if not isinstance(value, dict) or _holds_list(value, 1):
        return False
    return len(value) < 2 or not all(isinstance(inner, dict) for inner in value.values())


def _holds_list(value: dict[str, Any], depth: int) -> bool:
    firsts = [inner[0] for inner in value.values() if isinstance(inner, list) and inner]
    objects = [inner for inner in value.values() if isinstance(inner, dict) and depth < OUTER]
    return any(isinstance(one, dict | list) for one in firsts) or any(_holds_list(one, depth + 1) for one in objects)
