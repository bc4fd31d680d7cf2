"""Whether one register's person is found in the other by name alone: `python -m bench.names.registers`.

For every link of ../shared/data/argentina/easy_links.csv the name of one register is searched among all names of the
other. Prints how often the linked record is at rank 1: alone there, or beside others of the same rank (people of one
name cannot be told apart by it).
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from habeas.names.bulk import forms
from habeas.names.bulk.asking import ask
from habeas.names.bulk.index import Index, Row

DATA: Final = Path(__file__).resolve().parents[3] / "shared/data/argentina"
_MOST: Final = 50
Link = tuple[str, str]  # the name asked for, the number of the record in the other register


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def links(file: str = "easy_links.csv") -> list[Link]:
    """Pairs of a name of ruvte and a number of parque."""
    asked = {row["id_unico_ruvte"]: row["apellido_paterno_nombres"] for row in _rows("ruvte.csv")}
    return [(asked[row["id_unico_ruvte"]], row["id_parque"]) for row in _rows(file)]


def _ranks(index: Index, asked: Iterable[Link]) -> tuple[list[int], list[float]]:
    """For each link 0 for the first alone, 1 for first with others, 2 for not first; and milliseconds."""
    found, times = [], []
    for name, right in asked:
        began = time.perf_counter()
        hits = ask(index, name, ceiling=1, most=_MOST)
        times.append((time.perf_counter() - began) * 1000)
        best = [hit.owner for hit in hits if hit.rank >= hits[0].rank - 0.01]
        found.append(2 if int(right) not in best else len(best) > 1)
    return found, sorted(times)


def _tell(title: str, found: list[int], times: list[float]) -> None:
    alone, first, many = found.count(0), found.count(0) + found.count(1), len(found)
    sys.stdout.write(
        f"{title}: {many:,}; at rank 1 {first / many:.4f}, alone there {alone / many:.4f}; "
        f"p50 {times[many // 2]:.1f} ms, p95 {times[int(many * 0.95)]:.1f} ms\n"
    )


def run() -> None:
    """Measure and print."""
    if not DATA.exists():
        sys.stdout.write("argentina is not here: nothing measured.\n")
        return
    others = {row["id"]: row["nombre"] for row in _rows("parque_de_la_memoria.csv")}
    index = Index()
    index.fill(Row(forms.packed(name), int(number), 1) for number, name in others.items())
    _tell("easy links", *_ranks(index, links()))


if __name__ == "__main__":
    run()
