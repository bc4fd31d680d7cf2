"""Candidates that sound like the query, in whatever script: by the skeletons of their parts, weighed in bits.

First names that have a skeleton of every part of the query, then, if few are found, those a letter away or with one
part only. What is read is bounded, so common names give many good hits rather than all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection

from habeas.index.candidate import Candidate
from habeas.names import keys, token
from habeas.names.compare import compare
from habeas.names.skeleton import LETTERS

MOST: Final = 200  # names read in one step
_PARTS: Final = 3  # of the query
_ENOUGH: Final = 10  # good hits that make a wider step needless
_GOOD: Final = 8.0  # bits
_LEAST: Final = 6.0  # bits below which a name is no hit: for each part of the query, two parts at most
_SHORT: Final = 2  # a skeleton so short is not widened: it would meet everybody
_BEST: Final = 98  # score; the same letters have 100
Wanted = Sequence[frozenset[str]]


def candidates(query: str, *, ceiling: int) -> list[Candidate]:
    """Subjects whose names at or below the ceiling sound like the query, best first."""
    found: dict[int, Candidate] = {}
    for parts in token.names(query):
        exact = [keys.skeletons(one) - {""} for one in parts[:_PARTS]]
        for wanted in _steps([one for one in exact if one]):
            if sum(one.score >= _score(_GOOD) for one in found.values()) >= _ENOUGH:
                break
            _weigh(query, _LEAST * min(2, len(parts)), _met(wanted, ceiling), found)
    return sorted(found.values(), key=lambda one: (-one.score, one.name, one.subject))


def _steps(exact: Wanted) -> Iterable[Wanted]:
    """What to ask for, ever wider."""
    if not exact:
        return
    yield exact
    for place, one in enumerate(exact):
        yield [*exact[:place], one | _near(one), *exact[place + 1 :]]
    if len(exact) > 1:
        for one in sorted(exact, key=_length, reverse=True):
            yield [one]


def _length(wanted: frozenset[str]) -> int:
    return max(len(one) for one in wanted)


def _near(wanted: frozenset[str]) -> frozenset[str]:
    """Skeletons one letter away."""
    found: set[str] = set()
    for one in wanted:
        if len(one) <= _SHORT:
            continue
        for place in range(len(one) + 1):
            head, tail = one[:place], one[place:]
            found |= {head + letter + tail for letter in LETTERS}
            if tail:
                found.add(head + tail[1:])
                found |= {head + letter + tail[1:] for letter in LETTERS}
    return frozenset(found)


def _met(wanted: Wanted, ceiling: int) -> list[tuple[int, str]]:
    where = " AND ".join(["skeletons && %s::text[]"] * len(wanted))
    parameters: list[Any] = [sorted(one) for one in wanted]
    sql = f"SELECT subject, name FROM index_namekey WHERE {where} AND tier <= %s LIMIT %s"  # noqa: S608 - fixed words
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, ceiling, MOST])
        return list(cursor.fetchall())


def _weigh(query: str, least: float, met: Iterable[tuple[int, str]], found: dict[int, Candidate]) -> None:
    for subject, name in met:
        bits = compare(query, name).bits
        if bits is not None and bits >= least:
            candidate = Candidate(subject, name, _score(bits), "sound")
            if subject not in found or candidate.score > found[subject].score:
                found[subject] = candidate


def _score(bits: float) -> int:
    """Bits as a score beside those of the letters: 4 bits 20, 12 bits 60, 24 bits 90, never the same letters' 100."""
    return max(1, min(_BEST, round(5 * bits if bits <= 12 else 60 + 2.5 * (bits - 12))))
