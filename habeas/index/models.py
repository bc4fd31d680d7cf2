"""Name keys: what a search looks up. Derived, and rebuilt with the profile of their subject."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class NameKey(models.Model):
    """One spelling of a subject's name, at the lowest tier where it may be seen.

    `key` is the folded parts, sorted, so that any word order meets; `parts` holds them for prefixes.
    """

    subject = models.BigIntegerField(db_index=True)
    tier = models.PositiveSmallIntegerField()
    name = models.TextField()
    key = models.TextField()
    parts = SearchVectorField()

    # A row is shown only to readers whose ceiling reaches its `tier`.
    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "subject", "tier", "name", "key", "parts"), 0)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="namekey_key", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["parts"], name="namekey_parts"),
        ]
