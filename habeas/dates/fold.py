"""Bring a text to one plain shape before it is read: digits, dashes, accents, case, Chinese numerals."""

from __future__ import annotations

import re
import sys
import unicodedata

LONGEST = 200  # characters; a longer text is prose, not a date

_HIDDEN = dict.fromkeys(
    [0xAD, 0x61C, 0x640, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D, 0x2E3A, 0x2043], "-")
_MARKS = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "，": ",", "、": ",", "،": ",", "؛": ";", "。": ".",
        "．": ".", "／": "/", "～": "-", "〜": "-", "؟": "?", "İ": "i", "ı": "i", "∼": "-", "٫": ".",
    }
)  # fmt: skip
_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(128, sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Nd"
}
_PLAIN: dict[int, str | None] = {**_DIGITS, **_HIDDEN, **_DASHES, **_MARKS}
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "兩": 2,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100}
_NUMERAL_RUN = re.compile("(?<!星期)(?<!周)[" + "".join([*_NUMERALS, *_TENS]) + "]+")


def unhide(text: str) -> str:
    """Remove bidi controls and zero-width characters, and turn all digits and dashes into ASCII ones."""
    return text.strip() if text.isascii() else text.translate(_PLAIN).strip()


def fold(text: str) -> str:
    """Lower case without accents, single spaces, Chinese numerals as digits; for short texts."""
    text = unhide(text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = _NUMERAL_RUN.sub(_numeral, text)
    return " ".join(text.casefold().split())


def chinese_number(run: str) -> str:
    """Return the digits of a run of Chinese numerals (二〇一七 "2017", 二十三 "23"); or ""."""
    if not any(char in _TENS for char in run):
        return "".join(str(_NUMERALS[char]) for char in run)
    total, waiting, last = 0, None, 1000
    for char in run:
        if char in _NUMERALS:
            if waiting:
                return ""
            waiting = _NUMERALS[char]
            continue
        size = _TENS[char]
        if size >= last or (size in (20, 30) and waiting):
            return ""
        total, last = total + (1 if waiting is None else waiting) * size, min(size, 10)
        if size == 100:
            last = 100
        waiting = None
    return str(total + (waiting or 0))


def _numeral(match: re.Match[str]) -> str:
    return chinese_number(match[0]) or match[0]
