"""What the ledger holds about a subject, as the pure modules read it. No Django, no database.

Dates are ISO text ("1976-08-15"): they compare as text and cost nothing to carry.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import NamedTuple


class Origin(NamedTuple):
    """A source as evidence: `root` is where it took its content from, so copies count once."""

    number: int
    code: str
    kind: str
    reliability: str
    tier: int
    root: int


class Account(NamedTuple):
    """A record's head."""

    number: int
    code: str
    source: int
    role: str
    said_on: str
    key: str


class Fact(NamedTuple):
    """One statement with its reading; `account` is the record that it stands in."""

    number: int
    account: int
    event: int | None
    property: str
    original: str
    tier: int
    credibility: int | None
    value: str | None
    low: str | None
    high: str | None
    reference: str | None
    flag: str | None


class Stand(NamedTuple):
    """A record's stance on a statement, with the tier from which both may be seen."""

    statement: int
    account: int
    stance: str
    root: int
    tier: int
    source: int


class Decision(NamedTuple):
    """A listing decision."""

    decision: str
    criterion: str
    category: str
    reason: str
    at: str
    tier: int


@dataclass(slots=True)
class Evidence:
    """Everything about one subject: records by number, statements in order, stances, listing decisions."""

    subject: int
    kind: str
    accounts: dict[int, Account] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def tiers(self) -> list[int]:
        """The tiers at which something changes, lowest first."""
        found = {fact.tier for fact in self.facts}
        if found:
            least = min(found)
            found.update(one.tier for one in self.decisions if one.tier > least)
            found.update(one.tier for one in self.stands if one.tier > least)
        return sorted(found)

    def below(self, ceiling: int) -> Evidence:
        """Only what may be seen at this ceiling."""
        return self._cut(
            [fact for fact in self.facts if fact.tier <= ceiling],
            [one for one in self.stands if one.tier <= ceiling],
            [one for one in self.decisions if one.tier <= ceiling],
        )

    def within(self, *, base: int, top: int, sources: Container[int]) -> Evidence:
        """What a reader may see who reaches `top` for these sources and `base` for all others."""
        reach = {number: top if account.source in sources else base for number, account in self.accounts.items()}
        facts = [fact for fact in self.facts if fact.tier <= reach[fact.account]]
        seen = {fact.number for fact in facts}
        return self._cut(
            facts,
            [
                one
                for one in self.stands
                if one.statement in seen and one.tier <= (top if one.source in sources else base)
            ],
            [one for one in self.decisions if one.tier <= base],
        )

    def _cut(self, facts: list[Fact], stands: list[Stand], decisions: list[Decision]) -> Evidence:
        seen = {fact.account for fact in facts}
        accounts = {number: account for number, account in self.accounts.items() if number in seen}
        return Evidence(self.subject, self.kind, accounts, facts, stands, decisions)
