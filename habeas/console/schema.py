"""The database's shape: migrations by the owner, then the application's rights."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from habeas.audit.protection import ledger
from habeas.engine import roles, running


def prepare() -> int:
    """Make database and roles, migrate, grant; returns how many migrations were applied."""
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    roles.prepare(server)
    owner = connections["owner"]
    executor = MigrationExecutor(owner)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    owner.ensure_connection()
    roles.grant(owner.connection, ledger=ledger(), app=server.app)
    return waiting


def pending() -> bool:
    """Is the database older than the program?"""
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
