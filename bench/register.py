"""A register of a million invented persons, made once and kept for http and rebuild."""

from __future__ import annotations

from pathlib import Path

from bench import invent, measure
from bench.report import line


def of(folder: Path, persons: int) -> Path:
    """The workspace of so many persons; takes some minutes the first time."""
    workspace, rows = folder / f"register-{persons}", folder / f"rows-{persons}.csv"
    if (workspace / "complete").exists():
        return workspace
    invent.write(rows, persons)
    measure.habeas("init", "--workspace", str(workspace))
    run = measure.habeas("import", str(rows), "--mapping", str(invent.MAPPING), "--workspace", str(workspace))
    line(f"making it: import of {persons:,} rows", f"{persons / run.seconds:,.0f} rows/s", f"{run.peak / 1e6:.0f} MB")
    (workspace / "complete").touch()
    rows.unlink()
    return workspace
