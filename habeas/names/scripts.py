"""Which script a text is written in. Plain Python; codes are ISO 15924."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_RANGES: Final = (
    (0x41, 0x24F, "Latn"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x370, 0x3FF, "Grek"),
    (0x400, 0x52F, "Cyrl"),
    (0x590, 0x5FF, "Hebr"),
    (0x600, 0x6FF, "Arab"),
    (0x750, 0x77F, "Arab"),
    (0x8A0, 0x8FF, "Arab"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFE, "Arab"),
    (0x900, 0x97F, "Deva"),
    (0x1800, 0x18AF, "Mong"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0x20000, 0x323AF, "Hani"),
    (0x3040, 0x30FF, "Jpan"),
    (0xAC00, 0xD7AF, "Hang"),
    (0xF00, 0xFFF, "Tibt"),
)
NONE: Final = "Zyyy"
_PIECE = re.compile(r"[^()（）\[\]【】/|]+")


@lru_cache(maxsize=16_384)
def of_letter(letter: str) -> str | None:
    """The script of one letter, or None for digits, marks and spaces."""
    if not letter.isalpha():
        return None
    point = ord(letter)
    return next((code for low, high, code in _RANGES if low <= point <= high), NONE)


def script(text: str) -> str:
    """The script of the text: one code, or "Zyyy" when it has no letters or is evenly mixed."""
    if text.isascii():
        return "Latn" if any(letter.isalpha() for letter in text) else NONE
    counts: dict[str, int] = {}
    for letter in text[:500]:
        if (code := of_letter(letter)) is not None:
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        return NONE
    most = max(counts, key=lambda code: counts[code])
    return most if counts[most] * 2 > sum(counts.values()) else NONE


def split_scripts(text: str) -> list[tuple[str, str]]:
    """Pieces of one script each, in order: brackets and slashes part them, and so does a change of script."""
    found: list[tuple[str, str]] = []
    for piece in _PIECE.findall(text[:2000]):
        for code, part in runs(piece):
            if part.strip(" ·•・-"):
                found.append((code, part.strip()))
    return found


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Stretches of one script each; digits, marks and spaces stay with what is before them."""
    if text.isascii():
        yield script(text), text
        return
    current, start = None, 0
    for place, letter in enumerate(text):
        code = of_letter(letter)
        if code is None or code == current:
            continue
        if current is not None:
            yield current, text[start:place]
            start = place
        current = code
    yield current or NONE, text[start:]
