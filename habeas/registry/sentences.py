"""When a sentence should end, from the timeline. Pure; the arithmetic is in `habeas.dates.sentence`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from habeas.dates import PartialDate, sentence, terms


def expected(events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The expected release window of the latest sentence, with the steps of the sum; None without a term.

    For life, a suspended death sentence and death the term is given and no window.
    """
    sentenced = next((one for one in reversed(events) if one["values"].get("term")), None)
    if sentenced is None:
        return None
    code = sentenced["values"]["term"][0]["value"]
    term = terms.parse_code(code) if code else None
    if term is None:
        return None
    taken = next((one for one in events if one["type"] in {"taken", "held"} and one["low"]), None)
    window = sentence.release_window(
        sentenced=_date(sentenced),
        taken=_date(taken) if taken else None,
        term=term,
        reductions=_reductions(events),
    )
    return {
        "term": code,
        "low": window.low.isoformat() if window and window.low else None,
        "high": window.high.isoformat() if window and window.high else None,
        "steps": list(window.steps) if window else [],
    }


def _reductions(events: Iterable[Mapping[str, Any]]) -> tuple[terms.Term, ...]:
    said = [
        one["values"]["term"][0]["value"] for one in events if one["type"] == "term_reduced" and "term" in one["values"]
    ]
    return tuple(term for code in said if code and (term := terms.parse_code(code)))


def _date(event: Mapping[str, Any]) -> PartialDate | None:
    if not event["low"] or not event["high"]:
        return None
    return PartialDate(None, date.fromisoformat(event["low"]), date.fromisoformat(event["high"]), None)
