"""Mark in a name, as it is written, the words that met a search; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from habeas import names
from habeas.names.bulk.asking import Match

_WORDS: Final = re.compile(r"(\W+)")


class Piece(NamedTuple):
    """A stretch of a text; `met` says that it answers the search."""

    text: str
    met: bool


def marked(text: str, met: Iterable[str]) -> list[Piece]:
    """The text in pieces, which together are the text again; `met` are folded words.

    >>> marked("Alpha Testov", ["testov"])
    [Piece(text='Alpha ', met=False), Piece(text='Testov', met=True)]
    """
    wanted = {names.fold(word) for word in met}
    found: list[Piece] = []
    for word in _WORDS.split(text):
        here = names.fold(word) in wanted and bool(word.strip())
        if word and found and found[-1].met == here:
            found[-1] = Piece(found[-1].text + word, here)
        elif word:
            found.append(Piece(word, here))
    return found


def spoken(matches: Sequence[Match], text: str) -> list[tuple[str, str]]:
    """What was asked beside the word of the text that met it, both as written; the same words are left out."""
    written = {names.fold(word): word for word in _WORDS.split(text) if word.strip()}
    pairs = [(match.asked, written.get(match.met, match.met)) for match in matches]
    return [(asked, met) for asked, met in pairs if names.fold(asked) != names.fold(met)]
