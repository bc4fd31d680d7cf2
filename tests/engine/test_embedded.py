"""The embedded server comes when needed, goes when unused, and survives kill -9 of anything."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from habeas.engine import embedded, locks, processes, roles, sockets
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace
from tests.engine.conftest import client, count, end, eventually, keeper_pid, kill, launch, server_pid


def keep_writing(server: Server) -> psycopg.Connection[tuple[object, ...]]:
    """A connection with one committed row and one open transaction with another."""
    connection = psycopg.connect(server.dsn("owner"))
    connection.execute("CREATE TABLE kept (n int)")
    connection.execute("INSERT INTO kept VALUES (1)")
    connection.commit()
    connection.execute("INSERT INTO kept VALUES (2)")
    return connection


def test_first_start_makes_a_safe_cluster(fresh: Workspace) -> None:
    """The first start makes a UTF-8 cluster with checksums and password sign-in quickly."""
    begin = time.monotonic()
    server = embedded.start(fresh)
    assert time.monotonic() - begin < 5  # half a second when the machine is free
    expected = {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "listen_addresses": "",
        "synchronous_commit": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "wal_level": "minimal",
        "jit": "off",
        "TimeZone": "UTC",
        "password_encryption": "scram-sha-256",
        "log_statement": "none",
        "max_connections": "40",
        "unix_socket_permissions": "0700",
    }
    with psycopg.connect(server.dsn("super", "postgres")) as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone() for name in expected}
        assert found == {name: (value,) for name, value in expected.items()}
        assert connection.info.server_version // 10000 == 18
    assert stat.S_IMODE(fresh.postgres.stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(server.host).stat().st_mode) == 0o700


def test_a_wrong_password_is_refused(shared: Workspace) -> None:
    """Being able to reach the socket is not enough: the password is needed."""
    server = embedded.start(shared)
    for password in ("wrong", ""):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host=server.host,
                user="habeas_super",
                password=password,
                dbname="postgres",
                passfile="/dev/null",
            )


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_lends_an_ordinary_user(own: Workspace) -> None:
    """Started by root, the server runs as another user and the workspace itself stays root's."""
    embedded.start(own)
    status = Path(f"/proc/{server_pid(own)}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
    assert "0" not in uids
    assert own.postgres.stat().st_uid == int(uids[0])
    assert own.path.stat().st_uid == 0
    assert (own.path / "secrets").stat().st_uid == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_closed_and_open_parents(tmp_path: Path) -> None:
    """The server of root's workspace starts under a folder that only root may enter, and under others."""
    for mode in (0o700, 0o755):
        parent = tmp_path / f"{mode:o}"
        parent.mkdir(mode=mode)
        workspace = Workspace.create(parent / "ws")
        with psycopg.connect(embedded.start(workspace).dsn("super", "postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        embedded.stop(workspace)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_an_ordinary_user_needs_nothing_special(tmp_path: Path) -> None:
    """Without root the server runs as the user himself, and ends after him."""
    folder = Path("/tmp") / f"habeas-test-{os.getpid()}"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    program = (
        "import sys, os; from pathlib import Path; from habeas.engine import embedded\n"
        "from habeas.engine.workspace import Workspace\n"
        "w = Workspace.create(Path(sys.argv[1])); s = embedded.start(w)\n"
        "print(w.postgres.stat().st_uid, os.path.exists(s.host)); embedded.stop(w)"
    )
    root = Path(__file__).resolve().parents[2]
    try:
        python = subprocess.run(
            [*_as_nobody(), _python(), "-c", program, str(folder / "ws")],
            capture_output=True,
            text=True,
            cwd=root,
            check=False,
        )
        assert (python.stdout, python.returncode) == ("65534 True\n", 0), python.stderr
    finally:
        shutil.rmtree(folder)


def _as_nobody() -> list[str]:
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]


def _python() -> str:
    """A Python that user nobody may run; the test is skipped when all of them are closed."""
    again = "import subprocess, sys, psycopg; subprocess.run([sys.executable, '-c', ''], check=True)"
    probe = [*_as_nobody(), sys.executable, "-c", again]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("user nobody may not run this Python")
    return sys.executable


def test_a_second_start_is_quick(shared: Workspace) -> None:
    """While the server runs, `start` answers in at most 30 milliseconds."""
    embedded.start(shared)
    times = []
    for _ in range(10):
        embedded.release(shared)
        begin = time.monotonic()
        embedded.start(shared)
        times.append(time.monotonic() - begin)
    assert min(times) < 0.03


def test_deep_workspaces_work(tmp_path: Path) -> None:
    """A workspace whose path is too long for a socket gets a private folder elsewhere, always the same."""
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 6) / "ws"
    workspace = Workspace.create(deep)
    assert len(str(deep)) > 120
    planned = embedded.server(workspace)
    server = embedded.start(workspace)
    assert server == planned
    folder = Path(server.host)
    assert workspace.path not in folder.parents
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(server.dsn("super", "postgres")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    embedded.stop(workspace)
    assert not folder.exists()
    assert embedded.start(workspace).host == server.host
    embedded.stop(workspace)


def test_a_copied_workspace_has_its_own_server(own: Workspace, tmp_path: Path) -> None:
    """A copy of a workspace, even of one that runs, starts a server of its own and leaves the first alone."""
    first = embedded.start(own)
    roles.prepare(first)
    shutil.copytree(own.path, tmp_path / "copy", ignore=lambda *_: [".s.PGSQL.5432"])
    for source in own.path.rglob("*"):
        target = tmp_path / "copy" / source.relative_to(own.path)
        if target.exists():
            os.chown(target, source.stat().st_uid, source.stat().st_gid)
    copy = Workspace.open(tmp_path / "copy")
    second = embedded.start(copy)
    try:
        assert second.host != first.host
        assert server_pid(copy) != server_pid(own)
        assert count(first, "SELECT 1") == 1
        assert count(second, "SELECT 1") == 1
    finally:
        embedded.stop(copy)
    assert count(first, "SELECT 1") == 1


def test_a_moved_workspace_keeps_its_data(own: Workspace, tmp_path: Path) -> None:
    """A stopped workspace can be moved, also to a deep path."""
    server = embedded.start(own)
    roles.prepare(server)
    keep_writing(server).close()
    embedded.stop(own)
    target = tmp_path.joinpath(*["another-long-folder-name"] * 6)
    target.mkdir(parents=True)
    own.path.rename(target / "ws")
    moved = Workspace.open(target / "ws")
    assert count(embedded.start(moved), "SELECT sum(n) FROM kept") == 1
    embedded.stop(moved)
    moved.path.rename(own.path)


def test_it_ends_after_its_last_user(own: Workspace) -> None:
    """The server and its keeper end by themselves some seconds after the last user, leaving no process."""
    embedded.start(own)
    other = client(own)
    server, keeper = server_pid(own), keeper_pid(own)
    embedded.release(own)
    time.sleep(2)
    assert processes.is_alive(server), "it must wait for the other user"
    end(other)
    assert eventually(lambda: not processes.is_alive(server) and not processes.is_alive(keeper), 5)
    assert not (own.postgres / "postmaster.pid").exists(), "it was stopped cleanly"
    assert not embedded.is_running(own)


def test_a_new_user_in_the_last_moment_keeps_it(own: Workspace) -> None:
    """Whoever comes while the keeper lingers finds the same server."""
    embedded.start(own)
    server = server_pid(own)
    embedded.release(own)
    time.sleep(0.5)
    embedded.start(own)
    time.sleep(1.5)
    assert server_pid(own) == server


def test_short_users_one_after_another_share_it(own: Workspace) -> None:
    """Commands that each last a moment do not restart the server each time."""
    embedded.start(own)
    server = server_pid(own)
    embedded.release(own)
    for _ in range(4):
        time.sleep(0.5)
        embedded.start(own)
        embedded.release(own)
    assert server_pid(own) == server


def test_stop_ends_it_at_once(own: Workspace) -> None:
    """`stop` ends server and keeper whoever uses them, and is safe to repeat."""
    embedded.start(own)
    other = client(own)
    server, keeper = server_pid(own), keeper_pid(own)
    embedded.stop(own)
    assert not processes.is_alive(server)
    assert not locks.is_held(own.path / "postgres.keeper")
    embedded.stop(own)
    assert eventually(lambda: not processes.is_alive(keeper))
    end(other)


def test_two_starts_at_once_make_one_server(fresh: Workspace) -> None:
    """Processes that start the same new workspace at the same time all get the one server."""
    users = [launch(fresh) for _ in range(4)]
    for user in users:
        assert user.stdout is not None
        assert user.stdout.readline() == "started\n"
    running = _processes_of(fresh)
    assert len(running) == 1
    for user in users:
        end(user)


def _processes_of(workspace: Workspace) -> list[int]:
    mark = f"cluster_name={processes.tag(workspace.postgres)} "
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [pid for pid in pids if mark in (processes.command(pid) or "")]


def test_killed_client(own: Workspace) -> None:
    """A client killed while it holds the lock leaves nothing stale: the server ends, the next start works."""
    other = client(own)
    server = server_pid(own)
    end(other)
    assert eventually(lambda: not processes.is_alive(server), 5)
    embedded.start(own)
    assert server_pid(own) != server


def test_killed_server_is_restarted_for_living_users(own: Workspace) -> None:
    """When postgres is killed, the keeper restarts it; commits are there, the open transaction is not."""
    server = embedded.start(own)
    roles.prepare(server)
    connection = keep_writing(server)
    old = server_pid(own)
    kill(old)
    assert eventually(lambda: embedded.is_running(own))
    embedded.start(own)
    assert server_pid(own) != old
    assert count(server, "SELECT sum(n) FROM kept") == 1
    connection.close()


def test_killed_backend(own: Workspace) -> None:
    """When one backend is killed, PostgreSQL recovers by itself under the same keeper."""
    server = embedded.start(own)
    roles.prepare(server)
    connection = keep_writing(server)
    kill(connection.info.backend_pid)
    embedded.start(own)
    assert eventually(lambda: _counts(server) == 1)
    connection.close()


def _counts(server: Server) -> int:
    try:
        return count(server, "SELECT sum(n) FROM kept")
    except psycopg.OperationalError:
        return -1


def test_killed_keeper_is_replaced(own: Workspace) -> None:
    """When the keeper is killed, users go on; the next start brings a keeper that adopts the server."""
    server = embedded.start(own)
    roles.prepare(server)
    connection = keep_writing(server)
    keeper, postgres = keeper_pid(own), server_pid(own)
    kill(keeper)
    connection.execute("INSERT INTO kept VALUES (10)")
    connection.commit()
    embedded.start(own)
    assert keeper_pid(own) != keeper
    assert server_pid(own) == postgres, "the server was adopted, not restarted"
    assert count(server, "SELECT sum(n) FROM kept") == 13
    connection.close()
    embedded.release(own)
    assert eventually(lambda: not processes.is_alive(postgres), 5), "the new keeper ends what it adopted"


def test_everything_killed(own: Workspace) -> None:
    """When client, keeper and server are all killed, the next start recovers every commit."""
    server = embedded.start(own)
    roles.prepare(server)
    connection = keep_writing(server)
    other = client(own)
    embedded.release(own)
    other.kill()
    kill(keeper_pid(own), server_pid(own))
    end(other)
    embedded.start(own)
    assert count(server, "SELECT sum(n) FROM kept") == 1
    connection.close()


def test_keeper_killed_during_the_first_start(fresh: Workspace) -> None:
    """A keeper killed in the middle of making the cluster leaves a half folder that the next one replaces."""
    first = launch(fresh)
    assert eventually(lambda: any(fresh.path.glob("postgres.new-*")) or fresh.postgres.exists())
    kill(keeper_pid(fresh))
    assert first.stdout is not None
    assert first.stdout.readline() == "started\n", "the waiting client starts another keeper"
    assert embedded.start(fresh).host
    end(first)


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3, 0.6])
def test_everything_killed_at_any_moment(fresh: Workspace, delay: float) -> None:
    """Whenever in the first start all processes are killed, the next start works."""
    first = launch(fresh)
    keeper = fresh.path / "postgres.keeper"
    assert eventually(lambda: keeper.exists() and keeper.read_text().endswith("\n"))
    time.sleep(delay)
    first.kill()
    running = _processes_of(fresh) if fresh.postgres.exists() else []
    kill(keeper_pid(fresh), *running)
    end(first)
    server = roles.prepare(embedded.start(fresh))
    assert count(server, "SELECT 1") == 1


