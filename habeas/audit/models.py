"""What was done, by whom: events that are only ever added, and the chain over them.

No foreign keys, so the log never interferes with what it describes and outlives it.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models


class Event(models.Model):
    """One finished action. `digest` covers the rows that the action wrote (32 bytes, or empty)."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    digest = models.BinaryField(default=b"")

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "at", "actor", "verb", "subject", "detail", "digest"), 3
    )

    class Meta:
        triggers = [pgtrigger.Protect(name="audit_event_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["subject"], name="audit_subject")]


class Link(models.Model):
    """An event's place in the chain: hash = SHA-256(previous hash, canonical event)."""

    number = models.BigIntegerField(primary_key=True)
    event = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("number", "event", "hash"), 3)

    class Meta:
        triggers = [pgtrigger.Protect(name="audit_link_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]
