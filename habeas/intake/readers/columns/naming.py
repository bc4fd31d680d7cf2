"""Makes every column's name usable: by position where there is none, with a number where it occurs twice."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError


def named(own: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    """Names, no two alike, and those that are not the file's own: position counted from 1, the file's own.

    Raises ReadError for more columns than any list of people has.
    """
    if len(own) > limits.COLUMNS:
        raise ReadError(
            f"The table has {len(own):,} columns; at most {limits.COLUMNS:,} can be read. Bring the columns about "
            "people as a file of their own, or turn the table round if its rows are columns."
        )
    taken, names = set(own), list[str]()
    given = set[str]()
    for place, name in enumerate(own, start=1):
        if name and name not in given:
            names.append(name)
        else:
            names.append(_free(name or f"column {place}", 2 if name else 1, taken | given))
        given.add(names[-1])
    renamed = tuple((place, name) for place, name in enumerate(own, start=1) if name != names[place - 1])
    return tuple(names), renamed


def _free(base: str, turn: int, taken: set[str]) -> str:
    while (name := base if turn == 1 else f"{base} ({turn})") in taken:
        turn += 1
    return name
