"""Names in Chinese characters: those of Han and Hui people begin with the family name, others are parted by dots.

A string without a dot may be either: 马木提 is a transliteration, 马小明 a Hui name. The characters tell: those that
transliterations are made of are in the table of words.
"""

from __future__ import annotations

from typing import Final

from habeas.names.parts import lexicon
from habeas.names.parts.part import FAMILY, HONORIFIC, NAME
from habeas.names.parts.words import Word

HAN: Final = "Hani"
_LONGEST: Final = 4  # characters of a Han or Hui name: two of the family, two given
Found = list[tuple[Word, str]]


def assign(words: list[Word]) -> Found:
    """Words with roles; a word may be cut in family and given name, or a title cut off."""
    *first, last = words
    name, title = _without_title(last)
    names, titles = [*first, name], [(title, HONORIFIC)] if title else []
    if len(names) > 1:
        return _spaced(names) + titles
    if transliterated(name.text):
        return [(name, NAME), *titles]
    return (_cut(name) or [(name, NAME)]) + titles


def other(words: list[Word]) -> Found:
    """The second reading of one word that may be a transliteration or a Han name; nothing for others."""
    if len(words) == 1 and transliterated(words[0].text):
        return _cut(words[0])
    return []


def transliterated(text: str) -> bool:
    """All characters are of those that transliterations are made of."""
    return all(letter in lexicon.words("syllable", HAN) for letter in text)


def _surname(text: str) -> str:
    surnames = lexicon.words("surname", HAN)
    if len(text) > 2 and text[:2] in surnames:
        return text[:2]
    return text[:1] if text[:1] in surnames else ""


def _cut(word: Word) -> Found:
    surname = _surname(word.text)
    if not surname or not 2 <= len(word.text) <= _LONGEST or len(word.text) > len(surname) + 2:
        return []
    return [(_slice(word, 0, len(surname)), FAMILY), (_slice(word, len(surname), len(word.text)), NAME)]


def _spaced(words: list[Word]) -> Found:
    """ "王 小明": a space after a family name; a dot never parts one."""
    first = words[0].text
    dotted = any("·" in word.before or "." in word.before for word in words[1:])
    short = sum(len(word.text) for word in words) <= _LONGEST
    family = not dotted and short and len(first) <= 2 and first == _surname(first + "　")
    return [(word, FAMILY if family and place == 0 else NAME) for place, word in enumerate(words)]


def _without_title(word: Word) -> tuple[Word, Word | None]:
    for length in (3, 2):
        cut = len(word.text) - length
        if cut > 0 and word.text[cut:] in lexicon.words("honorific", HAN):
            return _slice(word, 0, cut), _slice(word, cut, len(word.text))
    return word, None


def _slice(word: Word, start: int, end: int) -> Word:
    before = word.before if start == 0 else ""
    after = word.after if end == len(word.text) else word.written[end : end + 1]
    return Word(word.written[start:end], word.text[start:end], word.script, word.start + start, before, after)
