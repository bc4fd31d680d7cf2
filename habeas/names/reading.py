"""Read a name as a source wrote it: a tidy form to show, its script, and its parts when the order tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from habeas.names.folding import LONGEST, visible
from habeas.names.scripts import script

FAMILY_FIRST: Final = "family-first"
_PARTICLES: Final = frozenset(
    ("de", "del", "la", "las", "los", "y", "e", "da", "do", "dos", "das", "di", "von", "van", "der", "bin", "ibn", "al")
)
_GAP = re.compile(r"\s{2,}|\t")


class NameReading(NamedTuple):
    """`display` is for people; `family` and `given` are known only when the source's order says so."""

    display: str
    script: str
    family: str | None = None
    given: str | None = None
    flag: str | None = None


@lru_cache(maxsize=65_536)
def read_name(text: str, *, order: str = "") -> NameReading:
    """Read any text as a name; never raises. `order` is "family-first", "given-first" or "" (not declared).

    With a declared family-first order, "FAMILY  GIVEN" (two spaces) and "Family, Given" are parted; a
    comma parts also when nothing is declared. All-capital Latin names get name case.
    """
    clean = visible(text[:LONGEST]).strip()
    family, given = _parted(clean, order)
    shown = f"{given} {family}" if family and given else clean
    code = script(shown)
    if code == "Latn" and shown.isupper():
        shown = _cased(shown)
        family, given = family and _cased(family), given and _cased(given)
    display = " ".join(shown.split())
    return NameReading(display, code, family, given, None if display else "unreadable")


def _parted(text: str, order: str) -> tuple[str | None, str | None]:
    family, comma, given = text.partition(",")
    if comma and given.strip() and "," not in given:
        return " ".join(family.split()), " ".join(given.split())
    if order == FAMILY_FIRST:
        parts = [part.strip() for part in _GAP.split(text) if part.strip()]
        if len(parts) == 2:
            return parts[0], parts[1]
    return None, None


def _cased(text: str) -> str:
    words = text.split()
    return " ".join([_word(word, inside=0 < place < len(words) - 1) for place, word in enumerate(words)])


def _word(word: str, *, inside: bool) -> str:
    """A particle stays small between other words only: a last "Y" is an initial."""
    low = word.lower()
    if low in _PARTICLES and inside:
        return low
    return "".join([part.capitalize() for part in re.split(r"([-'’.])", low)])
