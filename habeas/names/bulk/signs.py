"""Signs of writing as numbers, with what each may stand for as arrays: the tables of `emission`, `characters` and
`background` in the shape that compiled loops read.

Sounds are numbered from 1 in the order of `sounds.SOUNDS`; characters and syllables of pinyin follow as they are met.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Final, NamedTuple

import numpy as np

from habeas.names import background, characters, emission
from habeas.names.bulk import kernel
from habeas.names.bulk.grown import Array
from habeas.names.romanise import hanzi
from habeas.names.sounds import SOUNDS

NUMBER: Final = {sound: number for number, sound in enumerate(SOUNDS, start=1)}
_FIRST: Final = len(SOUNDS) + 1
_CODES: Final = (_FIRST << 6) + _FIRST  # of at most two sounds
_SLOTS: Final = 1 << 16


class Tables(NamedTuple):
    """What the kernel reads. `keys` and `shares` are a hash table of (sign, sounds); the rest goes by sign."""

    keys: Array
    shares: Array
    short: Array  # sign, at most two sounds: the same shares without a search
    longest: Array
    floor: Array
    alike: Array  # sign, writer: log2 of how likely one character stands for the other
    writer: Array  # a character's column in `alike`; 0 for what the tables never write
    same: Array  # log2 of how likely the character stands for itself
    silent: Array
    pinyin: Array  # character, syllable: bits
    syllable: Array  # a syllable's column in `pinyin`
    pairs: Array  # log2 of two sounds after each other; 0 stands for the edges


class Signs:
    """Grows with the signs that it is asked about; never forgets one. One writer at a time."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._keys = np.zeros(_SLOTS, dtype=np.int64)
        self._shares = np.zeros(_SLOTS, dtype=np.float64)
        self._used = 0
        self._writers = {sign: number for number, sign in enumerate(background.characters(), start=1)}
        self._syllables: dict[str, int] = {}
        self._short = np.zeros((_FIRST, _CODES), dtype=np.float32)
        self._longest = np.ones(_FIRST, dtype=np.uint8)
        self._alike = np.zeros((_FIRST, len(self._writers) + 1), dtype=np.float32)
        self._writer = np.zeros(_FIRST, dtype=np.int32)
        self._silent = np.zeros(_FIRST, dtype=np.float32)
        self._pinyin = np.zeros((_FIRST, 512), dtype=np.float32)
        self._syllable = np.zeros(_FIRST, dtype=np.int32)
        self._pairs = _pairs()
        self._same = np.zeros(_FIRST, dtype=np.float32)
        for sound in SOUNDS:
            self._keep(sound, NUMBER[sound])

    def tables(self) -> Tables:
        """The arrays as they are now; later signs may need others."""
        return Tables(
            *(
                self._keys,
                self._shares,
                self._short,
                self._longest,
                np.array(emission.FLOOR),
                self._alike,
                self._writer,
            ),
            *(self._same, self._silent, self._pinyin, self._syllable, self._pairs),
        )

    def numbers(self, signs: Iterable[str]) -> list[int]:
        """Characters or syllables as numbers."""
        return [self._number(sign) for sign in signs]

    def _number(self, sign: str) -> int:
        number = self._numbers.get(sign)
        if number is None:
            number = self._numbers[sign] = _FIRST + len(self._numbers)
            self._keep(sign, number)
            (self._learn_syllable if sign.isascii() else self._learn_character)(sign, number)
        return number

    def _keep(self, sign: str, number: int) -> None:
        """Write into the hash table what the sign stands for."""
        if number >= self._longest.size:
            self._heighten(2 * number)
        found = emission.shares(sign)
        for text, share in found.items():
            if len(text) <= 2:
                self._short[number, code_of(text)] = share
        while 2 * (self._used + len(found)) > self._keys.size:
            self._widen()
        codes = np.array([number << 24 | code_of(text) for text in found], dtype=np.int64)
        kernel.put(self._keys, self._shares, codes, np.array(list(found.values()), dtype=np.float64))
        self._used += len(found)
        self._longest[number] = min(emission.LONGEST, max((len(text) for text in found), default=1))

    def _learn_character(self, sign: str, number: int) -> None:
        self._alike[number] = [characters.sign_bits(sign, one) for one in ("", *self._writers)]
        self._same[number] = characters.sign_bits(sign, sign)
        self._writer[number] = self._writers.get(sign, 0)
        self._silent[number] = characters.silent_bits(sign)
        for syllable, column in self._syllables.items():
            self._pinyin[number, column] = characters.pinyin_bits(sign, syllable)

    def _learn_syllable(self, syllable: str, number: int) -> None:
        column = self._syllables[syllable] = len(self._syllables) + 1
        self._syllable[number] = column
        for sign, row in self._numbers.items():
            if hanzi.readings(sign):
                self._pinyin[row, column] = characters.pinyin_bits(sign, syllable)

    def _widen(self) -> None:
        keys, shares = self._keys, self._shares
        self._keys = np.zeros(2 * keys.size, dtype=np.int64)
        self._shares = np.zeros(2 * keys.size, dtype=np.float64)
        kept = keys != 0
        kernel.put(self._keys, self._shares, keys[kept], shares[kept])

    def _heighten(self, rows: int) -> None:
        for name in ("_short", "_longest", "_alike", "_writer", "_same", "_silent", "_pinyin", "_syllable"):
            old = getattr(self, name)
            new = np.zeros((rows, *old.shape[1:]), dtype=old.dtype)
            new[: old.shape[0]] = old
            setattr(self, name, new)


@cache
def shared() -> Signs:
    """One for the process: what signs stand for does not depend on who asks."""
    return Signs()


def code_of(sounds: str) -> int:
    """A short string of sounds as one number."""
    code = 0
    for sound in sounds:
        code = code << 6 | NUMBER[sound]
    return code


def _pairs() -> Array:
    """Bits of each sound after each other, the edges of a word with them."""
    letters = (background.EDGE, *SOUNDS)
    found = np.zeros((len(letters), len(letters)), dtype=np.float64)
    for (row, one), (column, other) in product(enumerate(letters), enumerate(letters)):
        found[row, column] = background.step_bits(one, other)
    return found
