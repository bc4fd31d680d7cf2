"""The database itself refuses to change or delete what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Field, Model, QuerySet
from django.db.models.expressions import CombinedExpression

from habeas.audit.protection import ledger
from tests import build

LEDGER = ledger()
_REFUSED = re.compile(r"keeps what was said|pgtrigger: Cannot|permission denied", re.IGNORECASE)
_OTHER: dict[str, Any] = {
    "BinaryField": b"changed",
    "DateTimeField": datetime(1999, 1, 1, tzinfo=UTC),
    "DateField": datetime(1999, 1, 1, tzinfo=UTC).date(),
    "JSONField": {"changed": True},
}


def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}


def _different(field: Field[Any, Any], row: Model) -> Any:
    """A value for this column that is valid and not what the row holds."""
    kind = field.get_internal_type()
    held = getattr(row, field.attname)
    if kind == "BooleanField":
        return not held
    if kind in _OTHER:
        return _OTHER[kind]
    if kind in {"CharField", "TextField", "SlugField"}:
        return "x" if held != "x" else "y"
    return (held or 0) + 1 if not field.primary_key else F(field.attname) + 1_000_000


def _columns(table: str, model: type[Model], *, protected: bool) -> list[Field[Any, Any]]:
    open_ones = LEDGER[table]
    return [field for field in model._meta.concrete_fields if (field.column not in open_ones) is protected]


def _outcome(act: Callable[[], object]) -> str:
    """What came of a change that is tried and taken back: 'refused', 'done', or another error's text."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "refused" if _REFUSED.search(str(error)) else str(error)
    return "done"


def _sql(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _by_orm(model: type[Model], row: Model, field: Field[Any, Any]) -> Callable[[], object]:
    rows: QuerySet[Model] = model._base_manager.filter(pk=row.pk)
    return lambda: rows.update(**{field.attname: _different(field, row)})


def _by_sql(model: type[Model], row: Model, field: Field[Any, Any]) -> Callable[[], object]:
    quote, key = connection.ops.quote_name, model._meta.pk
    column, values = quote(field.column), []
    if isinstance(value := _different(field, row), CombinedExpression):
        right = f"{column} + 1000000"
    else:
        right, values = "%s", [field.get_db_prep_save(value, connection)]
    change = f"UPDATE {quote(model._meta.db_table)} SET {column} = {right} WHERE {quote(key.column)} = %s"
    return lambda: _sql(change, [*values, row.pk])


def _delete_by_orm(model: type[Model], row: Model) -> Callable[[], object]:
    # Not QuerySet.delete(), which already stops in Python at rows that point here.
    return lambda: model._base_manager.filter(pk=row.pk)._raw_delete(connection.alias)


def _delete_by_sql(model: type[Model], row: Model) -> Callable[[], object]:
    quote = connection.ops.quote_name
    removal = f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} = %s"
    return lambda: _sql(removal, [row.pk])


def _rows() -> Iterator[tuple[str, type[Model], Model | None]]:
    models = _models()
    for table in LEDGER:
        yield table, models[table], models[table]._base_manager.order_by("pk").first()


def test_the_ledger_names_only_columns_that_exist() -> None:
    """Each table of the ledger is a model's, and each column that may change is one of its columns."""
    models = _models()
    assert set(LEDGER) <= set(models)
    for table, open_ones in LEDGER.items():
        assert set(open_ones) <= {field.column for field in models[table]._meta.concrete_fields}


@pytest.mark.django_db
@pytest.mark.parametrize("change", [_by_orm, _by_sql], ids=["orm", "sql"])
def test_protected_columns_refuse_update(change: Callable[..., Callable[[], object]]) -> None:
    """No column of the ledger changes, through the ORM or raw SQL, but those that hold readings."""
    build.everything()
    failures = []
    for table, model, row in _rows():
        if row is None:
            failures.append(f"{table}: build.everything() made no row")
            continue
        for field in _columns(table, model, protected=True):
            if (outcome := _outcome(change(model, row, field))) != "refused":
                failures.append(f"{table}.{field.column}: {outcome}")
    assert failures == []


@pytest.mark.django_db
def test_readings_may_change() -> None:
    """The derived columns that the ledger names can be written again by a better reader."""
    build.everything()
    outcomes = {
        f"{table}.{field.column}": _outcome(_by_orm(model, row, field))
        for table, model, row in _rows()
        if row is not None
        for field in _columns(table, model, protected=False)
    }
    assert {name: outcome for name, outcome in outcomes.items() if outcome != "done"} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("removal", [_delete_by_orm, _delete_by_sql], ids=["orm", "sql"])
def test_rows_refuse_delete(removal: Callable[..., Callable[[], object]]) -> None:
    """No row of the ledger can be deleted, through the ORM or raw SQL."""
    build.everything()
    outcomes = {
        table: "build.everything() made no row" if row is None else _outcome(removal(model, row))
        for table, model, row in _rows()
    }
    assert {table: outcome for table, outcome in outcomes.items() if outcome != "refused"} == {}


@pytest.mark.django_db
def test_a_refused_delete_leaves_the_row() -> None:
    """QuerySet.delete() on any table of the ledger fails as a whole and removes nothing."""
    build.everything()
    for _table, model, row in _rows():
        assert row is not None
        with pytest.raises(DatabaseError), transaction.atomic():
            model._base_manager.filter(pk=row.pk).delete()
        assert model._base_manager.filter(pk=row.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", LEDGER)
def test_a_trigger_stands_on_every_table_of_the_ledger(table: str) -> None:
    """Whatever rights a role has, an enabled trigger runs before each UPDATE and DELETE of a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(bit_or(tgtype::int), 0) FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype::int & 3 = 3 AND tgqual IS NULL",
            [table],
        )
        kinds = cursor.fetchone()[0]
    assert kinds & 8, f"nothing stops DELETE on {table}"
    assert kinds & 16, f"nothing stops UPDATE on {table}"
