"""The triggers that keep the ledger: `habeas verify` tells when one is off, or not what it seems."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from habeas.audit.protection import ledger as protected
from habeas.statements import proof
from tests import marks

pytestmark = pytest.mark.django_db


@contextmanager
def _as_owner(change: str, back: str) -> Iterator[None]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(change)
        try:
            yield
        finally:
            cursor.execute(back)


def _trigger(table: str) -> tuple[str, str]:
    """The protecting trigger's name and the SQL that makes it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
            [table],
        )
        [(name, made)] = cursor.fetchall()
        return name, made


@marks.commits
def test_a_disabled_trigger_is_named() -> None:
    """Each table of the ledger has a trigger of its own; switched off, that table is named, and no other."""
    assert len(protected()) == 17
    for table in protected():
        assert list(proof.trigger_problems()) == []
        with _as_owner(f"ALTER TABLE {table} DISABLE TRIGGER USER", f"ALTER TABLE {table} ENABLE TRIGGER USER"):
            assert list(proof.trigger_problems()) == [f"table {table}: its protecting trigger is missing or off"]


@marks.commits
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE {table} ENABLE REPLICA TRIGGER {name}",
        "DROP TRIGGER {name} ON {table}",
        "ALTER TRIGGER {name} ON {table} RENAME TO other",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER other BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW WHEN (false) EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} BEFORE DELETE OR UPDATE OF reason ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
        "DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} AFTER UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {name}()",
    ],
)
def test_a_trigger_that_does_not_protect_is_named(change: str) -> None:
    """Fired for replicas only, gone, renamed, replaced, conditional, for some changes only, or too late: all named."""
    table = "statements_retraction"
    name, made = _trigger(table)
    back = f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP TRIGGER IF EXISTS other ON {table}; {made}"
    with _as_owner(change.format(table=table, name=name), back):
        assert list(proof.trigger_problems()) == [f"table {table}: its protecting trigger is missing or off"]
    assert list(proof.trigger_problems()) == []


@marks.commits
def test_a_trigger_that_was_gutted_is_named() -> None:
    """The trigger is there and fires, but its function lets everything pass."""
    table = "statements_retraction"
    name, _made = _trigger(table)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [name])
        back = cursor.fetchone()[0].replace("%", "%%")
    gutted = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    with _as_owner(gutted, back.replace("%%", "%")):
        assert list(proof.trigger_problems()) == [f"table {table}: its protecting trigger is missing or off"]
    assert list(proof.trigger_problems()) == []


@marks.commits
def test_a_table_of_the_same_name_elsewhere_does_not_help() -> None:
    """A protected copy in another schema does not hide that the real table is open."""
    table = "statements_retraction"
    name, made = _trigger(table)
    decoy = f"CREATE SCHEMA decoy; CREATE TABLE decoy.{table} (LIKE {table}); " + made.replace(
        f"public.{table}", f"decoy.{table}"
    )
    with (
        _as_owner(decoy, "DROP SCHEMA decoy CASCADE"),
        _as_owner(f"ALTER TABLE {table} DISABLE TRIGGER {name}", f"ALTER TABLE {table} ENABLE TRIGGER {name}"),
    ):
        assert list(proof.trigger_problems()) == [f"table {table}: its protecting trigger is missing or off"]
