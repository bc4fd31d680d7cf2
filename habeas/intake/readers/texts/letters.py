"""How likely a text is when it is read in some encoding: the right one gives letters that belong together.

Only for encodings that are not declared. Each character that is not ASCII counts with the logarithm of its share
in lists written so; what no writing shows (words of two alphabets, capitals inside words, signs between
letters) counts as next to impossible.
"""

from __future__ import annotations

from typing import Final

from habeas.intake.readers.texts.alphabets import of_alphabet
from habeas.intake.readers.texts.hanzi import LEAST_HAN, RANGES, of_han

_LEAST: Final = -4.9  # mean logarithm of a readable text's characters


def likelihood(text: str, encoding: str) -> float:
    """The logarithm of the likelihood of all that is not ASCII in a text that was read in this encoding."""
    return sum(of_han(text, encoding)) if encoding in RANGES else sum(of_alphabet(text, encoding))


def readable(text: str, encoding: str, likely: float) -> bool:
    """Whether the characters are on the whole such as occur; a text read wrongly stays below."""
    least = LEAST_HAN if encoding in RANGES else _LEAST
    return likely >= least * sum(not letter.isascii() for letter in text)
