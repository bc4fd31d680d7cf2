"""The lines of a file that are not ASCII: how many are UTF-8, and enough of the others to judge by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from habeas.intake.readers import limits

_KEPT: Final = 1 << 16  # bytes of lines to judge by
_LINE: Final = 2_000  # bytes of one of them
MOSTLY: Final = 4  # so many valid lines for each invalid one: UTF-8 with damage
STRAY: Final = 20  # so many invalid lines for each valid one: those are valid by chance
_LETTERS: Final = 4  # different non-ASCII characters in a line, which are not valid UTF-8 by chance


@dataclass(slots=True)
class Evidence:
    """What the lines with other than ASCII say. `kept` holds invalid ones from the whole file, evenly thinned."""

    valid: int = 0
    surely: int = 0
    invalid: int = 0
    first_valid: int = 0
    first_invalid: int = 0
    kept: list[bytes] = field(default_factory=list)
    size: int = 0
    stride: int = 1

    def add(self, line: bytes, number: int) -> None:
        try:
            foreign = {letter for letter in line.decode("utf-8") if not letter.isascii()}
        except UnicodeDecodeError:
            self._add_invalid(line, number)
            return
        self.valid += 1
        if len(foreign) >= _LETTERS:
            self.surely += 1
            self.first_valid = self.first_valid or number

    def _add_invalid(self, line: bytes, number: int) -> None:
        self.invalid += 1
        self.first_invalid = self.first_invalid or number
        if self.invalid % self.stride:
            return
        self.kept.append(line[:_LINE])
        self.size += len(self.kept[-1])
        if self.size > _KEPT:
            self.kept = self.kept[::2]
            self.size = sum(map(len, self.kept))
            self.stride *= 2


def gather(path: Path, end: bytes) -> Evidence:
    """Judge the lines one by one; in JSON the texts between quotation marks, since it may be all one line."""
    found, rest, number = Evidence(), b"", 0
    for block in raw_blocks(path):
        if block.isascii() and rest.isascii():
            number += block.count(end)
            rest = block[block.rfind(end) + 1 :]
            continue
        *lines, rest = (rest + block).split(end)
        for place, line in enumerate(lines, start=number + 1):
            if not line.isascii():
                found.add(line, place)
        number += len(lines)
        if len(rest) > limits.RECORD:
            rest = b""
    if not rest.isascii():
        found.add(rest, number + 1)
    return found


def raw_blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(limits.BLOCK):
            yield block
