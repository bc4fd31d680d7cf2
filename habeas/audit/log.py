"""Leave an event. Called once by every verb, inside the verb's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from habeas.audit import chain, digests
from habeas.audit.models import Event, Waiting


def record(
    verb: str,
    *,
    by: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    rows: Sequence[Model] = (),
    group: digests.Group | None = None,
    digest: bytes = b"",
) -> Event:
    """Add one event; it joins the chain after the transaction commits.

    `by` is a user name or "console"/"machine"; `detail` is small and holds codes and counts, never a
    person's values. `rows` (or a `group` of them) are what the verb wrote: their digest is kept and
    recomputed by `habeas verify`. `digest` is for verbs whose rows are checked in their own way.
    """
    told = dict(detail or {})
    if rows:
        digest, told["rows"] = digests.of_rows(rows), digests.named(rows)
    elif group is not None:
        digest, told["rows"] = digests.of_group(group)
    event = Event.objects.create(actor=by, verb=verb, subject=subject, detail=told, digest=digest)
    Waiting.objects.create(event=event.pk)
    transaction.on_commit(chain.seal)
    return event


def reading(verb: str, *, by: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
    """Note that somebody looked: cheap, since every page does it. Does not wait for the disk (a crash may lose
    the last half second of such notes) and joins the chain with the next event or with `chain.seal`."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        event = Event.objects.create(actor=by, verb=verb, subject=subject, detail=dict(detail or {}))
        Waiting.objects.create(event=event.pk)


def actor_of(*verbs: str, subject: str) -> str:
    """Who did one of these last, or an empty text."""
    event = Event.objects.filter(verb__in=verbs, subject=subject).order_by("-pk").first()
    return event.actor if event else ""
