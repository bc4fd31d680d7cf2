"""The reference library `edtf`, asked for the bounds of an expression: our oracle.

Where the library itself deviates from ISO 8601-2, `knows` says no:

- an `XX` month, or a digit with an X beside it ("1X"), makes it fail (AttributeError, ValueError);
- a year, month or day with X is refused at an end of an open interval or a span, and with a qualifier inside
  any interval, though level 2 allows all three;
- "1977-02-29" passes, and the year 0000, which `datetime.date` does not have;
- "XXXX" is the years 0 to 9999 there; for us it has no bounds;
- a day with an unknown month and a qualifier ("2010-XX-01?") is refused;
- a season code inside a set is refused; we write days there and only read it;
- "1976/" (end unknown) ends ten years later there; for us it is open.

Winter and the other seasons over the new year differ on purpose (see `habeas.dates.edtf`): the library ends
them with December.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
from datetime import date
from functools import cache

import edtf

Bounds = tuple[date | None, date | None]

_PART_WITH_X = re.compile(r"X(?=.*[/.])|(?<=[/.]).*X|-XX\b.*[,\]]|-(?:[0-9]X|X[0-9])|-XX-[0-9]{2}[?~%]")
_SEASON_IN_SET = re.compile(r"[\[{].*\d{4}-(?:2[1-9]|3\d|4[01])(?![-\d])")
OVER_NEW_YEAR = re.compile(r"\d{4}-(?:24|28|30)(?![-\d])")


def knows(expression: str) -> bool:
    """Whether the library can be trusted with this expression."""
    if "XXXX" in expression or "0000" in expression or expression.endswith("/"):
        return False
    return not (_PART_WITH_X.search(expression) or _SEASON_IN_SET.search(expression))


@cache
def bounds(expression: str) -> Bounds:
    """The strict bounds that the library gives; raises its own errors for what is not EDTF."""
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it fails on
        parsed = edtf.parse_edtf(expression)
        return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(moment: object) -> date | None:
    if isinstance(moment, float | int):
        assert math.isinf(moment)
        return None
    year, month, day = moment[:3]  # type: ignore[index]
    return date(year, month, day)
