"""What a search looks up: spellings of names, and which of them changed lately. Derived, and rebuilt with profiles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class NameKey(models.Model):
    """One spelling of a subject's name, at the lowest tier where it may be seen.

    `key` is the folded parts, sorted, so that any word order meets; `parts` holds them for prefixes; `sounds` is what
    `names.bulk.forms.packed` makes of the name, for the index in memory.
    """

    subject = models.BigIntegerField(db_index=True)
    tier = models.PositiveSmallIntegerField()
    name = models.TextField()
    key = models.TextField()
    parts = SearchVectorField()
    sounds = models.TextField(default="")

    # A row is shown only to readers whose ceiling reaches its `tier`.
    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "subject", "tier", "name", "key", "parts", "sounds"), 0
    )

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="namekey_key", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["parts"], name="namekey_parts"),
        ]


class Change(models.Model):
    """Subjects whose names were written anew by one transaction; all of them when `subjects` is null."""

    xact = models.BigIntegerField(db_index=True)  # the number of the transaction, as PostgreSQL counts them
    subjects = ArrayField(models.BigIntegerField(), null=True)
    at = models.DateTimeField(db_index=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "xact", "subjects", "at"), 0)
