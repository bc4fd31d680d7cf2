"""Where a person stands, on separate axes, each with the time it was last true and the reason. Pure, no clock.

A State's own word proves custody or a sentence; it never proves welfare, guilt or release, so such a claim
is shown and does not free anybody here. How an old "held" decays is decided when it is shown, with the
reader's day (`decayed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from habeas.registry.facts import Fact
from habeas.registry.values import Weigher

STATE_VOICES: Final = frozenset({"government_reply", "state_media"})
_NEVER_PROVEN: Final = frozenset({"free", "none"})
_SILENT: Final = frozenset({"none", "unknown"})
DECAY: Final = timedelta(days=365)
CLAIM: Final = "custody_status"  # the source's own word for where somebody stands


class Told(NamedTuple):
    """One claim about custody: what, when (ISO days), how late in the usual course of things, on whose word."""

    code: str
    low: str | None
    high: str | None
    when: str | None
    stage: int
    event: str
    origins: int
    sources: tuple[str, ...]
    kinds: frozenset[str]
    since: bool = False  # the source gave no date; this is the last that its record tells of

    @property
    def undated(self) -> bool:
        return self.low is None and self.high is None

    def after(self, other: Told) -> bool:
        """Whether this is the later word. Dates that cannot be told apart follow the usual course of things."""
        if (self.low or self.high) is None or (other.low or other.high) is None:
            if (self.low or self.high) is None and (other.low or other.high) is None:
                return (self.stage, self.origins) >= (other.stage, other.origins)
            return (self.low or self.high) is not None
        if self.low and other.high and self.low > other.high:
            return True
        if other.low and self.high and other.low > self.high:
            return False
        return (self.stage, self.origins) >= (other.stage, other.origins)


def custody(
    events: list[dict[str, Any]], facts: Sequence[Fact], weigher: Weigher, effects: Mapping[str, str]
) -> dict[str, Any] | None:
    """The custody axis, from the aligned events and all facts. `effects` maps event types, in the usual order of
    things, to held, free, dead, missing…

    Returns code, as_of (ISO day or None), when (EDTF), event (type, or "" for the source's own word), origins,
    sources; `claimed` when only a State says otherwise; `disputed` when others tell of the same time differently.
    None when nothing speaks of custody.
    """
    told = [*_of_events(events, effects), *_of_claims(facts, weigher, len(effects))]
    proven = [one for one in told if not _is_mere_claim(one)]
    claimed = [one for one in told if _is_mere_claim(one)]
    best = _latest(proven)
    if best is None:
        return _shown(last, code="unknown", claimed=last.code) if (last := _latest(claimed)) else None
    found = _shown(best)
    if (last := _latest(claimed)) is not None and last.after(best):
        found["claimed"] = last.code
    if others := {one.code for one in proven if _disputes(one, best)}:
        found["disputed"] = sorted(others)
    return found


def _of_events(events: list[dict[str, Any]], effects: Mapping[str, str]) -> Iterator[Told]:
    stages = {kind: place for place, kind in enumerate(effects)}
    for one in events:
        effect = effects.get(one["type"], "none")
        if effect not in _SILENT:
            yield Told(
                *(effect, one["low"], one["high"], one["when"], stages[one["type"]], one["type"]),
                *(one["origins"], tuple(one["sources"]), frozenset(one["kinds"])),
            )


def _of_claims(facts: Sequence[Fact], weigher: Weigher, stage: int) -> Iterator[Told]:
    """The sources' own words, as of when they were said; an undated one as of the last that its record tells of."""
    claims = [fact for fact in facts if fact.property == CLAIM and fact.value and fact.value not in _SILENT]
    last = _last_told(facts) if claims else {}
    groups: dict[tuple[str, str | None, str | None, str | None, bool], list[Fact]] = {}
    for fact in claims:
        said, told = weigher.said_on(fact), last.get(fact.account)
        since = said.edtf is None and told is not None
        when = (told.value, told.low, None) if since and told else (said.edtf, iso(said.low), iso(said.high))
        groups.setdefault((str(fact.value), *when, since), []).append(fact)
    for (code, expression, low, high, since), group in groups.items():
        yield Told(
            *(code, low, high, expression, stage, "", len(weigher.roots(group))),
            *(tuple(weigher.codes(group)), frozenset(weigher.origin(fact).kind for fact in group), since),
        )


def _last_told(facts: Iterable[Fact]) -> dict[int, Fact]:
    """The latest date of an event in each record."""
    found: dict[int, Fact] = {}
    for fact in facts:
        if fact.event is not None and fact.property == "date" and fact.low is not None:
            held = found.get(fact.account)
            if held is None or fact.low > (held.low or ""):
                found[fact.account] = fact
    return found


def _is_mere_claim(one: Told) -> bool:
    return one.code in _NEVER_PROVEN and one.kinds <= STATE_VOICES


def _latest(told: Iterable[Told]) -> Told | None:
    """The word that counts: the latest. A death stands unless something that contradicts it is dated later, or it has
    no date itself and more independent origins tell otherwise with one."""
    best: Told | None = None
    for one in told:
        if best is None:
            best = one
        elif best.code == "dead" and one.code != "dead":
            if (one.low and best.high and one.low > best.high) or _outweighs(one, best):
                best = one
        elif one.code == "dead" and one.undated:
            best = best if _outweighs(best, one) else one
        elif one.after(best):
            best = one
    return best


def _outweighs(one: Told, death: Told) -> bool:
    """Whether a dated word stands against an undated death: one rumour does not end a life that others saw."""
    return death.undated and not one.undated and one.origins > death.origins


def _disputes(one: Told, best: Told) -> bool:
    """Whether a word contradicts the one that counts: not clearly earlier, and no mere step on the way to it."""
    earlier = bool(one.high and best.low and one.high < best.low)
    return one.code != best.code and not earlier and one.stage >= best.stage


def _shown(one: Told, **more: Any) -> dict[str, Any]:
    return {
        "code": one.code,
        "as_of": one.high or one.low,
        "when": one.when,
        "event": one.event,
        "origins": one.origins,
        "sources": list(one.sources),
        **({"since": True} if one.since else {}),
        **more,
    }


def decayed(code: str | None, as_of: date | None, today: date) -> str | None:
    """ "Held" that nobody confirmed for a year reads "held_unconfirmed"."""
    if code == "held" and (as_of is None or today - as_of > DECAY):
        return "held_unconfirmed"
    return code


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
