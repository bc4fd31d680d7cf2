"""Judgements: people's decisions that records speak of one subject, or of different ones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from habeas.audit.models import LedgerRow
from habeas.audit.protection import Fixed

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"


class Judgement(LedgerRow):
    """ "These are one" or "these are someone else", about two sets of records. Undone by a later row."""

    verdict = models.CharField(max_length=10)
    reason = models.TextField()
    by = models.CharField(max_length=150)
    machine = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "verdict", "reason", "by", "machine", "at", "undoes"), 2
    )

    class Meta:
        triggers = [Fixed(name="judgement_fixed")]
        constraints = [
            models.CheckConstraint(
                name="verdict_known", condition=models.Q(verdict__in=[SAME, DIFFERENT, UNSURE, "undo"])
            )
        ]


class JudgementRecord(LedgerRow):
    """A record on one side ("left" or "right") of a judgement, by number and public code."""

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="records")
    side = models.CharField(max_length=5)
    record = models.BigIntegerField(db_index=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "salt", "judgement", "side", "record"), 2)

    class Meta:
        triggers = [Fixed(name="judgement_record_fixed")]
