"""Persons, places and organisations as people read them. All but listings is derived from the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from habeas.audit.models import LedgerRow
from habeas.audit.protection import Fixed
from habeas.statements.models import Record


class Subject(models.Model):
    """A group of records that speak of one person, place or organisation."""

    kind = models.CharField(max_length=12)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "kind"), 0)


class Member(models.Model):
    """Which subject a record speaks of: derived from the source's own ids and from judgements."""

    record = models.OneToOneField(Record, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False)
    subject = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, db_constraint=False)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("record", "subject"), 2)


class Profile(models.Model):
    """What readers with a ceiling from `low` to `high` see of a subject: stored once where it is the same."""

    subject = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, db_constraint=False, related_name="profiles")
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    data = models.TextField()

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "subject", "low", "high", "data"), 0)


class Summary(models.Model):
    """The narrow row beside a profile that lists, filters and counts read.

    `told` is the date of the custody status as EDTF. `place` is where the person was last told to be (an area's
    code, or the folded words of a place's name) and
    `place_text` how it is written. `marks` are all places and organisations that the subject is tied to, or,
    for a place or organisation, its own names: what `registry.marks` makes. `ends` is when the sentence ends,
    `age` the least completed years when taken.
    """

    subject = models.BigIntegerField(db_index=True)
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    name = models.TextField()
    sort = models.TextField()
    custody = models.CharField(max_length=20, null=True)
    as_of = models.DateField(null=True)
    told = models.TextField(null=True)
    listed = models.BooleanField(default=False)
    sex = models.CharField(max_length=20, null=True)
    ethnicity = models.CharField(max_length=30, null=True)
    birth_low = models.DateField(null=True)
    birth_high = models.DateField(null=True)
    held_low = models.DateField(null=True)
    held_high = models.DateField(null=True)
    age = models.PositiveSmallIntegerField(null=True)
    place = models.TextField(null=True)
    place_text = models.TextField(null=True)
    role = models.CharField(max_length=20, null=True)
    ends = models.DateField(null=True)
    origins = models.PositiveSmallIntegerField(default=1)
    sources = ArrayField(models.BigIntegerField(), default=list)
    marks = ArrayField(models.TextField(), default=list)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        (
            *("id", "subject", "low", "high", "kind", "code", "name", "sort", "custody", "as_of", "told", "listed"),
            *("sex", "ethnicity", "birth_low", "birth_high", "held_low", "held_high", "age", "place", "place_text"),
            *("role", "ends", "origins", "sources", "marks"),
        ),
        0,
    )

    class Meta:
        indexes = [
            models.Index(fields=["kind", "sort", "id"], name="summary_sort"),
            models.Index(fields=["kind", "custody", "sort", "id"], name="summary_custody"),
            models.Index(fields=["kind", "ethnicity", "sort", "id"], name="summary_ethnicity"),
            models.Index(fields=["kind", "place", "sort", "id"], name="summary_place"),
            models.Index(fields=["kind", "ends"], name="summary_ends", condition=models.Q(ends__isnull=False)),
            models.Index(fields=["code"], name="summary_code"),
            # Values that few have: without these a page of them would be looked for among everybody.
            models.Index(
                fields=["kind", "role", "sort", "id"], name="summary_role", condition=~models.Q(role="detained")
            ),
            models.Index(fields=["kind", "sort", "id"], name="summary_listed", condition=models.Q(listed=True)),
            models.Index(
                fields=["kind", "origins", "sort", "id"], name="summary_origins", condition=models.Q(origins__gt=1)
            ),
            GinIndex(fields=["sources"], name="summary_sources"),
            GinIndex(fields=["marks"], name="summary_marks"),
        ]


class Listing(LedgerRow):
    """A dated decision that a person is, or is no longer, listed as arbitrarily detained. The latest counts."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="listings")
    decision = models.CharField(max_length=10)
    criterion = models.CharField(max_length=40)
    category = models.CharField(max_length=10, blank=True)
    reason = models.TextField()
    assessor = models.CharField(max_length=150)
    tier = models.PositiveSmallIntegerField(default=2)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = {
        **dict.fromkeys(("id", "salt", "record", "decision", "criterion", "category", "reason", "tier", "at"), 2),
        "assessor": 3,
    }

    class Meta:
        triggers = [Fixed(name="listing_fixed")]
        constraints = [
            models.CheckConstraint(
                name="listing_known", condition=models.Q(decision__in=["listed", "revised", "removed"])
            )
        ]


class SavedSearch(models.Model):
    """A filtered list that somebody keeps."""

    owner = models.CharField(max_length=150)
    name = models.CharField(max_length=100)
    query = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "owner", "name", "query", "at"), 3)
