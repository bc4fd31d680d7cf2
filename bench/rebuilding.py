"""Rebuilding profiles: all of them, and only those that one record touches."""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from pathlib import Path

from bench import measure, register
from bench.report import head, line, percentile

_TOUCHES = 200


def run(folder: Path, persons: int) -> None:
    head(f"Rebuild: {persons:,} profiles")
    workspace = register.of(folder, persons)
    told = measure.habeas("rebuild", "--workspace", str(workspace))
    rate = told.answer["profiles"] / told.answer["seconds"]
    line("rebuild of everything", f"{rate:,.0f} profiles/s", "floor 2,000, goal 4,000", rate >= 4000)
    line("  peak memory of the process", f"{told.peak / 1e6:.0f} MB")
    one = measure.command(sys.executable, "-m", "bench.rebuilding", str(workspace)).answer
    line(
        "touching one record rebuilds its person", f"p50 {one['p50']} p95 {one['p95']} ms", "<= 50 ms", one["p95"] <= 50
    )


def touch(workspace: str) -> dict[str, float]:
    """Withdraw and reinstate one record of many persons; milliseconds for the ledger row and the rebuilt page."""
    os.environ |= {"HABEAS_WORKSPACE": workspace, "DJANGO_SETTINGS_MODULE": "habeas.settings"}
    import django

    django.setup()
    from django.conf import settings

    from habeas.engine import running
    from habeas.registry import rebuild
    from habeas.registry.models import Subject

    with running.database(settings.WORKSPACE, url=settings.DATABASE_URL):
        numbers = list(Subject.objects.extra(where=["id %% 1000 = 0"]).values_list("pk", flat=True))
        chance, times = random.Random(1), []
        for number in chance.sample(numbers, min(_TOUCHES, len(numbers))):
            began = time.perf_counter()
            rebuild.touch([number])
            times.append((time.perf_counter() - began) * 1000)
    return {"p50": round(statistics.median(times), 1), "p95": round(percentile(times, 0.95), 1)}


if __name__ == "__main__":
    print(json.dumps(touch(sys.argv[1])))
