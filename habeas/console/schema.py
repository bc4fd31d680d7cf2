"""The database's shape: migrations by the owner, then the application's rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from habeas.audit.protection import ledger
from habeas.engine import roles, running

_LOCK = 0x4D494752  # "MIGR"


def prepare() -> int:
    """Make database and roles, migrate, grant; returns how many migrations were applied."""
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    roles.prepare(server)
    owner = connections["owner"]
    with _turn(owner):
        executor = MigrationExecutor(owner)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            call_command("migrate", database="owner", interactive=False, verbosity=0)
        with transaction.atomic("owner"):  # whoever works meanwhile has the rights of before or of after, never none
            roles.grant(owner.connection, ledger=ledger(), app=server.app)
    return waiting


@contextmanager
def _turn(owner: BaseDatabaseWrapper) -> Iterator[None]:
    """One migrates at a time; who came second finds nothing left to do. Ends with the connection at the latest."""
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def pending() -> bool:
    """Is the database older than the program?"""
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
