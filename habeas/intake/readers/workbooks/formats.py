"""Number formats: which numbers are dates, how much of a date is shown, and which ids keep leading zeros."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_ZEROS: Final = re.compile(r"0{2,}")
# Formats that a workbook uses without writing them down; from 27 on as Chinese, Japanese and Korean Excel do.
_BUILT_IN: Final = {
    **dict.fromkeys((14, 15, 30, 31), "ymd"),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), "md"),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "ym"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "hs"),
    22: "ymdhs",
    46: "elapsed",
}


class Format(NamedTuple):
    """What is shown of a number: letters of y, m, d, h, s for a date; "elapsed"; or so many digits at least."""

    date: str = ""
    digits: int = 0


def meaning(identity: str, code: str | None) -> Format | None:
    """What a format makes of a number; None when it stays a number."""
    if code is None:
        letters = _BUILT_IN.get(int(identity), "") if identity.isdigit() else ""
        return Format(letters) if letters else None
    bare = _LITERAL.sub("", code.split(";")[0]).lower()
    if _ELAPSED.search(bare):
        return Format("elapsed")
    if _ZEROS.fullmatch(bare.strip()):
        return Format(digits=len(bare.strip()))
    if "general" in bare or not re.search("[ymdhse]", bare.replace("e+", "").replace("e-", "")):
        return None
    letters = "".join(letter for letter in "ymdhs" if letter in bare.replace("e", "y"))
    minutes = "h" in letters and not ("y" in letters or "d" in letters)
    return Format(letters.replace("m", "") if minutes else letters)
