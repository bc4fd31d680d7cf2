"""Identity numbers: checked by type, kept whatever the check says. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from habeas.names import visible

_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_RESIDENT = re.compile(r"\d{17}[\dX]|\d{15}")
_MASKED = re.compile(r"\d{4,}[\d*＊xX]*[*＊][\d*＊X]*")
_TYPED = re.compile(r"(?P<type>[^\W\d_][^\W\d_.]{0,9})\.?\s*[:#°ºNn.]*\s*(?P<number>[\d.\-/ ]*\d)")


class IdentityReading(NamedTuple):
    """`value` is the canonical number; birth, sex and region are what a PRC resident number tells."""

    value: str | None
    flag: str | None = None
    birth: date | None = None
    sex: str | None = None
    region: str | None = None


def read_identity(code: str, text: str) -> IdentityReading:
    """Read a number of the property `code`; never raises.

    A PRC resident number (GB 11643-1999: 6 digits of region, 8 of birth, 3 of sequence whose last is odd for
    men, 1 check digit; 15 digits before 1999) is checked with python-stdnum. A wrong check digit is
    flagged "invalid" and the number kept.
    """
    clean = visible(text[:100]).translate(_FULL_WIDTH).strip()
    compact = re.sub(r"[\s\-]", "", clean).upper()
    if _RESIDENT.fullmatch(compact) and code in {"identity_number", "document_number"}:
        return _resident(compact)
    if _MASKED.fullmatch(compact):
        return IdentityReading(compact, "partial")
    if typed := _TYPED.fullmatch(clean):
        return IdentityReading(f"{typed['type'].upper()} {re.sub(r'[^0-9]', '', typed['number'])}")
    return IdentityReading(compact or None, None if compact else "unreadable")


def _resident(number: str) -> IdentityReading:
    birth = _birth(number)
    sex = ("female", "male")[int(number[16] if len(number) == 18 else number[14]) % 2]
    if len(number) == 15:
        return IdentityReading(number, None if birth else "impossible", birth, sex, number[:6])
    try:
        ric.validate(number)
    except ValidationError:
        return IdentityReading(number, "invalid")
    return IdentityReading(number, None, birth, sex, number[:6])


def _birth(number: str) -> date | None:
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
