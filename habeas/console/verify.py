"""`habeas verify`: is everything as it was sealed, and every page what the ledger gives?"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from django.conf import settings
from django.db import connections

from habeas.audit import chain
from habeas.console import frame
from habeas.engine import roles, running
from habeas.evidence import store
from habeas.registry import check
from habeas.statements import proof
from habeas.statements.models import LEDGER


@click.command()
@frame.options
@frame.register
def verify(as_json: bool) -> None:
    """Recompute every digest, check chain, triggers, roles and sealed files, and compare pages with a rebuild."""
    with frame.progress("verify", quiet=as_json) as report:
        problems = list(_problems(report))
    words = "Everything holds." if not problems else "\n".join(problems)
    frame.answer(as_json, {"ok": not problems, "problems": problems, "head": chain.head()}, words)
    if problems:
        sys.exit(1)


def _problems(report: frame.Report) -> Iterator[str]:
    checks = (
        proof.record_problems,
        proof.event_problems,
        chain.problems,
        proof.trigger_problems,
        _role_problems,
        store.problems,
        check.problems,
    )
    for number, one in enumerate(checks, start=1):
        yield from one()
        report("checks", number)


def _role_problems() -> Iterator[str]:
    connections["default"].ensure_connection()
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    yield from roles.problems(connections["default"].connection, LEDGER, app=server.app)
