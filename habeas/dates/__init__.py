"""Dates known in part (EDTF), ages, prison terms and sentence arithmetic. Plain Python, no Django."""

from __future__ import annotations

from habeas.dates.ages import age_at, age_span
from habeas.dates.compare import contains, overlaps, precision, same
from habeas.dates.partial import AMBIGUOUS, IMPOSSIBLE, UNREADABLE, PartialDate
from habeas.dates.reader import read, read_serial
from habeas.dates.sentence import Window, release_window
from habeas.dates.show import show
from habeas.dates.terms import Term, parse_code, read_term, term_code

__all__ = [
    "AMBIGUOUS", "IMPOSSIBLE", "UNREADABLE", "PartialDate", "Term", "Window", "age_at", "age_span",
    "contains", "overlaps", "parse_code", "precision", "read", "read_serial", "read_term", "release_window",
    "same", "show", "term_code",
]  # fmt: skip
