"""Temporary: CSV only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class ReadError(ValueError):
    pass


class Row(NamedTuple):
    number: int
    cells: tuple[str | None, ...]
    refused: str | None = None


class Table:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.details: dict[str, Any] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            self.columns = tuple(next(csv.reader(file)))

    def __iter__(self) -> Iterator[Row]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            next(reader)
            for cells in reader:
                yield Row(reader.line_num, tuple(c or None for c in cells))


def open_table(path: Path, *, name: str = "", sheet: str | None = None) -> Table:
    return Table(path)
