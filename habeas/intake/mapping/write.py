"""Writes a mapping as TOML text that reads back to the same mapping."""

from __future__ import annotations

import json
from collections.abc import Mapping as Dict
from typing import Any

from habeas.intake.mapping.model import Mapping
from habeas.packs.vocabulary import TIERS


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
            "hemisphere",
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
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
