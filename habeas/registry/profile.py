"""A profile: what a reader with a given ceiling sees of a subject. A pure function of the statements.

The same evidence gives the same profile byte for byte; evidence above the ceiling changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from habeas.registry import axes, births, sentences, status, timeline
from habeas.registry.facts import Evidence, Fact, Origin
from habeas.registry.values import Weigher

Profile = dict[str, Any]
Event = dict[str, Any]
_NAME_ORDER: Final = ("name", "family_name", "alias")
TOP: Final = 4


@dataclass(frozen=True, slots=True)
class Lore:
    """What profiles need to know beside the evidence: sources and what event types mean for custody."""

    sources: Mapping[int, Origin]
    effects: Mapping[str, str]


def profiles(evidence: Evidence, lore: Lore) -> list[tuple[int, int, Profile]]:
    """(lowest ceiling, highest ceiling, profile): one entry for each stretch where it is the same."""
    steps = evidence.tiers()
    found = []
    for place, ceiling in enumerate(steps):
        high = steps[place + 1] - 1 if place + 1 < len(steps) else TOP
        found.append((ceiling, high, assemble(evidence.below(ceiling), lore)))
    return found


def assemble(evidence: Evidence, lore: Lore) -> Profile:
    """The profile of evidence that was already cut to a ceiling."""
    weigher = Weigher(evidence.accounts, lore.sources, evidence.stands)
    traits: dict[str, list[Fact]] = {}
    for fact in evidence.facts:
        if fact.event is None:
            traits.setdefault(fact.property, []).append(fact)
    values = {name: weigher.best_first(traits[name]) for name in sorted(traits)}
    events = timeline.align(evidence.facts, weigher)
    oldest = evidence.accounts[min(evidence.accounts)]
    made: Profile = {
        "code": oldest.code,
        "kind": evidence.kind,
        "name": _name(values, oldest.code),
        "values": values,
        "events": events,
        "records": [evidence.accounts[number].code for number in sorted(evidence.accounts)],
        "sources": weigher.codes(evidence.facts),
        "roles": sorted({account.role for account in evidence.accounts.values()}),
        "origins": len({lore.sources[account.source].root for account in evidence.accounts.values()}),
    }
    if evidence.kind == "person":
        made |= _person(evidence, traits, events, weigher, lore)
    return made


def _person(
    evidence: Evidence, traits: Mapping[str, list[Fact]], events: list[Event], weigher: Weigher, lore: Lore
) -> Profile:
    """What is worked out about a person beyond what is said."""
    return {
        "custody": status.custody(events, evidence.facts, weigher, lore.effects),
        "axes": axes.axes(evidence.facts, events, weigher),
        "last_sign": axes.last_sign(events),
        "sentence": sentences.expected(events),
        "born": None if "birth_date" in traits else births.from_ages(events),
        "listing": _listing(evidence),
    }


def _name(values: Mapping[str, list[dict[str, Any]]], code: str) -> str:
    for kind in _NAME_ORDER:
        if found := values.get(kind):
            name = str(found[0]["value"] or found[0]["original"]) or code
            given = values.get("given_names") if kind == "family_name" else None
            return f"{given[0]['value'] or given[0]['original']} {name}" if given else name
    return code


def _listing(evidence: Evidence) -> dict[str, Any] | None:
    """The decision in force: the latest that may be seen."""
    if not evidence.decisions:
        return None
    last = max(evidence.decisions, key=lambda one: one.at)
    return {
        "listed": last.decision != "removed",
        "decision": last.decision,
        "criterion": last.criterion,
        "category": last.category,
        "reason": last.reason,
        "at": last.at,
    }
