"""Chinese characters against each other and against pinyin: which may stand for which when a name is written again."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from math import log2
from typing import Final

from habeas.names import background, emission
from habeas.names.romanise import hanzi

_SAME: Final = 0.7  # of two Chinese spellings of one name, how many characters are the same
_SLIP: Final = 1e-5
_READ: Final = 0.97  # of pinyin spellings, how many syllables are a reading of the character
_LEAN: Final = 0.5
_SILENT: Final = 1e-3


@lru_cache(maxsize=32_768)
def sign_bits(sign: str, other: str) -> float:
    """log2 of how likely `other` stands where another writer put `sign`."""
    return log2(_SAME * (sign == other) + (1 - _SAME) * _others(sign).get(other, 0.0) + _SLIP)


@cache
def _others(sign: str) -> dict[str, float]:
    """What another writer puts where this one put `sign`, if not the same: shares of the characters of the tables."""
    found: dict[str, float] = defaultdict(float)
    for text, share in emission.clean_shares(sign).items():
        for other, part in _writers().get(text, {}).items():
            found[other] += share * part
    return found


@cache
def silent_bits(sign: str) -> float:
    """log2 of how likely the sign is left out: what it stands for is hardly heard."""
    return log2(emission.shares(sign).get("", 0.0) + _SILENT) - 1


@lru_cache(maxsize=32_768)
def pinyin_bits(sign: str, syllable: str) -> float:
    """log2 of how likely the sign is spelled so in pinyin, against how common the syllable is."""
    said = hanzi.readings(sign)
    share = _READ / len(said) if syllable in said else (1 - _READ) * _alike(sign, syllable) + _SLIP
    return log2(share) - log2(_syllables().get(syllable, _LEAN) / _whole())


def _alike(sign: str, syllable: str) -> float:
    one, other = emission.clean_shares(sign), emission.clean_shares(syllable)
    return sum(share * other.get(text, 0.0) for text, share in one.items())


@cache
def _writers() -> dict[str, dict[str, float]]:
    """For each string of sounds, the characters that write it in the tables of names, as shares."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for sign, share in background.characters().items():
        for text, said in emission.clean_shares(sign).items():
            found[text][sign] = share * said
    return {text: {sign: part / sum(all_.values()) for sign, part in all_.items()} for text, all_ in found.items()}


@cache
def _syllables() -> dict[str, float]:
    """How often each syllable stands first for a character of the tables of names."""
    found: dict[str, float] = defaultdict(lambda: _LEAN)
    for sign, share in background.characters().items():
        for syllable in hanzi.readings(sign)[:1]:
            found[syllable] += share * 1000
    return dict(found)


@cache
def _whole() -> float:
    return sum(_syllables().values()) + 100 * _LEAN
