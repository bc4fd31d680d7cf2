"""Latin letters of unknown habit: English, Turkish, French, German, Russian-English or scholarly spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from habeas.names.romanise import spellings
from habeas.names.sounds import Reading

HABIT: Final = "latin"
_DOUBLED: Final = re.compile(r"([^aeéiıoöuü])\1+")
_SINGLE: Final = 1.0  # bits; Mohammed and Muhamed are the same name, yet spellers double with some reason


@lru_cache(maxsize=65_536)
def read(text: str) -> tuple[Reading, ...]:
    """How a part of a name may be said, best first; nothing where no letter can be read. Never raises.

    >>> [reading.sounds for reading in read("Akhmedzhan")][0]
    'axmedjan'
    """
    found = spellings.read(text, HABIT)
    if not found or not _DOUBLED.search(found[0].sounds):
        return found
    single = Reading(_DOUBLED.sub(r"\1", found[0].sounds), _SINGLE, HABIT)
    both = {reading.sounds: reading for reading in (single, *found)}
    return tuple(sorted(both.values(), key=lambda reading: reading.bits))[: spellings.MOST]
