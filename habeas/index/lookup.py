"""Candidates for a name, in whatever script: those who may be meant, with what speaks for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.db import connection

from habeas import names
from habeas.index.memory import MEMORY
from habeas.names.bulk.asking import Found, Match

MOST: Final = 300  # candidates for one query
_SHORT: Final = 2  # a beginning shorter than this would meet half the register
_LONG: Final = 250  # letters: keys are kept no longer, and PostgreSQL refuses words of more than 2,046 bytes
_NAMES: Final = "SELECT id, name FROM index_namekey WHERE id = ANY(%s) AND tier <= %s"
_ALIKE: Final = "SELECT DISTINCT ON (subject) subject, name FROM index_namekey WHERE key = %s AND tier <= %s LIMIT %s"
_LETTERS: Final = (
    "SELECT subject, name FROM index_namekey WHERE parts @@ %s::tsquery AND tier <= %s ORDER BY id LIMIT %s"
)
SAME, WORDS, BEGINNINGS, SOUND = "same", "words", "beginnings", "sound"


class Candidate(NamedTuple):
    """A subject with the spelling that met the query: `rank` orders, `bits` say how strongly the names speak for one
    person (None where only letters were compared), `how` is one of the words above, `matches` what met what."""

    subject: int
    name: str
    rank: float
    bits: float | None
    how: str
    matches: tuple[Match, ...] = ()


def candidates(query: str, *, ceiling: int, most: int = MOST) -> list[Candidate]:
    """Subjects whose names, at or below the ceiling, may be meant by the query, best first."""
    words = _words(query)
    if not words:
        return []
    found = MEMORY.ask(query, ceiling=ceiling, most=most)
    spelled = _spelled([one.key for one in found], ceiling)
    told = [(one, spelled[one.key]) for one in found if one.key in spelled]
    best = {one.owner: _candidate(one, name, query) for one, name in told}
    if not best or (len(best) < most and any(not word.isalpha() for word in words)):  # a title, a number of a prison
        for subject, name in _rows(_LETTERS, [condition(query), ceiling, most]):
            best.setdefault(subject, Candidate(subject, name, 0.0, None, _how(query, name, ())))
    return sorted(best.values(), key=lambda one: (one.how != SAME, -round(one.rank, 1), one.name, one.subject))


def alike(name: str, *, ceiling: int, most: int = MOST) -> list[int]:
    """Subjects with this very name, in any order of words."""
    key = names.key(name)[:_LONG]
    return [subject for subject, _name in _rows(_ALIKE, [key, ceiling, most])] if key else []


def condition(query: str) -> str | None:
    """The query as a tsquery for `index_namekey.parts`; None when it has no word."""
    return " & ".join([_lexeme(word) for word in _words(query)]) or None


def _words(query: str) -> list[str]:
    """The folded words, each once and none longer than any that is kept."""
    return list(dict.fromkeys([word[:_LONG] for word in names.tokens(query)]))


def _lexeme(word: str) -> str:
    quoted = "'" + word.replace("'", "''").replace("\\", "") + "'"
    return f"{quoted}:*" if len(word) > _SHORT or not word.isascii() else quoted


def _spelled(keys: list[int], ceiling: int) -> dict[int, str]:
    """Names as written, by id; one that was written anew a moment ago is not among them."""
    return dict(_rows(_NAMES, [keys, ceiling]))


def _candidate(found: Found, name: str, query: str) -> Candidate:
    return Candidate(found.owner, name, found.rank, found.bits, _how(query, name, found.matches), found.matches)


def _how(query: str, name: str, matches: Sequence[Match]) -> str:
    if names.key(query) == names.key(name):
        return SAME
    own, asked = set(names.tokens(name)), names.tokens(query)
    if own.issuperset(asked):
        return WORDS
    begun = all(any(word.startswith(one) for word in own) for one in asked)
    return BEGINNINGS if begun or not matches else SOUND


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
