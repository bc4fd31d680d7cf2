"""Cut a text into the name itself and its aliases: in quotes, in brackets, after "alias", after a slash."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

from habeas.names import tables
from habeas.names.folding import LONGEST, visible
from habeas.names.parts import lexicon
from habeas.names.scripts import of_letter

GONE: Final = "\0"  # stands where an alias was: parts words, and is no space
_DRESS: Final = str.maketrans(
    {
        **dict.fromkeys("’‘ʼʻ`´ʹʿʾ′ʺ‛＇", "'"),
        **dict.fromkeys("•・‧∙･●⋅·﹒᛫•", "·"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("،，、﹐", ","),
        **dict.fromkeys("“”„‟«»「」『』〝〞″＂", '"'),
        **dict.fromkeys("（【〔﹙", "("),
        **dict.fromkeys("）】〕﹚", ")"),
        **dict.fromkeys("。．", "."),
        "؛": ";",
        "\0": " ",
    }
)
_WITHIN: Final = re.compile(r"(?<=[^\W\d_])\(([^\W\d_]{1,2})\)(?=[^\W\d_])")  # Abdul(l)ah
_ASIDE: Final = re.compile(
    r"\"(?P<quoted>[^\"]+)\"|(?<!\w)'(?P<single>[^']+)'(?!\w)|\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]"
)
_SLASH: Final = re.compile(r"\s+[/|]\s*(?P<rest>[^/|,;()\[\]]+)|(?<=\w)[/|](?P<word>[^\W\d_][\w'-]*)")
_NOTES: Final = frozenset(("h", "hijo", "hija", "padre", "p", "m", "f", "男", "女", "м", "ж"))  # not names


class Stretch(NamedTuple):
    """A piece of the tidy text that is a name, where it starts, and whether it is an alias."""

    text: str
    start: int
    alias: bool


def tidy(text: str) -> str:
    """Letters in one form (NFKC), one kind of apostrophe, dot, dash, comma, quote and bracket, nothing invisible;
    Chinese characters in their simplified form."""
    plain = visible(text[:LONGEST]).translate(_DRESS)
    plain = unicodedata.normalize("NFKC", plain).translate(_DRESS)[:LONGEST]
    return _WITHIN.sub(r"\1", plain if plain.isascii() else plain.translate(_simplified()))


@cache
def _simplified() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in tables.rows("hanzi_traditional")}


def stretches(text: str) -> list[Stretch]:
    """The name, without its aliases, first; then the aliases in order. `text` is tidy."""
    if not _MAY_HOLD_ALIAS.search(text) and not _marks().search(text):
        return [Stretch(text, 0, alias=False)]
    found: list[Stretch] = []
    main = _after_marks(text, found)
    main = _in_quotes_and_brackets(main, found)
    main = _after_slashes(main, found)
    found.sort(key=lambda stretch: stretch.start)
    if not has_letters(main) and found:
        first, *found = found
        return [first._replace(alias=False), *found]
    return [Stretch(main, 0, alias=False), *found]


_MAY_HOLD_ALIAS: Final = re.compile(r"[\"'(\[/|]")


def has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + GONE * (end - start) + text[end:]


@cache
def _marks() -> re.Pattern[str]:
    """A mark of an alias and what follows it, up to a sign that ends it."""
    marks = [_mark(tidy(word)) for word in lexicon.written("alias")]
    return re.compile(rf"(?:{'|'.join(marks)})[\s:.]*(?P<alias>[^,;()\[\]/\"{GONE}]*)", re.IGNORECASE)


def _mark(word: str) -> str:
    """Whole words only, except in Chinese, which has no spaces."""
    pattern = re.escape(word).replace(r"\ ", r"\s+")
    if of_letter(word[0]) == "Hani":
        return pattern
    return rf"(?<!\w){pattern}(?!\w)"


def _after_marks(text: str, found: list[Stretch]) -> str:
    """A mark counts after a name only: "Alias" alone is one."""
    for match in _marks().finditer(text):
        if not has_letters(text[: match.start()]):
            continue
        start, end = match.span("alias")
        if has_letters(text[start:end]):
            found.append(Stretch(text[start:end], start, alias=True))
        text = _blank(text, match.start(), end)
    return text


def _in_quotes_and_brackets(text: str, found: list[Stretch]) -> str:
    """Quotes hold aliases, and so do brackets with the script of the name; another script is the name once more."""
    outside = {of_letter(letter) for letter in _ASIDE.sub("", text)} - {None}
    for match in _ASIDE.finditer(text):
        group = match.lastgroup or "round"
        inner, start = match[group], match.start(group)
        if group in ("round", "square"):
            if _is_maiden(inner):
                continue
            own = {of_letter(letter) for letter in inner} - {None}
            if own and outside and not own & outside:
                continue
            inner, start = _without_or(inner, start)
        if has_letters(inner) and inner.strip(" .").casefold() not in _NOTES:
            found.append(Stretch(inner, start, alias=True))
        text = _blank(text, match.start(), match.end())
    return text


def _is_maiden(inner: str) -> bool:
    first = lexicon.glued((inner.split() or [""])[0])
    return any(first in lexicon.words("maiden", script) for script in ("Latn", "Cyrl"))


def _without_or(inner: str, start: int) -> tuple[str, int]:
    """ "(o Pepe)" is Pepe."""
    first, space, rest = inner.partition(" ")
    if space and any(lexicon.glued(first) in lexicon.words("alias-in-brackets", code) for code in ("Latn", "Cyrl")):
        return rest, start + len(first) + 1
    return inner, start


def _after_slashes(text: str, found: list[Stretch]) -> str:
    """What follows a slash in the same script is another spelling: the rest after " / ", one word after "a/b"."""
    for match in _SLASH.finditer(text):
        group = match.lastgroup or "rest"
        before = {of_letter(letter) for letter in text[: match.start()]} - {None}
        own = {of_letter(letter) for letter in match[group]} - {None}
        if own and own & before:
            found.append(Stretch(match[group], match.start(group), alias=True))
            text = _blank(text, match.start(), match.end())
    return text
