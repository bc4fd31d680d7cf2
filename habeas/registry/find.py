"""Read one subject as a reader with a ceiling sees it; follow old ids to where they point now."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from habeas.registry.models import Member, Profile


class NotFound(LookupError):
    """No such subject, or none that this reader may see: the two answer alike."""


class Seen(NamedTuple):
    """A subject's number with its profile at the reader's ceiling."""

    subject: int
    profile: dict[str, Any]


def subject(code: str, *, ceiling: int) -> Seen:
    """By the code of any of its records that the reader may see. `profile["code"]` is the id in force."""
    member = Member.objects.filter(record__code=code).values_list("subject_id", flat=True).first()
    if member is None:
        raise NotFound(code)
    stored = Profile.objects.filter(subject_id=member, low__lte=ceiling, high__gte=ceiling).first()
    if stored is None:
        raise NotFound(code)
    profile = orjson.loads(stored.data)
    if code not in profile["records"]:
        raise NotFound(code)
    return Seen(member, profile)
