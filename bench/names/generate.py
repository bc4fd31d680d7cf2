"""Write a list of invented persons in six scripts and spellings; the same seed gives the same file.

    python -m bench.names.generate --persons 1000000 --seed 1 --out FILE.csv
    habeas import FILE.csv --mapping bench/names/generated.toml

Parts of names come from the program's own tables, the commoner the oftener, and for the long tail from joining their
beginnings and ends. Nobody in the list exists. One writing for each person: Chinese 35 %, Uyghur Latin 20 %, pinyin of
the Chinese 15 %, Uyghur Arabic 12 %, Turkish and English habits 10 %, Cyrillic 8 %; one part in twenty is misspelt.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from habeas.names import tables
from habeas.names.romanise import hanzi, uyghur
from habeas.names.sounds import spelled

COLUMNS: Final = ("id", "name", "sex", "born", "county", "person", "spelling")
_SPELLINGS: Final = {"chinese": 35, "uly": 20, "pinyin": 15, "arabic": 12, "habit": 10, "cyrillic": 8}
_STEP: Final = 3.5  # how much more often names of the next class are borne
_RARE: Final = 0.08  # share of parts that are in no table
_FATHER_FIRST, _NO_FATHER, _SLIP = 0.33, 0.08, 0.05
_HABITS: Final = (
    ("x", "kh"),
    ("x", "h"),
    ("q", "k"),
    ("gh", "g"),
    ("j", "c"),
    ("w", "v"),
    ("é", "e"),
    ("ö", "o"),
    ("ü", "u"),
)


class Name(NamedTuple):
    """One part: its spelling in Uyghur Latin or the source's own, with the Chinese spellings that people use."""

    uly: str
    sex: str
    chinese: tuple[str, ...]
    latin: tuple[str, ...]
    cyrillic: str


class Writer:
    """Draws names and writes them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.known = list(_known())
        self._weights = {sex: list(accumulate(self._shares(sex))) for sex in "mf"}

    def _shares(self, sex: str) -> Iterator[float]:
        for name, common in self.known:
            fits = name.sex in (sex, "b", "", "u")
            yield _STEP**common if fits else 0.0

    def part(self, sex: str) -> Name:
        """A part of a name: mostly of the tables, now and then one that is in none."""
        one, other = self._drawn(sex), self._drawn(sex)
        return _joined(one, other) if self.chance.random() < _RARE else one

    def _drawn(self, sex: str) -> Name:
        return self.chance.choices(self.known, cum_weights=self._weights[sex])[0][0]

    def write(self, name: Name, spelling: str) -> str:
        """One part in one spelling, now and then with a slip."""
        text = self._spelled(name, spelling)
        if len(text) > 4 and self.chance.random() < _SLIP:
            place = self.chance.randrange(1, len(text) - 1)
            text = text[:place] + self.chance.choice((text[place + 1], text[place] * 2, "")) + text[place + 1 :]
        return text if spelling in ("chinese", "arabic") else text.capitalize()

    def _spelled(self, name: Name, spelling: str) -> str:
        if spelling in ("chinese", "pinyin") and name.chinese:
            chinese = self.chance.choices(name.chinese, [2.0**-place for place in range(len(name.chinese))])[0]
            return chinese if spelling == "chinese" else "".join([hanzi.readings(sign)[0] for sign in chinese])
        sounds = spelled(name.uly)
        if spelling == "arabic":
            return uyghur.to_arabic(sounds) or name.uly
        if spelling == "cyrillic":
            return name.cyrillic or uyghur.to_cyrillic(sounds) or name.uly
        return self._habit(name) if spelling == "habit" else name.uly

    def _habit(self, name: Name) -> str:
        if name.latin and self.chance.random() < 0.5:
            return self.chance.choice(name.latin)
        text = name.uly
        for old, new in _HABITS:
            if self.chance.random() < 0.6:
                text = text.replace(old, new)
        return text

    def full(self, given: Name, father: Name | None, spelling: str) -> str:
        """A whole name, given name first or not."""
        parts = [self.write(one, spelling) for one in (given, father) if one is not None]
        if self.chance.random() < _FATHER_FIRST:
            parts.reverse()
        return ("·" if spelling == "chinese" else " ").join(parts)


def _known() -> Iterator[tuple[Name, int]]:
    for row in tables.rows("uyghur_names"):
        chinese, others = (tuple(filter(None, row[key].split("|"))) for key in ("zh", "latin"))
        yield Name(row["uly"], row["sex"], chinese, others, ""), int(row["common"])
    for row in tables.rows("kazakh_names"):
        chinese, others = (tuple(filter(None, row[key].split("|"))) for key in ("zh", "other"))
        yield Name(row["latin"].lower(), row["sex"], chinese, others, row["cyrillic"]), int(row["common"]) - 2


def _joined(one: Name, other: Name) -> Name:
    """A name in no table: the first half of one with the second of another, in all its spellings."""
    chinese = tuple(
        left[: (len(left) + 1) // 2] + right[len(right) // 2 :]
        for left, right in zip(one.chinese, other.chinese, strict=False)
    )
    return Name(one.uly[: (len(one.uly) + 1) // 2] + other.uly[len(other.uly) // 2 :], one.sex, chinese, (), "")


def rows(persons: int, seed: int, *, spellings: int = 1) -> Iterator[list[str]]:
    """Rows of text cells; with more spellings each person stands in so many rows."""
    writer = Writer(seed)
    number = 0
    for person in range(1, persons + 1):
        sex = "m" if writer.chance.random() < 0.75 else "f"
        given, father = writer.part(sex), writer.part("m")
        if writer.chance.random() < _NO_FATHER:
            father = None
        born, county = str(writer.chance.randint(1935, 2004)), f"Exampletown {writer.chance.randint(1, 90)}"
        for spelling in writer.chance.choices(list(_SPELLINGS), list(_SPELLINGS.values()), k=spellings):
            number += 1
            name = writer.full(given, father, spelling)
            yield [str(number), name, {"m": "male", "f": "female"}[sex], born, county, str(person), spelling]


def write(path: Path, persons: int, seed: int, *, spellings: int = 1) -> None:
    """Write the list as CSV in UTF-8."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(persons, seed, spellings=spellings))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--persons", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", type=Path, required=True)
    told = asked.parse_args()
    write(told.out, told.persons, told.seed)
