"""A date known in part: what was said as EDTF, and the earliest and latest day it can mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

IMPOSSIBLE = "impossible"
UNREADABLE = "unreadable"
AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An EDTF expression with its bounds.

    `low` and `high` are the earliest and the latest day, both included; None means open or not known.
    A qualifier (`?` uncertain, `~` approximate, `%` both) does not widen the bounds: they follow the
    expression itself, and whoever compares decides how far "about" may reach.
    `flag` is None, "impossible" (the calendar has no such day), "unreadable" (not understood), or
    "ambiguous" (several readings; the bounds cover all of them).
    """

    edtf: str | None
    low: date | None
    high: date | None
    flag: str | None = None


NO_SUCH_DATE = PartialDate(None, None, None, IMPOSSIBLE)
NOT_READ = PartialDate(None, None, None, UNREADABLE)
UNCLEAR = PartialDate(None, None, None, AMBIGUOUS)
