"""Where a person stands beside custody: each axis with its latest value, and the last sign of life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from habeas.registry.facts import Fact
from habeas.registry.status import iso
from habeas.registry.values import Weigher


def axes(facts: Iterable[Fact], events: list[dict[str, Any]], weigher: Weigher) -> dict[str, Any]:
    """The other axes: the latest value of each, from events or from what the source says of the subject."""
    found: dict[str, tuple[tuple[str, int], dict[str, Any]]] = {}
    said_of = {fact.number: fact for fact in facts if fact.property in AXES}
    for fact in said_of.values():
        if fact.event is None:
            said = weigher.said_on(fact)
            _keep(found, fact.property, fact.value, fact.original, iso(said.high), said.edtf, weigher.codes([fact]))
    for event in events:
        for axis in AXES:
            if said_here := event["values"].get(axis):
                one = said_here[0]
                as_of = event["high"] or event["low"]
                sources = weigher.codes([said_of[number] for number in one["statements"] if number in said_of])
                _keep(found, axis, one["value"], one["original"], as_of, event["when"], sources)
    return {axis: found[axis][1] for axis in AXES if axis in found}


def _keep(
    found: dict[str, tuple[tuple[str, int], dict[str, Any]]],
    axis: str,
    code: str | None,
    original: str,
    as_of: str | None,
    when: str | None,
    sources: list[str],
) -> None:
    rank = (as_of or "", 1 if code else 0)
    if axis not in found or rank >= found[axis][0]:
        found[axis] = (
            rank,
            {"code": code, "original": original, "as_of": as_of, "when": when, "sources": sources},
        )


def last_sign(events: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The latest event that shows that the person was alive: {"as_of", "when", "event"}; None when none is dated."""
    best: dict[str, Any] | None = None
    for one in events:
        if one["type"] in _SIGNS and (as_of := one["high"] or one["low"]) and (best is None or as_of >= best["as_of"]):
            best = {"as_of": as_of, "when": one["when"], "event": one["type"]}
    return best


_SIGNS: Final = frozenset(
    ("taken", "held", "transferred", "charged", "tried", "sentenced", "appeal", "term_reduced", "seen", "heard_from")
)


AXES: Final = ("acknowledgement", "contact_allowed", "legal_basis", "facility_kind", "freedom")
