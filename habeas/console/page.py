"""A profile as lines of words: each value with the sources that it rests on and why it comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils import timezone

from habeas.registry.status import DECAY
from habeas.statements.models import Statement

_WHY: Final = {
    "agreed": "they agree",
    "origins": "more origins",
    "reliability": "more reliable",
    "credibility": "more credible",
    "precision": "more precise",
    "first": "said first",
    "less": "less supported",
}
Value = dict[str, Any]
Sources = Mapping[int, str]


def lines(profile: dict[str, Any]) -> list[str]:
    """The whole page."""
    sources = _sources(profile)
    found = [f"{profile['name']}  [{profile['code']}]", *_standing(profile)]
    for name, values in profile["values"].items():
        found += [f"  {name}: {_text(one)}  [{_rests_on([one], sources)}{_why(one)}]" for one in values]
    return found + [_event(event, sources) for event in profile["events"]]


def _standing(profile: dict[str, Any]) -> Iterable[str]:
    if custody := profile.get("custody"):
        claimed = f"; claimed: {custody['claimed']}" if custody.get("claimed") else ""
        yield f"  {_custody(custody['code'], custody['as_of'])}  [{', '.join(custody['sources'])}]{claimed}"
    if (sentence := profile.get("sentence")) and sentence["low"]:
        yield f"  term {sentence['term']} ends between {sentence['low']} and {sentence['high'] or 'an unknown day'}"
    if listing := profile.get("listing"):
        word = "listed" if listing["listed"] else "taken off the list"
        basis = " ".join(filter(None, (listing["criterion"], listing["category"])))
        yield f"  {word} ({basis}): {listing['reason']}"


def _custody(code: str, as_of: str | None) -> str:
    """An old "held" is only what was last known."""
    old = as_of is None or date.fromisoformat(as_of) < timezone.localdate() - DECAY
    word = "held, unconfirmed since" if code == "held" and old else f"{code} as of"
    return f"{word} {as_of or 'an unknown day'}"


def _event(event: dict[str, Any], sources: Sources) -> str:
    told = [
        f"{name} {' / '.join([_text(one, as_said=True) for one in said])}"
        for name, said in event["values"].items()
        if name != "type"
    ]
    said = [one for values in event["values"].values() for one in values]
    return f"  · {event['type']}: {'; '.join(told)}  [{_rests_on(said, sources)}]"


def _text(value: Value, *, as_said: bool = False) -> str:
    if value.get("flag") == "sealed":
        return "(sealed)"
    return str(value["original"] if as_said else value["value"] or value["original"])


def _why(value: Value) -> str:
    word = _WHY.get(value["why"], "")
    return (f" · {word}" if word else "") + (" · disputed" if "disputes" in value.get("disputed", ()) else "")


def _rests_on(values: Iterable[Value], sources: Sources) -> str:
    found = {sources[number] for one in values for number in one["statements"] if number in sources}
    return ", ".join(sorted(found))


def _sources(profile: dict[str, Any]) -> Sources:
    """The source of each statement on the page; the page holds only what its reader may see."""
    groups = [*profile["values"].values(), *[said for event in profile["events"] for said in event["values"].values()]]
    numbers = [number for group in groups for one in group for number in one["statements"]]
    return dict(Statement.objects.filter(pk__in=numbers).values_list("pk", "record__source__code"))
