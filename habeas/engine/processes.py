"""What /proc says about our PostgreSQL processes. Nothing is believed from a process number alone."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def command(pid: int) -> str | None:
    """Command line of a living process; None when it is gone or a zombie."""
    try:
        stat = (PROC / str(pid) / "stat").read_text("utf-8", errors="replace")
        if stat.rpartition(")")[2].split()[0] in {"Z", "X"}:
            return None
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return None


def tag(data: Path) -> str:
    """Mark that our server processes of this data folder carry in their command lines.

    The inode follows a folder that is moved while its server runs, and tells a copied folder apart.
    """
    status = data.stat()
    return f"habeas-{status.st_dev:x}-{status.st_ino:x}"


def postmaster(data: Path) -> int | None:
    """Process number of the living server of this data folder, or None."""
    pid = _noted_pid(data)
    if pid is None:
        return None
    line = command(pid)
    return pid if line is not None and f"cluster_name={tag(data)} " in line else None


def ready(data: Path) -> bool:
    """Has the server written that it accepts connections?"""
    with suppress(FileNotFoundError, IndexError):
        return (data / "postmaster.pid").read_text("utf-8").splitlines()[7].strip() == "ready"
    return False


def _noted_pid(data: Path) -> int | None:
    with suppress(FileNotFoundError, ValueError, IndexError):
        return int((data / "postmaster.pid").read_text("utf-8").splitlines()[0])
    return None


def orphans(data: Path) -> list[int]:
    """Processes of this data folder's server, found by their tag: `postgres: habeas-…: user database …`, and
    a postmaster that has not written its number yet."""
    title, option = f"postgres: {tag(data)}: ", f"cluster_name={tag(data)} "
    found = [(int(name), command(int(name)) or "") for name in os.listdir(PROC) if name.isdigit()]
    return [pid for pid, line in found if line.startswith(title) or option in line]


def sweep(data: Path, *, patience: float = 1.5) -> None:
    """Before a start, when no server is to be adopted: wait for the processes of a killed one to end, kill
    those that do not, and remove a `postmaster.pid` that PostgreSQL would refuse without reason (half
    written, or with a number that now belongs to a stranger or a zombie)."""
    end = time.monotonic() + patience
    while left := orphans(data):
        if time.monotonic() > end:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    noted = _noted_pid(data)
    if noted is None or (PROC / str(noted)).exists():
        (data / "postmaster.pid").unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    return command(pid) is not None


def end(pid: int, number: signal.Signals, wait: float) -> bool:
    """Signal a process and wait until it is gone; False when it still lives after `wait` seconds."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
    limit = time.monotonic() + wait
    while is_alive(pid):
        if time.monotonic() > limit:
            return False
        time.sleep(0.01)
    return True
