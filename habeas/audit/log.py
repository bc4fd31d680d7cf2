"""Leave an event. Called once by every verb, inside the verb's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from habeas.audit import chain
from habeas.audit.models import Event


def record(
    verb: str,
    *,
    by: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    digest: bytes = b"",
) -> Event:
    """Add one event; it joins the chain after the transaction commits.

    `by` is a user name or "console"/"machine"; `detail` is small and holds codes and counts, never a
    person's values; `digest` is SHA-256 over the rows written, recomputed by `habeas verify`.
    """
    event = Event.objects.create(actor=by, verb=verb, subject=subject, detail=dict(detail or {}), digest=digest)
    transaction.on_commit(chain.seal)
    return event


def actor_of(verb: str, subject: str) -> str:
    """Who did this last, or an empty text."""
    event = Event.objects.filter(verb=verb, subject=subject).order_by("-pk").first()
    return event.actor if event else ""
