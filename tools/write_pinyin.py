"""Write the pinyin of all common Chinese characters for `habeas.names`: `python -m tools.write_pinyin`.

From the dictionary of pypinyin (MIT), so that the program itself need not carry it in memory.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from pypinyin import Style, pinyin

from habeas.names.romanise.pinyin import syllables

PLACE: Final = Path(__file__).resolve().parents[1] / "habeas/names/data/hanzi_pinyin.csv"
_BLOCKS: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_MOST: Final = 3  # readings of one character


def rows() -> list[tuple[int, str, str]]:
    """Rank of the reading, syllable, and the characters that are read so."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for first, last in _BLOCKS:
        for letter in map(chr, range(first, last + 1)):
            said = pinyin(letter, style=Style.NORMAL, heteronym=True, v_to_u=False, errors="ignore")
            known = [one.replace("ü", "v") for words in said for one in words]
            for rank, syllable in enumerate(list(dict.fromkeys(filter(syllables().__contains__, known)))[:_MOST], 1):
                found[rank, syllable].append(letter)
    return [(rank, syllable, "".join(letters)) for (rank, syllable), letters in sorted(found.items())]


def write(place: Path = PLACE) -> int:
    """Write the table; returns how many rows."""
    made = rows()
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rank", "syllable", "hanzi", "origin", "reviewed"])
        writer.writerows((*row, "pypinyin", "no") for row in made)
    return len(made)


if __name__ == "__main__":
    sys.stdout.write(f"{write()} rows in {PLACE.name}\n")
