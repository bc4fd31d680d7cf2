"""Bring a text to one plain shape before it is read: digits, dashes, accents, case, Chinese numerals."""

from __future__ import annotations

import re
import sys
import unicodedata

from habeas.dates.numerals import digits

LONGEST = 200  # characters; a longer text is prose, not a date

_HIDDEN = dict.fromkeys(
    [0xAD, 0x61C, 0x640, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D, 0x2E3A, 0x2043], "-")
_MARKS = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "，": ",", "、": ",", "،": ",", "؛": ";", "。": ".",
        "．": ".", "／": "/", "～": "~", "〜": "~", "؟": "?", "İ": "i", "ı": "i", "∼": "~", "٫": ".",
        "¿": "", "ی": "ي", "ک": "ك", "“": '"', "”": '"', "«": '"', "»": '"',
    }
)  # fmt: skip
_NUMERIC = {code: chr(code) for code in range(128, sys.maxunicode + 1) if chr(code).isnumeric()}
_DIGITS = {code: str(unicodedata.decimal(char)) for code, char in _NUMERIC.items() if char.isdecimal()}
# The mark of a footnote ("1976²") is no digit of a date and "½" no whole number: they leave a text unread.
_SIGNS = {code: "\ufffd" for code, char in _NUMERIC.items() if unicodedata.category(char) == "No"}
_PLAIN: dict[int, str | None] = {**_DIGITS, **_SIGNS, **_HIDDEN, **_DASHES, **_MARKS}
_JOINED_AND = re.compile(r"(?<!\w)و(?=\w)")  # Arabic writes "and" onto the next word


def unhide(text: str) -> str:
    """Remove bidi controls and zero-width characters, and turn all digits and dashes into ASCII ones."""
    return text.strip() if text.isascii() else text.translate(_PLAIN).strip()


def fold(text: str) -> str:
    """Lower case without accents, single spaces, Chinese numerals as digits; for short texts."""
    text = unhide(text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = _JOINED_AND.sub("و ", digits(text))
    return " ".join(text.casefold().split())
