"""Learn what Chinese characters stand for from the project's own tables of names: `python -m tools.learn_names`.

Expectation maximisation over the transducer of `habeas.names.emission` (Ristad and Yianilos 1998): pairs of a Chinese
spelling and the name's sounds, no alignment given. Writes `habeas/names/data/learned.csv`; the same tables give the
same file.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from habeas.names import background, emission

PLACE: Final = Path(__file__).resolve().parents[1] / "habeas/names/data/learned.csv"
ROUNDS: Final = 6
_LEAST: Final = 0.05  # counts below this are dust
Pair = tuple[tuple[str, ...], str]
Counts = dict[str, dict[str, float]]


def pairs() -> Iterator[Pair]:
    """Every Chinese spelling in the tables with the sounds of its name."""
    for one in background.names():
        for text in one.chinese:
            yield emission.signs(text), one.sounds


def learn(told: Iterable[Pair], rounds: int = ROUNDS) -> Counts:
    """How often each character stood for each string of sounds."""
    known, counts = list(told), Counts()
    for _round in range(rounds):
        shares = {sign: emission.clean(sign, counts.get(sign, {})) for signs, _sounds in known for sign in signs}
        counts = defaultdict(lambda: defaultdict(float))
        for signs, sounds in known:
            _expect(signs, sounds, shares, counts)
    return counts


def _expect(signs: tuple[str, ...], sounds: str, shares: Counts, counts: Counts) -> None:
    """Add one pair's expected counts: the forward and backward sums over all partings."""
    size = len(sounds)
    forward = [[1.0] + [0.0] * size]
    for sign in signs:
        row = [0.0] * (size + 1)
        for start, end in _spans(size):
            row[end] += forward[-1][start] * _chance(shares[sign], sounds[start:end])
        forward.append(row)
    after = [0.0] * size + [1.0]
    for place in range(len(signs) - 1, -1, -1):
        before = [0.0] * (size + 1)
        for start, end in _spans(size):
            chance = _chance(shares[signs[place]], sounds[start:end]) * after[end]
            before[start] += chance
            counts[signs[place]][sounds[start:end]] += forward[place][start] * chance / forward[-1][size]
        after = before


def _spans(size: int) -> Iterator[tuple[int, int]]:
    for start in range(size + 1):
        for end in range(start, min(size, start + emission.LONGEST) + 1):
            yield start, end


def _chance(shares: dict[str, float], sounds: str) -> float:
    return shares.get(sounds, 0.0) + emission.FLOOR[len(sounds)]


def write(counts: Counts, place: Path = PLACE) -> int:
    """Write the counts, sorted; returns how many rows."""
    rows = [
        (sign, sounds, f"{count:.2f}")
        for sign, all_ in sorted(counts.items())
        for sounds, count in sorted(all_.items())
        if count >= _LEAST
    ]
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["sign", "sounds", "count"])
        writer.writerows(rows)
    return len(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{write(learn(pairs())):,} rows in {PLACE.name}\n")
