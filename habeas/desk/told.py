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
_PLACE: Final = "…"
_LONGEST: Final = 500  # signs; patterns on longer texts could take long, and our sentences are shorter
_JOIN: Final = "; "  # between several messages in one
_DEEPEST: Final = 3  # a message may hold a message


def told(error: object, depth: int = 0) -> str:
    """The message in the reader's language; in English where no translator has met it yet."""
    text = str(error)
    known = _known(text) if len(text) <= _LONGEST and depth < _DEEPEST else None
    if known is None:
        return text
    sentence, parts = known
    found = gettext(sentence)
    if found == sentence or found.count(_PLACE) != sentence.count(_PLACE):
        return text
    particulars = iter([_JOIN.join(told(piece, depth + 1) for piece in part.split(_JOIN)) for part in parts])
    return re.sub(_PLACE, lambda _place: next(particulars), found)


@lru_cache(maxsize=4096)
def _known(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The sentence that a message is made of, the one with most words of its own, and the particulars in it."""
    for sentence, pattern in _sentences():
        if parts := pattern.fullmatch(text):
            return sentence, parts.groups()
    return None


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    lines = _SENTENCES.read_text("utf-8").splitlines() if _SENTENCES.exists() else []
    ordered = sorted(lines, key=lambda line: (-len(line.replace(_PLACE, "")), line))
    return [(line, re.compile("(.*?)".join(map(re.escape, line.split(_PLACE))), re.DOTALL)) for line in ordered]
