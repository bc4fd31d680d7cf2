"""Candidates for a name: exact in any word order first, then by the beginnings of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from habeas import names

MOST = 300  # candidates looked at for one query
_SHORT = 2  # a beginning shorter than this would meet half the register
_LONG = 250  # letters: keys are kept no longer, and PostgreSQL refuses words of more than 2,046 bytes


class Candidate(NamedTuple):
    """A subject with the spelling that met the query; `score` is 100 for the same name, less for parts."""

    subject: int
    name: str
    score: int
    how: str


def candidates(query: str, *, ceiling: int) -> list[Candidate]:
    """Subjects whose names, at or below the ceiling, have all words of the query or begin with them."""
    words = _words(query)
    if not words:
        return []
    key = names.key(query)[:_LONG]
    best: dict[int, Candidate] = {}
    for subject, name in _rows(
        "SELECT subject, name FROM index_namekey WHERE key = %s AND tier <= %s ORDER BY id LIMIT %s",
        [key, ceiling, MOST],
    ):
        best[subject] = Candidate(subject, name, 100, "same")
    if len(best) < MOST:
        for subject, name, found in _by_parts(words, ceiling):
            candidate = _weigh(subject, name, set(found.split()), words)
            if subject not in best or candidate.score > best[subject].score:
                best[subject] = candidate
    return sorted(best.values(), key=lambda one: (-one.score, one.name, one.subject))


def condition(query: str) -> str | None:
    """The query as a tsquery for `index_namekey.parts`; None when it has no word."""
    return " & ".join([_lexeme(word) for word in _words(query)]) or None


def _words(query: str) -> list[str]:
    """The folded words, each once and none longer than any that is kept."""
    return list(dict.fromkeys([word[:_LONG] for word in names.tokens(query)]))


def _by_parts(words: Sequence[str], ceiling: int) -> list[tuple]:  # type: ignore[type-arg]
    query = " & ".join([_lexeme(word) for word in words])
    return _rows(
        "SELECT subject, name, key FROM index_namekey WHERE parts @@ %s::tsquery AND tier <= %s LIMIT %s",
        [query, ceiling, MOST],
    )


def _lexeme(word: str) -> str:
    quoted = "'" + word.replace("'", "''").replace("\\", "") + "'"
    return f"{quoted}:*" if len(word) > _SHORT or not word.isascii() else quoted


def _weigh(subject: int, name: str, parts: set[str], words: Sequence[str]) -> Candidate:
    whole = sum(word in parts for word in words)
    extra = max(0, len(parts) - len(words))
    how = "words" if whole == len(words) else "beginnings"
    return Candidate(subject, name, max(1, 60 + 30 * whole // len(words) - 3 * extra), how)


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
