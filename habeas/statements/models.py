"""The ledger: who said what, kept word for word. Rows are added, superseded or withdrawn, never edited.

Triggers refuse UPDATE of protected columns and DELETE for every database user; the application's role has
no right to them either. Each model's `Fixed` trigger names the few derived columns that may change.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from habeas.audit.models import LedgerRow
from habeas.audit.protection import Fixed

SUBJECT_KINDS: Final = ("person", "place", "organisation")

# Standing of a record or statement, derived from retractions, holds and reviews.
LIVE, SUPERSEDED, WITHDRAWN, PROPOSED, QUARANTINED, RETURNED = range(6)


class Source(LedgerRow):
    """Somebody or something that says things: a testimony, a leaked file, a court record, a list."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    title = models.TextField()
    publisher = models.TextField(blank=True)
    url = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    reliability = models.CharField(max_length=1, blank=True)
    tier = models.PositiveSmallIntegerField(default=2)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="files")
    upstream = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    sharing = models.CharField(max_length=40, blank=True)
    mappings = models.JSONField(default=dict)
    added_at = models.DateTimeField(auto_now_add=True)

    derived: ClassVar[tuple[str, ...]] = ("mappings",)
    changeable: ClassVar[bool] = True
    field_tiers: ClassVar[dict[str, int]] = {
        **dict.fromkeys(("id", "salt", "code", "kind", "title", "publisher", "url", "language", "reliability"), 2),
        **dict.fromkeys(("tier", "parent", "upstream", "sharing", "mappings", "added_at"), 2),
    }


class Usage(models.Model):
    """How a source writes: order of dates and names, words for terms. Readings are made with it."""

    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "digest", "content"), 2)

    class Meta:
        triggers = [Fixed(name="usage_fixed")]


