"""What ties persons to places and organisations: an area's code, or the folded words of a name. Pure.

An organisation's mark begins with "o:", so that a prison and the ministry of the same name stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from habeas import names

LONGEST: Final = 200
_MOST: Final = 24
_ORGANISATION: Final = "o:"
_IN_EVENTS: Final = ("organisation", "court")
_IN_TRAITS: Final = ("police_station", "employer")
_OWN_NAMES: Final = ("name", "alias")
Values = Mapping[str, list[Mapping[str, Any]]]


def of_place(value: Mapping[str, Any]) -> str:
    """The mark of a place as somebody wrote it; empty when it says nothing."""
    return value.get("reference") or names.key(value["value"] or value["original"])[:LONGEST]


def of_organisation(value: Mapping[str, Any]) -> str:
    """The mark of an organisation as somebody wrote it; empty when it says nothing."""
    key = names.key(value["value"] or value["original"])[:LONGEST]
    return _ORGANISATION + key if key else ""


def of_person(values: Values, events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every place and organisation that the person is tied to, each once."""
    found: dict[str, None] = {}
    for event in events:
        for one in event["values"].get("place", ()):
            found[of_place(one)] = None
        for code in _IN_EVENTS:
            for one in event["values"].get(code, ()):
                found[of_organisation(one)] = None
    for code in _IN_TRAITS:
        for one in values.get(code, ()):
            found[of_organisation(one)] = None
    return _some(found)


def of_own(kind: str, values: Values) -> list[str]:
    """The marks under which a place or organisation is found: its codes and each of its names."""
    found: dict[str, None] = {}
    if kind == "place":
        found.update(dict.fromkeys(str(one["original"]).strip() for one in values.get("admin_code", ())))
    make = of_place if kind == "place" else of_organisation
    for code in _OWN_NAMES:
        for one in values.get(code, ()):
            found[make({**one, "reference": None})] = None
    return _some(found)


def _some(found: Mapping[str, None]) -> list[str]:
    return [mark for mark in found if mark][:_MOST]
