"""Which column says what: a mapping as TOML, read, written, and checked against a file and the vocabulary.

Pure. The format is described in docs/mapping.md.
"""

from __future__ import annotations

from habeas.intake.mapping.fit import validate
from habeas.intake.mapping.model import Column, Constant, Event, Mapping, MappingError
from habeas.intake.mapping.parse import load
from habeas.intake.mapping.write import dump

__all__ = ["Column", "Constant", "Event", "Mapping", "MappingError", "dump", "load", "validate"]
