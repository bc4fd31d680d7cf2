"""Evidence for the pure modules of the registry, written as a short story. Everybody in it is invented."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from habeas import dates, names
from habeas.dates import terms
from habeas.registry.facts import Account, Evidence, Fact, Origin, Stand
from habeas.registry.profile import Lore
from habeas.registry.values import Weigher

EFFECTS = {
    **dict.fromkeys(
        ("taken", "held", "transferred", "charged", "tried", "sentenced", "appeal", "term_reduced"), "held"
    ),
    "released": "free",
    "escaped": "sought",
    "died": "dead",
    "missing": "missing",
    "seen": "none",
    "no_news": "none",
    "acknowledged": "held",
}
_DATES = frozenset({"date", "birth_date"})
_COUNT = itertools.count(1)


def origin(number: int, *, kind: str = "database", reliability: str = "C", root: int = 0, code: str = "") -> Origin:
    """A source as evidence; its own root unless it copied another."""
    return Origin(number, code or f"source-{number}", kind, reliability, 2, root or number)


class Story:
    """Records of one subject, told one after the other."""

    def __init__(self, *sources: Origin, kind: str = "person") -> None:
        self.sources = {one.number: one for one in sources or (origin(1), origin(2), origin(3))}
        self.evidence = Evidence(1, kind)
        self._facts = itertools.count(1)
        self._accounts = itertools.count(1)

    def record(self, source: int, *said: Sequence[Any], said_on: str = "", role: str = "detained") -> list[Fact]:
        """(property, original[, tier]) or (event, property, original[, tier]); returns the facts."""
        number = next(self._accounts)
        account = Account(number, f"code{number:06d}", source, role, said_on, str(number))
        self.evidence.accounts[number] = account
        made = [self._fact(number, one) for one in said]
        self.evidence.facts.extend(made)
        return made

    def _fact(self, account: int, one: Sequence[Any]) -> Fact:
        event, rest = (one[0], one[1:]) if isinstance(one[0], int) else (None, one)
        code, original = rest[0], rest[1]
        tier = rest[2] if len(rest) > 2 else 2
        value, low, high, flag = read(code, original)
        return Fact(next(self._facts), account, event, code, original, tier, None, value, low, high, None, flag)

    def confirm(self, fact: Fact, source: int, stance: str = "confirms", tier: int = 2) -> None:
        """Another source takes a stance on a statement."""
        root = self.sources[source].root
        self.evidence.stands.append(Stand(fact.number, 0, stance, root, tier, source))

    @property
    def weigher(self) -> Weigher:
        return Weigher(self.evidence.accounts, self.sources, self.evidence.stands)

    @property
    def lore(self) -> Lore:
        return Lore(self.sources, EFFECTS)


def read(code: str, original: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Value, earliest day, latest day and flag, as the readers would give them."""
    if code in _DATES:
        found = dates.read(original, order="dmy")
        low, high = (day.isoformat() if day else None for day in (found.low, found.high))
        return found.edtf, low, high, found.flag
    if code == "term":
        term, flag = terms.read_term(original)
        return (terms.term_code(term) if term else None), None, None, flag
    if code in {"name", "alias"}:
        return names.read_name(original).display, None, None, None
    return original, None, None, None


def texts(values: Iterable[dict[str, Any]]) -> list[str]:
    """What is said, best first."""
    return [one["value"] or one["original"] for one in values]
