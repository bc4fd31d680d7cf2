"""The embedded PostgreSQL server of a workspace: started when first used, stopped when nobody uses it.

A process that called `start` counts as a user until it ends or calls `release`.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from habeas.engine import binaries, cluster, locks, probe, processes, sockets
from habeas.engine.binaries import EngineError
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace

__all__ = ["EngineError", "is_running", "is_user", "release", "start", "stop"]

LINGER = 3.0  # seconds that the server outlives its last user
LONGEST_START = 600.0  # seconds, including a crash recovery
ROOT = Path(__file__).resolve().parents[2]
_held: dict[Path, int] = {}
_guard = threading.Lock()


def start(workspace: Workspace) -> Server:
    """Make sure that the server answers, and count this process among its users.

    Raises EngineError with the reason when it cannot be started.
    """
    _hold(workspace)
    end = time.monotonic() + LONGEST_START
    while True:
        kept = locks.is_held(workspace.path / "postgres.keeper")
        if _answers(workspace) and kept:
            return server(workspace)
        if not kept:
            _run_keeper(workspace)  # returns when it is ready, or when another keeper was faster
            continue
        if time.monotonic() > end:
            raise EngineError(f"The database does not answer; see {workspace.logs / 'postgres.log'}.")
        time.sleep(0.01)


def server(workspace: Workspace) -> Server:
    """Where the server is and as whom to sign in, without starting it."""
    return Server(
        host=str(sockets.folder(workspace)),
        port=probe.PORT,
        database="habeas",
        owner="habeas_owner",
        app="habeas_app",
        owner_password=workspace.secret("owner.password"),
        app_password=workspace.secret("app.password"),
        superuser=cluster.SUPERUSER,
        super_password=workspace.secret("super.password"),
    )


def release(workspace: Workspace) -> None:
    """Stop counting as a user; the server ends by itself some seconds after the last one."""
    with _guard:
        descriptor = _held.pop(workspace.path, None)
    if descriptor is not None:
        os.close(descriptor)


def is_user(workspace: Workspace) -> bool:
    """Does this process count as a user of the server?"""
    return workspace.path in _held


def is_running(workspace: Workspace) -> bool:
    return workspace.postgres.exists() and processes.postmaster(workspace.postgres) is not None


def stop(workspace: Workspace, *, wait: float = 120.0) -> None:
    """Stop the server now, whoever uses it, and stop counting as a user. Safe when none runs."""
    release(workspace)
    if not workspace.path.exists():
        return  # its keeper notices by itself
    keeper = workspace.path / "postgres.keeper"
    end = time.monotonic() + wait
    while (lock := locks.take(keeper, exclusive=True, wait=0.1)) is None:
        if time.monotonic() > end:
            raise EngineError("The database does not stop; see logs/keeper.log in the workspace.")
        _ask_to_stop(keeper)
    try:
        pid = processes.postmaster(workspace.postgres) if workspace.postgres.exists() else None
        if pid is not None and not processes.end(pid, signal.SIGINT, wait):
            raise EngineError(f"The database (process {pid}) does not stop.")
    finally:
        os.close(lock)


def _ask_to_stop(keeper: Path) -> None:
    with suppress(ValueError, ProcessLookupError, FileNotFoundError):
        pid = int(keeper.read_text("ascii"))
        if "habeas.engine.keeper" in (processes.command(pid) or ""):
            os.kill(pid, signal.SIGTERM)


def _hold(workspace: Workspace) -> None:
    users = workspace.path / "postgres.users"
    with _guard:
        descriptor = _held.get(workspace.path)
        if descriptor is None:
            descriptor = locks.take(users, exclusive=False, wait=180.0)  # a stopping keeper holds it
            if descriptor is None:
                raise EngineError("The database is stopping and does not end; see logs/keeper.log.")
            _held[workspace.path] = descriptor
        os.utime(descriptor)  # tells the keeper that somebody came, however briefly


def _answers(workspace: Workspace) -> bool:
    return processes.ready(workspace.postgres) and probe.answers(sockets.folder(workspace))


def _run_keeper(workspace: Workspace) -> None:
    """Start a keeper and wait for its report. Raises EngineError with its reason when it fails."""
    binaries.folder()  # a missing wheel is best told here
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    environment |= {"TMPDIR": tempfile.gettempdir(), "PYTHONDONTWRITEBYTECODE": "1"}
    log = os.open(workspace.logs / "keeper.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "habeas.engine.keeper", str(workspace.path), str(LINGER)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            start_new_session=True,
        )
    finally:
        os.close(log)
    with process:
        report = _report_of(process)
    if report.startswith("error: "):
        raise EngineError(report.removeprefix("error: "))


def _report_of(process: subprocess.Popen[bytes]) -> str:
    pipe = process.stdout
    if pipe is None:  # never, with stdout=PIPE
        return ""
    ready, _, _ = select.select([pipe], [], [], LONGEST_START)
    if not ready:
        raise EngineError("The database did not start in ten minutes; see logs/postgres.log.")
    return os.read(pipe.fileno(), 65536).decode("utf-8", "replace")
