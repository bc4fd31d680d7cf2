"""What the engine believes of /proc, of locks and of sockets."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.engine import locks, probe, processes
from tests.engine.conftest import eventually


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a path short enough for a socket."""
    return tmp_path_factory.mktemp("s")


def note(data: Path, pid: int) -> None:
    (data / "postmaster.pid").write_text(f"{pid}\n{data}\n1\n5432\n/run\n\n 1 2\nready   \n")


def impostor(data: Path, *, title: str = "") -> subprocess.Popen[bytes]:
    """A process whose command line looks like a server of this data folder."""
    command = f"exec -a {title!r} sleep 60" if title else f"exec -a 'x cluster_name={processes.tag(data)} ' sleep 60"
    process = subprocess.Popen(["bash", "-c", command])
    assert eventually(lambda: "sleep 60" not in (processes.command(process.pid) or "sleep 60"))
    return process


def test_command_lines(sleeper: subprocess.Popen[bytes]) -> None:
    """A living process has a command line; a dead one and a zombie have none."""
    assert processes.command(sleeper.pid) == "sleep 60 "
    assert processes.is_alive(sleeper.pid)
    sleeper.kill()
    assert eventually(lambda: processes.command(sleeper.pid) is None), "a zombie counts as dead"
    sleeper.wait()
    assert processes.command(sleeper.pid) is None
    assert not processes.is_alive(sleeper.pid)


def test_the_tag_follows_a_folder(tmp_path: Path) -> None:
    """A moved folder keeps its tag; another folder in its place has another."""
    (tmp_path / "a").mkdir()
    tag = processes.tag(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "a").mkdir()
    assert processes.tag(tmp_path / "b") == tag
    assert processes.tag(tmp_path / "a") != tag
    assert len(tag) < 60, "it must fit into cluster_name"


