"""Batches: one delivery read with one mapping."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from habeas.evidence.models import Item
from habeas.statements.models import Source

WAITING, PREVIEWING, QUEUED, RUNNING, DONE, FAILED, UNDONE, DISCARDED = (
    *("waiting", "previewing", "queued", "running"),
    *("done", "failed", "undone", "discarded"),
)
BUSY = (PREVIEWING, QUEUED, RUNNING)
OPEN = (WAITING, FAILED)  # the mapping can still be changed


class Batch(models.Model):
    """A delivery on its way in. `state` moves: waiting, previewing, queued, running, done, failed, undone."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="batches")
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    stream = models.CharField(max_length=60, blank=True)
    filename = models.TextField()
    sheet = models.TextField(blank=True)
    mapping = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    state = models.CharField(max_length=20, default=WAITING)
    quarantined = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    field_tiers: ClassVar[dict[str, int]] = {
        **dict.fromkeys(("id", "source", "item", "stream", "sheet", "state", "quarantined", "counts"), 2),
        **dict.fromkeys(("filename", "mapping", "columns", "problem", "by", "started_at", "finished_at"), 2),
    }


class Preview(models.Model):
    """What a commit would do, worked out before it; gone when the batch is committed or given up.

    `content`: counts; examples of new, changed, gone and refused rows, each value with its tier.
    """

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True)
    mapping = models.CharField(max_length=64)
    content = models.JSONField()
    made_at = models.DateTimeField(auto_now=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("batch", "mapping", "content", "made_at"), 3)


class Refusal(models.Model):
    """A row that was not taken in, and why. Its text is in the sealed file, not here."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="refusals")
    row = models.BigIntegerField()
    column = models.TextField(blank=True)
    why = models.TextField()

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "batch", "row", "column", "why"), 2)


class Progress(models.Model):
    """How far a running batch is; written outside the import's own transaction."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True, db_constraint=False)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    stage = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(auto_now=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("batch", "done", "total", "stage", "at"), 2)
