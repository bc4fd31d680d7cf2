"""Cut a folded text into the tokens of a date: numbers, words, separators; an unknown word ends it."""

from __future__ import annotations

import re
from typing import NamedTuple

from habeas.dates.words import load, pattern

WORDS = load("words.csv")

_TIME = re.compile(
    r"(?<=[0-9])(?:[t,]? ?| at )[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_ORDINAL = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th|er|re|eme|e|o|a|°|го|-го|-е|е|ое|-ое|-nji|nci)(?![\w'])")
_LIST = re.compile(r"[0-9] ?, ?[0-9]{1,2}(?![0-9])")  # several days or months, not one date
_TILDE = re.compile("(?<=[0-9])~(?=[0-9])")  # 1950~1955
_TOKEN = re.compile(
    rf"(?P<word>{pattern(WORDS)})|(?P<number>[0-9]+)|(?P<unknown>\?\?+|\*\*?|__?)"
    r"|(?P<dash> - ?|- )|(?P<mark>[-/.'?~%])|(?P<skip>[ ,();\"]+|:(?![0-9]))|(?P<bad>.)",
    re.DOTALL,
)
_NAMES = {"-": "-", "/": "/", ".": "/", "'": "'", "?": "doubt", "~": "about", "%": "%"}


class Token(NamedTuple):
    """One token: kind is "number", "-", " - ", "/", "'" or the kind of a word; value its digits or code."""

    kind: str
    value: str


def tokenise(folded: str) -> list[Token] | None:
    """Return the tokens of a folded text, or None when something in it is not part of a date."""
    if _LIST.search(folded):
        return None
    folded = _TILDE.sub("-", folded)
    text = _ORDINAL.sub(r"\1", _TIME.sub("", folded))
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "bad"
        if kind == "bad" or (kind == "word" and match[0] not in WORDS):
            return None
        if kind != "skip":
            tokens.append(_token(kind, match[0]))
    return [token for token in _tidy(tokens) if token.kind not in ("nothing", "weekday")]


def _token(kind: str, text: str) -> Token:
    if kind == "word":
        word = WORDS[text]
        return Token(word.kind, word.code)
    if kind == "mark":
        return Token(_NAMES[text], text)
    if kind == "number":
        return Token("number", "XX" if text == "00" else text)
    return Token("number", "XX") if kind == "unknown" else Token(" - ", "-")


def _tidy(tokens: list[Token]) -> list[Token]:
    """Drop the full stop after an abbreviation; let the word for an unknown part (dd, xx) be a number."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind == "unknown":
            kept.append(Token("number", "XX"))
        elif token.value == "." and not _between_numbers(tokens, index):
            continue
        else:
            kept.append(token)
    return kept


def _between_numbers(tokens: list[Token], index: int) -> bool:
    return 0 < index < len(tokens) - 1 and {tokens[index - 1].kind, tokens[index + 1].kind} <= {
        "number",
        "unknown",
    }
