"""What the ledger holds about a subject, as the pure modules read it. No Django, no database.

Dates are ISO text ("1976-08-15"): they compare as text and cost nothing to carry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
        facts = [fact for fact in self.facts if fact.tier <= ceiling]
        seen = {fact.account for fact in facts}
        return Evidence(
            self.subject,
            self.kind,
            {number: account for number, account in self.accounts.items() if number in seen},
            facts,
            [one for one in self.stands if one.tier <= ceiling],
            [one for one in self.decisions if one.tier <= ceiling],
        )


def _text(cell: str) -> str:
    if "\\" not in cell:
        return cell
    parts = cell.split("\\\\")
    for short, long in (
        ("\\t", "\t"),
        ("\\n", "\n"),
        ("\\r", "\r"),
        ("\\b", "\b"),
        ("\\f", "\f"),
        ("\\v", "\v"),
    ):
        parts = [part.replace(short, long) for part in parts]
    return "\\".join(parts)


def _null(cell: str) -> str | None:
    return None if cell == "\\N" else _text(cell)


def _number(cell: str) -> int | None:
    return None if cell == "\\N" else int(cell)


def read_accounts(lines: str) -> Iterator[tuple[int, str, Account]]:
    """From COPY text: subject, kind, then the fields of an Account."""
    for line in lines.split("\n"):
        if line:
            subject, kind, number, code, source, role, said_on, key = line.split("\t")
            yield int(subject), kind, Account(int(number), code, int(source), role, said_on, _text(key))


def read_facts(lines: str) -> Iterator[tuple[int, Fact]]:
    """From COPY text: subject, then the fields of a Fact."""
    for line in lines.split("\n"):
        if line:
            subject, number, account, event, prop, original, tier, credibility, *reading = line.split("\t")
            value, low, high, reference, flag = [None if cell == "\\N" else cell for cell in reading]
            yield (
                int(subject),
                Fact(
                    *(int(number), int(account), _number(event), prop, _text(original), int(tier)),
                    *(
                        _number(credibility),
                        value and _text(value),
                        low,
                        high,
                        reference and _text(reference),
                        flag,
                    ),
                ),
            )


Extras = Mapping[int, tuple[Iterable[Stand], Iterable[Decision]]]


def gather(accounts: str, facts: str, extras: Extras) -> list[Evidence]:
    """Put the rows of one chunk together, subject by subject."""
    found: dict[int, Evidence] = {}
    for subject, kind, account in read_accounts(accounts):
        evidence = found.get(subject)
        if evidence is None:
            evidence = found[subject] = Evidence(subject, kind)
        evidence.accounts[account.number] = account
    for subject, fact in read_facts(facts):
        found[subject].facts.append(fact)
    for subject, (stands, decisions) in extras.items():
        if subject in found:
            found[subject].stands.extend(stands)
            found[subject].decisions.extend(decisions)
    return list(found.values())
