"""The narrow row beside a profile that lists, filters and counts read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from habeas import names
from habeas.registry import marks
from habeas.registry.profile import Profile
from habeas.statements.drafting import escape


def summary(profile: Profile, numbers: Mapping[str, int]) -> str:
    """COPY text of the narrow row, from its kind on. `numbers` are the sources' numbers by code."""
    values = profile["values"]
    person = profile["kind"] == "person"
    birth = _first(values, "birth_date") or profile.get("born") or {}
    custody, listing = profile.get("custody") or {}, profile.get("listing") or {}
    taken: dict[str, Any] = next((one for one in profile["events"] if one["type"] in _TAKEN and one["low"]), {})
    place = _place(profile)
    tied = marks.of_person(values, profile["events"]) if person else marks.of_own(profile["kind"], values)
    fields = (
        *(profile["kind"], profile["code"], profile["name"], names.fold(profile["name"])[:LONG]),
        *(custody.get("code"), custody.get("as_of"), custody.get("when"), "t" if listing.get("listed") else "f"),
        *(_first(values, "sex").get("value"), _first(values, "ethnicity").get("value")),
        *(birth.get("low"), birth.get("high"), taken.get("low"), taken.get("high") or taken.get("low")),
        _age(birth, taken),
        *(marks.of_place(place) or None if place else None, place and (place["value"] or place["original"])[:LONG]),
        *(_role(profile), (profile.get("sentence") or {}).get("high"), profile["origins"]),
    )
    cells = ["\\N" if cell is None else escape(str(cell)) for cell in fields]
    sources = ",".join([str(numbers[code]) for code in profile["sources"]])
    return "\t".join([*cells, f"{{{sources}}}", _array(tied)])


def _array(texts: Iterable[str]) -> str:
    """A text array just as PostgreSQL itself writes it, so that `verify` can compare bytes."""
    return "{" + ",".join([_element(text) for text in texts]) + "}"


def _element(text: str) -> str:
    if text.lower() == "null" or not _QUOTED.isdisjoint(text):
        return escape('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
    return text


def _age(birth: Mapping[str, Any], taken: Mapping[str, Any]) -> int | None:
    """The least completed years when taken; None when a date is missing or they contradict each other."""
    born, when = birth.get("high"), taken.get("low")
    if not born or not when:
        return None
    years = int(when[:4]) - int(born[:4]) - (when[5:] < born[5:])
    return years if 0 <= years <= _OLDEST else None


def _role(profile: Profile) -> str | None:
    return next((role for role in _ROLES if role in profile["roles"]), None)


def _first(values: Mapping[str, Any], code: str) -> dict[str, Any]:
    found = values.get(code)
    return found[0] if found else {}


def _place(profile: Profile) -> dict[str, Any] | None:
    """Where last held, or where taken."""
    for event in reversed(profile["events"]):
        if found := event["values"].get("place"):
            return dict(found[0])
    return None


_TAKEN: Final = frozenset({"taken", "held"})
_ROLES: Final = ("detained", "sought", "relative", "witness", "official", "mentioned", "unknown")
_OLDEST: Final = 130
LONG: Final = 250  # a name key longer than this is nobody's name; B-tree entries have a limit
_QUOTED: Final = frozenset(' ,{}"\\\t\n')
