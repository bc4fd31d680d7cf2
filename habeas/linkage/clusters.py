"""Who is one with whom, from judgements in force and the sources' own ids. Pure.

"Same" joins; "different" keeps apart and is never bridged silently: when joining would put two records
that were judged different into one group, that "same" does not join and is reported as a conflict. What a
source itself calls one subject is joined last, so a person's judgement can also part it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """Cluster records; `records` maps each to the oldest record that its source gives the same id.

    Rulings apply in order of number, so the result does not depend on the order given.
    """
    ordered = sorted(rulings, key=lambda one: one.number)
    apart = [(one.left, one.right) for one in ordered if not one.same]
    found = Clusters({record: record for record in sorted(records)})
    for one in ordered:
        if one.same and not _join(found.of, (one.left | one.right) & records.keys(), apart):
            found.conflicts.append(one.number)
    for record, oldest in sorted(records.items()):
        if record != oldest:
            _join(found.of, {record, oldest}, apart)
    return found


def _join(of: dict[int, int], joined: Iterable[int], apart: list[tuple[frozenset[int], frozenset[int]]]) -> bool:
    heads = {of[record] for record in joined}
    if len(heads) < 2:
        return True
    members = {record for record, head in of.items() if head in heads}
    if any(members & left and members & right for left, right in apart):
        return False
    least = min(members)
    for record in members:
        of[record] = least
    return True
