"""Who is one with whom, from judgements in force and the sources' own ids. Pure.

"Same" joins; "different" keeps apart and is never bridged silently: when joining would put two records
that were judged different into one group, that "same" does not join and is reported as a conflict. What a
source itself calls one subject is joined last, so a person's judgement can also part it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ruling:
    """One judgement in force about two sets of records."""

    number: int
    same: bool
    left: frozenset[int]
    right: frozenset[int]


@dataclass(slots=True)
class Clusters:
    """`of` maps each record to the oldest record of its cluster; `conflicts` lists rulings not carried out."""

    of: dict[int, int] = field(default_factory=dict)
    conflicts: list[int] = field(default_factory=list)


def cluster(records: Mapping[int, int], rulings: Iterable[Ruling]) -> Clusters:
    """Cluster records; `records` maps each to the oldest record that its source gives the same id (0: not known).
    That oldest one need not be among them: it may count no longer.

    Rulings apply in order of number, so the result does not depend on the order given.
    """
    ordered = sorted(rulings, key=lambda one: one.number)
    groups = _Groups(records, [(one.left, one.right) for one in ordered if not one.same])
    conflicts = [one.number for one in ordered if one.same and not groups.join((one.left | one.right) & records.keys())]
    first: dict[int, int] = {}
    for record, oldest in sorted(records.items()):
        if oldest:
            groups.join({record, first.setdefault(oldest, record)})
    return Clusters(groups.of, conflicts)


class _Groups:
    """Records in groups that grow, the smaller always poured into the larger, so that many records stay quick."""

    def __init__(self, records: Iterable[int], apart: Sequence[tuple[frozenset[int], frozenset[int]]]) -> None:
        self._members = {record: {record} for record in sorted(records)}
        self._apart = apart

    def join(self, joined: Iterable[int]) -> bool:
        """Make one group of those of these records, unless a judgement keeps some of them apart."""
        groups = {id(group): group for group in map(self._members.__getitem__, joined)}
        if len(groups) < 2:
            return True
        parts = sorted(groups.values(), key=len)
        if any(_touches(parts, left) and _touches(parts, right) for left, right in self._apart):
            return False
        largest = parts.pop()
        for part in parts:
            largest |= part
            self._members.update(dict.fromkeys(part, largest))
        return True

    @property
    def of(self) -> dict[int, int]:
        """Each record with the oldest one of its group."""
        heads: dict[int, int] = {}
        return {record: heads.setdefault(id(group), record) for record, group in self._members.items()}


def _touches(parts: Iterable[set[int]], side: frozenset[int]) -> bool:
    return any(not part.isdisjoint(side) for part in parts)
