"""Worker processes end with the program that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from habeas.engine import processes, workers
from tests.engine.conftest import ROOT, eventually

PROGRAM = """
import os, sys, time
from habeas.engine import workers
if __name__ == "__main__":
    with workers.pool(2) as pool:
        print(*{found.result() for found in [pool.submit(os.getpid) for _ in range(20)]}, flush=True)
        time.sleep(60)
"""


def _noted(path: str) -> None:
    os.environ["NOTED"] = path


def _read() -> str:
    return os.environ.get("NOTED", "")


def test_each_worker_is_made_ready() -> None:
    """What is to be done first is done in each process before its first work."""
    with workers.pool(2, start=_noted, arguments=("ready",)) as pool:
        assert {found.result() for found in [pool.submit(_read) for _ in range(10)]} == {"ready"}


def test_killed_with_their_program() -> None:
    """When the program is killed, its idle workers end too, and let go of its output."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    pids = [int(word) for word in process.stdout.readline().split()]
    assert pids
    assert all(processes.is_alive(pid) for pid in pids)
    process.send_signal(signal.SIGKILL)
    assert eventually(lambda: not any(processes.is_alive(pid) for pid in pids))
    assert process.stdout.read() == "", "the end of the output is reached"
    process.communicate()
