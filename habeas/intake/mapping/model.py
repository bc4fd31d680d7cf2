"""What a mapping holds: columns, events, constants and how the list as a whole is to be read."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Any, Final

SUBJECTS: Final = ("person", "place", "organisation")
ORDERS: Final = ("", "dmy", "mdy", "ymd", "serial")
HEMISPHERES: Final = ("north", "south")
NAME_ORDERS: Final = ("", "family-first", "given-first")


class MappingError(ValueError):
    """The mapping cannot be used; the message names the place in it and what is allowed."""


@dataclass(frozen=True, slots=True)
class Column:
    """One or several columns of the file that make values of one property."""

    names: tuple[str, ...]
    property: str = ""
    event: int | None = None
    join: str = " "
    split: str = ""
    split_pattern: str = ""
    tier: int | None = None
    language: str = ""
    values: Dict[str, str] = field(default_factory=dict)
    ignore: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A numbered event; its type is fixed or stands in a column."""

    number: int
    type: str = ""
    type_column: str = ""
    types: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that every row has."""

    property: str
    value: str
    event: int | None = None
    tier: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping."""

    source: Dict[str, Any]
    stream: str = ""
    subject: str = "person"
    role: str = "unknown"
    key: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    date_order: str = ""
    name_order: str = ""
    hemisphere: str = "north"
    nothing: tuple[str, ...] = ()
    gone: str = "keep"
    quarantine: bool = False
    columns: tuple[Column, ...] = ()
    events: tuple[Event, ...] = ()
    constants: tuple[Constant, ...] = ()

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """This source's words for terms, by property."""
        found: dict[str, dict[str, str]] = {}
        for column in self.columns:
            if column.values:
                found.setdefault(column.property, {}).update(column.values)
        for event in self.events:
            if event.types:
                found.setdefault("type", {}).update(event.types)
        return found
