"""The data files of the packs as they stand on disk, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.house import tree

FOLDER = tree.PACKAGE / "packs"
NAMES = ("world", "xinjiang")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files() -> list[Path]:
    return sorted(path for name in NAMES for path in (FOLDER / name).rglob("*.csv"))


def thesauri() -> list[Path]:
    return sorted(path for name in NAMES for path in (FOLDER / name / "vocabulary" / "thesauri").glob("*.csv"))


def words(row: dict[str, str]) -> list[str]:
    return [word for word in row.get("words", "").split("|") if word]
