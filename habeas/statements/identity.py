"""Identity numbers: checked by type, kept whatever the check says. Pure.

The canonical form is what makes two spellings of one number meet: no spaces, upper case, a PRC number of 15
digits written out to 18, a passport without the word "passport", other documents with their type before them.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from stdnum import numdb
from stdnum.cn import ric
from stdnum.tr import tckimlik

from habeas.names import fold, visible

_LONGEST = 100
_SIGNS: Final = str.maketrans("０１２３４５６７８９Ｘｘ×＊٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789XXX*01234567890123456789")
_BESIDE = re.compile(r"[\s\-–—_·/,;:'’`]|(?<!E)(?<=\d)\.(?=\d{3})")
_RESIDENT = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_MASKED = re.compile(r"(?=.*[*?#•●]|.*\dX{2})[A-Z]{0,3}[\d*?#•●X]{5,}", re.ASCII)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d\d", re.ASCII)  # a spreadsheet lost the digits: 6.53222E+17
_START = re.compile(r"[\d*•●]")
_LETTERS = re.compile(r"(?<![^\W\d_])[A-Z]{1,3}$", re.ASCII | re.IGNORECASE)
_REMARK = re.compile(r"\s*[(（\[].*$", re.DOTALL)
_GLUED: Final = frozenset(("le", "lc", "ci", "mi", "dni", "pas"))  # "LE3498462" is a type and a number
_PASSPORTS: Final = frozenset(
    fold(word)
    for word in (
        *("passport", "pasaporte", "passeport", "pasaport", "pas", "паспорт"),
        *("护照", "护照号", "جواز", "پاسپورت"),
    )
)
_RESIDENTS: Final = frozenset(
    fold(word)
    for word in (
        *("id", "id card", "ric", "身份证", "身份证号", "身份证号码"),
        *("居民身份证", "居民身份证号", "公民身份号码", "كىملىك"),
    )
)
_KAZAKH: Final = frozenset(("iin", "иин", "жсн"))
_TURKISH: Final = frozenset(("tc", "tckn", "tc kimlik", "kimlik"))
_NUMBER_WORDS = re.compile(r"(?:\s|^)(?:n|no|nº|nro|num|number|numero|número|num[eé]ro|номер|№|号码|号)\.?$", re.I)
_FIRST: Final = tuple(range(1, 12))  # weights of the Kazakh check digit; the second row when the first gives 10
_SECOND: Final = (*range(3, 12), 1, 2)
_CENTURIES: Final = {"1": 18, "2": 18, "3": 19, "4": 19, "5": 20, "6": 20}
_TAIWAN = "83"  # residence permits for people from Taiwan bear it; the list of regions does not
_FEMALE_MALE: Final = ("female", "male")


class IdentityReading(NamedTuple):
    """`value` is the canonical number; birth, sex and region are what a national number tells.

    Flags: "invalid" (the check digit is wrong), "impossible" (no such day or region), "partial" (digits hidden or
    lost), "unreadable" (nothing there).
    """

    value: str | None
    flag: str | None = None
    birth: date | None = None
    sex: str | None = None
    region: str | None = None


def read_identity(code: str, text: str) -> IdentityReading:
    """Read a number of the property `code`; never raises, and drops nothing but dress."""
    clean = visible(text[:_LONGEST]).translate(_SIGNS).strip().strip("'’`\"")
    kind, number = _typed(clean)
    compact = _BESIDE.sub("", number).upper()
    if not any(sign.isdigit() for sign in compact):
        return IdentityReading(None, "unreadable")  # a word is no number, and words would meet each other
    if _SHORTENED.fullmatch(number.strip()):
        return IdentityReading(number.strip(), "partial")
    if code == "passport_number" and len(kind) < 3 and kind.isascii():
        return _hidden_or_not(kind.upper() + compact)
    if code == "passport_number" or kind.partition(" ")[0] in _PASSPORTS:
        return _hidden_or_not(compact)
    if kind in _KAZAKH:
        return _kazakh(compact) or IdentityReading(compact, "invalid")
    if kind in _TURKISH:
        return IdentityReading(compact, None if tckimlik.is_valid(compact) else "invalid")
    if kind and kind not in _RESIDENTS:
        return IdentityReading(f"{kind.upper()} {compact}")
    return _plain(compact)


def _plain(compact: str) -> IdentityReading:
    if _RESIDENT.fullmatch(compact):
        return _resident(compact)
    if _MASKED.fullmatch(compact):
        hidden = re.sub(r"[?#•●]", "*", compact)
        last = "X" if len(hidden) == 18 and hidden[16:].endswith("X") and hidden[16] != "X" else ""
        return _masked(hidden[: len(hidden) - len(last)].replace("X", "*") + last)
    return _kazakh(compact) or IdentityReading(compact)


def _hidden_or_not(number: str) -> IdentityReading:
    return IdentityReading(number, "partial" if _MASKED.fullmatch(number) else None)


def _typed(text: str) -> tuple[str, str]:
    """("dni", "10.283.544"): the folded word before the number and the rest; ("", text) without a word."""
    start = _START.search(text)
    if start is None:
        return "", ""
    head, number = text[: start.start()], _REMARK.sub("", text[start.start() :]).rstrip(" .,;:。")
    letters = _LETTERS.search(head)
    if letters and fold(letters[0]) not in _GLUED:
        head, number = head[: letters.start()], letters[0] + number
    kind = fold(_NUMBER_WORDS.sub("", head.strip(" .:：#°º/-")))
    words = kind.split()
    letters_only = [word for word in words if len(word) == 1]
    if len(letters_only) > 1 and words[: len(letters_only)] == letters_only:  # D.N.I.
        words[: len(letters_only)] = ["".join(letters_only)]
    return " ".join(words), number


def _resident(number: str) -> IdentityReading:
    """A PRC resident number (GB 11643-1999): region, birth, an order odd for men, a check digit.

    The list of regions is not asked whether a county stood in the year of birth: numbers were given out from
    1984 on, also to people born long before. A number of 15 digits has no check digit and a short year.
    """
    full = number if len(number) == 18 else f"{number[:6]}19{number[6:]}"
    birth = _day(full[6:14])
    if birth is None or not _known_region(full[:6]):
        return IdentityReading(number, "impossible")
    if len(number) == 15:
        full += ric.calc_check_digit(full + "0")
    elif full[-1] != ric.calc_check_digit(full):
        return IdentityReading(number, "invalid")
    return IdentityReading(full, None, birth, _FEMALE_MALE[int(full[16]) % 2], full[:6])


def _masked(number: str) -> IdentityReading:
    """What a partly hidden number still tells: its region, and the birth when those digits are shown."""
    region = number[:6] if len(number) in (15, 18) and number[:6].isdigit() and _known_region(number[:6]) else None
    birth = _day(number[6:14]) if region and len(number) == 18 and number[6:14].isdigit() else None
    return IdentityReading(number, "partial", birth, None, region)


def _kazakh(number: str) -> IdentityReading | None:
    """A Kazakh IIN: birth, a digit for century and sex, an order, a check digit; None when it is none."""
    if len(number) != 12 or not number.isdigit() or number[6] not in _CENTURIES:
        return None
    birth = _day(f"{_CENTURIES[number[6]]}{number[:6]}")
    digits = [int(digit) for digit in number]
    check = _weighed(digits, _FIRST)
    if check == 10:
        check = _weighed(digits, _SECOND)
    if birth is None or check != digits[11]:
        return None
    return IdentityReading(number, None, birth, _FEMALE_MALE[digits[6] % 2])


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits[:11], weights, strict=True)) % 11


@lru_cache(maxsize=8_192)
def _known_region(code: str) -> bool:
    """Whether the People's Republic ever gave this code to a county; its years are left aside."""
    found = {name for _part, properties in numdb.get("cn/loc").info(code) for name in properties}
    return "county" in found or code.startswith(_TAIWAN)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
