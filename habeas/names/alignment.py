"""Which letters of one part stand for which of the other, for people who want to see why two parts are one name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from habeas.names import align
from habeas.names.sounds import latin
from habeas.names.token import Token, names

Signs = tuple[str, ...]


class Letters(NamedTuple):
    """Some letters of the first part and what stands for them in the second; either may be empty."""

    left: str
    right: str


def letters(left: Token, right: Token) -> tuple[Letters, ...]:
    """The likeliest alignment; empty when the two cannot be laid side by side (two Chinese spellings, unread scripts).

    A Chinese character or a syllable of pinyin stands whole; sounds are written in the Uyghur Latin alphabet.
    """
    turned = bool(right.chinese) and not left.chinese
    one, other = (right, left) if turned else (left, right)
    ways = [(signs, way.sounds, cost + way.bits) for signs, cost in _signs(one) for way in other.ways]
    if not ways:
        return ()
    signs, sounds, _cost = max(ways, key=lambda way: align.bits(way[0], way[1]) - way[2])
    steps = [(_shown(step.sign), latin(step.sounds)) for step in align.steps(signs, sounds)]
    return tuple(Letters(*(pair[::-1] if turned else pair)) for pair in steps)


def _shown(sign: str) -> str:
    return latin(sign) if len(sign) == 1 else sign


def of_parts(left: str, right: str) -> tuple[Letters, ...]:
    """The same for two parts as text; each is read as a name of one part."""
    ones, others = names(left), names(right)
    return letters(ones[0][0], others[0][0]) if ones and others else ()


def _signs(token: Token) -> Iterator[tuple[Signs, float]]:
    """What the part may be made of, with the bits that it costs."""
    if token.chinese:
        yield token.chinese, 0.0
    yield from ((tuple(way.sounds), way.bits) for way in token.ways)
    yield from ((syllables, 0.0) for syllables in token.pinyin)
