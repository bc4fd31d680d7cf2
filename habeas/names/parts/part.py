"""A part of a name, and what it is in the name."""

from __future__ import annotations

from typing import Final, NamedTuple

NAME: Final = "name"  # its place says little
FAMILY: Final = "family"
PATRONYMIC: Final = "patronymic"
HONORIFIC: Final = "honorific"
INITIAL: Final = "initial"
ALIAS: Final = "alias"
PARTICLE: Final = "particle"
ROLES: Final = (NAME, FAMILY, PATRONYMIC, HONORIFIC, INITIAL, ALIAS, PARTICLE)


class Part(NamedTuple):
    """`text` is folded, for looking up; `written` has the letters of the source, small, for readers.

    Folding takes away what tells sounds apart (ş and s, ى and ي, the apostrophe of Xi'an): give readers `written`.
    """

    text: str
    script: str  # ISO 15924
    role: str
    written: str = ""
