"""Reads a mapping from TOML text and refuses what it does not know."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from habeas.intake.mapping import entries, pieces
from habeas.intake.mapping.model import HEMISPHERES, NAME_ORDERS, ORDERS, SUBJECTS, Mapping, MappingError
from habeas.packs.vocabulary import TIERS

_SOURCE: Final = {
    *("code", "title", "kind", "publisher", "url", "language", "reliability", "tier", "upstream", "sharing"),
}
_LONGEST: Final = {"kind": 40, "language": 20, "sharing": 40}
_CODE: Final = re.compile(r"[-\w]{1,60}", re.ASCII)  # part of addresses
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
    except RecursionError:
        raise MappingError("not readable as TOML: too many brackets within brackets") from None
    entries.known(raw, {"source", "list", "column", "event", "constant"}, "the mapping")
    source, listed = _source(entries.table(raw, "source")), entries.table(raw, "list")
    entries.known(listed, _LIST, "[list]")
    return Mapping(
        source=source,
        stream=entries.text(listed, "stream", "[list]", most=60),
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
    if not _CODE.fullmatch(code):
        raise MappingError("[source] code must be a short word of letters, digits, - and _")
    made = {key: entries.text(table, key, "[source]", most=_LONGEST.get(key)) for key in table if key != "tier"}
    entries.one_of(table, "reliability", ("", *"ABCDEF"), "[source]", "")
    return {"title": code, "kind": "database", **made, "tier": entries.tier(table, "[source]") or TIERS["internal"]}
