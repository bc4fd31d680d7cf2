"""Print the measured numbers: `make bench`, or `make bench ARGS="import"`; parts: import, http, rebuild.

Each part prints what was measured beside the floor and the goal of the issue. Nothing is asserted here: a
benchmark that fails on a slow day teaches people to ignore it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import http, importing, rebuilding
from bench.report import title

PARTS: dict[str, Callable[[Path, int], None]] = {
    "import": importing.run,
    "http": http.run,
    "rebuild": rebuilding.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--persons", type=int, default=1_000_000, help="size of the register for http and rebuild")
    parser.add_argument("--folder", type=Path, help="keep the workspaces here, and use what is there already")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.parts if name not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="habeas-bench-") as passing:
        folder = chosen.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        title()
        for name in chosen.parts or PARTS:
            PARTS[name](folder, chosen.persons)


if __name__ == "__main__":
    main()
