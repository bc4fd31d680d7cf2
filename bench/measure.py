"""Run a command and watch it: seconds of wall time, the peak memory of the process and of it with its children."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HABEAS = str(Path(sys.executable).with_name("habeas"))
_PAUSE = 0.05


@dataclass
class Run:
    """What came of a command. Memory in bytes of resident set."""

    seconds: float = 0.0
    peak: int = 0
    together: int = 0
    output: str = ""
    answer: dict[str, Any] = field(default_factory=dict)


def habeas(*words: str) -> Run:
    """One `habeas` command with --json; raises CalledProcessError when it fails."""
    return command(HABEAS, *words, "--json")


def command(*words: str) -> Run:
    """Any command whose last line of output is JSON."""
    run, began = Run(), time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    watcher = threading.Thread(target=_watch, args=(process, run))
    watcher.start()
    run.output, _nothing = process.communicate()
    watcher.join()
    run.seconds = time.perf_counter() - began
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, words, run.output)
    run.answer = json.loads(run.output.splitlines()[-1])
    return run


def _watch(process: subprocess.Popen[str], run: Run) -> None:
    while process.poll() is None:
        own = _resident(process.pid)
        run.peak = max(run.peak, own)
        run.together = max(run.together, own + sum(_resident(pid) for pid in _below(process.pid)))
        time.sleep(_PAUSE)


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0
    return pages * 4096


def _below(pid: int) -> list[int]:
    """Every process under this one; the database server is not one of them, it keeps itself."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    children = [int(word) for word in text.split()]
    return children + [deeper for child in children for deeper in _below(child)]
