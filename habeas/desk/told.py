"""Messages of the domain in the reader's language.

Everything below the desk speaks plain English with the particulars in it ("row 17", 'name'). Here the
particulars are lifted out, the sentence is looked up in the catalogue, and they are put back in.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext

_PARTICULAR: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\b\d[\d,.:-]*\d\b|\b\d\b")
_PLACE: Final = "…"


def template(text: str) -> str:
    """The sentence with every particular (a number, a quoted word) replaced by "…": the key of the catalogue."""
    return _PARTICULAR.sub(_PLACE, text)


def told(error: object) -> str:
    """The message in the reader's language; in English where no translator has met it yet."""
    text = str(error)
    key = template(text)
    found = gettext(key)
    if found == key or found.count(_PLACE) != key.count(_PLACE):
        return text
    particulars = iter(_PARTICULAR.findall(text))
    return re.sub(_PLACE, lambda _match: next(particulars), found)
