"""From profiles to the lines that the database keeps: profile, summary, name keys. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import orjson

from habeas import names
from habeas.names.bulk import forms
from habeas.registry.facts import Evidence
from habeas.registry.profile import Lore, profiles
from habeas.registry.summary import LONG, summary
from habeas.registry.unpacking import Extras, gather
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
        "told",
        "listed",
        "sex",
        "ethnicity",
    ),
    *("birth_low", "birth_high", "held_low", "held_high", "age", "place", "place_text", "role", "ends", "origins"),
    *("sources", "marks"),
)
KEY_COLUMNS: Final = ("subject", "tier", "name", "key", "parts", "sounds")
_NAMES: Final = ("name", "alias", "family_name", "given_names", "married_name", "nom_de_guerre")


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
            summaries.append(head + summary(profile, numbers) + "\n")
        keys.extend(_keys(evidence))
    return Lines("".join(built), "".join(summaries), "".join(keys), count)


def build(accounts: str, facts: str, extras: Extras, lore: Lore) -> Lines:
    """One chunk, from COPY text to COPY text; runs in worker processes."""
    return lines(gather(accounts, facts, extras), lore)


def _keys(evidence: Evidence) -> Iterable[str]:
    """Each spelling once, at the lowest tier where somebody says it."""
    least: dict[str, tuple[int, str]] = {}
    for fact in evidence.facts:
        if fact.event is None and fact.property in _NAMES:
            name = fact.value or fact.original
            key = names.key(name)[:LONG]
            if key and (key not in least or (fact.tier, name) < least[key]):
                least[key] = (fact.tier, name)
    for key, (tier, name) in sorted(least.items()):
        parts = " ".join(["'" + part.replace("'", "''").replace("\\", "") + "'" for part in dict.fromkeys(key.split())])
        cells = (name, key, parts, forms.packed(name))
        yield "\t".join([str(evidence.subject), str(tier), *map(escape, cells)]) + "\n"
