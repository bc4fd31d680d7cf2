"""What a form or an address asks for, as texts and numbers that the program can use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from django.http import QueryDict

_CODE: Final = re.compile(r"[-\w]{1,60}", re.ASCII)
_DIGITS: Final = 18  # what a column of the database holds


def text(query: QueryDict, name: str) -> str:
    """A field's text, without signs that no database keeps; empty when it is not there."""
    return _kept(str(query.get(name, "")))


def texts(query: QueryDict, name: str) -> list[str]:
    """Every text that was sent under this name, empty ones left out."""
    return [kept for one in query.getlist(name) if (kept := _kept(str(one)))]


def number(query: Mapping[str, object], name: str) -> int | None:
    """A whole number; None for anything else."""
    found = str(query.get(name, ""))
    return int(found) if found.isascii() and found.isdigit() and len(found) <= _DIGITS else None


def code(query: QueryDict, name: str) -> str:
    """The code of a page or record, typed alone or as the address of its page; empty when it cannot be one."""
    last = urlsplit(text(query, name).strip().lower()).path.rstrip("/").rpartition("/")[2]
    return last if _CODE.fullmatch(last) else ""


def _kept(found: str) -> str:
    return found.replace("\0", "")
