"""Two parts of names: how much more likely they are one name said twice than two names, in bits."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from habeas.names import align, background, characters, keys
from habeas.names.skeleton import LETTERS
from habeas.names.token import Token

WORST: Final = -14.0  # bits: even for one person a part may be wholly another (an alias, a clerk's slip)
BY_PINYIN: Final = -1.0  # bits: a Latin spelling is the pinyin of a Chinese one, rather than the name's own
BY_NAME: Final = -0.6
WAYS: Final = 4  # readings of each part that are held against each other
FAR: Final = 3.0  # bits: two readings that are both unlikely are not tried together
ENDING: Final = -2.0  # bits: -jan and its like come and go
RARE: Final = -13.0
INITIAL: Final = (2.5, -5.0)  # the letter fits, or not
ADDED: Final = 3.0  # bits: a character that only the second writer put


@lru_cache(maxsize=131_072)
def bits(left: Token, right: Token) -> float | None:
    """Symmetric; None when one of them has no signs that can be read."""
    if left.text > right.text:
        return bits(right, left)
    if left.initial or right.initial:
        return _initial(left, right)
    if _apart(left, right):
        return WORST
    found = [value for value in (_whole(left, right), *_without_endings(left, right)) if value is not None]
    return max(WORST, min(max(found), _cap(left, right))) if found else None


def _apart(left: Token, right: Token) -> bool:
    """Whether the consonants alone show two names: a bound on the edits between skeletons, far cheaper than the sum."""
    ones, others = keys.skeletons(left), keys.skeletons(right)
    return bool(ones and others) and all(
        _edits(one, other) > 1 + max(len(one), len(other)) // 3 for one in ones for other in others
    )


@lru_cache(maxsize=32_768)
def _edits(one: str, other: str) -> int:
    """At least so many letters differ between two skeletons."""
    common = sum(min(one.count(letter), other.count(letter)) for letter in LETTERS)
    return max(len(one), len(other)) - common


def _cap(left: Token, right: Token) -> float:
    """Nothing speaks more strongly than the name is rare."""
    return 1.0 - max(_chance(left), _chance(right))


def _chance(token: Token) -> float:
    if token.chinese:
        return background.common_chinese_bits(token.text)
    return max((background.common_bits(way.sounds) - way.bits for way in token.ways), default=RARE)


def _without_endings(left: Token, right: Token) -> list[float]:
    pairs = [(left.stem, right)] if left.stem else []
    pairs += [(left, right.stem)] if right.stem else []
    return [value + ENDING for one, other in pairs if one and other and (value := _whole(one, other)) is not None]


def _whole(left: Token, right: Token) -> float | None:
    if left.chinese and right.chinese:
        return (_between_chinese(left, right) + _between_chinese(right, left)) / 2
    if left.chinese or right.chinese:
        return _across(left, right) if left.chinese else _across(right, left)
    return _between_sounds(left, right)


def _across(chinese: Token, other: Token) -> float | None:
    """A Chinese spelling against any other: by the sounds, or by the pinyin that the other may be."""
    found = [BY_NAME + _said(chinese.chinese, way.sounds) - way.bits for way in other.ways]
    found += [BY_PINYIN + _spelled(chinese.chinese, syllables) for syllables in other.pinyin]
    return max(found) if found else None


def _said(signs: tuple[str, ...], sounds: str) -> float:
    return align.bits(signs, sounds) - background.bits(sounds)


def _spelled(signs: tuple[str, ...], syllables: tuple[str, ...]) -> float:
    """Characters against the syllables of a pinyin spelling."""
    if len(signs) != len(syllables):
        return align.IMPOSSIBLE
    return sum(characters.pinyin_bits(sign, one) for sign, one in zip(signs, syllables, strict=True))


def _between_sounds(left: Token, right: Token) -> float | None:
    """Both by sounds; a spelling that is pinyin through and through may also be read as the Chinese is."""
    found = [
        -one.bits - other.bits + max(_said(tuple(one.sounds), other.sounds), _said(tuple(other.sounds), one.sounds))
        for one in left.ways[:WAYS]
        for other in right.ways[:WAYS]
        if one.bits + other.bits <= FAR
    ]
    found += [BY_PINYIN + _said(ways, other.sounds) - other.bits for ways in left.pinyin for other in right.ways]
    found += [BY_PINYIN + _said(ways, other.sounds) - other.bits for ways in right.pinyin for other in left.ways]
    return max(found) if found else None


def _between_chinese(left: Token, right: Token) -> float:
    """log2 P(right | left) / P(right): an edit distance whose steps are likelihoods."""
    before = [_dropped(right.chinese[:size], added=True) for size in range(len(right.chinese) + 1)]
    for place, sign in enumerate(left.chinese, start=1):
        after = [_dropped(left.chinese[:place], added=False)]
        for end, other in enumerate(right.chinese, start=1):
            after.append(
                max(
                    before[end - 1] + characters.sign_bits(sign, other),
                    before[end] + characters.silent_bits(sign),
                    after[end - 1] + characters.silent_bits(other) - ADDED,
                )
            )
        before = after
    return before[-1] - background.chinese_bits("".join(right.chinese))


def _dropped(signs: tuple[str, ...], *, added: bool) -> float:
    return sum(characters.silent_bits(sign) - ADDED * added for sign in signs)


def _initial(left: Token, right: Token) -> float | None:
    heads = [{way.sounds[:1] for way in one.ways} for one in (left, right)]
    if not heads[0] or not heads[1]:
        return None
    return INITIAL[0] if heads[0] & heads[1] else INITIAL[1]
