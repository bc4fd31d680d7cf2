"""Names across scripts: a plain Python package, usable alone (no Django, no network)."""

from __future__ import annotations

from habeas.names.compare import Comparison, compare
from habeas.names.folding import fold, key, tokens, visible
from habeas.names.reading import NameReading, read_name
from habeas.names.scripts import script, split_scripts

__all__ = [
    "Comparison",
    "NameReading",
    "compare",
    "fold",
    "key",
    "read_name",
    "script",
    "split_scripts",
    "tokens",
    "visible",
]
