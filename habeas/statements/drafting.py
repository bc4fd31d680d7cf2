"""From what a source said to the exact lines that the ledger will hold, with their digests. Pure.

Both a bulk import and a form use this, so a record is the same whichever way it came. Runs in worker
processes: no Django, no database.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson

from habeas.statements.reading import READER, SEALED, Reader, Reading

RECORD_COLUMNS: Final = (
    *("id", "code", "source_id", "stream", "usage_id", "kind", "role", "key", "about", "locator", "row"),
    *(
        "batch",
        "said_by",
        "how_known",
        "said_on",
        "content",
        "salt",
        "digest",
        "added_at",
        "arrived",
        "standing",
    ),
)
STATEMENT_COLUMNS: Final = (
    *("record_id", "event", "property", "original", "language", "credibility", "said_tier", "tier"),
    *("value", "low", "high", "reference", "flag", "reader", "standing"),
)
SEALED_TIER: Final = 4
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_SPECIAL = re.compile(r"[\\\t\n\r\x08\f\v]").search
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"})


class Said(NamedTuple):
    """One statement as said: event number (None for a trait), property, value word for word."""

    event: int | None
    property: str
    original: str
    language: str = ""
    tier: int = 2
    credibility: int | None = None


@dataclass(slots=True)
class Draft:
    """One record before it is written. `key` is the source's own; empty means none was given."""

    key: str
    about: str
    role: str
    said: Sequence[Said]
    row: str = ""
    locator: str = ""
    said_by: str = ""
    how_known: str = ""
    said_on: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all records of one delivery share."""

    source: int
    stream: str
    usage: int
    kind: str
    batch: int | None
    added_at: str
    arrived: int
    content_key: bytes
    seal: Callable[[str], str] | None = field(default=None)


class Rendered(NamedTuple):
    """Lines in PostgreSQL's COPY text format, ready to send."""

    record: str
    statements: str
    said: int
    digest: bytes
    code: str


def new_code() -> str:
    """A random public id: 50 bits, 10 letters."""
    number = int.from_bytes(os.urandom(7)) >> 6
    return "".join(_LETTERS[(number >> shift) & 31] for shift in range(0, 50, 5))


def content(draft: Draft, frame: Frame) -> bytes:
    """A digest of all that was said and how it is to be read (16 bytes), keyed so that nobody can guess at it.

    Equal digests mean that a delivery brings nothing new about a row.
    """
    said = [tuple(one) for one in draft.said]  # orjson takes plain tuples only
    told = [draft.about, draft.role, said, draft.row, draft.said_by, draft.how_known, draft.said_on]
    body = orjson.dumps([frame.usage, frame.kind, *told])
    key = frame.content_key
    return hashlib.blake2b(body, digest_size=16, key=key).digest()


def digest(salt: bytes, record: Sequence[Any], statements: Iterable[Sequence[Any]]) -> bytes:
    """SHA-256 over salt, the record's protected columns and its statements' in order of id.

    `record` is number, code, source id, stream, usage id, kind, role, key, about, locator, row, batch, said_by,
    how_known, said_on, content digest (hex), arrived, added_at (ISO, UTC); a statement is event, property,
    original, language, credibility, tier. A random salt per record keeps names from being guessed against
    the log; it goes with the record when that is erased.
    """
    return hashlib.sha256(salt + orjson.dumps([record, list(statements)])).digest()


def render(draft: Draft, made: bytes, number: int, frame: Frame, reader: Reader) -> Rendered:
    """The COPY lines of one draft as record `number`; `made` is its content digest."""
    code, salt = new_code(), os.urandom(16)
    said = [_sealed(one, frame) if one.tier == SEALED_TIER else one for one in draft.said]
    fields = [
        *(number, code, frame.source, frame.stream, frame.usage, frame.kind, draft.role, draft.key, draft.about),
        *(draft.locator, draft.row, frame.batch, draft.said_by, draft.how_known, draft.said_on),
    ]
    told = [(s.event, s.property, s.original, s.language, s.credibility, s.tier) for s in said]
    proof = digest(salt, [*fields, made.hex(), frame.arrived, frame.added_at], told)
    tail = [made, salt, proof, frame.added_at, frame.arrived, frame.arrived]
    line = "\t".join([*map(_text, fields), *map(_text, tail)])
    lines = "".join(_statement(one, number, reader) for one in said)
    return Rendered(line + "\n", lines, len(said), proof, code)


def _sealed(said: Said, frame: Frame) -> Said:
    if frame.seal is None:
        raise ValueError("A sealed value needs a keeper's key.")
    return said._replace(original=frame.seal(said.original))


def _statement(said: Said, number: int, reader: Reader) -> str:
    reading = SEALED if said.tier == SEALED_TIER else reader.read(said.property, said.original)
    event = "\\N" if said.event is None else said.event
    credibility = "\\N" if said.credibility is None else said.credibility
    return (
        f"{number}\t{event}\t{escape(said.property)}\t{escape(said.original)}\t{escape(said.language)}\t{credibility}\t"
        f"{said.tier}\t{said.tier}\t{_reading(reading)}\t{READER}\t0\n"
    )


def _reading(reading: Reading) -> str:
    return "\t".join(["\\N" if field is None else escape(str(field)) for field in reading])


def escape(text: str) -> str:
    """A text as a cell of PostgreSQL's COPY format."""
    return text.translate(_ESCAPES) if _SPECIAL(text) else text


def unescape(cell: str) -> str:
    """The text of a cell of COPY's format."""
    return _ESCAPED.sub(lambda found: _UNESCAPED.get(found[1], found[1]), cell) if "\\" in cell else cell


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return escape(str(value))
