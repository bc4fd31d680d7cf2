"""Amounts of time in words: "13 years 6 months", "十三年六个月", "13 años y medio", in nine languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from habeas.dates.fold import LONGEST, fold
from habeas.dates.words import load, pattern

WORDS = load("terms.csv")
MOST = 9999  # years; no sentence and no age is longer

_TOKEN = re.compile(
    rf"(?P<number>[0-9]+(?:[.,][0-9]+)?)|(?P<word>{pattern(WORDS)})|(?P<about>~)"
    r"|(?P<skip>[ .,:;()'-]+)|(?P<bad>.)",
    re.DOTALL,
)
BETWEEN = r" ?(?:[-/~至到或]| (?:to|or|a|o|ou|до|или|veya|немесе|ياكى|او|الى) ) ?"
_RANGE = re.compile(f"[0-9]{BETWEEN}[0-9]")
_NEIGHBOURS = re.compile(r"(?<![一二三四五六七八九十零〇])(?:一二|二三|[两兩]三|三四|四五|五六|六七|七八|八九)年")
_LETTERS = ("y", "a")  # units right after a figure ("13y", "13a"), otherwise "and" and an article
_UNITS = "ymwd"


class Part(NamedTuple):
    """One token: a kind of `data/terms.csv` or "number", and its code or digits."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole years, months and days as said; 18 months stay 18 months."""

    years: int = 0
    months: int = 0
    days: int = 0


class NoAmountError(ValueError):
    """The text is not an amount of time; `flag` says why."""

    def __init__(self, flag: str = "unreadable") -> None:
        super().__init__(flag)
        self.flag = flag


def parts(text: str) -> list[Part]:
    """Cut a text into its meaningful words and numbers; raise NoAmountError at a word that is not known."""
    text = text.strip()
    if len(text) > LONGEST:
        raise NoAmountError
    folded = fold(text)
    if _RANGE.search(folded) or _NEIGHBOURS.search(text):  # 三四年: three or four years, not 34
        raise NoAmountError("ambiguous")
    if folded.startswith(("-", "+")):
        raise NoAmountError
    found: list[Part] = []
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup
        if kind == "number":
            found.append(Part("number", match[0].replace(",", ".")))
        elif kind == "about":
            found.append(Part("about", "~"))
        elif match[0] in _LETTERS and (not found or found[-1].kind != "number"):
            continue
        elif kind == "word" and match[0] in WORDS:
            found.append(Part(*WORDS[match[0]]))
        elif kind != "skip":
            raise NoAmountError
    return [part for part in found if part.kind != "nothing"]


def add_up(tokens: list[Part]) -> Amount:
    """Add numbers and units up; a half year is six months, a half month fifteen days, a week seven days."""
    sums = _Sums()
    for kind, code in tokens:
        if kind in ("number", "count"):
            sums.number(Fraction(code), joins=kind == "count")
        elif kind == "half":
            sums.half()
        elif kind in ("unit", "age", "nominal"):
            sums.unit(code)
        elif kind == "dual":
            sums.number(Fraction(code[:-1]), joins=False)
            sums.unit(code[-1])
        else:
            raise NoAmountError
    return sums.amount()


@dataclass(slots=True)
class _Sums:
    """Numbers and units met so far, from the longest unit to the shortest."""

    units: dict[str, Fraction] = field(default_factory=dict)
    waiting: Fraction | None = None
    last: str = ""

    def number(self, value: Fraction, *, joins: bool) -> None:
        if self.waiting is None:
            self.waiting = value
        elif joins and self.waiting >= 10 and self.waiting % 10 == 0 and value < 10:  # twenty-five, on üç
            self.waiting += value
        else:
            raise NoAmountError

    def half(self) -> None:
        if self.waiting is None and self.last:
            self.units[self.last] += Fraction(1, 2)
        else:
            self.waiting = (self.waiting or Fraction(0)) + Fraction(1, 2)

    def unit(self, code: str) -> None:
        if self.waiting is None or (self.last and _UNITS.index(code) <= _UNITS.index(self.last)):
            raise NoAmountError
        self.units[code], self.waiting, self.last = self.waiting, None, code

    def amount(self) -> Amount:
        if self.waiting is not None or not self.units:
            raise NoAmountError("unreadable" if self.units or self.waiting is None else "ambiguous")
        months = self.units.get("m", Fraction(0))
        years, year_part = divmod(self.units.get("y", Fraction(0)), 1)
        months += year_part * 12
        whole, month_part = divmod(months, 1)
        days = self.units.get("w", Fraction(0)) * 7 + self.units.get("d", Fraction(0)) + month_part * 30
        if month_part not in (0, Fraction(1, 2)) or days.denominator != 1:
            raise NoAmountError
        if years > MOST or whole > MOST * 12 or days > MOST * 365:
            raise NoAmountError("impossible")
        return Amount(int(years), int(whole), int(days))
