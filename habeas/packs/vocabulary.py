"""What a pack declares: properties, event types, terms, header words and their parts, areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TIERS: Final = {"public": 0, "partner": 1, "internal": 2, "restricted": 3, "sealed": 4}
TYPES: Final = (*("name", "date", "place", "organisation", "identity", "number", "term", "duration", "text", "link"),)
SCOPES: Final = ("trait", "event", "both")
PARTS: Final = ("aspect", "event", "owner", "property", "key", "skip")


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that can be said. `tier` is the least tier of its values; `single` says people have one."""

    code: str
    scope: str
    type: str
    thesaurus: str
    tier: int
    single: bool
    label: str
    ftm: str = ""
    pfif: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class EventType:
    """`custody` is what it means for custody: held, free, dead, missing, sought or none."""

    code: str
    label: str
    custody: str
    huridocs: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a thesaurus; `words` are spellings in any language that read as it."""

    thesaurus: str
    code: str
    label: str
    parent: str = ""
    huridocs: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """A column header and the property that it usually means."""

    lang: str
    word: str
    property: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class HeaderPart:
    """A word that headers are put together from ("date" + "arrest"), and what it contributes.

    `kind` is aspect (date, place, reason…), event, owner (whose: testifier, father…), property, key, or skip
    (a word that changes nothing). A word that ends in `*` is a beginning: languages with endings need few rows.
    """

    lang: str
    word: str
    kind: str
    means: str


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area; valid_from and valid_to are years or empty.

    `now` is the code of the area that took its place; `words` are its names in any language.
    """

    code: str
    name: str
    label_en: str
    parent: str = ""
    kind: str = ""
    valid_from: str = ""
    valid_to: str = ""
    now: str = ""
    words: tuple[str, ...] = ()
