"""Sealed files: known by their digests, never by their names; and who held them when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from habeas.audit.models import LedgerRow
from habeas.audit.protection import Fixed


class Item(LedgerRow):
    """One sealed file. `sha256` finds it in the store; `sha3_256` is the second family."""

    sha256 = models.CharField(max_length=64, unique=True)
    sha3_256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    filename = models.TextField()
    received_at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "sha256", "sha3_256", "size", "filename", "received_at"), 3
    )

    class Meta:
        triggers = [Fixed(name="item_fixed")]


class Custody(LedgerRow):
    """What happened to a sealed file: received, viewed, exported, verified, destroyed."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    what = models.CharField(max_length=20)
    by = models.CharField(max_length=150)
    why = models.TextField(blank=True)
    filename = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "item", "what", "by", "why", "filename", "at"), 3
    )

    class Meta:
        triggers = [Fixed(name="custody_fixed")]
