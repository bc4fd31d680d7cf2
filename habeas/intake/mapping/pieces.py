"""Reads the columns, events and constants of a mapping from their TOML tables."""

from __future__ import annotations

from typing import Any, Final

from habeas.intake.mapping import entries
from habeas.intake.mapping.model import Column, Constant, Event, MappingError

_COLUMN: Final = {
    *("name", "names", "join", "property", "event", "split", "split_pattern", "tier", "language", "values"),
    *("ignore", "optional"),
}
_EVENT: Final = {"number", "type", "type_column", "types"}
_CONSTANT: Final = {"property", "value", "event", "tier", "language"}


def column(table: dict[str, Any], number: int) -> Column:
    where = f"[[column]] no. {number}"
    entries.known(table, _COLUMN, where)
    names = entries.names(table.get("names", table.get("name", ())), f"{where} name")
    if not names:
        raise MappingError(f"{where} has no name")
    made = Column(
        names=names,
        property=entries.text(table, "property", where),
        event=entries.number(table, "event", where),
        join=entries.text(table, "join", where) or " ",
        split=entries.text(table, "split", where),
        split_pattern=entries.text(table, "split_pattern", where),
        tier=entries.tier(table, where),
        language=entries.text(table, "language", where, most=20),
        values=entries.words(table, "values", where),
        ignore=bool(table.get("ignore", False)),
        optional=bool(table.get("optional", False)),
    )
    if not made.property and not made.ignore:
        raise MappingError(f"{where} ({names[0]}) has no property; write ignore = true to leave it out")
    return made


def event(table: dict[str, Any], number: int) -> Event:
    where = f"[[event]] no. {number}"
    entries.known(table, _EVENT, where)
    made = Event(
        number=entries.number(table, "number", where) or number,
        type=entries.text(table, "type", where),
        type_column=entries.text(table, "type_column", where),
        types=entries.words(table, "types", where),
    )
    if not made.type and not made.type_column:
        raise MappingError(f"{where} needs a type or a type_column")
    return made


def constant(table: dict[str, Any], number: int) -> Constant:
    where = f"[[constant]] no. {number}"
    entries.known(table, _CONSTANT, where)
    code, value = entries.text(table, "property", where), entries.text(table, "value", where)
    if not code or not value:
        raise MappingError(f"{where} needs a property and a value")
    return Constant(
        code,
        value,
        entries.number(table, "event", where),
        entries.tier(table, where),
        entries.text(table, "language", where, most=20),
    )
