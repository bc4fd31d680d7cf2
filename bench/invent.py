"""Write an invented list: N rows x 20 columns, about 15 filled; the same seed gives the same file."""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

COLUMNS = (
    *(
        "id",
        "name",
        "alias",
        "sex",
        "born",
        "ethnicity",
        "number",
        "residence",
        "occupation",
        "taken",
        "where",
    ),
    *("charge", "reason", "sentenced", "term", "court", "relative", "nationality", "education", "note"),
)
_SYLLABLES = [consonant + vowel for consonant in "bdghjklmnpqrstwyz" for vowel in "aeu"]
_PLACES = [f"Exampletown {number}" for number in range(400)]
_ETHNIC = ["Uyghur"] * 8 + ["Kazakh"] * 2 + ["Kyrgyz", "Hui"]
_TERMS = ["3 years", "7 years 6 months", "13 years", "life", ""]
MAPPING = Path(__file__).with_name("invented.toml")


def _name(chance: random.Random, common: list[str]) -> str:
    if chance.random() < 0.5:
        return chance.choice(common)
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()


def rows(count: int, seed: int = 1, start: int = 1):  # noqa: ANN201 - a generator of lists of text
    """Rows of text cells. Names follow a long tail: half of the words come from 300 common ones."""
    chance = random.Random(seed)
    common = ["".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(300)]
    for number in range(start, start + count):
        year, month, day = chance.randint(1940, 2002), chance.randint(1, 12), chance.randint(1, 28)
        taken = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2016, 2022)}"
        half = chance.random()
        yield [
            str(number),
            f"{_name(chance, common)} {_name(chance, common)}",
            _name(chance, common) if half < 0.3 else "",
            chance.choice(("male", "female")),
            f"{day}/{month}/{year}" if half < 0.8 else str(year),
            chance.choice(_ETHNIC),
            f"T{number:09d}" if half < 0.7 else "",
            f"{chance.randint(1, 300)} Example Street, {chance.choice(_PLACES)}",
            chance.choice(("farmer", "teacher", "driver", "trader", "")),
            taken,
            chance.choice(_PLACES),
            chance.choice(("gathering a crowd", "disturbing order", "")),
            chance.choice(("prayer", "travel", "relatives abroad", "unknown")),
            f"{chance.randint(2017, 2021)}" if half < 0.5 else "",
            chance.choice(_TERMS) if half < 0.5 else "",
            "Example Court" if half < 0.5 else "",
            f"{_name(chance, common)} {_name(chance, common)} (brother)" if half < 0.4 else "",
            "China",
            chance.choice(("primary", "secondary", "university", "")),
            f"row {number} of an invented list",
        ]


def write(path: Path, count: int, seed: int = 1) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(count, seed))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
