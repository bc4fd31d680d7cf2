"""Spanish spelling: b = v, c = s = z, g = j before e and i, h silent, ll = y."""

from __future__ import annotations

from typing import Final

from habeas.names.romanise import spellings
from habeas.names.sounds import Reading

HABIT: Final = "spanish"


def read(text: str) -> tuple[Reading, ...]:
    """How a part of a name may be said, best first; nothing where no letter can be read. Never raises."""
    return spellings.read(text, HABIT)
