"""One timeline out of the events that several records tell. Pure.

Two events of different records are one when they are of the same type, their dates can overlap, and their
places do not contradict each other. Two events of one record are never joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from habeas.registry.facts import Fact
from habeas.registry.values import Weigher

_LATE = "9999-12-31"
_SORTS_AS = {"held": "taken"}  # a leaked row that says "held since" tells of the same taking


@dataclass(slots=True)
class Happening:
    """One event, from one record or several."""

    type: str
    facts: list[Fact]
    low: str | None = None
    high: str | None = None
    place: str = ""
    accounts: set[int] = field(default_factory=set)

    @property
    def sort(self) -> tuple[str, str, str, int]:
        return (self.low or _LATE, self.high or _LATE, self.type, self.facts[0].number)


def align(facts: list[Fact], weigher: Weigher) -> list[dict[str, Any]]:
    """Events in order of time, undated ones last; each value with its statements, best first."""
    told: dict[tuple[int, int], list[Fact]] = {}
    for fact in facts:
        if fact.event is not None:
            told.setdefault((fact.account, fact.event), []).append(fact)
    if not told:
        return []
    happenings = [_happening(account, group) for (account, _event), group in told.items()]
    if len({account for account, _event in told}) > 1:
        happenings = _joined(sorted(happenings, key=lambda one: one.sort))
    return [_shown(one, weigher) for one in sorted(happenings, key=lambda one: one.sort)]


def _happening(account: int, facts: list[Fact]) -> Happening:
    made = Happening("unknown", facts, accounts={account})
    for fact in facts:
        if fact.property == "type":
            made.type = fact.value or "unknown"
        elif fact.property == "date":
            made.low, made.high = fact.low, fact.high
        elif fact.property == "place":
            made.place = (fact.reference or fact.value or "").casefold()
    return made


def _joined(happenings: list[Happening]) -> list[Happening]:
    kept: list[Happening] = []
    for one in happenings:
        match = next((other for other in kept if _same(other, one)), None)
        if match is None:
            kept.append(one)
        else:
            _join(match, one)
    return kept


def _same(first: Happening, second: Happening) -> bool:
    if first.accounts & second.accounts:
        return False
    if first.type != second.type and _SORTS_AS.get(first.type, first.type) != _SORTS_AS.get(second.type, second.type):
        return False
    if first.low and second.low and not (first.low <= (second.high or _LATE) and second.low <= (first.high or _LATE)):
        return False
    if first.place and second.place:
        return first.place in second.place or second.place in first.place or bool(first.low and second.low)
    return True


def _join(kept: Happening, more: Happening) -> None:
    kept.facts = [*kept.facts, *more.facts]
    kept.accounts |= more.accounts
    if more.low and (kept.low is None or more.low > kept.low):
        kept.low = more.low
    if more.high and (kept.high is None or more.high < kept.high):
        kept.high = more.high
    kept.place = kept.place or more.place


def _shown(one: Happening, weigher: Weigher) -> dict[str, Any]:
    by_property: dict[str, list[Fact]] = {}
    for fact in one.facts:
        by_property.setdefault(fact.property, []).append(fact)
    values: Mapping[str, Any] = {name: weigher.best_first(group) for name, group in by_property.items()}
    return {
        "type": one.type,
        "low": one.low,
        "high": one.high,
        "values": values,
        "origins": len(weigher.roots(one.facts)),
        "sources": sorted({weigher.origin(fact).code for fact in one.facts}),
        "kinds": sorted({weigher.origin(fact).kind for fact in one.facts}),
    }
