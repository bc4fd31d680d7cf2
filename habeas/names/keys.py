"""Keys for looking up: the skeletons of a part of a name, in whatever script it is written."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from habeas.names import emission
from habeas.names.skeleton import skeleton
from habeas.names.token import Token, names

_MOST: Final = 6  # skeletons of one part
_OTHERS: Final = 0.2  # a second reading of a sign counts when it has this share


def of(name: str) -> frozenset[str]:
    """The skeletons of all parts of a name, in all its variants; empty ones left out."""
    return frozenset(key for parts in names(name) for one in parts for key in skeletons(one) if key)


@lru_cache(maxsize=32_768)
def skeletons(token: Token) -> frozenset[str]:
    """The skeletons under which a part is found, in whatever script it is written."""
    found = [skeleton(way.sounds) for way in token.ways]
    for signs in (token.chinese, *token.pinyin):
        found += [skeleton(said) for said in _said(signs)] if signs else []
    if token.stem is not None:
        found += sorted(skeletons(token.stem))
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _said(signs: tuple[str, ...]) -> tuple[str, ...]:
    """The likeliest sound strings of characters or syllables together."""
    found = [("", 1.0)]
    for sign in signs:
        longer = [(before + text, chance * share) for before, chance in found for text, share in _likely(sign)]
        found = sorted(longer, key=lambda one: (-one[1], one[0]))[:_MOST]
    return tuple(text for text, _chance in found)


@cache
def _likely(sign: str) -> tuple[tuple[str, float], ...]:
    """What a sign mostly stands for, told apart by skeleton only."""
    best: dict[str, tuple[str, float]] = {}
    for text, share in emission.clean_shares(sign).items():
        key = skeleton(text)
        told, whole = best.get(key, (text, 0.0))
        best[key] = (told, whole + share)
    ordered = sorted(best.values(), key=lambda one: (-one[1], one[0]))
    return tuple(one for place, one in enumerate(ordered) if place == 0 or one[1] >= _OTHERS)
