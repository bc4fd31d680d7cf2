"""Reads single entries of a mapping's TOML tables: each is checked, and an error says where it stands."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from typing import Any

from habeas.intake.mapping.model import MappingError
from habeas.packs.vocabulary import TIERS


def table(raw: Dict[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name)
    if not isinstance(found, dict):
        raise MappingError(f"[{name}] is missing: see docs/mapping.md")
    return found


def tables(raw: Dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    found = raw.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise MappingError(f"[[{name}]] must be written with double brackets")
    return list(enumerate(found, start=1))


def known(table: Dict[str, Any], allowed: set[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise MappingError(f"{where} has {key!r}, which is not known; allowed: {', '.join(sorted(allowed))}")


def text(table: Dict[str, Any], key: str, where: str, *, most: int | None = None) -> str:
    """A text, of at most so many signs."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise MappingError(f"{where} {key} must be text in quotes")
    if "\0" in value:
        raise MappingError(f"{where} {key} holds a sign that is no letter (NUL)")
    if most is not None and len(value) > most:
        raise MappingError(f"{where} {key} is longer than {most} signs")
    return value


def one_of(table: Dict[str, Any], key: str, allowed: Sequence[str], where: str, default: str) -> str:
    value = text(table, key, where) or default
    if value not in allowed:
        raise MappingError(f"{where} {key} is {value!r}; allowed: {', '.join(repr(one) for one in allowed)}")
    return value


def names(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise MappingError(f"{where} must be text, or a list of texts")


def tier(table: Dict[str, Any], where: str) -> int | None:
    return TIERS[one_of(table, "tier", tuple(TIERS), where, "")] if table.get("tier") else None


def number(table: Dict[str, Any], key: str, where: str) -> int | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 999:
        raise MappingError(f"{where} {key} must be a number from 1 to 999")
    return value


def words(table: Dict[str, Any], key: str, where: str) -> dict[str, str]:
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise MappingError(f'{where} {key} must look like {{ "word" = "code" }}')
    return found
