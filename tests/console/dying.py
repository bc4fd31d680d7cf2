"""Run a command that is killed, or waits, at an exact moment: `python -m tests.console.dying HOW MOMENT COMMAND …`.

HOW is `killed` (kill -9 of this program), `all` (and of the keeper and the postmaster), `database` (kill -9 of
these two only) or `slowly` (it says "waiting" and goes on at the next line of its input).
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import Any

import django

# moment -> (module, function, which call of it counts, before or after it)
MOMENTS: dict[str, tuple[str, str, int, str]] = {
    "sealed": ("habeas.intake.deliver", "receive", 1, "after"),
    "copy": ("psycopg", "Copy.write", 2, "after"),
    "rows": ("habeas.statements.copying", "write", 1, "after"),
    "workers": ("habeas.statements.copying", "write", 5, "after"),
    "profiles": ("habeas.registry.rebuild", "_store", 1, "after"),
    "settled": ("habeas.intake.passage", "Pass.run", 1, "after"),
    "unchained": ("habeas.audit.chain", "seal", 3, "before"),
    "committed": ("habeas.intake.load", "commit", 1, "after"),
    "cleared": ("habeas.registry.rebuild", "touch", 1, "before"),
    "reread": ("habeas.registry.merge", "follow", 1, "before"),
    "dump": ("habeas.engine.dump", "dump", 1, "after"),
    "packing": ("habeas.engine.packing", "_member", 2, "before"),
    "packed": ("habeas.engine.archive", "write", 1, "after"),
    "unpacking": ("habeas.engine.archive", "_copy", 2, "after"),
    "unpacked": ("habeas.engine.archive", "read", 1, "after"),
    "files": ("habeas.console.restore", "_put_files", 1, "after"),
    "loading": ("habeas.engine.dump", "shutil.copyfileobj", 1, "after"),
    "loaded": ("habeas.engine.dump", "load", 1, "after"),
    "prepared": ("habeas.console.schema", "prepare", 1, "after"),
    "replayed": ("habeas.registry.erase", "replay", 1, "after"),
    "roles": ("habeas.engine.roles", "prepare", 1, "after"),
    "migrating": ("django.db.migrations.executor", "MigrationExecutor.apply_migration", 9, "after"),
    "migrated": ("django.core.management", "call_command", 1, "after"),
    "areas": ("habeas.statements.copying", "write", 1, "after"),
    "erased": ("habeas.registry.erase", "note", 1, "before"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.settings")
    how, moment, *words = sys.argv[1:]
    django.setup()
    importlib.import_module("habeas.console.commands")
    _place(*MOMENTS[moment], how)
    importlib.import_module("habeas.console").main(words)


def _place(module: str, function: str, number: int, when: str, how: str) -> None:
    """Put the trap around a function, wherever it was imported to."""
    owner: Any = importlib.import_module(module)
    *inside, name = function.split(".")
    for part in inside:
        owner = getattr(owner, part)
    true = getattr(owner, name)
    calls = 0

    def trap(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != number:
            return true(*arguments, **named)
        if when == "before":
            _act(how)
        found = true(*arguments, **named)
        if when == "after":
            _act(how)
        return found

    setattr(owner, name, trap)
    for known in list(sys.modules.values()):
        if getattr(known, "__name__", "").startswith("habeas") and getattr(known, name, None) is true:
            setattr(known, name, trap)


def _act(how: str) -> None:
    if how == "slowly":
        sys.stdout.write("waiting\n")
        sys.stdout.flush()
        sys.stdin.readline()
        return
    if how in {"all", "database"}:
        settings = importlib.import_module("habeas.settings")
        processes = importlib.import_module("habeas.engine.processes")
        keeper = int((settings.WORKSPACE / "postgres.keeper").read_text())
        os.kill(keeper, signal.SIGKILL)
        os.kill(processes.postmaster(settings.WORKSPACE / "postgres"), signal.SIGKILL)
    if how != "database":
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
