"""Workspaces with real servers for the tests of the engine. No Django here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from habeas.engine import embedded, processes, roles
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
CLIENT = """
import sys, time
from habeas.engine import embedded
from habeas.engine.workspace import Workspace
embedded.LINGER = 1.0
embedded.start(Workspace.open(sys.argv[1]))
print("started", flush=True)
time.sleep(float(sys.argv[2]))
"""


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Wait until the condition holds; False when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def keeper_pid(workspace: Workspace) -> int:
    return int((workspace.path / "postgres.keeper").read_text())


def server_pid(workspace: Workspace) -> int:
    pid = processes.postmaster(workspace.postgres)
    assert pid is not None, "no server runs"
    return pid


def kill(*pids: int) -> None:
    """kill -9, and wait until they are gone."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(processes.is_alive(pid) for pid in pids))


def client(workspace: Workspace, seconds: float = 60) -> subprocess.Popen[str]:
    """Another process that uses the server for so long; returns when it has started it."""
    process = launch(workspace, seconds)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def launch(workspace: Workspace, seconds: float = 60) -> subprocess.Popen[str]:
    """The same without waiting."""
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(workspace.path), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def count(server: Server, query: str) -> int:
    with psycopg.connect(server.dsn("owner")) as connection:
        row = connection.execute(query.encode()).fetchone()
        assert row is not None
        return int(row[0])


@pytest.fixture(scope="package")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One workspace with a prepared server for all tests that only use it."""
    workspace = Workspace.create(tmp_path_factory.mktemp("engine") / "ws")
    roles.prepare(embedded.start(workspace))
    yield workspace
    embedded.stop(workspace)


@pytest.fixture
def server(shared: Workspace) -> Server:
    """The shared server, running, with an empty schema."""
    found = embedded.start(shared)
    with psycopg.connect(found.dsn("owner")) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return found


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped, prepared workspace; copying it is quicker than making one."""
    workspace = Workspace.create(tmp_path_factory.mktemp("template") / "ws")
    roles.prepare(embedded.start(workspace))
    embedded.stop(workspace)
    return workspace.path


@pytest.fixture
def own(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace of the test's own, for tests that break its server; it lingers for one second only."""
    monkeypatch.setattr(embedded, "LINGER", 1.0)
    subprocess.run(["cp", "-a", str(template), str(tmp_path / "ws")], check=True)
    workspace = Workspace.open(tmp_path / "ws")
    yield workspace
    embedded.stop(workspace)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace whose database has not been made yet."""
    workspace = Workspace.create(tmp_path / "ws")
    yield workspace
    embedded.stop(workspace)
