"""How well names are told apart: `python -m bench.names.quality`.

Full names are put together from the given real parts (../shared/data/names/token_pairs_zh_latin.tsv), two by two, a
third of them in the other order. Against each true pair stand ten that share one of its two parts. Nothing is learned
from this file: the tables of the program are its own. Prints average precision, best F1, recall at 95 % precision.
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from habeas.names import align, likeness
from habeas.names.compare import compare

DATA: Final = Path(__file__).resolve().parents[3] / "shared/data/names/token_pairs_zh_latin.tsv"
PAIRS, AGAINST, SEEDS = 200, 10, (1, 2, 3, 4, 5)
_FATHER_FIRST: Final = 0.33
_NONE: Final = -99.0  # what cannot be compared ranks last
Part = tuple[str, str]  # Chinese, Latin
Scored = tuple[float, bool]


def parts(kind: str) -> list[Part]:
    """The given pairs of one part; "" for all kinds, "other" for those that are no pinyin."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [(row["zh"], row["latin"]) for row in rows if kind in ("", row["kind"])]


def pairs(known: list[Part], seed: int) -> Iterator[tuple[str, str, bool]]:
    """Chinese name, Latin name, and whether they are one."""
    chance = random.Random(seed)
    for _pair in range(PAIRS):
        one, other = chance.sample(known, 2)
        swapped = chance.random() < _FATHER_FIRST
        latin = (other[1], one[1]) if swapped else (one[1], other[1])
        chinese = f"{one[0]}·{other[0]}"
        yield chinese, " ".join(latin), True
        for _against in range(AGAINST):
            third = chance.choice(known)
            if third[0] not in (one[0], other[0]) and third[1] not in latin:
                wrong = (latin[0], third[1]) if chance.random() < 0.5 else (third[1], latin[1])
                yield chinese, " ".join(wrong), False


def quality(scored: list[Scored]) -> tuple[float, float, float]:
    """Average precision, best F1, best recall at a precision of 95 %."""
    truths = sum(true for _score, true in scored)
    met, precisions, best, recall = 0, 0.0, 0.0, 0.0
    for place, (_score, true) in enumerate(sorted(scored, key=lambda one: -one[0]), 1):
        met += true
        precisions += true * met / place
        best = max(best, 2 * met / (place + truths))
        recall = max(recall, met / truths if met / place >= 0.95 else 0.0)
    return precisions / truths, best, recall


def _rate_of_known_parts(asked: list[tuple[str, str]]) -> float:
    """Pairs a second when each part has its readings, but what two parts say of each other is forgotten."""
    for memory in (compare, likeness.bits, align.bits):
        memory.cache_clear()
    began = time.perf_counter()
    for left, right in asked:
        compare(left, right)
    return len(asked) / (time.perf_counter() - began)


def run() -> None:
    """Measure and print."""
    if not DATA.exists():
        sys.stdout.write(f"{DATA.name} is not here: nothing measured.\n")
        return
    for title, kind in (("spellings that are no pinyin", "other"), ("all spellings", "")):
        known, found, asked, began = parts(kind), [], list[tuple[str, str]](), time.perf_counter()
        for seed in SEEDS:
            told = list(pairs(known, seed))
            bits = [compare(chinese, latin).bits for chinese, latin, _true in told]
            scored = [(_NONE if one is None else one, true) for one, (_c, _l, true) in zip(bits, told, strict=True)]
            found.append(quality(scored))
            asked += [(chinese, latin) for chinese, latin, _true in told]
        precision, best, recall = (statistics.mean(column) for column in zip(*found, strict=True))
        rate = len(asked) / (time.perf_counter() - began)
        again = _rate_of_known_parts(asked)
        sys.stdout.write(
            f"{title}: average precision {precision:.3f}, best F1 {best:.3f}, recall at 95 % precision {recall:.3f} "
            f"({len(known)} parts, {len(asked):,} pairs; {rate:,.0f} pairs/s with every part new, {again:,.0f} known)\n"
        )


if __name__ == "__main__":
    run()
