"""What PostgreSQL cannot keep: NUL and lone surrogates, which stand for bytes that are no text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import Final

from habeas.intake.readers.table import short

MARK: Final = "habeas.mark"
_BAD: Final = re.compile(r"[\x00\ud800-\udfff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Each byte that means nothing becomes a lone surrogate, which no honest text holds."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join([chr(0xDC00 + byte) for byte in error.object[error.start : error.end]]), error.end


codecs.register_error(MARK, _mark)


def storable(text: str) -> bool:
    """Whether the text has neither NUL nor lone surrogates: the two things that PostgreSQL cannot keep."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def clean(cells: Sequence[str | None], names: Sequence[str], encoding: str) -> tuple[list[str | None], str | None]:
    """The cells with NUL padding emptied, and why the row cannot be taken, if so."""
    kept = [None if cell is not None and "\0" in cell and not cell.strip(" \t\0") else cell for cell in cells]
    for place, cell in enumerate(kept):
        if cell is not None and (found := _BAD.search(cell)) is not None:
            name = names[place] if place < len(names) else f"column {place + 1}"
            return kept, f"{short(name)}: {_why(found[0], encoding)} (character {found.start() + 1} of the cell)"
    return kept, None


def _why(letter: str, encoding: str) -> str:
    if letter == "\0":
        return "holds a NUL character, which cannot be kept"
    if encoding and 0xDC00 <= ord(letter) <= 0xDCFF:
        return f"byte 0x{ord(letter) - 0xDC00:02X} is not {encoding}"
    return f"holds half of a character (U+{ord(letter):04X}), which cannot be kept"
