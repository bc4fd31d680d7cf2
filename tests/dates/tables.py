"""The golden tables of `golden/`, and small builders for dates."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from habeas.dates import PartialDate

GOLDEN = Path(__file__).parent / "golden"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one golden table."""
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """The day of an ISO date; None for nothing."""
    return date.fromisoformat(text) if text else None


def span(low: str, high: str) -> PartialDate:
    """A date known by its bounds alone."""
    return PartialDate(f"[{low}..{high}]", day(low), day(high))
