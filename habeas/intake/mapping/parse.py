"""Reads a mapping from TOML text and refuses what it does not know."""

from __future__ import annotations

import tomllib
from typing import Any, Final

from habeas.intake.mapping import entries, pieces
from habeas.intake.mapping.model import HEMISPHERES, NAME_ORDERS, ORDERS, SUBJECTS, Mapping, MappingError
from habeas.packs.vocabulary import TIERS

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
        "hemisphere",
        "nothing",
        "gone",
        "quarantine",
    ),
}


def load(text: str) -> Mapping:
    """Read a mapping. Raises MappingError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"not readable as TOML: {error}") from error
    entries.known(raw, {"source", "list", "column", "event", "constant"}, "the mapping")
    source, listed = _source(entries.table(raw, "source")), entries.table(raw, "list")
    entries.known(listed, _LIST, "[list]")
    return Mapping(
        source=source,
        stream=entries.text(listed, "stream", "[list]"),
        subject=entries.one_of(listed, "subject", SUBJECTS, "[list]", "person"),
        role=entries.text(listed, "role", "[list]") or "unknown",
        key=entries.names(listed.get("key", ()), "[list] key"),
        about=entries.names(listed.get("about", ()), "[list] about"),
        date_order=entries.one_of(listed, "date_order", ORDERS, "[list]", ""),
        name_order=entries.one_of(listed, "name_order", NAME_ORDERS, "[list]", ""),
        hemisphere=entries.one_of(listed, "hemisphere", HEMISPHERES, "[list]", "north"),
        nothing=entries.names(listed.get("nothing", ()), "[list] nothing"),
        gone=entries.one_of(listed, "gone", ("keep", "retract"), "[list]", "keep"),
        quarantine=bool(listed.get("quarantine", False)),
        columns=tuple(pieces.column(one, number) for number, one in entries.tables(raw, "column")),
        events=tuple(pieces.event(one, number) for number, one in entries.tables(raw, "event")),
        constants=tuple(pieces.constant(one, number) for number, one in entries.tables(raw, "constant")),
    )


def _source(table: dict[str, Any]) -> dict[str, Any]:
    entries.known(table, _SOURCE, "[source]")
    code = entries.text(table, "code", "[source]")
    if not code or not all(letter.isalnum() or letter in "-_" for letter in code) or len(code) > 60:
        raise MappingError("[source] code must be a short word of letters, digits, - and _")
    made = {key: entries.text(table, key, "[source]") for key in table if key != "tier"}
    return {"title": code, "kind": "database", **made, "tier": entries.tier(table, "[source]") or TIERS["internal"]}
