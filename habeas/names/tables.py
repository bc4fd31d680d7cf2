"""The tables that the package rests on: CSV files beside it, one row a line, each with its origin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`; nothing for a table that is not there."""
    return tuple(_read(name))


def _read(name: str) -> Iterator[dict[str, str]]:
    place = resources.files("habeas.names") / "data" / f"{name}.csv"
    if place.is_file():
        yield from csv.DictReader(io.StringIO(place.read_text("utf-8"), newline=""))


def weights(text: str) -> dict[str, float]:
    """Shares, which sum to 1, from "me:5|ma:2|:1"; the text before a colon may be empty."""
    found = {}
    for item in text.split("|"):
        name, _colon, weight = item.rpartition(":")
        found[name] = float(weight)
    whole = sum(found.values())
    return {name: weight / whole for name, weight in found.items()}
