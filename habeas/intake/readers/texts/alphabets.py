"""How likely a text is in an alphabet: by its letters, and by what no writing shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import exp, log
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGN: Final = re.compile(r"(?<=(.))?([^\w\x00-\x7f])(?=(.))?", re.DOTALL)
_CYRILLIC: Final = ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїєґўъё", 10.0)
# Letters from frequent to rare, and how steeply they fall off: after so many letters to a third.
_LETTERS: Final = {
    "cp1252": ("éóáíñúüöäãçºèàâêåôøªßëæïîòûùì", 4.5),
    "cp1254": ("ışüğçöİâîûéêáíäàèëóñãåøæœßôïòùìºª", 4.0),
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "cp1255": ("יוהלאמרתבשנעדחקפכםטסגןצזךףץװױײ", 9.0),
    "cp1256": ("اليمنورتبعدهةسفحكقأجشصخىطإذغزثضئءظؤآپچژگکـںہےéèàêçâîôû", 10.0),
}
SIGNS: Final = frozenset("¿¡°«»–—‘’“”„…€§·´№•\xa0،؛؟")
_ARABIC_SIGNS: Final = frozenset("،؛؟")
_JOINING: Final = frozenset("’‘·\u200c\u200d")  # may stand in a word
_VOWELS: Final = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")  # stand on an Arabic letter
_SCRIPTS: Final = ((0x0250, "latin"), (0x0400, "other"), (0x0530, "cyrillic"), (0x0600, "hebrew"), (0x0700, "arabic"))
_SIGN_SHARE: Final = log(0.02)
IMPOSSIBLE: Final = -11.0
_LONG: Final = 3  # letters; "éé" may be a word, four accented letters in a row are not
_ACCENTED: Final = 0.6  # share of a long Latin word that may be accented


def of_alphabet(text: str, encoding: str) -> Iterator[float]:
    """The logarithm of the share of each character that is not ASCII."""
    shares = _letter_shares(encoding)
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        possible = _possible(word)
        for letter in word:
            if not letter.isascii():
                share = shares.get(letter) or shares.get(letter.lower(), IMPOSSIBLE)
                yield share if possible else IMPOSSIBLE
    for before, sign, after in _SIGN.findall(text):
        yield _SIGN_SHARE if _in_place(before, sign, after) else IMPOSSIBLE


def _in_place(before: str, sign: str, after: str) -> bool:
    """Signs stand between words, and not one beside the other."""
    if sign in _JOINING or sign in _VOWELS:
        return sign in _JOINING or _script(before or "a") == "arabic"
    if sign in _ARABIC_SIGNS and before.isascii() and before.isalpha():
        return False
    crowd = not after.isascii() and not after.isalnum()
    return sign in SIGNS and not crowd and not (before.isalpha() and after.isalpha())


@cache
def _letter_shares(encoding: str) -> dict[str, float]:
    letters, fall = _LETTERS[encoding]
    weights = [exp(-place / fall) for place in range(len(letters))]
    return {letter: log(weight / sum(weights)) for letter, weight in zip(letters, weights, strict=True)}


def _possible(word: str) -> bool:
    """One alphabet, no capital after a small letter, and no Latin word that is accented throughout."""
    if len({_script(letter) for letter in word}) > 1 or _capital_inside(word):
        return False
    strange = sum(not letter.isascii() for letter in word)
    return _script(word[0]) != "latin" or len(word) <= _LONG or strange <= _ACCENTED * len(word)


def _script(letter: str) -> str:
    code = ord(letter)
    return next((name for last, name in _SCRIPTS if code < last), "other")


def _capital_inside(word: str) -> bool:
    return any(a.islower() and b.isupper() and not (a + b).isascii() for a, b in pairwise(word))
