"""`habeas rebuild` and `habeas reread`: derive again what is derived."""

from __future__ import annotations

import time
from functools import partial

import click
from django.db import transaction

from habeas.console import frame
from habeas.registry import check, merge
from habeas.registry import rebuild as building
from habeas.statements import reread as reading


@click.command()
@frame.options
@frame.register
def rebuild(as_json: bool) -> None:
    """Put every record to its person again, delete every profile and build all of them anew from the ledger."""
    began = time.perf_counter()
    with frame.progress("rebuild", quiet=as_json) as report:
        check.mend()
        total = building.everything(by=frame.who(), report=partial(report, "profiles"))
    seconds = time.perf_counter() - began
    found = {
        "profiles": total,
        "seconds": round(seconds, 2),
        "per_second": round(total / seconds) if total else 0,
    }
    frame.answer(as_json, found, f"{total:,} profiles in {seconds:.1f} s.")


@click.command()
@click.option(
    "--apply",
    "write",
    is_flag=True,
    help="Write the new readings. Without it only the differences are shown.",
)
@frame.options
@frame.register
def reread(write: bool, as_json: bool) -> None:
    """Read every value again with the readers of today; what was said is never touched."""
    with frame.progress("reread", quiet=as_json) as report, transaction.atomic():
        found = reading.reread(by=frame.who(), apply=write, report=lambda done: report("statements", done))
        if write:
            merge.follow(sorted(found.records))  # readings and the pages that rest on them, or neither
    told = {"read": found.read, "changed": found.changed, "applied": write, "samples": found.samples}
    did = "changed" if write else "would change"
    lines = [f"{found.read:,} statements read; {sum(found.changed.values()):,} readings {did}."]
    lines += [f"  {name}: {old} → {new} (statement {number})" for name, old, new, number in found.samples]
    frame.answer(as_json, told, *lines)
