"""When a sentence should end, from the timeline. Pure; the arithmetic is in `habeas.dates.sentence`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from habeas.dates import PartialDate, sentence, terms

_TAKEN: Final = frozenset({"taken", "held"})
_RELEASED: Final = frozenset({"released", "escaped"})
_REDUCED: Final = "term_reduced"


def expected(events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The expected release window of the latest sentence, with the steps of the sum; None without a term.

    For life, a suspended death sentence and death the term is given and no window. Time in custody before the
    sentence counts from the taking that no release lies after; reductions are those that came after the sentence.
    """
    place = next((at for at in reversed(range(len(events))) if _is_sentence(events[at])), None)
    if place is None:
        return None
    sentenced = events[place]
    code = sentenced["values"]["term"][0]["value"]
    term = terms.parse_code(code) if code else None
    if term is None:
        return None
    window = sentence.release_window(
        sentenced=_date(sentenced),
        taken=_taken(events, place),
        term=term,
        reductions=_reductions(events[place:]),
    )
    return {
        "term": code,
        "low": window.low.isoformat() if window and window.low else None,
        "high": window.high.isoformat() if window and window.high else None,
        "steps": list(window.steps) if window else [],
    }


def _is_sentence(event: Mapping[str, Any]) -> bool:
    return event["type"] != _REDUCED and bool(event["values"].get("term"))


def _taken(events: list[dict[str, Any]], place: int) -> PartialDate | None:
    """The first taking after the last release before the sentence. One event may tell of taking and term alike."""
    found: dict[str, Any] | None = None
    for event in events[: place + 1]:
        if event["type"] in _RELEASED:
            found = None
        elif event["type"] in _TAKEN and event["low"] and found is None:
            found = event
    if found is None:  # the sentence may be undated or vague, and then sorts before the taking
        found = next((one for one in events[place + 1 :] if one["type"] in _TAKEN and one["low"]), None)
        if found is not None and _is_after(found, events[place]):
            found = None
    return _date(found) if found else None


def _is_after(event: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(event["low"] and other["high"] and event["low"] > other["high"])


def _reductions(events: Iterable[Mapping[str, Any]]) -> tuple[terms.Term, ...]:
    said = [one["values"]["term"][0]["value"] for one in events if one["type"] == _REDUCED and "term" in one["values"]]
    return tuple(term for code in said if code and (term := terms.parse_code(code)))


def _date(event: Mapping[str, Any]) -> PartialDate | None:
    if not event["low"] or not event["high"]:
        return None
    return PartialDate(None, date.fromisoformat(event["low"]), date.fromisoformat(event["high"]), None)
