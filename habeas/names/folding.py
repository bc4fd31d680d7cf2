"""Fold a name so that spellings which differ only in dress meet: case, accents, hyphens, invisible marks.

Folding is for looking up, never for showing; what was written is kept elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 1_000  # letters; nobody's name is longer, and hostile text may be
_LETTERS: Final = str.maketrans(
    {
        "ı": "i",
        "İ": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ŋ": "ng",
        # Arabic script: forms that differ by habit of keyboard only; Uyghur vowels stay apart.
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ھ": "ه",
        "ة": "ه",
        "ـ": "",
        **dict.fromkeys("'’‘ʼʻ`´ʹ\"“”", ""),
    }
)
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_SEPARATORS: Final = re.compile(r"[^\w]+|_+")
_ASCII: Final = re.compile(r"[A-Za-z0-9 ]*")


def visible(text: str) -> str:
    """Without bidirectional controls and other invisible marks, lone surrogates replaced."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", text).encode("utf-8", "replace").decode("utf-8", "replace")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case, no accents, words parted by single spaces."""
    text = text[:LONGEST]
    if _ASCII.fullmatch(text):
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKD", visible(text).casefold().translate(_LETTERS))
    text = "".join([letter for letter in text if not unicodedata.combining(letter)])
    text = unicodedata.normalize("NFC", text.casefold().translate(_LETTERS))
    return " ".join(_SEPARATORS.sub(" ", text).split())


def tokens(text: str) -> tuple[str, ...]:
    """The folded words in order."""
    return tuple(fold(text).split())


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """The folded words sorted: equal for the same words in any order."""
    return " ".join(sorted(fold(text).split()))
