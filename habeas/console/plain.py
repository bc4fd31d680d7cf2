"""Words that a terminal may show: nothing in them can move the cursor, colour, or turn the direction of reading."""

from __future__ import annotations

import json as standard
import re
import unicodedata
from typing import Any, Final

import orjson

_KEPT: Final = "\u200c\u200d"  # joiners: Persian and Uyghur are spelled with them
_ACTING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, directions, half letters, line ends
_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def line(text: str) -> str:
    """One line; what would act on the terminal is written out (`\\x1b`, `\\u202e`, `\\n`)."""
    return text if text.isprintable() else "".join([_shown(letter) for letter in text])


def _shown(letter: str) -> str:
    if letter in _KEPT or unicodedata.category(letter) not in _ACTING:
        return letter
    return letter.encode("unicode_escape").decode("ascii")


def json(value: Any) -> str:
    """One JSON object in one line, for machines and still safe to look at."""
    try:
        text = orjson.dumps(value).decode()
    except TypeError:  # half a letter, as a file's name may hold
        text = standard.dumps(value)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
