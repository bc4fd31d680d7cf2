"""Import of invented rows: rows a second from file to searchable persons, memory, and the rival in the same run."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from bench import invent, measure
from bench.report import head, line, size

ROWS, MORE = 100_000, 500_000
_TIMES = 3


def run(folder: Path, _persons: int) -> None:
    small, large = folder / "rows-100k.csv", folder / "rows-500k.csv"
    for path, count in ((small, ROWS), (large, MORE)):
        if not path.exists():
            invent.write(path, count)
    head(f"Import: {ROWS:,} rows x {len(invent.COLUMNS)} columns ({size(small)})")
    runs = [_import(folder / f"import-{number}", small) for number in range(_TIMES)]
    seconds = statistics.median(run.seconds for run in runs)
    rate = ROWS / seconds
    line("statements", f"{runs[0].answer['statements']:,}")
    line("file to searchable persons, whole command", f"{rate:,.0f} rows/s", "floor 1,500, goal 3,000", rate >= 3000)
    peak = max(run.peak for run in runs)
    line("peak memory of the importing process", f"{peak / 1e6:.0f} MB", "under 600 MB", peak < 600e6)
    line("  with its worker processes", f"{max(run.together for run in runs) / 1e6:.0f} MB")
    again = measure.habeas("import", str(small), *_mapping(), "--workspace", str(folder / "import-0"))
    line("the same file again (all unchanged)", f"{ROWS / again.seconds:,.0f} rows/s")
    _rival(folder, small, rate)
    big = _import(folder / "import-big", large)
    ratio = big.peak / peak
    line(f"{MORE:,} rows", f"{MORE / big.seconds:,.0f} rows/s")
    line("  peak memory, and against 100,000 rows", f"{big.peak / 1e6:.0f} MB, x {ratio:.2f}", "flat", ratio < 1.15)


def _mapping() -> tuple[str, str]:
    return "--mapping", str(invent.MAPPING)


def _import(workspace: Path, path: Path) -> measure.Run:
    measure.habeas("init", "--workspace", str(workspace))
    return measure.habeas("import", str(path), *_mapping(), "--workspace", str(workspace))


def _rival(folder: Path, path: Path, ours: float) -> None:
    """django-import-export in bulk mode: the same rows into one table, no ledger, no readings, no pages."""
    run = measure.command(sys.executable, "-m", "bench.rival", str(folder / "import-0"), str(path))
    rate = ROWS / run.answer["seconds"]
    line("django-import-export, bulk, one table", f"{rate:,.0f} rows/s", f"ours is x {ours / rate:.2f}")
    line("  its peak memory", f"{run.peak / 1e6:.0f} MB")
