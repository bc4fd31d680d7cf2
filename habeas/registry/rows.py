"""From profiles to the lines that the database keeps: profile, summary, name keys. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import orjson

from habeas import names
from habeas.registry.facts import Evidence, Extras, gather
from habeas.registry.profile import Lore, Profile, profiles
from habeas.statements.drafting import escape

PROFILE_COLUMNS: Final = ("subject_id", "low", "high", "data")
SUMMARY_COLUMNS: Final = (
    *(
        "subject",
        "low",
        "high",
        "kind",
        "code",
        "name",
        "sort",
        "custody",
        "as_of",
        "listed",
        "sex",
        "ethnicity",
    ),
    *("birth_low", "birth_high", "held_low", "held_high", "place", "origins", "source", "sources"),
)
KEY_COLUMNS: Final = ("subject", "tier", "name", "key", "parts")
_NAMES: Final = ("name", "alias", "family_name", "given_names", "married_name", "nom_de_guerre")
_TAKEN: Final = frozenset({"taken", "held"})
_LONG = 250  # a name key longer than this is nobody's name; B-tree entries have a limit


class Lines(NamedTuple):
    """COPY text for the three tables, and how many subjects they hold."""

    profiles: str
    summaries: str
    keys: str
    subjects: int


def lines(evidences: Iterable[Evidence], lore: Lore) -> Lines:
    """Build everything that is derived for these subjects."""
    built: list[str] = []
    summaries: list[str] = []
    keys: list[str] = []
    count = 0
    numbers = {origin.code: number for number, origin in lore.sources.items()}
    for evidence in evidences:
        count += 1
        for low, high, profile in profiles(evidence, lore):
            head = f"{evidence.subject}\t{low}\t{high}\t"
            built.append(f"{head}{escape(orjson.dumps(profile).decode())}\n")
            summaries.append(head + _summary(profile, numbers) + "\n")
        keys.extend(_keys(evidence))
    return Lines("".join(built), "".join(summaries), "".join(keys), count)


def build(accounts: str, facts: str, extras: Extras, lore: Lore) -> Lines:
    """One chunk, from COPY text to COPY text; runs in worker processes."""
    return lines(gather(accounts, facts, extras), lore)


def _summary(profile: Profile, numbers: Mapping[str, int]) -> str:
    values = profile["values"]
    birth, custody = _first(values, "birth_date"), profile.get("custody") or {}
    taken: dict[str, Any] = next((one for one in profile["events"] if one["type"] in _TAKEN and one["low"]), {})
    listing = profile.get("listing") or {}
    sources = [numbers[code] for code in profile["sources"]]
    fields = (
        *(profile["kind"], profile["code"], profile["name"], names.fold(profile["name"])[:_LONG]),
        *(custody.get("code"), custody.get("as_of"), "t" if listing.get("listed") else "f"),
        *(_first(values, "sex").get("value"), _first(values, "ethnicity").get("value")),
        *(birth.get("low"), birth.get("high"), taken.get("low"), taken.get("high")),
        *(_place(profile), profile["origins"], sources[0] if len(sources) == 1 else None),
    )
    cells = ["\\N" if cell is None else escape(str(cell)) for cell in fields]
    return "\t".join([*cells, f"[{','.join(map(str, sources))}]"])


def _first(values: Mapping[str, Any], code: str) -> dict[str, Any]:
    found = values.get(code)
    return found[0] if found else {}


def _place(profile: Profile) -> str | None:
    """Where last held, or where taken: an administrative code when known, else the place folded."""
    for event in reversed(profile["events"]):
        if found := event["values"].get("place"):
            text = found[0].get("reference") or names.fold(found[0]["value"] or found[0]["original"])
            return str(text)[:_LONG]
    return None


def _keys(evidence: Evidence) -> Iterable[str]:
    """Each spelling once, at the lowest tier where somebody says it."""
    least: dict[str, tuple[int, str]] = {}
    for fact in evidence.facts:
        if fact.event is None and fact.property in _NAMES:
            name = fact.value or fact.original
            key = names.key(name)[:_LONG]
            if key and (key not in least or (fact.tier, name) < least[key]):
                least[key] = (fact.tier, name)
    for key, (tier, name) in sorted(least.items()):
        parts = " ".join(["'" + part.replace("'", "''").replace("\\", "") + "'" for part in dict.fromkeys(key.split())])
        yield f"{evidence.subject}\t{tier}\t{escape(name)}\t{escape(key)}\t{escape(parts)}\n"
