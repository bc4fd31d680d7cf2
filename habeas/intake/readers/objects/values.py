"""JSON values as the text of cells: words and numbers as they are written, the rest as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any, Final

from habeas.intake.readers import limits
from habeas.intake.readers.objects.scanner import Number, Twice

_WORDS: Final[Mapping[Any, str | None]] = {True: "true", False: "false", None: None}


class CellRefused(ValueError):
    """A row that cannot be taken, and why."""


def text(value: Any) -> str | None:
    """A value as the text of a cell: words and numbers as they are written, the rest as JSON."""
    kind = type(value)
    made = value if kind is str else str(value) if kind is Number else None
    if made is None:
        made = dump(value, 0) if kind in (list, dict, Twice) else _WORDS[value]
    if made is not None and len(made) > limits.FIELD:
        raise CellRefused(f"has a value of more than {limits.FIELD:,} characters")
    return made


def dump(value: Any, depth: int) -> str:
    """JSON text with numbers as they are written."""
    if depth > limits.NESTING:
        raise CellRefused(f"has values inside each other deeper than {limits.NESTING}")
    if isinstance(value, Twice):
        raise CellRefused("gives one key twice, so it is not known which value is meant")
    if isinstance(value, dict):
        pairs = [f"{encode_basestring(key)}: {dump(inner, depth + 1)}" for key, inner in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([dump(inner, depth + 1) for inner in value]) + "]"
    if isinstance(value, str):
        return str(value) if isinstance(value, Number) else encode_basestring(value)
    return _WORDS[value] or "null"
