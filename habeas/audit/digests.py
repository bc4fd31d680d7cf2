"""Digests over the rows that a verb wrote: made when it writes, made again by `habeas verify`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Model


class Group(NamedTuple):
    """All rows of a model with one value in a column: for verbs that write many rows at once."""

    model: type[Model]
    column: str
    value: int


def of_rows(rows: Iterable[Model]) -> bytes:
    """SHA-256 over the canonical form of each row, by table and id."""
    return _digest(sorted(rows, key=lambda row: (row._meta.db_table, row.pk)))


def _digest(rows: Iterable[Model]) -> bytes:
    proof = hashlib.sha256()
    for row in rows:
        proof.update(canonical(row))
    return proof.digest()


def canonical(row: Model) -> bytes:
    """The bytes that stand for a row: table and columns as JSON with sorted keys, derived columns left out."""
    values = {name: _plain(getattr(row, name)) for name in columns(type(row))}
    return json.dumps([row._meta.db_table, values], sort_keys=True, separators=(",", ":")).encode()


def columns(model: type[Model]) -> list[str]:
    """The attributes that a digest covers."""
    noted: tuple[str, ...] | None = getattr(model, "noted", None)
    if noted is not None:
        return ["id", *noted]
    derived = getattr(model, "derived", ())
    return [field.attname for field in model._meta.concrete_fields if field.attname not in derived]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def named(rows: Iterable[Model]) -> dict[str, list[int]]:
    """Which rows: table -> ids, as an event's detail keeps it."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row._meta.db_table, []).append(row.pk)
    return found


def of_group(group: Group) -> tuple[bytes, Mapping[str, Any]]:
    """The digest of a group's rows in order of id, and how an event's detail names them."""
    rows = group.model._base_manager.filter(**{group.column: group.value}).order_by("pk").iterator(chunk_size=2000)
    return _digest(rows), {group.model._meta.db_table: {group.column: group.value}}
