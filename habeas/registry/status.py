"""Where a person stands, on separate axes, each with the day it was last true and the reason. Pure, no clock.

A State's own word proves custody or a sentence; it never proves welfare, guilt or release, so such a claim
is shown and does not free anybody here. How an old "held" decays is decided when it is shown, with the
reader's day (`decayed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

STATE_VOICES: Final = frozenset({"government_reply", "state_media"})
_NEVER_PROVEN: Final = frozenset({"free", "none"})
DECAY: Final = timedelta(days=365)
AXES: Final = ("acknowledgement", "contact", "legal_basis", "facility_kind", "freedom")
_EARLY = "0000"


def custody(events: list[dict[str, Any]], effects: Mapping[str, str]) -> dict[str, Any] | None:
    """The custody axis from a timeline; `effects` maps event types to held, free, dead, missing…

    Returns code, as_of (ISO day or None), event (type), origins, sources, and `claimed` when a State says
    otherwise; None when no event speaks of custody.
    """
    best: dict[str, Any] | None = None
    claimed: dict[str, Any] | None = None
    for event in events:
        effect = effects.get(event["type"], "none")
        if effect == "none":
            continue
        said = _said(event, effect)
        if effect in _NEVER_PROVEN and STATE_VOICES.issuperset(event["kinds"]):
            claimed = said
        elif best is None or _outweighs(said, best):
            best = said
    if best is None:
        return claimed and {**claimed, "code": "unknown", "claimed": claimed["code"]}
    if claimed is not None and _when(claimed) >= _when(best):
        best["claimed"] = claimed["code"]
    return best


def _said(event: Mapping[str, Any], effect: str) -> dict[str, Any]:
    return {
        "code": effect,
        "as_of": event["high"],
        "event": event["type"],
        "origins": event["origins"],
        "sources": event["sources"],
    }


def _when(said: Mapping[str, Any]) -> str:
    return said["as_of"] or _EARLY


def _outweighs(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """The later counts; a death stands unless something later is dated."""
    if old["code"] == "dead" and new["code"] != "dead":
        return bool(new["as_of"] and old["as_of"] and new["as_of"] > old["as_of"])
    if new["code"] == "dead" and new["as_of"] is None:
        return True
    return _when(new) >= _when(old)


def axes(values: Mapping[str, list[dict[str, Any]]], events: list[dict[str, Any]]) -> dict[str, Any]:
    """The other axes: the best-supported value of each, from traits or from the latest event that says it."""
    found: dict[str, Any] = {}
    for axis in AXES:
        said = values.get(axis)
        if said:
            found[axis] = {"code": said[0]["value"], "original": said[0]["original"], "as_of": None}
        for event in events:
            if said := event["values"].get(axis):
                found[axis] = {
                    "code": said[0]["value"],
                    "original": said[0]["original"],
                    "as_of": event["high"],
                }
    return found


def decayed(code: str | None, as_of: date | None, today: date) -> str | None:
    """ "Held" that nobody confirmed for a year reads "held_unconfirmed"."""
    if code == "held" and (as_of is None or today - as_of > DECAY):
        return "held_unconfirmed"
    return code