def test_reused_process_number(own: Workspace) -> None:
    """A postmaster.pid whose number now belongs to a stranger does not stop the start."""
    server = embedded.start(own)
    roles.prepare(server)
    keep_writing(server).close()
    kill(keeper_pid(own), server_pid(own))
    lines = (own.postgres / "postmaster.pid").read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "60"])
    (own.postgres / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    try:
        embedded.start(own)
        assert server_pid(own) != stranger.pid
        assert stranger.poll() is None
        assert count(server, "SELECT sum(n) FROM kept") == 1
    finally:
        stranger.kill()
        stranger.wait()


def test_process_number_of_a_zombie(own: Workspace) -> None:
    """A postmaster.pid whose number is a zombie's does not stop the start."""
    embedded.start(own)
    kill(keeper_pid(own), server_pid(own))
    lines = (own.postgres / "postmaster.pid").read_text().splitlines()
    zombie = subprocess.Popen(["true"])
    assert eventually(lambda: not processes.is_alive(zombie.pid))
    (own.postgres / "postmaster.pid").write_text("\n".join([str(zombie.pid), *lines[1:]]) + "\n")
    embedded.start(own)
    assert server_pid(own) != zombie.pid
    zombie.wait()


def test_an_empty_note(own: Workspace) -> None:
    """An empty postmaster.pid, as a kill in the first moment leaves it, does not stop the start."""
    embedded.start(own)
    kill(keeper_pid(own), server_pid(own))
    (own.postgres / "postmaster.pid").write_text("")
    embedded.start(own)
    assert embedded.is_running(own)


def test_a_server_that_does_not_answer_is_replaced(own: Workspace) -> None:
    """A new keeper that finds a living server out of reach ends it properly and starts another."""
    server = roles.prepare(embedded.start(own))
    keep_writing(server).close()
    old = server_pid(own)
    kill(keeper_pid(own))
    (sockets.folder(own) / ".s.PGSQL.5432").unlink()
    begin = time.monotonic()
    embedded.start(own)
    assert server_pid(own) != old
    assert count(server, "SELECT sum(n) FROM kept") == 1
    assert time.monotonic() - begin < 30


def test_busy_orphans_are_ended(own: Workspace) -> None:
    """A backend that computes on after its server was killed does not stop the next start."""
    server = embedded.start(own)
    roles.prepare(server)
    connection = psycopg.connect(server.dsn("owner"))
    backend = connection.info.backend_pid
    connection.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
    time.sleep(0.2)
    kill(keeper_pid(own), server_pid(own))
    assert processes.is_alive(backend)
    embedded.start(own)
    assert not processes.is_alive(backend)
    connection.close()


def test_vanished_socket(own: Workspace) -> None:
    """When a cleaner removes the socket, the keeper restarts the server so that it is reachable again."""
    embedded.start(own)
    old = server_pid(own)
    (sockets.folder(own) / ".s.PGSQL.5432").unlink()
    assert eventually(lambda: not processes.is_alive(old))
    embedded.start(own)
    assert server_pid(own) != old


def test_deleted_workspace(own: Workspace) -> None:
    """When the folder is deleted under a running server, no process stays behind."""
    embedded.start(own)
    server, keeper = server_pid(own), keeper_pid(own)
    shutil.rmtree(own.path)
    assert eventually(lambda: not processes.is_alive(server) and not processes.is_alive(keeper))


def test_a_terminated_keeper_stops_cleanly(own: Workspace) -> None:
    """SIGTERM, as at the machine's shutdown, stops the server with a proper shutdown."""
    embedded.start(own)
    os.kill(keeper_pid(own), signal.SIGTERM)
    assert eventually(lambda: not locks.is_held(own.path / "postgres.keeper"))
    assert not (own.postgres / "postmaster.pid").exists()
    embedded.start(own)
    assert embedded.is_running(own)


def test_a_failing_server_says_why(own: Workspace) -> None:
    """A server that cannot start gives its own reason, and works again when the cause is gone."""
    embedded.start(own)
    embedded.stop(own)
    (own.postgres / "local.conf").write_text("shared_buffers = 'nonsense'\n")
    with pytest.raises(embedded.EngineError, match="shared_buffers"):
        embedded.start(own)
    assert "shared_buffers" in (own.logs / "keeper.log").read_text()
    (own.postgres / "local.conf").write_text("")
    assert embedded.start(own).port == 5432


def test_logs_carry_no_personal_data(own: Workspace) -> None:
    """Failed statements, bad values, killed queries and crashes leave no value in any log."""
    server = embedded.start(own)
    roles.prepare(server)
    canary = "Testperson-Omega-7719"
    connection = psycopg.connect(server.dsn("owner"), autocommit=True)
    connection.execute("CREATE TABLE people (name text PRIMARY KEY, age int CHECK (age < 200))")
    connection.execute("INSERT INTO people VALUES (%s, 1)", [canary])
    for statement, values in (
        ("INSERT INTO people VALUES (%s, 1)", [canary]),
        ("INSERT INTO people VALUES (%s, 900)", [canary + "x"]),
        ("SELECT %s::int", [canary]),
        (f"SELECT nonsense '{canary}'", []),
        (f"DO $$BEGIN RAISE EXCEPTION '{canary}'; END$$", []),
        (f"DO $$BEGIN RAISE WARNING '{canary}'; END$$", []),
    ):
        with suppress(psycopg.Error):
            connection.execute(statement.encode(), values or None)
    connection.pgconn.send_query(f"SELECT pg_sleep(60), '{canary}'".encode())
    time.sleep(0.1)
    kill(connection.info.backend_pid)
    connection.close()
    embedded.stop(own)
    written = "".join(path.read_text() for path in own.logs.iterdir())
    assert "was terminated by signal 9" in written
    assert canary not in written


def test_long_logs_are_turned_over(own: Workspace) -> None:
    """A log beyond its limit is set aside at the next start, so that logs do not grow without end."""
    (own.logs / "postgres.log").write_bytes(b"x" * (6 * 2**20))
    embedded.start(own)
    assert (own.logs / "postgres.log").stat().st_size < 2**20
    assert (own.logs / "postgres.log.1").stat().st_size == 6 * 2**20
