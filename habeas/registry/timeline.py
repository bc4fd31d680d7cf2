"""One timeline out of the events that several records tell. Pure.

Two events of different records are one when they are of the same type, their dates can overlap, and their
places do not contradict each other; two exact days that agree outweigh places that are written differently.
Two events of one record are never joined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from habeas import names
from habeas.registry.facts import Fact
from habeas.registry.values import Weigher

_LATE: Final = "9999-12-31"
_SORTS_AS: Final = {"held": "taken"}  # a leaked row that says "held since" tells of the same taking
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SHORT: Final = 3  # letters: shorter words of an address ("de", "bs") tell nothing


@dataclass(slots=True)
class Happening:
    """One event, from one record or several."""

    type: str
    facts: list[Fact]
    low: str | None = None
    high: str | None = None
    when: str | None = None
    area: str = ""
    words: frozenset[str] = frozenset()
    accounts: set[int] = field(default_factory=set)

    @property
    def sort(self) -> tuple[str, str, str, int]:
        return (self.low or self.high or _LATE, self.high or _LATE, self.type, self.facts[0].number)


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
            made.low, made.high, made.when = fact.low, fact.high, fact.value
        elif fact.property == "place":
            made.area = fact.reference or ""
            made.words = frozenset(word for word in names.tokens(fact.value or "") if len(word) > _SHORT)
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
    if _SORTS_AS.get(first.type, first.type) != _SORTS_AS.get(second.type, second.type):
        return False
    if not _overlap(first, second):
        return False
    return _on_one_day(first, second) or not _apart(first, second)


def _overlap(first: Happening, second: Happening) -> bool:
    if (first.low or first.high) is None or (second.low or second.high) is None:
        return True
    return (first.low or "") <= (second.high or _LATE) and (second.low or "") <= (first.high or _LATE)


def _on_one_day(first: Happening, second: Happening) -> bool:
    return first.low is not None and first.low == first.high == second.low == second.high


def _apart(first: Happening, second: Happening) -> bool:
    """Whether the places contradict each other: areas outside each other, or not a word in common."""
    if first.area and second.area:
        short, long = sorted((first.area.rstrip("0"), second.area.rstrip("0")), key=len)
        return not long.startswith(short)
    return bool(first.words and second.words) and not first.words & second.words


def _join(kept: Happening, more: Happening) -> None:
    kept.facts = [*kept.facts, *more.facts]
    kept.accounts |= more.accounts
    if more.low and (kept.low is None or more.low > kept.low):
        kept.low = more.low
    if more.high and (kept.high is None or more.high < kept.high):
        kept.high = more.high
    kept.area = kept.area or more.area
    kept.words |= more.words


def _shown(one: Happening, weigher: Weigher) -> dict[str, Any]:
    by_property: dict[str, list[Fact]] = {}
    for fact in one.facts:
        by_property.setdefault(fact.property, []).append(fact)
    values: Mapping[str, Any] = {name: weigher.best_first(group) for name, group in by_property.items()}
    dated = values.get("date")
    return {
        "type": one.type,
        "low": one.low,
        "high": one.high,
        "when": dated[0]["value"] if dated else None,
        "values": values,
        "origins": len(weigher.roots(one.facts)),
        "sources": weigher.codes(one.facts),
        "kinds": sorted({weigher.origin(fact).kind for fact in one.facts}),
    }
