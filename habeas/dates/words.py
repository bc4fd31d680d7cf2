"""The words that dates and terms are written with, in nine languages: the tables of `data/`."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from typing import NamedTuple

from habeas.dates.fold import fold

_HAN = "\u3400-\u9fff"
_IN_HAN = re.compile(f"[{_HAN}]")
_LETTER = rf"[^\W\d_{_HAN}]"


class Word(NamedTuple):
    """What a word means: its kind (month, unit, season, part, …) and its code within that kind."""

    kind: str
    code: str


def rows(name: str) -> list[dict[str, str]]:
    """Read one table of `habeas/dates/data`."""
    text = files("habeas.dates").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def load(name: str) -> dict[str, Word]:
    """Return a table of words by folded spelling; the first row that has a spelling keeps it."""
    words: dict[str, Word] = {}
    for row in rows(name):
        for word in row["words"].split("|"):
            words.setdefault(fold(word), Word(row["kind"], row["code"]))
    return words


def pattern(words: dict[str, Word]) -> str:
    """Return a regular expression that matches one word at a time; whole words only, except in Han script."""
    odd = [word for word in words if not word.isalpha() and not _IN_HAN.search(word)]
    inner = [word for word in odd if word[0].isalpha() and word[-1].isalpha()]
    tails = [word for word in odd if not word[-1].isalpha()]
    heads = [word for word in odd if not word[0].isalpha()]
    return "|".join(
        (
            f"(?=[{_HAN}])(?:{_any([word for word in words if _IN_HAN.search(word)])})",
            f"(?<!{_LETTER})(?={_LETTER})(?:{_any(inner)})(?!{_LETTER})",
            f"(?<!{_LETTER})(?:{_any(tails)})",
            f"(?=['-])(?:{_any(heads)})(?!{_LETTER})",
            f"{_LETTER}+",
        )
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
