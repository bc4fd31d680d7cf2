"""Messages of the domain in the reader's language.

Everything below the desk speaks plain English with the particulars in it ("row 17", 'name'). Here the sentence is
found among those that translators know (`locale/sentences.txt`, made by `make messages`), and the particulars are put
into its translation.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.utils.translation import gettext

_SENTENCES: Final = Path(__file__).resolve().parents[1] / "locale" / "sentences.txt"
_PARTICULAR: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")
_PLACE: Final = "…"
_LONGEST: Final = 500  # signs; patterns on longer texts could take long, and our sentences are shorter
_DEEPEST: Final = 3  # a message may hold a message


def told(error: object, depth: int = 0) -> str:
    """The message in the reader's language; in English where no translator has met it yet."""
    text = str(error)
    known = _known(_PARTICULAR.sub(_PLACE, text)) if len(text) <= _LONGEST else None
    if known is None or depth == _DEEPEST:
        return text
    sentence, pattern = known
    found, parts = gettext(sentence), pattern.fullmatch(text)
    if found == sentence or parts is None or found.count(_PLACE) != sentence.count(_PLACE):
        return text
    particulars = iter([told(part, depth + 1) for part in parts.groups()])
    return re.sub(_PLACE, lambda _place: next(particulars), found)


@lru_cache(maxsize=4096)
def _known(skeleton: str) -> tuple[str, re.Pattern[str]] | None:
    """The sentence that a message without its particulars is made of: the one with most words of its own."""
    return next(((sentence, pattern) for sentence, pattern in _sentences() if pattern.fullmatch(skeleton)), None)


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    lines = _SENTENCES.read_text("utf-8").splitlines() if _SENTENCES.exists() else []
    ordered = sorted(lines, key=lambda line: (-len(line.replace(_PLACE, "")), line))
    return [(line, re.compile("(.+?)".join(map(re.escape, line.split(_PLACE))), re.DOTALL)) for line in ordered]
