"""`habeas verify`: is everything as it was sealed, and every page what the ledger gives?"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from django.conf import settings
from django.db import connections

from habeas.audit import chain
from habeas.audit.proof import row_problems
from habeas.audit.protection import ledger
from habeas.console import frame
from habeas.engine import roles, running
from habeas.evidence import store
from habeas.registry import check
from habeas.statements import proof

_SHOWN = 50


@click.command()
@frame.options
@frame.register
def verify(as_json: bool) -> None:
    """Recompute every digest, check chain, triggers, roles and sealed files, and compare pages with a rebuild."""
    with frame.progress("verify", quiet=as_json) as report:
        problems = list(_problems(report))
    words = "Everything holds." if not problems else "\n".join(_some(problems))
    frame.answer(as_json, {"ok": not problems, "problems": problems, "head": chain.head()}, words)
    if problems:
        sys.exit(1)


def _some(problems: list[str]) -> list[str]:
    """What fits on a terminal; --json has all."""
    more = len(problems) - _SHOWN
    return [*problems[:_SHOWN], *([f"... and {more:,} more (all of them with --json)"] if more > 0 else [])]


def _problems(report: frame.Report) -> Iterator[str]:
    checks = (
        proof.record_problems,
        proof.event_problems,
        lambda: row_problems(proof.erased()),
        proof.derived_problems,
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
    yield from roles.problems(connections["default"].connection, ledger(), app=server.app)
