"""What was done, by whom: events that are only ever added, and the chain over them.

No foreign keys, so the log never interferes with what it describes and outlives it.
"""

from __future__ import annotations

import os
from typing import ClassVar

from django.db import models

from habeas.audit.protection import Fixed

SALT_BYTES = 16


def new_salt() -> bytes:
    """Random bytes that go into a row's digest: without them nobody can guess at what an erased row said."""
    return os.urandom(SALT_BYTES)


class LedgerRow(models.Model):
    """A row that is added and never changed; the audit event of the verb that added it has its digest.

    `derived` names columns that may change and are not covered by the digest. With `changeable` the row may
    change through a verb, and the latest event about it counts. `noted` narrows the digest to some columns.
    """

    salt = models.BinaryField(default=new_salt)

    derived: ClassVar[tuple[str, ...]] = ()
    changeable: ClassVar[bool] = False

    class Meta:
        abstract = True


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
        triggers = [Fixed(name="audit_event_fixed")]
        indexes = [
            models.Index(fields=["subject", "verb"], name="audit_subject"),
            models.Index(fields=["actor", "verb"], name="audit_actor"),
            models.Index(fields=["verb"], name="audit_verb"),
        ]


class Waiting(models.Model):
    """An event that has no link yet. Kept apart, so that linking costs the same however long the log is."""

    event = models.BigIntegerField(primary_key=True)

    field_tiers: ClassVar[dict[str, int]] = {"event": 3}


class Link(models.Model):
    """An event's place in the chain: hash = SHA-256(previous hash, canonical event)."""

    number = models.BigIntegerField(primary_key=True)
    event = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("number", "event", "hash"), 3)

    class Meta:
        triggers = [Fixed(name="audit_link_fixed")]
