"""A part of a name as one line of text: all that comparing and finding need, kept beside the name so that a million
names are ready at once.

    abduqadir|PTKTL|sabduqadir|sabdukadir:1.5        text, skeletons, then the forms

A form is one way to take the part: `s` sounds, `h` Chinese characters, `p` syllables of pinyin, each with the bits
that it costs; `-` marks a part without an ending that comes and goes. An initial has the text alone and its letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from habeas.names import keys
from habeas.names.folding import fold
from habeas.names.token import Token, names

SAID, CHINESE, PINYIN, INITIAL = "s", "h", "p", "i"
ENDING: Final = "-"
_FORM, _PART, _VARIANT = "|", " ", "/"
_MOST: Final = 8  # parts of one name that are kept


@lru_cache(maxsize=16_384)
def packed(name: str) -> str:
    """All variants of a name; empty for a text without letters."""
    return _VARIANT.join([_PART.join([pack(one) for one in parts[:_MOST]]) for parts in names(name)])


def unpacked(line: str) -> list[list[str]]:
    """The packed parts of each variant."""
    return [variant.split(_PART) for variant in line.split(_VARIANT)] if line else []


@lru_cache(maxsize=32_768)
def pack(token: Token) -> str:
    """One part."""
    text = fold(token.text).replace(_PART, "")
    if token.initial:
        heads = sorted({way.sounds[:1] for way in token.ways})
        return _FORM.join([text, "", *[INITIAL + head for head in heads]])
    found = ",".join(sorted(keys.skeletons(token)))
    return _FORM.join([text, found, *_forms(token, ""), *(_forms(token.stem, ENDING) if token.stem else ())])


def _forms(token: Token, mark: str) -> Iterator[str]:
    if token.chinese:
        yield mark + CHINESE + "".join(token.chinese)
    for way in token.ways:
        yield mark + SAID + way.sounds + (f":{way.bits:g}" if way.bits else "")
    for syllables in token.pinyin:
        yield mark + PINYIN + "'".join(syllables)
