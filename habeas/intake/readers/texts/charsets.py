"""In which encoding a text is written: decided on the whole file, never on its beginning alone.

A byte order mark decides. Else a file whose bytes are all valid UTF-8 is UTF-8: by chance that does not happen.
Else the lines that are not ASCII are gathered from the whole file and the encoding is taken in which they look
like writing; when two do, or none, the file is refused with what to do. Nothing is garbled in silence.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final, NamedTuple

from habeas.intake.readers import kinds, limits
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.texts.evidence import MOSTLY, STRAY, Evidence, gather, raw_blocks
from habeas.intake.readers.texts.guess import guess
from habeas.intake.readers.texts.lines import endless

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDEST: Final = 4  # bytes of one character


class Charset(NamedTuple):
    """An encoding and how it was found: mark, valid, mostly (UTF-8 with damaged lines), guessed."""

    name: str
    by: str


def detect(path: Path, *, lines: bool = True) -> Charset:
    """The encoding of a whole text file, which has lines unless it is JSON. Raises ReadError when it cannot be told."""
    with path.open("rb") as file:
        head = file.read(kinds.HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Charset(name, "mark")
    if wide := kinds.wide(head):
        return Charset(wide, "guessed")
    if _valid(path, lines):
        return Charset("utf-8", "valid")
    return _judge(gather(path, b"\n" if lines else b'"'), "line" if lines else "text")


def _valid(path: Path, lines: bool) -> bool:
    """Whether all bytes are UTF-8. ASCII blocks cost next to nothing, so big files are no hardship."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    number, size = 1, 0
    try:
        for block in raw_blocks(path):
            number += block.count(b"\n")
            end = max(block.rfind(b"\n"), block.rfind(b"\r"))
            size = len(block) - end - 1 + (size if end < 0 else 0)
            if lines and size > limits.RECORD * _WIDEST:
                raise endless(number)  # at once: such a file may be of any size
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _judge(found: Evidence, unit: str) -> Charset:
    if found.valid >= MOSTLY * found.invalid:
        return Charset("utf-8", "mostly")
    if found.surely * STRAY > found.invalid:
        raise ReadError(
            f"The file mixes encodings: {unit} {found.first_valid:,} is UTF-8, {unit} {found.first_invalid:,} is not. "
            "Bring each part as a file of its own, or save all of it as UTF-8."
        )
    return Charset(guess(b"\n".join(found.kept)), "guessed")
