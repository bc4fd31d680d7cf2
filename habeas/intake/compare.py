"""Sort rows into new, changed, unchanged, gone and refused, against what is held for the same source.

Works on chunks with two look-ups each, so memory does not grow with the file; what this file has shown so
far lies in a temporary table.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from habeas.intake.rows import Made, Maker
from habeas.statements import copying
from habeas.statements.drafting import escape
from habeas.statements.models import QUARANTINED

_MAKE = """CREATE TEMPORARY TABLE IF NOT EXISTS intake_seen
    (key text PRIMARY KEY, row bigint, content bytea) ON COMMIT DELETE ROWS"""
_HELD = """
    SELECT key, id, content, standing FROM statements_record
    WHERE source_id = %s AND stream = %s AND key = ANY(%s) AND standing IN (0, 3, 4) AND batch IS DISTINCT FROM %s
    ORDER BY id DESC
"""
_SEEN = "SELECT key, row, content FROM intake_seen WHERE key = ANY(%s)"
_GONE = """
    FROM statements_record r
    WHERE r.source_id = %s AND r.stream = %s AND r.standing IN (0, 3, 4) AND r.batch IS NOT NULL
      AND r.batch IS DISTINCT FROM %s AND NOT EXISTS (SELECT 1 FROM intake_seen s WHERE s.key = r.key)
"""
_RETRACT = "COPY statements_retraction (record, by_record, by_batch, reason, by, at, salt) FROM STDIN"
_RETRACT_GONE = f"""
    INSERT INTO statements_retraction (record, by_batch, reason, by, at, salt)
    SELECT r.id, %s, %s, 'import', now(), decode(replace(gen_random_uuid()::text, '-', ''), 'hex') {_GONE}
"""
_REFUSE = 'COPY intake_refusal (batch_id, "row", "column", why) FROM STDIN'
_SHOW = "COPY intake_seen FROM STDIN"
_EXAMPLES = 200
_SUPERSEDED, _UNLISTED = "superseded by a newer delivery of the same list", "no longer in the source's list"


class _Held(NamedTuple):
    number: int
    content: bytes
    standing: int


@dataclass(slots=True)
class Comparison:
    """Counts and examples of one pass over a file. read = new + changed + unchanged + refused."""

    maker: Maker
    source: int
    stream: str
    batch: int
    dry: bool
    quarantined: bool
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: int = 0
    superseded: int = 0
    retracted: int = 0
    refusals: list[tuple[int, str, str]] = field(default_factory=list)
    examples: dict[str, list[Any]] = field(default_factory=lambda: {"new": [], "changed": [], "gone": []})
    _refused: list[str] = field(default_factory=list)
    _repeats: Counter[bytes] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_MAKE)
            cursor.execute("DELETE FROM intake_seen")

    def counts(self) -> dict[str, int]:
        names = ("read", "new", "changed", "unchanged", "refused", "gone")
        return {name: getattr(self, name) for name in names}

    def sort(self, made: list[Made]) -> list[Made]:
        """Count a chunk; return the rows that have to be written."""
        self.read += len(made)
        good = [self._keyed(one) for one in made if not self._refuse(one)]
        held = self._held([one.key for one in good])
        seen = self._seen([one.key for one in good])
        fresh, superseded, shown = [], [], []
        for one in good:
            earlier = seen.get(one.key)
            if earlier is not None:
                self._again(one, *earlier)
                continue
            seen[one.key] = (one.number, one.content)
            shown.append(one)
            versions = held.get(one.key, [])
            like = [kept for kept in versions if self.quarantined or kept.standing != QUARANTINED]
            if any(kept.content == one.content for kept in like):
                self.unchanged += 1
                continue
            fresh.append(one)
            self._count(one, like[0].number if like else None)
            superseded += [(kept.number, _number(one)) for kept in versions]
        self._remember(shown)
        if not self.dry:
            self._supersede(superseded)
            copying.send(_REFUSE, "".join(self._refused))
        self._refused.clear()
        return fresh

    def _refuse(self, one: Made) -> bool:
        if one.refused is None:
            return False
        self._note(one.number, one.column, one.refused)
        return True

    def _note(self, row: int, column: str, why: str) -> None:
        """Every refused row is written down; a few are kept at hand to show."""
        self.refused += 1
        self._refused.append(f"{self.batch}\t{row}\t{escape(column)}\t{escape(why)}\n")
        if len(self.refusals) < _EXAMPLES:
            self.refusals.append((row, column, why))

    def _keyed(self, one: Made) -> Made:
        """Give equal rows without a key of their own an ordinal each."""
        if one.row is None:
            return one
        repeat = self._repeats[one.content]
        self._repeats[one.content] += 1
        if not repeat:
            return one
        return self.maker.one(one.row, _number(one), repeat)

    def _again(self, one: Made, row: int, content: bytes) -> None:
        if content == one.content:
            self.unchanged += 1
        else:
            self._note(one.number, "", f"its key stands in row {row} already, with other content")

    def _count(self, one: Made, number: int | None) -> None:
        kind = "new" if number is None else "changed"
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.examples[kind]) < _EXAMPLES:
            self.examples[kind].append((one.number, one.key, number, one))

    def _held(self, keys: list[str]) -> dict[str, list[_Held]]:
        """What is held under these keys, newest first: a row that counts, and perhaps one in quarantine."""
        found: dict[str, list[_Held]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_HELD, [self.source, self.stream, keys, self.batch])
            for key, number, content, standing in cursor.fetchall():
                found.setdefault(key, []).append(_Held(number, bytes(content), standing))
        return found

    def _seen(self, keys: list[str]) -> dict[str, tuple[int, bytes]]:
        with connection.cursor() as cursor:
            cursor.execute(_SEEN, [keys])
            return {key: (row, bytes(content)) for key, row, content in cursor.fetchall()}

    def _remember(self, shown: list[Made]) -> None:
        copying.send(_SHOW, "".join([f"{escape(one.key)}\t{one.number}\t\\\\x{one.content.hex()}\n" for one in shown]))

    def _supersede(self, pairs: list[tuple[int, int]]) -> None:
        self.superseded += len(pairs)
        about = f"{self.batch}\t{_SUPERSEDED}\timport\tnow"
        lines = [f"{old}\t{new}\t{about}\t\\\\x{secrets.token_hex(16)}\n" for old, new in pairs]
        copying.send(_RETRACT, "".join(lines))

    def finish(self, *, gone: str) -> None:
        """Count what the source no longer lists; withdraw it only when the mapping says so, and never for rows that are
        themselves in quarantine."""
        about: list[int | str] = [self.source, self.stream, self.batch]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*)" + _GONE, about)
            self.gone = cursor.fetchone()[0]
            cursor.execute(f"SELECT r.id, r.key {_GONE} ORDER BY r.id LIMIT {_EXAMPLES}", about)
            self.examples["gone"] = cursor.fetchall()
            if gone == "retract" and not self.dry and not self.quarantined:
                cursor.execute(_RETRACT_GONE, [self.batch, _UNLISTED, *about])
                self.retracted = cursor.rowcount


def _number(one: Made) -> int:
    return int(one.rendered.record.split("\t", 1)[0]) if one.rendered else 0
