"""Read one subject as a reader with a ceiling sees it; follow old ids to where they point now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import orjson
from django.db.models import Q

from habeas.registry import gathering
from habeas.registry.models import Member, Profile
from habeas.registry.profile import assemble
from habeas.registry.unpacking import gather
from habeas.statements.models import SUPERSEDED, Statement


class NotFound(LookupError):
    """No such subject, or none that this reader may see: the two answer alike."""


class Seen(NamedTuple):
    """A subject's number with its profile at the reader's ceiling."""

    subject: int
    profile: dict[str, Any]


def subject(code: str, *, ceiling: int) -> Seen:
    """By the code of any of its records that the reader may see. `profile["code"]` is the id in force."""
    member = _member(code)
    stored = Profile.objects.filter(subject_id=member, low__lte=ceiling, high__gte=ceiling).first()
    if stored is None:
        raise NotFound(code)
    return _seen(member, orjson.loads(stored.data), code, Q(tier__lte=ceiling))


def subject_for(code: str, *, base: int, top: int, sources: Collection[str]) -> Seen:
    """The same for a reader who reaches `top` only for some sources and `base` for all others.

    Such a page is worked out when it is asked for: there are too many combinations of sources to keep.
    """
    member = _member(code)
    known = gathering.lore()
    numbers = {origin.number for origin in known.sources.values() if origin.code in sources}
    found = gather(*gathering.copy_out([member]), gathering.extras([member], known))
    evidence = found[0].within(base=base, top=top, sources=numbers) if found else None
    if evidence is None or not evidence.facts:
        raise NotFound(code)
    reached = Q(tier__lte=base) | Q(tier__lte=top, record__source__in=numbers)
    return _seen(member, orjson.loads(orjson.dumps(assemble(evidence, known))), code, reached)


def _member(code: str) -> int:
    member = Member.objects.filter(record__code=code).values_list("subject_id", flat=True).first()
    if member is None:
        raise NotFound(code)
    return member


def _seen(member: int, profile: dict[str, Any], code: str, reached: Q) -> Seen:
    """A record that a newer delivery superseded is on no page any more, but its address still leads there."""
    if code not in profile["records"]:
        said = Statement.objects.filter(reached, record__code=code, record__standing=SUPERSEDED, standing=0)
        if not said.exists():
            raise NotFound(code)
    return Seen(member, profile)
