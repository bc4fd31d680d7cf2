"""What the database holds, as one digest for each table: to show that nothing was changed."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from habeas.audit.models import Event, Link, Waiting

# Noting who read what is no change; a session and the queue's own tables are not the register.
READINGS = ("profile.read", "record.read", "list.exported")
_NOT_THE_REGISTER = ("sessions", "procrastinate", "contenttypes")


def digests() -> dict[str, tuple[int, str]]:
    """Table -> how many rows it has, and a digest of all of them."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in _NOT_THE_REGISTER or model in {Event, Waiting, Link}:
                continue
            table = model._meta.db_table
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"
            )
            found[table] = cursor.fetchone()
        cursor.execute(
            "SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY id)), '') FROM audit_event t "
            "WHERE verb <> ALL(%s)",
            [list(READINGS)],
        )
        found["audit_event"] = cursor.fetchone()
    return found


def changed(before: dict[str, tuple[int, str]]) -> list[str]:
    """The tables that hold something else than before."""
    return [table for table, state in digests().items() if before[table] != state]
