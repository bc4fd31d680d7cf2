"""Kazakh in Arabic letters (töte jazu, China) to Cyrillic spellings.

One letter stands for а/ә, о/ө, ұ/ү, ы/і each. What tells them apart: a hamza fronts the word, ك گ ە front their
syllable, ق ع keep theirs back, and other syllables follow the one before. A word of names glued together
("Almagül") keeps each name's own vowels, so that the rules go by the syllable and not by the word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from habeas.names.romanise.letters import clean, split, table, writer

_HAMZA: Final = "ٴء"
_ONE: Final = {"ٵ": "اٴ", "ٶ": "وٴ", "ٷ": "ۇٴ", "ٸ": "ىٴ"}
_VOWELS: Final = {"ا": "аә", "أ": "аә", "آ": "аә", "و": "оө", "ۇ": "ұү", "ى": "ыі", "ە": "ее", "ې": "ее"}
_VOWELS_MARKED: Final = {"ۈ": "үү", "ۅ": "өө", "ۉ": "үү"}  # letters of neighbours, which Kazakhs also type
_ALL: Final = _VOWELS | _VOWELS_MARKED
_SIGNS: Final = {"ي": "и", "ی": "и", "ۋ": "у", "ۆ": "в"}
_FRONTING: Final = frozenset("كگ")
_KEEPING: Final = frozenset("قعغ")


class Syllable(NamedTuple):
    """A vowel with the consonant before it and those after it, in Arabic letters; the last may have no vowel."""

    onset: str
    vowel: str
    coda: str

    @property
    def front(self) -> bool | None:
        """What the syllable's own letters say: front, back, or nothing."""
        near = set(self.onset[-1:] + self.coda)
        if self.vowel in "ەې" or self.vowel in _VOWELS_MARKED or near & _FRONTING:
            return True
        return False if near & _KEEPING or self.vowel in "اأآ" else None


def spellings(text: str) -> list[tuple[str, float]]:
    """The Cyrillic spellings that a word may stand for, with how many bits less likely each is than the first."""
    word = _letters(text)
    fronted = any(letter in _HAMZA for letter in word)
    parts = list(_syllables([letter for letter in word if letter not in _HAMZA]))
    found: dict[str, float] = {}
    for bits, sides in _sides(parts, fronted=fronted):
        spelling = "".join([_written(part, front) for part, front in zip(parts, sides, strict=True)])
        found.setdefault(_glides(spelling), bits)
    return list(found.items())


def _letters(text: str) -> list[str]:
    text = clean(text)
    for letter, two in _ONE.items():
        text = text.replace(letter, two)
    known = table("kazakh-arabic", "arabic") | dict.fromkeys(_HAMZA, "")
    # ک is ك on other keyboards; ه is the vowel after a consonant, as ة is.
    letters = ["ك" if letter in "کڪ" else letter for letter in split(text, known) if letter not in "'ئ"]
    return [_heh(letters, place) for place in range(len(letters))]


def _heh(letters: list[str], place: int) -> str:
    letter, before, after = letters[place], letters[place - 1 : place], letters[place + 1 : place + 2]
    if letter == "ه":
        closed = before and before[0] not in _ALL and not (after and after[0] in _ALL)
        return "ە" if closed else "ھ"
    return "ە" if letter in "ةۀ" else letter


def _syllables(letters: list[str]) -> Iterator[Syllable]:
    vowels = [place for place, letter in enumerate(letters) if letter in _ALL]
    if not vowels:
        yield Syllable("".join(letters), "", "")
        return
    start = 0
    for place, following in zip(vowels, [*vowels[1:], None], strict=True):
        # The last consonant before a vowel opens the next syllable.
        end = len(letters) if following is None else max(place + 1, following - 1)
        yield Syllable("".join(letters[start:place]), letters[place], "".join(letters[place + 1 : end]))
        start = end


def _sides(parts: list[Syllable], *, fronted: bool) -> Iterator[tuple[float, list[bool]]]:
    """Ways to say which syllables are front, the likeliest first."""
    told = [part.front for part in parts]
    if fronted:
        # The hamza holds for the first syllable and for those after it until one is back by its own letters.
        told[0] = True
        yield 0.0, _filled(told, True)
        yield 2.0, [True] * len(told)
        return
    first = next((front for front in told if front is not None), False)
    yield 0.0, _filled(told, first)
    if told[0] is None:
        yield 2.0, _filled(told, not first)  # names glued together: "Nurgül"
    elif parts[0].vowel == "ا":
        # Another front syllable spares the hamza, so that Әсет is written like Асет; and Камал like Кәмал.
        turned = [not told[0], *told[1:]]
        if True in told:
            yield 2.0, _filled(turned, first)


def _filled(told: list[bool | None], first: bool) -> list[bool]:
    filled, side = [], first
    for front in told:
        side = side if front is None else front
        filled.append(side)
    return filled


def _written(part: Syllable, front: bool) -> str:
    vowel = _ALL[part.vowel][front] if part.vowel else ""
    return _consonants(part.onset) + vowel + _consonants(part.coda)


def _consonants(letters: str) -> str:
    sounds, cyrillic = table("kazakh-arabic", "arabic"), writer("kazakh-cyrillic")
    return "".join([_SIGNS.get(letter) or cyrillic.get(sounds.get(letter, ""), "") for letter in letters])


def _glides(spelling: str) -> str:
    """и beside a vowel is й; after a consonant and before a vowel it is both, as in Мария."""
    found = []
    for place, letter in enumerate(spelling):
        before, after = spelling[place - 1 : place] if place else "", spelling[place + 1 : place + 2]
        beside = [other != "" and other in "аәеоөұүыіу" for other in (before, after)]
        if letter != "и" or not any(beside):
            found.append(letter)
        else:
            found.append("й" if beside[0] or not before else "ий")
    return "".join(found)
