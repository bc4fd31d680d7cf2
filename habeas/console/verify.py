"""`habeas verify`: is everything as it was sealed, and every page what the ledger gives?"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import click
from django.conf import settings
from django.db import connections

from habeas.audit import chain
from habeas.audit.models import Link
from habeas.audit.proof import row_problems
from habeas.audit.protection import ledger
from habeas.console import frame, leftovers
from habeas.engine import roles, running
from habeas.evidence import store
from habeas.registry import check, erase
from habeas.statements import proof, reread
from habeas.statements.models import Record, Usage

_SHOWN = 50
_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")
Head = tuple[int, str]


def _parsed(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Head | None:
    if text is None:
        return None
    match = _HEAD.fullmatch(text.strip().lower())
    if match is None:
        raise click.BadParameter("write NUMBER:HASH, as an earlier verify printed it.")
    return int(match[1]), match[2]


@click.command()
@click.option("--head", callback=_parsed, metavar="NUMBER:HASH", help="A head of the chain that was noted elsewhere.")
@frame.options
@frame.register
def verify(head: Head | None, as_json: bool) -> None:
    """Recompute every digest, check chain, triggers, roles and sealed files, and compare pages with a rebuild."""
    with frame.progress("verify", quiet=as_json) as report:
        problems = list(_problems(head, report))
    number, last = chain.head()
    words = _some(problems) if problems else ["Everything holds."]
    words.append(f"Head of the audit chain, to note elsewhere: {number}:{last}")
    frame.answer(as_json, {"ok": not problems, "problems": problems, "head": (number, last)}, *words)
    if problems:
        sys.exit(1)


def _some(problems: list[str]) -> list[str]:
    """What fits on a terminal; --json has all."""
    more = len(problems) - _SHOWN
    return [*problems[:_SHOWN], *([f"... and {more:,} more (all of them with --json)"] if more > 0 else [])]


def _problems(head: Head | None, report: frame.Report) -> Iterator[str]:
    checks: dict[str, Callable[[], Iterator[str]]] = {
        "records": proof.record_problems,
        "digests in the log": proof.event_problems,
        "rows in the log": lambda: row_problems(proof.erased()),
        "derived columns": proof.derived_problems,
        "chain": chain.problems,
        "noted head": lambda: _head_problems(head),
        "triggers": proof.trigger_problems,
        "roles": _role_problems,
        "readings": _reading_problems,
        "groups": check.member_problems,
        "sealed files": store.problems,
        "erasures": _erasure_problems,
        "pages": check.problems,
    }
    for number, (name, check_one) in enumerate(checks.items(), start=1):
        report("checks", number, len(checks))
        try:
            yield from check_one()
        except Exception as error:  # noqa: BLE001 - rows that were tampered with must not stop the other checks
            yield f"{name}: could not be checked to the end ({type(error).__name__})"


def _head_problems(head: Head | None) -> Iterator[str]:
    """Somebody with the owner's password can hash a false chain anew, but not change what was noted elsewhere."""
    if head is None:
        return
    found = Link.objects.filter(number=head[0]).first()
    if found is None:
        yield f"audit chain: it ends before link {head[0]}, which was noted elsewhere"
    elif bytes(found.hash).hex() != head[1]:
        yield f"audit chain: link {head[0]} is not the one that was noted elsewhere"


def _reading_problems() -> Iterator[str]:
    """The program's own role may change readings, so each is made again."""
    for code in Record.objects.exclude(usage__in=Usage.objects.all()).values_list("code", flat=True)[:20]:
        yield f"record {code}: how its source writes is not here any more"
    found = reread.reread(by=frame.who(), apply=False)
    if found.changed:
        count, number = sum(found.changed.values()), found.samples[0][-1]
        yield (
            f"{count:,} readings are not what today's readers give (the first: statement {number}); "
            "after an update run `habeas reread`"
        )


def _role_problems() -> Iterator[str]:
    connections["default"].ensure_connection()
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    yield from roles.problems(connections["default"].connection, ledger(), app=server.app)


def _erasure_problems() -> Iterator[str]:
    path = settings.WORKSPACE / erase.LIST
    try:
        codes = [entry["code"] for entry in erase.noted(path)]
        for erased in leftovers.unlisted(path):
            yield f"record {erased.record_code} was erased and is not on the list {erase.LIST}: run `habeas init`"
    except erase.EraseError as error:
        yield str(error)
        return
    for code in Record.objects.filter(code__in=codes).values_list("code", flat=True):
        yield f"record {code} is on the list {erase.LIST} and is here"
