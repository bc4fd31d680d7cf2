"""A day of birth that nobody gives, worked out from ages that somebody gives. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from habeas import dates
from habeas.dates import PartialDate


def from_ages(events: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The span of birth that fits every age at a dated event: {"low", "high", "age", "event"}; None without one.

    Ages that contradict each other (no day fits all) give the span that covers them.
    """
    spans = [found for event in events if (found := _span(event)) is not None]
    if not spans:
        return None
    low, high = max(one["low"] for one in spans), min(one["high"] for one in spans)
    if low > high:
        low, high = min(one["low"] for one in spans), max(one["high"] for one in spans)
    return {**spans[0], "low": low, "high": high}


def _span(event: Mapping[str, Any]) -> dict[str, Any] | None:
    ages = event["values"].get("age_then")
    if not ages or not event["low"] or not event["high"]:
        return None
    on = PartialDate(event["when"], date.fromisoformat(event["low"]), date.fromisoformat(event["high"]))
    found = dates.age_at(ages[0]["original"], on)
    if found.low is None or found.high is None:
        return None
    return {
        "low": found.low.isoformat(),
        "high": found.high.isoformat(),
        "age": ages[0]["original"],
        "event": event["type"],
    }
