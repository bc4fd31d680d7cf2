"""The items of a JSON text one by one: of a list in a document, one a line, or one after another."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any, NamedTuple

from habeas.intake.readers import limits
from habeas.intake.readers.objects.keys import Keypath
from habeas.intake.readers.objects.layout import LINES, OUTER, SEQUENCE, Source
from habeas.intake.readers.objects.scanner import DECODER, Scanner
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.lines import Lines


class Item(NamedTuple):
    """One value. `suspect` when it may hold what cannot be kept; `raw` is the value as it is written."""

    number: int
    value: Any
    suspect: bool = False
    raw: str = ""
    refused: str | None = None


def items(source: Source) -> Iterator[tuple[Keypath, Item]]:
    """Every item with the keys that lead to its list. Raises ReadError where the JSON is broken or cut off."""
    if source.layout == LINES:
        return (((), item) for item in _lines(source))
    if source.layout == SEQUENCE:
        return (((), item) for item in _sequence(source.scanner()))
    return _document(source.scanner())


def _document(scanner: Scanner) -> Iterator[tuple[Keypath, Item]]:
    yield from _list(scanner, ()) if scanner.take("[{") == "[" else _object(scanner, ())
    if scanner.peek():
        scanner.expect("")


def _list(scanner: Scanner, path: Keypath) -> Iterator[tuple[Keypath, Item]]:
    """The items of a list that was just entered. Inside an object, lists of mere words and numbers are passed over."""
    first, number = scanner.peek(), 0
    if first == "]":
        scanner.take("]")
        return
    wanted = not path or first in ("{", "[")
    while True:
        number += 1
        value = scanner.value(number)
        if wanted:
            yield path, Item(number, value, scanner.suspect, scanner.raw)
        if scanner.take(",]", number) == "]":
            return


def _object(scanner: Scanner, path: Keypath) -> Iterator[tuple[Keypath, Item]]:
    """The lists in an object that was just entered."""
    if scanner.peek() == "}":
        scanner.take("}")
        return
    while True:
        scanner.expect('"')
        inner = (*path, str(scanner.value()))
        scanner.take(":")
        opening = scanner.peek()
        if opening == "[" or (opening == "{" and len(inner) < OUTER):
            scanner.take(opening)
            yield from (_list if opening == "[" else _object)(scanner, inner)
        else:
            scanner.value()
        if scanner.take(",}") == "}":
            return


def _sequence(scanner: Scanner) -> Iterator[Item]:
    number = 0
    while scanner.peek():
        number += 1
        value = scanner.value(number)
        yield Item(number, value, scanner.suspect, scanner.raw)


def _lines(source: Source) -> Iterator[Item]:
    """One value a line. A line that is no JSON is refused; when it is the last and has no end, it was cut off."""
    lines = Lines(source.file, source.encoding)
    for number, line in enumerate(lines, start=1):
        if line.isspace():
            continue
        suspect, lines.dirty = lines.dirty or "\\u" in line, False
        try:
            yield Item(number, DECODER.decode(line), suspect, line)
        except JSONDecodeError as error:
            if not line.endswith(("\n", "\r")):
                raise ReadError(
                    f"Line {number:,}, the last, is cut off: {error.msg}. Get a whole copy of the file."
                ) from None
            yield Item(number, None, refused=f"is not JSON: {error.msg} (character {error.colno:,})")
        except RecursionError:
            yield Item(number, None, refused=f"has values inside each other deeper than {limits.NESTING}")