class Record(models.Model):
    """One source's account of one person, place or organisation; the row word for word."""

    code = models.CharField(max_length=12, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    stream = models.CharField(max_length=60, blank=True)
    usage = models.ForeignKey(Usage, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=12)
    role = models.CharField(max_length=20)
    key = models.TextField()
    about = models.TextField()
    locator = models.TextField(blank=True)
    row = models.TextField(blank=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    said_by = models.TextField(blank=True)
    how_known = models.TextField(blank=True)
    said_on = models.CharField(max_length=60, blank=True)
    content = models.BinaryField()
    salt = models.BinaryField()
    digest = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)
    arrived = models.PositiveSmallIntegerField(default=LIVE)
    standing = models.PositiveSmallIntegerField(default=LIVE)

    # Record keys may be file or document numbers, so they count as restricted; codes are random and safe.
    field_tiers: ClassVar[dict[str, int]] = {
        **dict.fromkeys(
            ("id", "code", "kind", "source", "stream", "usage", "batch", "arrived", "standing", "added_at"), 2
        ),
        **dict.fromkeys(("role", "key", "about", "said_on", "locator"), 2),
        **dict.fromkeys(("row", "said_by", "how_known", "content", "salt", "digest"), 3),
    }

    class Meta:
        triggers = [Fixed(name="record_fixed", except_columns=("standing",))]
        indexes = [
            models.Index(fields=["source", "about"], name="record_about"),
            models.Index(fields=["source", "key"], name="record_key"),
        ]


class Statement(models.Model):
    """One property, one value as said. `value`, `low`, `high`, `reference` and `flag` are the reading.

    `said_tier` is how secret it was when it was written down; `tier` is how secret it is now: the same, or more.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="statements")
    event = models.PositiveSmallIntegerField(null=True)
    property = models.CharField(max_length=40)
    original = models.TextField()
    language = models.CharField(max_length=20, blank=True)
    credibility = models.PositiveSmallIntegerField(null=True)
    said_tier = models.PositiveSmallIntegerField()
    tier = models.PositiveSmallIntegerField()
    value = models.TextField(null=True)
    low = models.DateField(null=True)
    high = models.DateField(null=True)
    reference = models.TextField(null=True)
    flag = models.CharField(max_length=20, null=True)
    reader = models.PositiveSmallIntegerField(default=0)
    standing = models.PositiveSmallIntegerField(default=LIVE)

    # The tier of a statement's value is its own `tier` column; what is here is the least it can be.
    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        (
            *("id", "record", "event", "property", "original", "language", "credibility", "said_tier"),
            *("tier", "value", "low", "high", "reference", "flag", "reader", "standing"),
        ),
        0,
    )

    class Meta:
        triggers = [
            Fixed(
                name="statement_fixed",
                except_columns=("tier", "value", "low", "high", "reference", "flag", "reader", "standing"),
            )
        ]
        indexes = [
            models.Index(
                fields=["value"],
                name="statement_identity",
                condition=models.Q(property__in=["identity_number", "passport_number", "document_number"]),
            )
        ]


class Retraction(LedgerRow):
    """A statement, record or batch withdrawn or superseded; `undoes` takes an earlier retraction back."""

    statement = models.BigIntegerField(null=True, db_index=True)
    record = models.BigIntegerField(null=True, db_index=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    by_record = models.BigIntegerField(null=True)
    by_batch = models.BigIntegerField(null=True, db_index=True)
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "statement", "record", "batch", "undoes", "by_record", "by_batch", "reason", "by", "at"), 2
    )

    class Meta:
        triggers = [Fixed(name="retraction_fixed")]
        constraints = [
            models.CheckConstraint(
                name="retraction_of_one_thing",
                condition=models.Q(statement__isnull=False, record=None, batch=None, undoes=None)
                | models.Q(statement=None, record__isnull=False, batch=None, undoes=None)
                | models.Q(statement=None, record=None, batch__isnull=False, undoes=None)
                | models.Q(statement=None, record=None, batch=None, undoes__isnull=False),
            )
        ]


class Stance(LedgerRow):
    """A record confirms, disputes or declines to confirm somebody else's statement."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="stances")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="stances")
    stance = models.CharField(max_length=20)
    note = models.TextField(blank=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(("id", "salt", "record", "statement", "stance", "note"), 2)

    class Meta:
        triggers = [Fixed(name="stance_fixed")]
        constraints = [
            models.CheckConstraint(
                name="stance_known", condition=models.Q(stance__in=["confirms", "disputes", "declines"])
            )
        ]


class Review(LedgerRow):
    """A step in the life of a record that was proposed or quarantined; the latest step counts.

    `group` joins the many rows that one decision about a whole batch wrote.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="reviews")
    step = models.CharField(max_length=20)
    by = models.CharField(max_length=150)
    to = models.CharField(max_length=150, blank=True)
    note = models.TextField(blank=True)
    group = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "record", "step", "by", "to", "note", "group", "at"), 2
    )

    class Meta:
        triggers = [Fixed(name="review_fixed")]


class Raising(LedgerRow):
    """A statement, a record or a batch made more secret than it came; `undoes` takes an earlier raising back."""

    statement = models.BigIntegerField(null=True, db_index=True)
    record = models.BigIntegerField(null=True, db_index=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    tier = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "statement", "record", "batch", "undoes", "tier", "reason", "by", "at"), 2
    )

    class Meta:
        triggers = [Fixed(name="raising_fixed")]


class Erasure(LedgerRow):
    """Content and salt deleted for good. The digest stays, so batches and the audit chain still verify.

    `gone` names the rows that went with the record ("table" -> ids, "table.column" -> groups).
    """

    record_code = models.CharField(max_length=12, unique=True)
    record_number = models.BigIntegerField()
    batch = models.BigIntegerField(null=True)
    digest = models.BinaryField()
    gone = models.JSONField(default=dict)
    approval = models.BigIntegerField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    field_tiers: ClassVar[dict[str, int]] = dict.fromkeys(
        ("id", "salt", "record_code", "record_number", "batch", "digest", "gone", "approval", "reason", "at"), 3
    )

    class Meta:
        triggers = [Fixed(name="erasure_fixed")]
