"""One search in the process, on a register made of `bench.names.generate`'s list: what a page or a command waits for.

habeas init --workspace W && habeas import LIST.csv --mapping bench/names/generated.toml --workspace W
python -m bench.names.searching W LIST.csv
"""

from __future__ import annotations

import csv
import os
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Final

from bench.report import line, percentile, spread

_QUERIES: Final = 400


def _queries(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return random.Random(9).sample(list(csv.DictReader(file)), _QUERIES)


def run(workspace: str, path: Path) -> None:
    """Measure and print."""
    os.environ |= {"HABEAS_WORKSPACE": workspace, "DJANGO_SETTINGS_MODULE": "habeas.settings"}
    import django

    django.setup()
    from django.conf import settings

    from habeas.engine import running
    from habeas.index.memory import MEMORY
    from habeas.registry.search import search

    asked = _queries(path)
    with running.database(settings.WORKSPACE, url=settings.DATABASE_URL):
        began = time.perf_counter()
        names = MEMORY.ready()
        seconds = time.perf_counter() - began
        line(f"{names:,} names ready", f"{seconds:.1f} s", "<= 10 s", seconds <= 10)
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        line("memory of the process", f"{resident:.0f} MB", "<= 600 MB", resident <= 600)
        for title in ("names asked for the first time", "the same names again"):
            times: dict[str, list[float]] = defaultdict(list)
            for row in asked:
                began = time.perf_counter()
                search(row["name"] + " " * title.startswith("the"), ceiling=2, limit=20)
                times[row["spelling"]].append((time.perf_counter() - began) * 1000)
            together = [one for every in times.values() for one in every]
            good = percentile(together, 0.5) <= 10 and percentile(together, 0.95) <= 30
            line(f"search, {title}", spread(together), "p50 <= 10, p95 <= 30 ms", good)
            for spelling, every in sorted(times.items()):
                line(f"  {spelling}", spread(every))


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]))
