"""JSON read value by value from a stream of text: memory holds one value, whatever the file's size.

Numbers keep the text they are written with: an identity number of 18 digits, "007.10" and "1e5" arrive as said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.keeping import storable

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_ROWS: Final = re.compile(r"\[[ \t\n\r]*[\[{]")
_NEAR: Final = 32  # characters before the end of what was read, in which an error may only mean "go on reading"


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class Twice(dict[str, Any]):
    """An object that gives one key twice, so that it is not known which value is meant."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else Twice(made)


# Not strict about line breaks and tabs inside text: many programs write them so, and they are as said.
DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=Number, strict=False
)


class Scanner:
    """A place in a JSON text. `suspect` tells that what is being read may hold what cannot be kept."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._text, self._at = "", 0
        self._line, self._column = 1, 0  # where in the file `_text` begins
        self.suspect = False
        self.raw = ""  # the last value as it is written

    def peek(self) -> str:
        """The next character that is not space; nothing at the end of the text."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def opens_list(self) -> bool:
        """Whether a list of objects or of lists begins here."""
        return _ROWS.match(self._text, self._at) is not None

    def take(self, characters: str, item: int = 0) -> str:
        """Pass over the next character, which must be one of these."""
        found = self.expect(characters, item)
        self._at += 1
        return found

    def expect(self, characters: str, item: int = 0) -> str:
        """The next character, which must be one of these."""
        found = self.peek()
        if not found:
            raise self._cut_off(item)
        if found not in characters:
            raise self._error(f"expected {' or '.join(characters) or 'the end of the file'}", self._at, item)
        return found

    def value(self, item: int = 0) -> Any:
        """Read one whole value. Raises ReadError for one that is broken, cut off, too long or too deep."""
        self.peek()
        while True:
            try:
                found, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                unfinished = error.msg.startswith("Unterminated")
                self._go_on(error.msg, len(self._text) if unfinished else error.pos, item)
            except RecursionError:
                raise self._error(f"values inside each other deeper than {limits.NESTING}", self._at, item) from None
            else:
                if end < len(self._text) or not self._more():
                    self._check_length(end - self._at, item)
                    self.raw, self._at = self._text[self._at : end], end
                    return found

    def _go_on(self, what: str, place: int, item: int) -> None:
        """Read more text when the error is that the text so far is not all."""
        if place < len(self._text) - _NEAR:
            raise self._error(what, place, item)
        self._check_length(len(self._text) - self._at, item)
        place -= self._at  # what was read already is let go when more is read
        if not self._more():
            raise self._error(what, place, item) if place < len(self._text.rstrip()) else self._cut_off(item)

    def _check_length(self, size: int, item: int) -> None:
        if size > limits.RECORD:
            raise self._error(f"a value of more than {limits.RECORD:,} characters", self._at, item)

    def _more(self) -> bool:
        """Append text; as much again as is waiting, so that a long value is not tried too often."""
        self._line += self._text.count("\n", 0, self._at)
        begin = self._text.rfind("\n", 0, self._at)
        self._column = self._at - begin - 1 if begin >= 0 else self._column + self._at
        parts = [self._text[self._at :]]
        wanted, got = len(parts[0]), 0
        for block in self._blocks:
            parts.append(block)
            got += len(block)
            if got and got >= wanted:
                break
        self._text, self._at = "".join(parts), 0
        self.suspect = "\\u" in self._text or not storable(self._text)
        return got > 0

    def _line_of(self, place: int) -> int:
        return self._line + self._text.count("\n", 0, place)

    def _cut_off(self, item: int) -> ReadError:
        where = f"in item {item:,}" if item else f"in line {self._line_of(len(self._text)):,}"
        return ReadError(f"The file ends in the middle ({where}): it was cut off on its way. Get a whole copy.")

    def _error(self, what: str, place: int, item: int) -> ReadError:
        begin = self._text.rfind("\n", 0, place)
        column = place - begin if begin >= 0 else self._column + place + 1
        within = f", in item {item:,}" if item else ""
        return ReadError(
            f"The JSON is broken in line {self._line_of(place):,}, character {column:,}{within}: {what}. "
            "Export it again; nothing was taken from it."
        )
