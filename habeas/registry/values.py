"""Which value is best supported, and why. Pure.

Independent origins count once each: a list copied from another corroborates nothing. Then the source's
reliability (A to F) and the statement's credibility (1 to 6, the Admiralty grades), then precision, then
the first said, so that the order never depends on the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from habeas import dates, names
from habeas.dates import PartialDate
from habeas.registry.facts import Account, Fact, Origin, Stand

Value = dict[str, Any]
REASONS: Final = ("origins", "reliability", "credibility", "precision", "first")
_NAMES: Final = frozenset({"name", "alias", "family_name", "given_names"})


def group_key(fact: Fact) -> str:
    """Statements with the same key say the same."""
    if fact.flag == "sealed":
        return f"#{fact.number}"  # nobody here knows whether two sealed values are the same
    if fact.property in _NAMES:
        return names.key(fact.value or fact.original)
    return fact.value if fact.value is not None else fact.original.strip().casefold()


class Weigher:
    """Groups and ranks statements for one subject at one ceiling."""

    def __init__(self, accounts: Mapping[int, Account], sources: Mapping[int, Origin], stands: Iterable[Stand]) -> None:
        self._accounts = accounts
        self._origin = {number: sources[account.source] for number, account in accounts.items()}
        self._stands: dict[int, list[Stand]] = {}
        for stand in stands:
            self._stands.setdefault(stand.statement, []).append(stand)

    def best_first(self, facts: list[Fact]) -> list[Value]:
        """Groups of equal values, best supported first, each with its statements and the reason."""
        if len(facts) == 1:
            roots = self.roots(facts)
            return [self._value(facts, roots, "only" if len(roots) == 1 else "agreed")]
        groups: dict[str, list[Fact]] = {}
        for fact in facts:
            groups.setdefault(group_key(fact), []).append(fact)
        ranked = sorted(self._ranked(list(groups.values())), key=lambda one: one[0])
        values = []
        for place, (rank, group, roots) in enumerate(ranked):
            if len(ranked) == 1:
                why = "only" if len(roots) == 1 else "agreed"
            else:
                other = ranked[1][0] if place == 0 else ranked[0][0]
                why = _difference(rank, other) if place == 0 else "less"
            values.append(self._value(group, roots, why))
        return values

    def _ranked(self, groups: list[list[Fact]]) -> list[tuple[tuple[Any, ...], list[Fact], set[int]]]:
        return [(self._rank(group, roots), group, roots) for group, roots in self._supported(groups)]

    def _supported(self, groups: list[list[Fact]]) -> list[tuple[list[Fact], set[int]]]:
        """The independent origins behind each group; a less precise date supports the one that it contains."""
        own = [(group, self.roots(group)) for group in groups]
        if groups[0][0].low is None and len(groups) > 1 and all(group[0].low is None for group in groups):
            return own
        return [
            (group, roots.union(*[more for other, more in own if _contains(other[0], group[0])]))
            for group, roots in own
        ]

    def roots(self, facts: Iterable[Fact]) -> set[int]:
        """Independent origins of these statements, with those that confirm them."""
        found = {self._origin[fact.account].root for fact in facts}
        if self._stands:
            for fact in facts:
                found.update(one.root for one in self._stands.get(fact.number, ()) if one.stance == "confirms")
        return found

    def origin(self, fact: Fact) -> Origin:
        return self._origin[fact.account]

    def codes(self, facts: Iterable[Fact]) -> list[str]:
        """The codes of the sources that say so, sorted."""
        return sorted({self._origin[fact.account].code for fact in facts})

    def said_on(self, fact: Fact) -> PartialDate:
        """When the record that holds the statement was made, as far as it tells."""
        return dates.read(self._accounts[fact.account].said_on)

    def _rank(self, group: list[Fact], roots: set[int]) -> tuple[Any, ...]:
        first = group[0]
        return (
            -len(roots),
            min(self._origin[fact.account].reliability or "G" for fact in group),
            min(fact.credibility or 7 for fact in group),
            _width(first),
            min(fact.number for fact in group),
        )

    def _value(self, group: list[Fact], roots: set[int], why: str) -> Value:
        first = group[0]
        value: Value = {
            "value": first.value,
            "original": first.original,
            "statements": [fact.number for fact in group],
            "origins": len(roots),
            "why": why,
        }
        for name in ("low", "high", "reference", "flag"):
            if (found := getattr(first, name)) is not None:
                value[name] = found
        if self._stands:
            against = [one for fact in group for one in self._stands.get(fact.number, ()) if one.stance != "confirms"]
            if against:
                value["disputed"] = sorted({one.stance for one in against})
        return value


def _difference(rank: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    return next((reason for reason, a, b in zip(REASONS, rank, other, strict=True) if a != b), "first")


def _width(fact: Fact) -> int:
    """Days between earliest and latest, roughly: enough to order dates by precision."""
    if fact.low is None or fact.high is None:
        return 0 if fact.value is not None and fact.flag is None else 10**7
    return _ordinal(fact.high) - _ordinal(fact.low)


def _ordinal(day: str) -> int:
    return int(day[:-6]) * 372 + int(day[-5:-3]) * 31 + int(day[-2:])


def _contains(wide: Fact, narrow: Fact) -> bool:
    if wide.low is None or wide.high is None or narrow.low is None or narrow.high is None:
        return False
    return wide.low <= narrow.low and narrow.high <= wide.high and wide.value != narrow.value
