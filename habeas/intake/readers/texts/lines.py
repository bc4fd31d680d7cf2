"""A file's text as a stream of blocks or lines, with what cannot be decoded marked and never guessed at."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.keeping import MARK, storable

_END_OF_FILE: Final = "\x1a"  # what DOS programs put after the last line


def blocks(path: Path, encoding: str) -> Iterator[str]:
    """The whole text in pieces, without a byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding)(MARK)
    with path.open("rb") as file:
        first = True
        while block := file.read(limits.BLOCK):
            text = decoder.decode(block)
            if first and text:
                text, first = text.removeprefix("\ufeff"), False
            yield text
    yield decoder.decode(b"", final=True)


class Lines:
    """The lines of a text. `dirty` is set when a line that was given holds what cannot be kept."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path, self._encoding = path, encoding
        self.dirty = False

    def __iter__(self) -> Iterator[str]:
        """Lines with their ends (LF, CR LF or CR). Raises ReadError for one that has no end in sight."""
        rest, number = "", 0
        for block in blocks(self._path, self._encoding):
            end = _last_end(block)
            if end == 0:
                rest += block
                if len(rest) > limits.RECORD:
                    raise endless(number + 1)
                continue
            text, rest = rest + block[:end], block[end:]
            yield from self._split(text)
            number += text.count("\n") or text.count("\r")
        if rest and rest != _END_OF_FILE:
            yield from self._split(rest)

    def _split(self, text: str) -> Iterator[str]:
        """Split as a text file is split; `str.splitlines` would also split at characters inside cells."""
        if storable(text):
            return iter(StringIO(text, newline=""))
        return self._marked(text)

    def _marked(self, text: str) -> Iterator[str]:
        for line in StringIO(text, newline=""):
            if not storable(line):
                self.dirty = True
            yield line


def _last_end(block: str) -> int:
    """Where the last whole line ends; a CR at the very end may be half of a CR LF, so it waits."""
    return max(block.rfind("\n"), block.rfind("\r", 0, max(len(block) - 1, 0))) + 1


def endless(number: int) -> ReadError:
    """Says that a line is too long to be a row."""
    return ReadError(
        f"line {number:,} is longer than {limits.RECORD:,} characters: this does not look like a table with one row a "
        "line. Save it as CSV, XLSX or JSON again and bring that."
    )