def test_a_noted_number_alone_is_not_believed(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    """postmaster.pid with a stranger's number, a dead number or nonsense is no server."""
    assert processes.postmaster(tmp_path) is None
    for pid in (sleeper.pid, os.getpid(), 1, 2**22 + 1):
        note(tmp_path, pid)
        assert processes.postmaster(tmp_path) is None
    for text in ("", "nonsense\n", "-\n\n"):
        (tmp_path / "postmaster.pid").write_text(text)
        assert processes.postmaster(tmp_path) is None
        assert not processes.ready(tmp_path)


def test_ready_is_read_from_the_note(tmp_path: Path) -> None:
    """The server is ready only when its note says so."""
    assert not processes.ready(tmp_path)
    note(tmp_path, 1)
    assert processes.ready(tmp_path)
    text = (tmp_path / "postmaster.pid").read_text()
    for state in ("starting", "stopping", "standby"):
        (tmp_path / "postmaster.pid").write_text(text.replace("ready", state))
        assert not processes.ready(tmp_path)


def test_our_server_is_known_by_its_tag(tmp_path: Path) -> None:
    """A process with the tag of this data folder, under the noted number, is the server."""
    server = impostor(tmp_path)
    try:
        note(tmp_path, server.pid)
        assert processes.postmaster(tmp_path) == server.pid
        (tmp_path / "other").mkdir()
        note(tmp_path / "other", server.pid)
        assert processes.postmaster(tmp_path / "other") is None
    finally:
        server.kill()
        server.wait()


def test_sweep_removes_only_a_false_note(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    """A note with a stranger's number goes; a dead number stays for PostgreSQL's own checks."""
    note(tmp_path, sleeper.pid)
    processes.sweep(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()
    assert sleeper.poll() is None, "the stranger is left alone"
    note(tmp_path, 2**22 + 1)
    processes.sweep(tmp_path)
    assert (tmp_path / "postmaster.pid").exists()


@pytest.mark.parametrize("text", ["", "12", "half\n"])
def test_sweep_removes_a_half_written_note(tmp_path: Path, text: str) -> None:
    """A note that a killed server left empty or half is removed: PostgreSQL would refuse it for ever."""
    (tmp_path / "postmaster.pid").write_text(text.replace("12", f"{os.getpid()}"))
    processes.sweep(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_sweep_ends_a_server_without_a_note(tmp_path: Path) -> None:
    """A server that was started and lost before it wrote its number is found by its tag and ended."""
    stray = impostor(tmp_path)
    processes.sweep(tmp_path, patience=0.1)
    assert not processes.is_alive(stray.pid)
    stray.wait()


def test_sweep_ends_orphans(tmp_path: Path) -> None:
    """Processes titled as backends of this data folder are given time, then killed; others are not."""
    (tmp_path / "other").mkdir()
    ours = impostor(tmp_path, title=f"postgres: {processes.tag(tmp_path)}: app habeas idle")
    other = impostor(tmp_path, title=f"postgres: {processes.tag(tmp_path / 'other')}: app habeas idle")
    try:
        assert processes.orphans(tmp_path) == [ours.pid]
        processes.sweep(tmp_path, patience=0.2)
        assert not processes.is_alive(ours.pid)
        assert processes.is_alive(other.pid)
    finally:
        for process in (ours, other):
            process.kill()
            process.wait()


def test_end_waits_for_the_end(sleeper: subprocess.Popen[bytes]) -> None:
    """`end` signals and waits; it says so when the process outlives its time."""
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    deaf = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert deaf.stdout is not None
    deaf.stdout.readline()
    assert not processes.end(deaf.pid, signal.SIGTERM, 0.2)
    assert processes.end(deaf.pid, signal.SIGKILL, 5)
    deaf.communicate()
    assert processes.end(sleeper.pid, signal.SIGTERM, 5)
    sleeper.wait()
    assert processes.end(sleeper.pid, signal.SIGTERM, 0), "a process that is gone has ended"


def test_shared_and_exclusive_locks(tmp_path: Path) -> None:
    """Many may share a lock; an exclusive one waits for all of them and keeps others out."""
    path = tmp_path / "lock"
    one, two = (locks.take(path, exclusive=False, wait=0) for _ in range(2))
    assert one is not None
    assert two is not None
    assert locks.take(path, exclusive=True, wait=0.05) is None
    os.close(one)
    os.close(two)
    alone = locks.take(path, exclusive=True, wait=0)
    assert alone is not None
    assert locks.take(path, exclusive=False, wait=0.05) is None
    assert locks.is_held(path)
    os.close(alone)
    assert not locks.is_held(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_lock_is_awaited(tmp_path: Path) -> None:
    """A lock that is given back within the waiting time is got."""
    path = tmp_path / "lock"
    held = locks.take(path, exclusive=True, wait=0)
    assert held is not None
    timer = threading.Timer(0.1, os.close, [held])
    timer.start()
    got = locks.take(path, exclusive=False, wait=5)
    timer.join()
    assert got is not None
    os.close(got)


def test_children_do_not_inherit_a_lock(tmp_path: Path) -> None:
    """A program started while a lock is held does not hold it on."""
    path = tmp_path / "lock"
    held = locks.take(path, exclusive=True, wait=0)
    assert held is not None
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    os.close(held)
    assert not locks.is_held(path)
    child.kill()
    child.wait()


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """The lock of a killed process is free at once."""
    program = (
        "import sys, time; from pathlib import Path; from habeas.engine import locks\n"
        "locks.take(Path(sys.argv[1]), exclusive=True, wait=0); print(flush=True); time.sleep(60)"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", program, str(tmp_path / "lock")]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root)
    assert holder.stdout is not None
    holder.stdout.readline()
    assert locks.is_held(tmp_path / "lock")
    holder.kill()
    holder.communicate()
    assert not locks.is_held(tmp_path / "lock")


def test_an_unreadable_lock_is_an_error(tmp_path: Path) -> None:
    """A lock in a folder that does not exist is an error, not a lock."""
    with pytest.raises(FileNotFoundError):
        locks.take(tmp_path / "none" / "lock", exclusive=True, wait=0)


@pytest.mark.parametrize(
    ("reply", "expected"), [(b"R\0\0\0\x17\0\0\0\n", True), (b"E\0\0\0\x10SFATAL\0", False), (b"", False)]
)
def test_the_probe_reads_the_answer(short: Path, reply: bytes, expected: bool) -> None:
    """A request for a password counts as an answer; an error ("is starting up") or a hang-up does not."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(probe.socket_file(short)))
        listener.listen()
        heard: list[bytes] = []

        def serve() -> None:
            wire, _ = listener.accept()
            with wire:
                heard.append(wire.recv(1000))
                wire.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        assert probe.answers(short) is expected
        thread.join()
    assert heard[0][4:8] == b"\x00\x03\x00\x00"
    assert int.from_bytes(heard[0][:4]) == len(heard[0])


def test_the_probe_does_not_wait_for_ever(short: Path) -> None:
    """A socket where nobody answers is given up after the timeout; without a socket at once."""
    assert not probe.answers(short / "none")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(probe.socket_file(short)))
        listener.listen()
        begin = time.monotonic()
        assert not probe.answers(short, timeout=0.2)
        assert time.monotonic() - begin < 2
