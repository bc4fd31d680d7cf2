"""How often the readers of Turkic scripts give the Latin spelling that other people wrote: places and given names.

    .venv/bin/python -m bench.names.readers [--misses]

Reads ../shared/data/names, which is not part of the project. Letters are folded to a-z on both sides. Pairs that are
different names of one place are listed by number in `different_places.csv` and left out.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from habeas.names.romanise import kazakh, uyghur
from habeas.names.romanise.letters import table
from habeas.names.sounds import Reading, latin

_DATA = Path("../shared/data/names")
_DIFFERENT = Path(__file__).with_name("different_places.csv")
_PLAIN = str.maketrans({"ə": "e", "ɵ": "o", "ı": "i", "ŋ": "ng", "ƣ": "gh", "ş": "sh", "ğ": "gh", "ñ": "ng"})
Read = Callable[[str], tuple[Reading, ...]]


class Pair(NamedTuple):
    """Spellings in the script, and Latin ones of which the best counts."""

    number: str
    written: tuple[str, ...]
    latin: tuple[str, ...]


def folded(text: str) -> str:
    """The letters a-z of a Latin text."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join([letter for letter in plain if "a" <= letter <= "z"])


def gloss(text: str) -> str:
    """A Kazakh gloss in our letters: its ä is our e, as in ULY, its ıy and iy are the one letter и, its ıw and iw у."""
    text = text.lower().replace("i\u0307", "i").replace("ä", "e")
    for two, one in (("ıy", "i"), ("iy", "i"), ("ıw", "u"), ("iw", "u")):
        text = text.replace(two, one)
    return folded(text)


def places(column: str, letters: frozenset[str]) -> list[Pair]:
    """Places in Xinjiang with a name in Uyghur letters in this column, without those that bear different names."""
    with _DIFFERENT.open(encoding="utf-8", newline="") as file:
        different = {row["geonameid"] for row in csv.DictReader(file)}
    found = []
    for row in _rows("places_geonames.tsv"):
        written = tuple([one for one in row[column].split("|") if one and set(one.lower()) <= letters])
        if row["country"] == "CN" and written and row["geonameid"] not in different:
            found.append(Pair(row["geonameid"], written, (row["name"], *row["latin"].split("|"))))
    return found


def names() -> list[Pair]:
    """Kazakh given names that have a Latin gloss."""
    return [
        Pair(str(place), (row["kaz_cyr"],), (row["latin_gloss"],))
        for place, row in enumerate(_rows("kazakh_names_apertium.tsv"))
        if row["kaz_cyr"] and row["latin_gloss"]
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def edits(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        corner, row[0] = row[0], place
        for at, against in enumerate(other, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (letter != against))
    return row[-1]


def distance(pair: Pair, read: Read, fold: Callable[[str], str], *, most: int) -> int:
    """Edits between the best Latin spelling and the first `most` readings."""
    said = {folded(latin(one.sounds)) for text in pair.written for one in _said(text, read, most)}
    known = {fold(text) for text in pair.latin}
    return min((edits(one, other) for one in said for other in known), default=99)


def _said(text: str, read: Read, most: int) -> Iterable[Reading]:
    return read("".join(text.split()))[:most]


def report(title: str, pairs: list[Pair], read: Read, fold: Callable[[str], str] = folded) -> None:
    first = [distance(pair, read, fold, most=1) for pair in pairs]
    any_reading = [distance(pair, read, fold, most=6) for pair in pairs]

    def share(found: list[int], within: int) -> str:
        return f"{sum(one <= within for one in found) / max(1, len(found)):.3f}"

    print(
        f"{title:<58} {len(pairs):>5} rows  first reading: exact {share(first, 0)}, within one edit {share(first, 1)};"
        f"  any of six: exact {share(any_reading, 0)}, within one edit {share(any_reading, 1)}"
    )
    if "--misses" in sys.argv:
        for pair, far in zip(pairs, first, strict=True):
            if far:
                said = [latin(one.sounds) for text in pair.written for one in _said(text, read, 1)]
                print("   ", far, pair.number, pair.written, said, pair.latin[:12])


def _as_read_in_arabic(pair: Pair) -> tuple[str, ...]:
    return tuple([latin(one.sounds) for text in pair.written for one in _said(text, uyghur.arabic, 1)])


def main() -> None:
    if not _DATA.is_dir():
        print(f"{_DATA} is not here: nothing to measure.")
        return
    arabic = frozenset(table("uyghur-arabic")) | frozenset("ئ ")
    cyrillic = frozenset("абвгдежзийклмнопрстуфхчшыэюя ғқңҗәөүһё-")
    in_arabic = places("arab", arabic)
    both = {pair.number: pair for pair in in_arabic}
    report("Uyghur Arabic -> Latin, places", in_arabic, uyghur.arabic)
    in_cyrillic = [pair for pair in places("cyr", cyrillic) if pair.number in both]
    report("Uyghur Cyrillic -> Latin, the same places", in_cyrillic, uyghur.cyrillic)
    derived = [pair._replace(latin=_as_read_in_arabic(both[pair.number])) for pair in in_cyrillic]
    report("Uyghur Cyrillic -> what is read in Arabic", derived, uyghur.cyrillic)
    report("Kazakh Cyrillic -> gloss, its letters stripped of marks", names(), kazakh.cyrillic)
    report("Kazakh Cyrillic -> gloss, its letters as ours", names(), kazakh.cyrillic, gloss)


if __name__ == "__main__":
    main()
