"""A header cut into the parts that packs list, in one language at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.names import fold
from habeas.packs.vocabulary import HeaderPart

_END: Final = "$"  # after a word in the list: only at the end of a header ("Arrested by")
_AND: Final = "و"  # Arabic writes "and" on to the next word
_PHRASE: Final = 5  # words in the longest listed phrase
_WORD: Final = 9  # signs in the longest listed Chinese word
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Parts:
    """A header cut into listed parts in one language; `unknown` counts the words that no list has."""

    language: str
    said: dict[str, tuple[str, ...]]  # kind -> what is meant, in order
    known: int
    unknown: int

    def of(self, kind: str) -> tuple[str, ...]:
        return self.said.get(kind, ())


class Cutter:
    """Cuts headers with the listed words; a word that ends in `*` is a beginning, one in `$` stands at the end."""

    def __init__(self, listed: Sequence[HeaderPart]) -> None:
        self._words: dict[str, dict[str, HeaderPart]] = {}
        self._stems: dict[str, dict[str, HeaderPart]] = {}
        for part in listed:
            table = self._stems if part.word.endswith("*") else self._words
            end = _END if part.word.endswith(_END) else ""
            table.setdefault(part.lang, {}).setdefault(fold(part.word) + end, part)

    def readings(self, text: str) -> Iterator[Parts]:
        """One for each language that knows a word of the text."""
        han = bool(_HAN.search(text))
        tokens = fold(text).split()
        for language in self._words:
            if han == (language == "zh"):
                found, unknown = self._chinese(text) if han else self._spoken(tokens, language)
                if found:
                    said: dict[str, tuple[str, ...]] = {}
                    for part in found:
                        said[part.kind] = (*said.get(part.kind, ()), part.means)
                    yield Parts(language, said, len(found), unknown)

    def _spoken(self, tokens: Sequence[str], language: str) -> tuple[list[HeaderPart], int]:
        """The longest listed phrase at each word, in a language that parts its words."""
        found: list[HeaderPart] = []
        unknown = at = 0
        while at < len(tokens):
            for length in range(min(_PHRASE, len(tokens) - at), 0, -1):
                end = _END if at + length == len(tokens) > 1 else ""
                if part := self._part(" ".join(tokens[at : at + length]), length, language, end):
                    found.append(part)
                    at += length
                    break
            else:
                unknown += not tokens[at].isdigit()
                at += 1
        return found, unknown

    def _part(self, phrase: str, length: int, language: str, end: str) -> HeaderPart | None:
        words = self._words[language]
        if part := words.get(phrase + end) or words.get(phrase):
            return part
        if language == "ar" and phrase.startswith(_AND) and (part := words.get(phrase[1:])):
            return part
        stems = self._stems.get(language, {})
        for size in range(len(phrase), 1, -1):
            if (part := stems.get(phrase[:size])) and part.word.count(" ") == length - 1:
                return part
        return None

    def _chinese(self, text: str) -> tuple[list[HeaderPart], int]:
        """The cut into listed words that leaves the fewest signs over, and among those the fewest words."""
        words = self._words["zh"]
        text = fold(text).replace(" ", "")
        best: list[tuple[int, int, list[HeaderPart]]] = [(0, 0, [])]  # for each length: signs over, words, parts
        for end in range(1, len(text) + 1):
            over, count, parts = best[end - 1]
            cuts = [(over + bool(_HAN.match(text, end - 1)), count, parts)]
            for start in range(max(0, end - _WORD), end):
                if part := words.get(text[start:end]):
                    over, count, parts = best[start]
                    cuts.append((over, count + 1, [*parts, part]))
            best.append(min(cuts, key=lambda cut: cut[:2]))
        return best[-1][2], best[-1][0]
