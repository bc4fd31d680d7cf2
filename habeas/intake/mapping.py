"""Which column says what: a mapping as TOML, checked against a file and the vocabulary, compiled to run fast.

Pure. The format is described in docs/mapping.md.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from habeas.packs.vocabulary import TIERS

SUBJECTS: Final = ("person", "place", "organisation")
ORDERS: Final = ("", "dmy", "mdy", "ymd", "serial")
NAME_ORDERS: Final = ("", "family-first", "given-first")
_SOURCE: Final = {
    *("code", "title", "kind", "publisher", "url", "language", "reliability", "tier", "upstream", "sharing"),
}
_LIST: Final = {
    *(
        "stream",
        "subject",
        "role",
        "key",
        "about",
        "date_order",
        "name_order",
        "nothing",
        "gone",
        "quarantine",
    ),
}
_COLUMN: Final = {
    *("name", "names", "join", "property", "event", "split", "split_pattern", "tier", "language", "values"),
    *("ignore", "optional"),
}
_EVENT: Final = {"number", "type", "type_column", "types"}
_CONSTANT: Final = {"property", "value", "event", "tier", "language"}


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


def load(text: str) -> Mapping:
    """Read a mapping. Raises MappingError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"not readable as TOML: {error}") from error
    _known(raw, {"source", "list", "column", "event", "constant"}, "the mapping")
    listed = _table(raw, "list")
    _known(listed, _LIST, "[list]")
    return Mapping(
        source=_source(_table(raw, "source")),
        stream=_text(listed, "stream", "[list]"),
        subject=_one_of(listed, "subject", SUBJECTS, "[list]", "person"),
        role=_text(listed, "role", "[list]") or "unknown",
        key=_names(listed.get("key", ()), "[list] key"),
        about=_names(listed.get("about", ()), "[list] about"),
        date_order=_one_of(listed, "date_order", ORDERS, "[list]", ""),
        name_order=_one_of(listed, "name_order", NAME_ORDERS, "[list]", ""),
        nothing=_names(listed.get("nothing", ()), "[list] nothing"),
        gone=_one_of(listed, "gone", ("keep", "retract"), "[list]", "keep"),
        quarantine=bool(listed.get("quarantine", False)),
        columns=tuple(_column(one, number) for number, one in _tables(raw, "column")),
        events=tuple(_event(one, number) for number, one in _tables(raw, "event")),
        constants=tuple(_constant(one, number) for number, one in _tables(raw, "constant")),
    )


