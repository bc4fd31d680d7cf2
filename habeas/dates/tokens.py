"""Cut a folded text into the tokens of a date: numbers, words, separators; an unknown word ends it."""

from __future__ import annotations

import re
from typing import NamedTuple

from habeas.dates.words import load, pattern

WORDS = load("words.csv")

# The time of day ends a date and is left out: "2017-03-05T12:30Z", "a las 22 hs", "14h30", "5日下午3时30分许".
_TIME = re.compile(
    r"""(?<=\w) (?: t | [ ,.]+ (?: (?:at|a\ las?|a|в|saat) [ ] )? )
        (?: [0-2]?[0-9] : [0-5][0-9] (?: :[0-5][0-9] (?:[.,][0-9]+)? )? | [0-2]?[0-9] (?=[ ]?(?:h|[ap]\.?m|час)) )
        (?: [ ]? (?: [ap]\.?m\b\.? | час(?:а|ов)?\b | h(?:oras?|ours?|rs?|s|[0-5][0-9])?\b\.? ) )?
        (?: [ ]? (?: z | utc | gmt | [+-][0-9]{2}:?[0-9]{2} ) )? $
      | (?<=[日号號晨上午间晚夜]) [ ]? [0-2]?[0-9][时時点點] (?:[0-9]{1,2}分|半)? [许許]? (?:左右)? $""",
    re.VERBOSE,
)
_ORDINAL = re.compile(
    r"(?<![0-9])([0-3]?[0-9])(?:st|nd|rd|th|er|re|era|ero|eme|ro|ra|do|da|to|ta|e|o|a|°"
    r"|-?го|-?я|-?и|-м|-?ое|-?е(?= (?!год|гг))|-nji|-?nci|'inci|'uncu)(?![\w'])"
)
_LIST = re.compile(r"[0-9] ?, ?[0-9]{1,2}(?![0-9])")  # several days or months, not one date
_TILDE = re.compile("(?<=[0-9年月日号])~(?=[0-9])")  # 1950~1955
_ENDINGS = re.compile(  # Uyghur and Kazakh write "from" and "to" onto the word before "since", "until", "after"
    r"(?<=[\u0600-\u06ff])(?:دىن|تىن)(?= )"
    r"|[ндт][ае]н(?= (?:кеиін|бастап|бері|бұрын|бүгін|қазір))|(?:[ғқ]а|[гк]е)(?= деиін)"
)
_UNTIL = re.compile(r"(?<=[\u0600-\u06ff])[غقگك]ىچە(?!\w)")
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
    text = _TIME.sub("", folded)
    if _LIST.search(text):
        return None
    text = _ORDINAL.sub(r"\1", _TILDE.sub(" - ", text))
    if not text.isascii():
        text = _UNTIL.sub(" غىچە", _ENDINGS.sub("", text))
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
        return Token("number", text)
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
