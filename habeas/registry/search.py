"""Find a subject by name, by person id, by a source's own key or by a document number.

Everything that answers (hit, order, score, reason, keys) comes from statements at or below the ceiling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection

from habeas.index import lookup
from habeas.index.lookup import Candidate
from habeas.names.bulk.asking import Match
from habeas.registry.models import Summary
from habeas.statements import identity

_IDENTITIES = ("identity_number", "passport_number", "document_number")
_CODE = re.compile(r"[0-9a-z]{10}")
_MOST_KEYS = 20
_FIRST = 1_000.0  # numbers stand before names
_SPARE = 5  # candidates beyond the limit: some may have no page
_LONGEST = 300  # letters of a query


class Hit(NamedTuple):
    """`why` is a code and the spelling or number that met the query, `matches` what part met what; `score` is in bits
    (`names.compare`), None where no names were compared."""

    person: str
    name: str
    kind: str
    score: float | None
    why: tuple[str, str]
    matches: tuple[Match, ...]
    source_keys: list[str]


def search(query: str, *, ceiling: int, limit: int = 20, kind: str = "") -> list[Hit]:
    """At most `limit` hits, best first; an empty list when nothing meets the query."""
    query = query.replace("\0", "").strip()[:_LONGEST]
    found: dict[int, Candidate] = {}
    if query:
        for subject, how, met in _by_number(query, ceiling):
            found.setdefault(subject, Candidate(subject, met, _FIRST, None, how))
        for one in lookup.candidates(query, ceiling=ceiling, most=lookup.MOST if kind else limit + _SPARE):
            found.setdefault(one.subject, one)
    return _hits(found, ceiling, limit, kind)


def _hits(found: dict[int, Candidate], ceiling: int, limit: int, kind: str) -> list[Hit]:
    rows = Summary.objects.filter(subject__in=list(found), low__lte=ceiling, high__gte=ceiling)
    if kind:
        rows = rows.filter(kind=kind)
    pages = {subject: page for subject, *page in rows.values_list("subject", "code", "name", "kind")}
    shown = [one for one in found.values() if one.subject in pages][:limit]
    keys = source_keys([one.subject for one in shown], ceiling)
    return [_hit(pages[one.subject], one, keys.get(one.subject, [])) for one in shown]


def _hit(page: list[str], one: Candidate, keys: list[str]) -> Hit:
    code, name, kind = page
    score = None if one.bits is None else round(one.bits, 1)
    return Hit(code, name, kind, score, (one.how, one.name), one.matches, keys)


_BY_KEY = """
    SELECT m.subject_id FROM statements_record r JOIN statements_source c ON c.id = r.source_id
    JOIN registry_member m ON m.record_id = r.id
    WHERE c.code = %s AND r.{column} = %s AND r.standing = 0
      AND EXISTS (SELECT 1 FROM statements_statement s WHERE s.record_id = r.id AND s.tier <= %s AND s.standing = 0)
"""
_BY_CODE = """
    SELECT m.subject_id FROM statements_record r JOIN registry_member m ON m.record_id = r.id
    WHERE r.code = %s AND r.standing IN (0, 1)
      AND EXISTS (SELECT 1 FROM statements_statement s WHERE s.record_id = r.id AND s.tier <= %s AND s.standing = 0)
"""
_BY_MARK = """
    SELECT subject FROM registry_summary WHERE kind = 'place' AND marks @> %s AND low <= %s AND high >= %s
"""
_BY_IDENTITY = """
    SELECT m.subject_id FROM statements_statement s JOIN registry_member m ON m.record_id = s.record_id
    JOIN statements_record r ON r.id = s.record_id
    WHERE s.property IN ('identity_number', 'passport_number', 'document_number')
      AND s.value = ANY(%s) AND s.tier <= %s AND s.standing = 0 AND r.standing = 0
"""


def _by_number(query: str, ceiling: int) -> Iterable[tuple[int, str, str]]:
    code = query.lower()
    if _CODE.fullmatch(code):
        for (subject,) in _rows(_BY_CODE, [code, ceiling]):
            yield subject, "id", code
    source, colon, key = query.partition(":")
    if colon:
        for column in ("key", "about"):
            for (subject,) in _rows(_BY_KEY.format(column=column), [source.strip(), key.strip(), ceiling]):
                yield subject, "key", query
    if query.isdigit():
        yield from ((subject, "code", query) for (subject,) in _rows(_BY_MARK, [[query], ceiling, ceiling]))
    if any(letter.isdigit() for letter in query):
        values = {identity.read_identity(name, query).value or "" for name in _IDENTITIES} - {""}
        for (subject,) in _rows(_BY_IDENTITY, [sorted(values), ceiling]):
            yield subject, "document", query


_KEYS = """
    SELECT m.subject_id, c.code || ':' || r.key FROM registry_member m
    JOIN statements_record r ON r.id = m.record_id AND r.standing = 0
    JOIN statements_source c ON c.id = r.source_id
    WHERE m.subject_id = ANY(%s) AND left(r.key, 1) <> '~'
      AND EXISTS (SELECT 1 FROM statements_statement s WHERE s.record_id = r.id AND s.tier <= %s AND s.standing = 0)
    ORDER BY m.subject_id, r.id
"""


def source_keys(subjects: list[int], ceiling: int) -> dict[int, list[str]]:
    """Where each subject stands in its sources: "ruvte:88"; rows without a key of their own have none."""
    found: dict[int, list[str]] = {}
    for subject, key in _rows(_KEYS, [subjects, ceiling]):
        kept = found.setdefault(subject, [])
        if key not in kept and len(kept) < _MOST_KEYS:
            kept.append(key)
    return found


def _rows(sql: str, parameters: list[Any]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
