"""How numbers are printed: what, measured, floor, goal; and the machine they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path


def title() -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}")


def line(what: str, measured: str, wanted: str = "", ok: bool | None = None) -> None:
    """One number; `ok` says whether it reaches what the issue wants."""
    mark = {True: "yes", False: "NO", None: ""}[ok]
    print(f"  {what:<58} {measured:>22}   {wanted:<34} {mark}", flush=True)


def head(text: str) -> None:
    print(f"\n{text}", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, int(len(ordered) * share)))]


def spread(milliseconds: Sequence[float]) -> str:
    return f"p50 {percentile(milliseconds, 0.5):.1f} p95 {percentile(milliseconds, 0.95):.1f} ms"


def size(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.0f} MB"
