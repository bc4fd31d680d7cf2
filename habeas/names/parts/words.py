"""The words of a tidy text: runs of letters of one script, with what stands before and after each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from habeas.names.parts import lexicon
from habeas.names.scripts import of_letter, runs, script

_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed"
    "\u08d3-\u08ff\u0900-\u0903\u093a-\u094f\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_LETTER: Final = rf"[^\W\d_][{_MARKS}]*"
_RUN: Final = re.compile(rf"'?(?:{_LETTER})+(?:'(?:{_LETTER})+)*")
_CASED: Final = ("Latn", "Cyrl")
_LATIN: Final = "aceiopxyhjsABCEHIKMOPTXSJƏəÄäÖöËëÏï"
_CYRILLIC: Final = "асеіорхуһјѕАВСЕНІКМОРТХЅЈӘәӒӓӦӧЁёЇї"
_BOTH: Final = re.compile(r"(?s)(?=.*[A-Za-z])(?=.*[\u0400-\u052f])")
_LOOK_ALIKE: Final = {"Cyrl": str.maketrans(_LATIN, _CYRILLIC), "Latn": str.maketrans(_CYRILLIC, _LATIN)}


class Word(NamedTuple):
    """A word as written; `before` is what parts it from the word before, `after` the next sign of the text."""

    written: str
    text: str  # folded
    script: str
    start: int
    before: str
    after: str


def words(text: str, start: int) -> list[Word]:
    """The words in order. A letter of another script that only looks alike counts as the script of its word."""
    main = script(text) if _BOTH.match(text) else ""
    found: list[Word] = []
    end = 0
    for run in _RUN.finditer(text):
        for place, piece, code in _pieces(run[0], main):
            folded = lexicon.glued(piece)
            if folded and any(letter.isalpha() for letter in folded):
                first, last = run.start() + place, run.start() + place + len(piece)
                found.append(Word(piece, folded, code, start + first, text[end:first], text[last : last + 1]))
                end = last
    return found


def small(written: str) -> str:
    """In small letters; the Turkish İ has no loose dot left."""
    return written.replace("İ", "i").lower()


def _pieces(run: str, main: str) -> Iterator[tuple[int, str, str]]:
    """Pieces of one script, and of one name where capitals show that two are glued ("AkbarImin").

    `main` is the script of most of the text when it has Latin and Cyrillic letters, and else empty.
    """
    place = 0
    for code, piece in runs(_mended(run, main) if main else run):
        for name in _camel(piece) if code in _CASED else (piece,):
            yield place, name, code
            place += len(name)


def _mended(run: str, main: str) -> str:
    """Latin i in a Kazakh word, Cyrillic а in a Latin one: one script where the odd letters have a double in it."""
    counts = {code: sum(of_letter(letter) == code for letter in run) for code in _CASED}
    order = sorted(_CASED, key=lambda code: (counts[code], code == main), reverse=True)
    if len(run) == 1 and main in _CASED:  # an initial
        order = [main]
    elif min(counts.values()) == 0:
        return run
    for code in order:
        mended = run.translate(_LOOK_ALIKE[code])
        if all(of_letter(letter) in (code, None) for letter in mended):
            return mended
    return run


def _camel(word: str) -> Iterator[str]:
    """Part before a capital after a small letter, but not McTest and AbdulRahman."""
    start = 0
    for place in range(2, len(word) - 1):
        if word[place].isupper() and word[place - 1].islower() and word[place + 1].islower():
            head = word[start:place]
            if len(head) > 1 and lexicon.glued(head) not in lexicon.words("joined", "Latn"):
                yield head
                start = place
    yield word[start:]
