"""Read a chunk of the ledger for the pure modules: COPY out, which costs a fifth of fetching rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.conf import settings
from django.db import connection

from habeas.packs import reader as packs
from habeas.registry.facts import Decision, Origin, Stand
from habeas.registry.profile import Lore
from habeas.statements.models import Source

Extras = dict[int, tuple[list[Stand], list[Decision]]]
_ACCOUNTS = """COPY (
    SELECT m.subject_id, b.kind, r.id, r.code, r.source_id, r.role, r.said_on, r.key
    FROM registry_member m JOIN statements_record r ON r.id = m.record_id JOIN registry_subject b ON b.id = m.subject_id
    WHERE {scope} AND r.standing = 0 ORDER BY m.subject_id, r.id) TO STDOUT"""
_FACTS = """COPY (
    SELECT m.subject_id, s.id, s.record_id, s.event, s.property, s.original, s.tier, s.credibility,
           s.value, s.low, s.high, s.reference, s.flag
    FROM registry_member m JOIN statements_record r ON r.id = m.record_id
    JOIN statements_statement s ON s.record_id = r.id
    WHERE {scope} AND r.standing = 0 AND s.standing = 0 ORDER BY m.subject_id, s.id) TO STDOUT"""
_STANDS = """
    SELECT m.subject_id, t.statement_id, t.record_id, t.stance, v.source_id,
           greatest(s.tier, (SELECT min(o.tier) FROM statements_statement o WHERE o.record_id = v.id), c.tier)
    FROM statements_stance t JOIN statements_record v ON v.id = t.record_id AND v.standing = 0
    JOIN statements_source c ON c.id = v.source_id
    JOIN statements_statement s ON s.id = t.statement_id JOIN registry_member m ON m.record_id = s.record_id
    WHERE {scope} ORDER BY t.id"""
_DECISIONS = """
    SELECT m.subject_id, l.decision, l.criterion, l.category, l.reason, l.at, l.tier
    FROM registry_listing l JOIN registry_member m ON m.record_id = l.record_id
    WHERE {scope} ORDER BY l.id"""


def lore() -> Lore:
    """Sources with the root that each took its content from, and what event types mean for custody."""
    parents = {
        source.pk: source.upstream_id or source.parent_id for source in Source.objects.only("upstream", "parent")
    }
    sources = {
        one.pk: Origin(one.pk, one.code, one.kind, one.reliability, one.tier, _root(one.pk, parents))
        for one in Source.objects.all()
    }
    return Lore(sources, _effects(tuple(settings.PACKS)))


def _root(number: int, parents: dict[int, int | None]) -> int:
    seen: set[int] = set()
    while (up := parents.get(number)) is not None and number not in seen:
        seen.add(number)
        number = up
    return number


@lru_cache(maxsize=4)
def _effects(packs_in_use: tuple[str, ...]) -> dict[str, str]:
    return {one.code: one.custody for one in packs.load(*packs_in_use).event_types}


def copy_out(subjects: Sequence[int]) -> tuple[str, str]:
    """Accounts and facts of these subjects as COPY text. A run of numbers is read as a range."""
    scope = _scope(subjects)
    return copied(_ACCOUNTS.format(scope=scope)), copied(_FACTS.format(scope=scope))


def _scope(subjects: Sequence[int]) -> str:
    low, high = min(subjects), max(subjects)
    if high - low + 1 == len(subjects):
        return f"m.subject_id BETWEEN {low:d} AND {high:d}"
    return f"m.subject_id IN ({','.join(format(one, 'd') for one in subjects)})"


def copied(command: str) -> str:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(command) as copy:
        return b"".join([bytes(part) for part in copy]).decode()


def extras(subjects: Sequence[int], known: Lore) -> Extras:
    """Stances and listing decisions of these subjects."""
    found: Extras = {}
    scope = _scope(subjects)
    for subject, *rest, source, tier in _rows(_STANDS.format(scope=scope)):
        statement, account, stance = rest
        stand = Stand(statement, account, stance, known.sources[source].root, tier, source)
        found.setdefault(subject, ([], []))[0].append(stand)
    for subject, decision, criterion, category, reason, at, tier in _rows(_DECISIONS.format(scope=scope)):
        made = Decision(decision, criterion, category, reason, at.isoformat(), tier)
        found.setdefault(subject, ([], []))[1].append(made)
    return found


def _rows(sql: str) -> Iterator[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()
