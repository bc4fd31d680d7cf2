"""Whether one register's person is found in the other by name alone: `python -m bench.names.registers [HOW MANY]`.

For links at random of ../shared/data/argentina/easy_links.csv every name of the other register that shares two
skeletons (one, where nobody shares two) is compared; nothing is indexed, so the time says nothing of a search. Prints
how often the linked record is at rank 1, equals counted: people of one name cannot be told apart by it.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

from habeas.names import keys
from habeas.names.compare import compare

DATA: Final = Path(__file__).resolve().parents[3] / "shared/data/argentina"
_MANY: Final = 300
_NONE: Final = -99.0  # what cannot be compared ranks last


def _names(file: str, number: str, name: str) -> dict[str, str]:
    return {row[number]: row[name] for row in _rows(file)}


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def run(many: int) -> None:
    """Measure and print."""
    if not DATA.exists():
        sys.stdout.write("argentina is not here: nothing measured.\n")
        return
    asked = _names("ruvte.csv", "id_unico_ruvte", "apellido_paterno_nombres")
    others = _names("parque_de_la_memoria.csv", "id", "nombre")
    index: dict[str, list[str]] = defaultdict(list)
    for number, name in others.items():
        for key in keys.of(name):
            index[key].append(number)
    links = random.Random(1).sample(_rows("easy_links.csv"), many)
    first = sum(_first(asked[one["id_unico_ruvte"]], one["id_parque"], others, index) for one in links)
    sys.stdout.write(f"easy links: the other register's record at rank 1, equals counted: {first} of {many}\n")


def _first(query: str, right: str, others: dict[str, str], index: dict[str, list[str]]) -> bool:
    shared = Counter(number for key in keys.of(query) for number in index[key])
    met = [number for number, count in shared.items() if count > 1] or list(shared)
    if right not in met:
        return False
    bits = {number: _bits(query, others[number]) for number in met}
    return bits[right] >= max(bits.values())


def _bits(left: str, right: str) -> float:
    found = compare(left, right).bits
    return _NONE if found is None else found


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else _MANY)
