"""What the tables of the ledger themselves refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from habeas.accounts.tiers import Tier
from habeas.audit.models import LedgerRow
from habeas.audit.protection import ledger
from habeas.statements import models
from habeas.statements.models import Raising, Record, Retraction, Review, Source, Statement
from tests import build

pytestmark = pytest.mark.django_db
TABLES = ("source", "usage", "record", "statement", "retraction", "stance", "review", "raising", "erasure")


@contextmanager
def _checked_at_its_end() -> Iterator[None]:
    """A transaction whose foreign keys are looked at as if it were committed."""
    with transaction.atomic():
        yield
        transaction.get_connection().check_constraints()


@pytest.mark.parametrize(
    "targets",
    [
        {},
        {"record": 1, "statement": 1},
        {"record": 1, "batch": 1},
        {"statement": 1, "batch": 1},
        {"record": 1, "statement": 1, "batch": 1},
    ],
)
def test_a_retraction_is_of_one_thing(targets: dict[str, int]) -> None:
    """A statement, a record, a batch or an earlier retraction: exactly one."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Retraction.objects.create(reason="x", by="alice", **targets)


def test_an_undoing_is_of_a_retraction_alone() -> None:
    """It cannot take something else back on the way."""
    first = Retraction.objects.create(record=1, reason="x", by="alice")
    with pytest.raises(IntegrityError), transaction.atomic():
        Retraction.objects.create(undoes=first, record=2, reason="x", by="alice")
    assert Retraction.objects.create(undoes=first, reason="x", by="alice").pk


def test_a_code_belongs_to_one_record() -> None:
    """Two records never share a public code."""
    made = build.record(("name", "Testperson"), follow=False)
    twin = Record.objects.get(pk=made.pk)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Statement, {"record_id": 10**9, "property": "name", "original": "x", "said_tier": 2, "tier": 2}),
        (Review, {"record_id": 10**9, "step": "accepted", "by": "mallory"}),
        (Retraction, {"undoes_id": 10**9, "reason": "x", "by": "mallory"}),
        (Raising, {"undoes_id": 10**9, "reason": "x", "by": "mallory", "tier": 3}),
    ],
)
def test_nothing_hangs_in_the_air(model: Any, values: dict[str, Any]) -> None:
    """A row about a record, retraction or raising that does not exist is refused."""
    with pytest.raises(DatabaseError), _checked_at_its_end():
        model.objects.create(**values)


def test_a_source_that_said_something_stays() -> None:
    """Sources with records, files or copies cannot be deleted; nor can records with statements."""
    made = build.record(("name", "Testperson"), follow=False)
    for row in (made.source, made, made.statements.get()):
        with pytest.raises(DatabaseError), _checked_at_its_end():
            type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.parametrize("table", [name for name in TABLES if name != "source"])
def test_each_table_of_the_ledger_only_grows(table: str) -> None:
    """All but sources, which may change by their verb, refuse changes."""
    assert f"statements_{table}" in ledger()


def test_derived_columns_are_these() -> None:
    """What may change is what is worked out: standings, tiers in force, and readings."""
    assert ledger()["statements_record"] == ("standing",)
    assert set(ledger()["statements_statement"]) == {
        *("tier", "value", "low", "high", "reference", "flag", "reader", "standing"),
    }
    assert all(ledger()[f"statements_{name}"] == () for name in TABLES[4:] if name != "source")


def test_rows_that_people_decide_carry_a_salt() -> None:
    """Every row that a verb adds has a salt of its own, so that its digest gives nothing away."""
    for model in (Source, Retraction, Review, Raising, models.Stance, models.Erasure):
        assert issubclass(model, LedgerRow)
    rows = [Retraction(record=1, reason="x", by="alice") for _ in range(2)]
    assert rows[0].salt != rows[1].salt
    assert len(rows[0].salt) == 16


def test_the_secret_columns_are_marked() -> None:
    """The row word for word and what tells of the speaker are restricted wherever records are shown."""
    for column in ("row", "said_by", "how_known", "salt", "content", "digest"):
        assert Record.field_tiers[column] >= Tier.RESTRICTED
    assert models.Erasure.field_tiers["reason"] >= Tier.RESTRICTED


def test_standings_are_numbered_for_good() -> None:
    """The numbers stand in the database: they never change their meaning."""
    names = ("LIVE", "SUPERSEDED", "WITHDRAWN", "PROPOSED", "QUARANTINED", "RETURNED")
    assert [getattr(models, name) for name in names] == [0, 1, 2, 3, 4, 5]
