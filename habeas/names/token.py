"""Parts of a name made ready for comparison: in whatever script, the signs, the sounds, and the pinyin they may be."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from habeas.names import emission
from habeas.names.parts import Part, split_ending, split_patronymic, variants
from habeas.names.romanise import pinyin
from habeas.names.romanise.reading import readings
from habeas.names.sounds import Reading

_WEIGHTLESS: Final = frozenset(("honorific", "particle"))
_LATIN, _CHINESE = "Latn", "Hani"
_SYLLABLES: Final = 2  # a part of fewer syllables is no sign of pinyin


class Token(NamedTuple):
    """One part. `chinese` are its characters; `ways` how it may be said; `pinyin` its syllables if it may be pinyin;
    `stem` the part without an ending that comes and goes."""

    text: str
    script: str
    chinese: tuple[str, ...] = ()
    ways: tuple[Reading, ...] = ()
    pinyin: tuple[tuple[str, ...], ...] = ()
    initial: bool = False
    stem: Token | None = None

    def with_next(self, other: Token) -> Token:
        """Both as one part."""
        return token(self.text + other.text, self.script)


@lru_cache(maxsize=16_384)
def names(name: str) -> tuple[tuple[Token, ...], ...]:
    """The variants of a name as tokens: one for each script or alias that stands for the whole."""
    found = [tuple(_tokens(parts)) for parts in variants(name)]
    return tuple(one for one in found if one)


def _tokens(parts: tuple[Part, ...]) -> list[Token]:
    told = [part for part in parts if part.role not in _WEIGHTLESS] or parts
    return [token(part.written, part.script, initial=part.role == "initial") for part in told]


@lru_cache(maxsize=32_768)
def token(text: str, script: str, *, initial: bool = False) -> Token:
    """Make one part ready."""
    if script == _CHINESE:
        signs = emission.signs(text)
        return Token(text, script, signs, initial=initial, stem=_stem(text, script))
    spelled = pinyin.split(text) if script == _LATIN else ()
    return Token(
        *(text, script, (), readings(text, script)),
        tuple(ways for ways in spelled if len(ways) >= _SYLLABLES),
        initial,
        _stem(text, script),
    )


def _stem(text: str, script: str) -> Token | None:
    for split in (split_patronymic, split_ending):
        stem, ending = split(text, script)
        if stem and ending:
            return token(stem, script)
    return None
