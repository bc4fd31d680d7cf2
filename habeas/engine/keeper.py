"""The keeper: a small process that runs PostgreSQL for one workspace while anybody uses it.

Users hold a shared lock on `postgres.users`. The keeper holds `postgres.keeper` all its life, restarts a
server that dies, takes over one that outlived its keeper, and stops it a few seconds after the last user.
It reports on its standard output: `ready`, `other` (another keeper is in charge) or `error: <text>`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from habeas.engine import binaries, cluster, locks, probe, processes, sockets
from habeas.engine.binaries import EngineError
from habeas.engine.workspace import Workspace, WorkspaceError

PAUSE = 0.1
LONGEST_START = 600.0  # seconds; a crash recovery of 4 GB of log fits well
LONGEST_STOP = 60.0
RESTARTS = 5  # tries in a row that each end within ten seconds
LOG_LIMIT = 5 * 2**20
LONGEST_CLASH = 15.0
# PostgreSQL's words when a killed server's processes have not ended, or a dying keeper's server was faster
CLASHES = ("still in use", "postmaster.pid")


class Keeper:
    """Runs the server of one workspace. All methods need the keeper's lock to be held."""

    def __init__(self, workspace: Workspace, linger: float) -> None:
        self.workspace = workspace
        self.linger = linger  # seconds between the last user's end and the stop of the server
        self.data = workspace.postgres
        self.user = binaries.run_as(self.data)
        self.child: subprocess.Popen[bytes] | None = None
        self.pid = 0
        self.asked_to_stop = False

    def begin(self) -> None:
        """Take over the living server, or start one. Returns when it answers."""
        cluster.make(self.workspace, self.user)
        end = time.monotonic() + LONGEST_CLASH
        while not self._adopt():
            processes.sweep(self.data)
            text = self._launch()
            if text is None:
                return
            if not any(word in text for word in CLASHES) or time.monotonic() > end:
                raise EngineError(f"PostgreSQL did not start: {text}")
            time.sleep(0.1)

    def _adopt(self) -> bool:
        pid = processes.postmaster(self.data)
        if pid is None:
            return False
        self.pid, self.child = pid, None
        out_of_reach = processes.ready(self.data) and not self._socket_exists()
        if not out_of_reach and self._answers_within(10.0):
            return True
        self.stop()
        return False

    def _launch(self) -> str | None:
        """Start once; None when the server answers, else the end of what it wrote."""
        cluster.tune(self.data, self.user)
        folder = sockets.make(self.workspace, self.user)
        log = self.workspace.logs / "postgres.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        program = [str(binaries.folder() / "postgres"), "-D", str(self.data), "-k", str(folder)]
        program += ["-c", f"cluster_name={processes.tag(self.data)}"]
        with log.open("ab") as out:
            start = out.tell()
            self.child = subprocess.Popen(
                [*self.user.prefix, *program], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/"
            )
        log.chmod(0o600)
        self.pid = self.child.pid
        if self._answers_within(LONGEST_START):
            return None
        processes.end(self.pid, signal.SIGQUIT, 5)
        return log.read_bytes()[start:].decode("utf-8", "replace").strip()[-800:] or "it wrote nothing"

    def _answers_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self._is_alive() and time.monotonic() < end and not self.asked_to_stop:
            if processes.ready(self.data) and probe.answers(sockets.folder(self.workspace)):
                return True
            time.sleep(0.01)
        return False

    def _is_alive(self) -> bool:
        return self.child.poll() is None if self.child is not None else processes.is_alive(self.pid)

    def keep(self) -> None:
        """Watch until nobody has used the server for `linger` seconds, or until asked to stop."""
        users = self.workspace.path / "postgres.users"
        last_use, failures, started = time.monotonic(), 0, time.monotonic()
        seen = _touched(users)
        while not self.asked_to_stop:
            time.sleep(PAUSE)
            if not self._is_alive() or not self._socket_exists():
                failures = failures + 1 if time.monotonic() - started < 10 else 1
                if failures > RESTARTS:
                    raise EngineError("PostgreSQL ended again and again; see logs/postgres.log.")
                started = time.monotonic()
                self._restart()
            alone = locks.take(users, exclusive=True, wait=0)
            if alone is None or _touched(users) != seen:
                last_use, seen = time.monotonic(), _touched(users)
            elif time.monotonic() - last_use >= self.linger:
                self.stop()  # while alone: a new user waits for the lock, then starts a new keeper
                return
            if alone is not None:
                os.close(alone)
        self.stop()

    def _socket_exists(self) -> bool:
        return probe.socket_file(sockets.folder(self.workspace)).exists()

    def _restart(self) -> None:
        if self._is_alive():
            processes.end(self.pid, signal.SIGINT, LONGEST_STOP)
        self.begin()

    def stop(self) -> None:
        """Fast shutdown (open transactions are rolled back), then a hard one if that takes too long."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if not self._is_alive() or self._ends(number):
                break
        sockets.forget(self.workspace)

    def _ends(self, number: signal.Signals) -> bool:
        if self.child is None:
            return processes.end(self.pid, number, LONGEST_STOP)
        self.child.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(LONGEST_STOP)
            return True
        return False

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True


def _touched(path: Path) -> int:
    return path.stat().st_mtime_ns


def _report(text: str) -> None:
    """Tell whoever started us, then let go of the pipe; the rest of our life is silent."""
    with suppress(BrokenPipeError):
        os.write(1, text.encode("utf-8", "replace"))
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    os.close(silence)


def _detach() -> None:
    """Continue as an orphan in a session of our own, so that no parent must collect us."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")


def run(path: Path, linger: float) -> None:
    """Be the keeper of the workspace at `path` until its last user is gone."""
    workspace = Workspace.open(path)
    lock = locks.take(workspace.path / "postgres.keeper", exclusive=True, wait=0.5)
    if lock is None:
        _report("other")
        return
    os.truncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
    keeper = Keeper(workspace, linger)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, keeper.on_signal)
    keeper.begin()
    _report("ready")
    try:
        keeper.keep()
    except BaseException:  # such as a workspace that was deleted: leave no server behind
        keeper.stop()
        raise


def main() -> None:
    _detach()
    try:
        run(Path(sys.argv[1]), float(sys.argv[2]))
    except (EngineError, WorkspaceError, OSError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} keeper: {error}\n")
        _report(f"error: {error}")
        sys.exit(1)


if __name__ == "__main__":
    main()
