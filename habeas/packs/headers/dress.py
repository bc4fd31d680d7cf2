"""A header without its dress, and the pieces that it falls into."""

from __future__ import annotations

import re
from typing import Final

from habeas.names import fold, split_scripts, visible

LONGEST: Final = 150
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_ELISION = re.compile(r"\b([cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_BEFORE = re.compile(r"^\s*(?:[QqВв]?\d{1,3}\s*[.)、:：\]]\s*|\(\d{1,3}\)\s*|[a-zA-Zа-я][).]\s+(?=\w{3}))")
_AFTER = re.compile(r"(?<=[^\W\d])[\s_#(（\[]*\d{1,2}[)）\]]?$|[\s*:：?？¿.!。،#=…]+$")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_PIECES = re.compile(r"\s*[/|／\n\r;；]\s*|\s+[–—-]\s+|[(（\[【)）\]】]")


def plain(header: str) -> str:
    """Without numbering, underscores, and marks at the end."""
    text = " ".join(visible(header[:LONGEST]).replace("_", " ").split())
    text = _ELISION.sub(r"\1 ", text)
    text = _BEFORE.sub("", text)
    before = None
    while before != text:
        before, text = text, _AFTER.sub("", text).strip()
    return text


def flat(text: str) -> str:
    """The form in which headers are compared: folded, without spaces."""
    return fold(text).replace(" ", "")


def bare(text: str) -> str:
    """Without what stands in brackets."""
    return " ".join(_BRACKETS.sub(" ", text).split())


def forms(text: str) -> list[str]:
    """The header without its brackets, whole, and in pieces: at slashes, brackets, capitals, changes of script."""
    scripts = [run for _code, run in split_scripts(text)]
    found = (bare(text), text, *_PIECES.split(text), *_parted(text), *scripts)
    return [form for form in dict.fromkeys(found) if form]


def _parted(text: str) -> tuple[str, ...]:
    """camelCase cut into its words."""
    return (_CAMEL.sub(" ", text),) if " " not in text and text.isascii() else ()
