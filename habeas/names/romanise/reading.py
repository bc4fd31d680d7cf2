"""How a part of a name may be said, whatever its script: the readers whose letters it could be in, best first."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from habeas.names.romanise import arabic, kazakh, kyrgyz, latin, russian, spanish, uyghur
from habeas.names.sounds import Reading

Reader = Callable[[str], tuple[Reading, ...]]
_MOST: Final = 8  # readings of one part
_LONGEST: Final = 60  # letters; longer parts are read by their beginning
_UYGHUR: Final = re.compile("[ەۇۆۈۋېڭھژ]|ئ")
_KAZAKH_ARABIC: Final = re.compile("[ٴۇۆۋە]")
_KYRGYZ_ARABIC: Final = re.compile("[ۅۉ]")
_KAZAKH: Final = re.compile("[ұіәғқ]")
_TURKIC: Final = re.compile("[әғқңөүһҗұі]")
_SPANISH: Final = re.compile("[jñáéíóú]|[cg][ei]|ll|z|qu|hu")  # letters that Spanish says in its own way
_OTHER: Final = 2.0  # bits: a reader that is not the likeliest for these letters


@lru_cache(maxsize=32_768)
def readings(text: str, script: str) -> tuple[Reading, ...]:
    """Readings of one part in small letters; none in a script that no reader knows, or without letters."""
    best: dict[str, Reading] = {}
    for place, reader in enumerate(_readers(text[:_LONGEST], script)):
        for one in reader(text[:_LONGEST]):
            told = one._replace(bits=one.bits + _OTHER * (place > 0))
            if told.sounds and (told.sounds not in best or told.bits < best[told.sounds].bits):
                best[told.sounds] = told
    return tuple(sorted(best.values(), key=lambda one: (one.bits, one.sounds))[:_MOST])


def _readers(text: str, script: str) -> tuple[Reader, ...]:
    if script == "Latn":
        return (latin.read, spanish.read) if _SPANISH.search(text) else (latin.read,)
    if script == "Cyrl":
        return _cyrillic(text)
    return _arabic(text) if script == "Arab" else ()


def _cyrillic(text: str) -> tuple[Reader, ...]:
    if "җ" in text:
        return (uyghur.cyrillic,)
    if _KAZAKH.search(text):
        return (kazakh.cyrillic, uyghur.cyrillic)
    if _TURKIC.search(text):
        return (kyrgyz.cyrillic, uyghur.cyrillic, kazakh.cyrillic)
    return (russian.read, kazakh.cyrillic)


def _arabic(text: str) -> tuple[Reader, ...]:
    if _KYRGYZ_ARABIC.search(text):
        return (kyrgyz.arabic, kazakh.arabic)
    if "ٴ" in text:
        return (kazakh.arabic, uyghur.arabic)
    if _UYGHUR.search(text):
        return (uyghur.arabic, kazakh.arabic)
    return (arabic.read, kazakh.arabic)
