"""The words that say what a part of a name is: `data/words.csv` and `data/endings.csv`.

Roles of words: those of parts; "article" (al-), "joined" (abd: one name with the next word), "father-before" (uly: the
word before it is the father), "father-after" (bin), "maiden" (née), "alias" (a mark before another name), "surname"
(Chinese characters), "syllable" (characters that transliterations are made of), and endings, which begin with a hyphen:
"patronymic-ending", "russian-patronymic", "russian-surname", "turkic-surname" and "turkic-stem" ("abd-" at the start,
"-bay" at the end of a stem).
"""

from __future__ import annotations

from functools import cache
from typing import Final

from habeas.names import tables
from habeas.names.folding import fold

_NO_WORDS: Final[frozenset[str]] = frozenset()


def words(role: str, script: str) -> frozenset[str]:
    """The folded words of a role; without the hyphen that marks an ending."""
    return _words().get((role, script), _NO_WORDS)


def written(role: str) -> tuple[str, ...]:
    """The words of a role in all scripts as the table writes them, longest first."""
    found = [row["word"] for row in tables.rows("words") if row["role"] == role]
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def stems(script: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Stems that look Turkic or Arabic: whole words, beginnings, ends."""
    whole: set[str] = set()
    first: set[str] = set()
    last: set[str] = set()
    for row in tables.rows("words"):
        if row["role"] == "turkic-stem" and row["script"] == script:
            word = row["word"]
            place = last if word.startswith("-") else first if word.endswith("-") else whole
            place.add(glued(word))
    return frozenset(whole), tuple(sorted(first)), tuple(sorted(last))


@cache
def endings(script: str) -> frozenset[str]:
    """Folded endings of `data/endings.csv`."""
    return frozenset(glued(row["ending"]) for row in tables.rows("endings") if row["script"] == script)


def glued(text: str) -> str:
    """Folded and without spaces: one word."""
    return fold(text).replace(" ", "")


@cache
def _words() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for row in tables.rows("words"):
        found.setdefault((row["role"], row["script"]), set()).add(glued(row["word"]))
    return {key: frozenset(value) for key, value in found.items()}
