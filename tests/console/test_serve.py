"""`habeas serve` and `habeas work`: the desk answers, work is done, and trouble is told."""

from __future__ import annotations

import http.client
import itertools
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.console.terminal import LONGEST, Register, eventually

_COUNT = itertools.count()


class Desk:
    """A running desk."""

    def __init__(self, register: Register, *words: str) -> None:
        self.log = register.path.parent / f"desk-{next(_COUNT)}.log"
        with self.log.open("w") as log:
            self.process: subprocess.Popen[str] = register.start("serve", "--port", "0", *words, stderr=log)
        assert self.process.stdout is not None
        self.first = self.process.stdout.readline()
        found = re.search(r"http://([\d.]+):(\d+)", self.first)
        assert found, self.process.communicate()
        self.host, self.port = found[1], int(found[2])

    def status(self, path: str = "/persons/") -> int:
        """A stranger with a cookie, which has to be looked up in the database, is sent to sign in: 302."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        connection.request("GET", path, headers={"Cookie": "sessionid=" + "a" * 32})
        return connection.getresponse().status

    def end(self) -> str:
        """Ctrl-C; returns all that the desk wrote besides its address."""
        self.process.send_signal(signal.SIGINT)
        out, _err = self.process.communicate(timeout=LONGEST)
        return out + self.log.read_text()


@pytest.fixture
def desk(register: Register) -> Iterator[Desk]:
    found = Desk(register)
    yield found
    found.process.kill()
    found.process.communicate()


def test_the_desk_answers(desk: Desk) -> None:
    """It tells its address, answers there, keeps strangers out, and ends with Ctrl-C and 0."""
    assert desk.first == f"The desk is at http://127.0.0.1:{desk.port}\n"
    assert desk.status("/health/") == 200
    assert desk.status() == 302
    assert desk.end() == ""
    assert desk.process.returncode == 0


def test_a_port_in_use(register: Register) -> None:
    """A taken port is told with its number and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = register.run("serve", "--port", str(port))
    why = f"The desk cannot listen at 127.0.0.1, port {port} (Address already in use)."
    assert (found.code, found.out, found.err) == (2, "", f"habeas: {why} Choose another --port or --host.\n")


def test_a_host_that_is_none(register: Register) -> None:
    """A host without an address is told in the same way."""
    found = register.run("serve", "--host", "999.1.1.1", "--port", "0")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("habeas: The desk cannot listen at 999.1.1.1, port 0")


def test_two_desks_at_once(register: Register, desk: Desk) -> None:
    """A second program serves the same register at another port."""
    other = Desk(register, "--json")
    assert orjson.loads(other.first) == {"address": f"http://127.0.0.1:{other.port}"}
    assert (desk.status(), other.status()) == (302, 302)
    assert other.end() == ""
    assert desk.status() == 302


@pytest.mark.parametrize(("keeper", "postmaster"), [(True, True), (False, True), (True, False)])
def test_a_desk_outlives_its_database(own: Register, keeper: bool, postmaster: bool) -> None:
    """When the database's processes are killed, the running desk brings them back and answers again."""
    desk = Desk(own)
    assert desk.status() == 302
    before = own.keeper(), own.postmaster()
    own.kill(keeper=keeper, postmaster=postmaster)
    assert eventually(lambda: own.keeper() != before[0] or not keeper)
    assert eventually(lambda: desk.status() == 302)
    log = desk.end()
    assert "Traceback" not in log
    assert own.holds()


def test_work_does_what_waits(own: Register, files: Path) -> None:
    """`work --once` commits what is queued and ends; its answers are exact."""
    batch = own.run("queue", files / "list.csv", files / "list.toml", program="tests.console.queueing").out.strip()
    assert own.sql("SELECT state FROM intake_batch WHERE id = %s", int(batch)) == [("queued",)]
    found = own.run("work", "--once")
    assert (found.code, found.out, found.err) == (0, "Doing what waits.\n", "")
    assert own.sql("SELECT state FROM intake_batch WHERE id = %s", int(batch)) == [("done",)]
    assert own.ask("work", "--once") == {"working": True}


def test_a_desk_works_too(own: Register, files: Path) -> None:
    """What is queued while the desk runs is done by it, also after its database was killed and came back."""
    desk = Desk(own)
    own.kill(keeper=False)
    assert eventually(lambda: desk.status() == 302)
    batch = own.run("queue", files / "list.csv", files / "list.toml", program="tests.console.queueing").out
    query = "SELECT state FROM intake_batch WHERE id = %s"
    assert eventually(lambda: own.sql(query, int(batch)) == [("done",)], 40)
    desk.end()
    assert own.holds()


def test_work_ends_when_it_is_told_to(own: Register) -> None:
    """Ctrl-C and SIGTERM end a waiting worker in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        process = own.start("work")
        assert process.stdout is not None
        assert process.stdout.readline() == "Working. Stop with Ctrl-C.\n"
        assert eventually(lambda: bool(own.sql("SELECT 1 FROM procrastinate_workers")))
        process.send_signal(number)
        assert process.wait(LONGEST) == 0
        process.communicate()