def _table(raw: Dict[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name)
    if not isinstance(found, dict):
        raise MappingError(f"[{name}] is missing: see docs/mapping.md")
    return found


def _tables(raw: Dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    found = raw.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise MappingError(f"[[{name}]] must be written with double brackets")
    return list(enumerate(found, start=1))


def _known(table: Dict[str, Any], allowed: set[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise MappingError(f"{where} has {key!r}, which is not known; allowed: {', '.join(sorted(allowed))}")


def _text(table: Dict[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise MappingError(f"{where} {key} must be text in quotes")
    return value


def _one_of(table: Dict[str, Any], key: str, allowed: Sequence[str], where: str, default: str) -> str:
    value = _text(table, key, where) or default
    if value not in allowed:
        raise MappingError(f"{where} {key} is {value!r}; allowed: {', '.join(repr(one) for one in allowed)}")
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise MappingError(f"{where} must be text, or a list of texts")


def _source(table: dict[str, Any]) -> dict[str, Any]:
    _known(table, _SOURCE, "[source]")
    code = _text(table, "code", "[source]")
    if not code or not all(letter.isalnum() or letter in "-_" for letter in code) or len(code) > 60:
        raise MappingError("[source] code must be a short word of letters, digits, - and _")
    made = {key: _text(table, key, "[source]") for key in table if key != "tier"}
    return {"title": code, "kind": "database", **made, "tier": _tier(table, "[source]") or TIERS["internal"]}


def _tier(table: Dict[str, Any], where: str) -> int | None:
    return TIERS[_one_of(table, "tier", tuple(TIERS), where, "")] if table.get("tier") else None


def _number(table: Dict[str, Any], key: str, where: str) -> int | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 999:
        raise MappingError(f"{where} {key} must be a number from 1 to 999")
    return value


def _words(table: Dict[str, Any], key: str, where: str) -> dict[str, str]:
    found = table.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise MappingError(f'{where} {key} must look like {{ "word" = "code" }}')
    return found


def _column(table: dict[str, Any], number: int) -> Column:
    where = f"[[column]] no. {number}"
    _known(table, _COLUMN, where)
    names = _names(table.get("names", table.get("name", ())), f"{where} name")
    if not names:
        raise MappingError(f"{where} has no name")
    made = Column(
        names=names,
        property=_text(table, "property", where),
        event=_number(table, "event", where),
        join=_text(table, "join", where) or " ",
        split=_text(table, "split", where),
        split_pattern=_text(table, "split_pattern", where),
        tier=_tier(table, where),
        language=_text(table, "language", where),
        values=_words(table, "values", where),
        ignore=bool(table.get("ignore", False)),
        optional=bool(table.get("optional", False)),
    )
    if not made.property and not made.ignore:
        raise MappingError(f"{where} ({names[0]}) has no property; write ignore = true to leave it out")
    return made


def _event(table: dict[str, Any], number: int) -> Event:
    where = f"[[event]] no. {number}"
    _known(table, _EVENT, where)
    made = Event(
        number=_number(table, "number", where) or number,
        type=_text(table, "type", where),
        type_column=_text(table, "type_column", where),
        types=_words(table, "types", where),
    )
    if not made.type and not made.type_column:
        raise MappingError(f"{where} needs a type or a type_column")
    return made


def _constant(table: dict[str, Any], number: int) -> Constant:
    where = f"[[constant]] no. {number}"
    _known(table, _CONSTANT, where)
    code, value = _text(table, "property", where), _text(table, "value", where)
    if not code or not value:
        raise MappingError(f"{where} needs a property and a value")
    return Constant(code, value, _number(table, "event", where), _tier(table, where), _text(table, "language", where))


def dump(mapping: Mapping) -> str:
    """The mapping as TOML text that `load` reads back to the same mapping."""
    names = {number: name for name, number in TIERS.items()}
    lines = ["[source]"]
    source = {key: value for key, value in mapping.source.items() if value != ""}
    lines += _pairs({**source, "tier": names[mapping.source.get("tier", 2)]})
    listed: dict[str, Any] = {
        name: getattr(mapping, name)
        for name in (
            "stream",
            "subject",
            "role",
            "key",
            "about",
            "date_order",
            "name_order",
            "nothing",
            "gone",
            "quarantine",
        )
    }
    lines += ["", "[list]", *_pairs(listed)]
    for column in mapping.columns:
        pairs: dict[str, Any] = (
            {"name": column.names[0]} if len(column.names) == 1 else {"names": column.names, "join": column.join}
        )
        pairs |= {
            name: getattr(column, name)
            for name in (
                "property",
                "event",
                "split",
                "split_pattern",
                "language",
                "values",
                "ignore",
                "optional",
            )
        }
        lines += ["", "[[column]]", *_pairs(pairs), *_tier_line(column.tier, names)]
    for event in mapping.events:
        pairs = {name: getattr(event, name) for name in ("number", "type", "type_column", "types")}
        lines += ["", "[[event]]", *_pairs(pairs)]
    for one in mapping.constants:
        pairs = {name: getattr(one, name) for name in ("property", "value", "event", "language")}
        lines += ["", "[[constant]]", *_pairs(pairs), *_tier_line(one.tier, names)]
    return "\n".join(lines) + "\n"


def _tier_line(tier: int | None, names: Dict[int, str]) -> list[str]:
    return [] if tier is None else [f'tier = "{names[tier]}"']


def _pairs(table: Dict[str, Any]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items() if value not in ("", None, (), False, {})]


def _toml(value: Any) -> str:
    """A TOML value; JSON's strings are TOML's basic strings but for DEL."""
    if isinstance(value, Dict):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value)).replace("\x7f", "\\u007f")
