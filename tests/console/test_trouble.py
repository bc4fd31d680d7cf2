"""Trouble from the machine: a full disk, a folder that may not be written, limits. Told clearly; nothing half stays."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import build
from tests.console.terminal import LONGEST, ROOT, Register

MEBIBYTE = 2**20


def _mounted(target: Path, *words: str) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(["mount", *words, str(target)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine mounts nothing: {done.stderr.strip()}")


@pytest.fixture
def small(template: Register, tmp_path: Path) -> Iterator[Register]:
    """A register on a disk of its own that is soon full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    _mounted(disk, "-t", "tmpfs", "-o", "size=160m", "none")
    try:
        found = template.copy(disk / "ws")
        yield found
        found.stop()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)


def _fill(disk: Path, leave: int) -> Path:
    """Take the disk's room but for some bytes."""
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - leave))
    return ballast


def _list(path: Path, rows: int) -> Path:
    lines = [f"L{row},Testperson Number{row},male,1980,2017,Town {row},{row}" for row in range(rows)]
    path.write_text("id,name,sex,born,taken,where,number\n" + "\n".join(lines) + "\n")
    return path


def test_a_full_disk_under_an_import(small: Register, tmp_path: Path) -> None:
    """One line says that the disk is full; nothing was taken in; with room again it works and all holds."""
    large = _list(tmp_path / "large.csv", 12_000)
    before = small.counts()
    ballast = _fill(small.path.parent, 3 * MEBIBYTE)
    found = small.run("import", large)
    assert (found.code, found.out) == (2, ""), found
    assert found.err.count("\n") == 1
    assert "Testperson" not in found.err
    ballast.unlink()
    assert small.counts() == before
    assert small.holds()
    assert small.here("import", _list(tmp_path / "list.csv", 50), "--json").json["new"] == 50
    assert small.holds()


def test_a_full_disk_under_a_delivery_and_a_backup(small: Register, tmp_path: Path) -> None:
    """The sealed file and the archive need room: without it neither a half file nor a half archive stays."""
    large = _list(tmp_path / "large.csv", 40_000)
    small.counts()
    ballast = _fill(small.path.parent, MEBIBYTE)
    files = set(small.path.glob("store/**/*"))
    found = small.run("import", large)
    assert (found.code, found.out) == (2, "")
    assert "No space left on device" in found.err
    ballast.unlink()
    assert set(small.path.glob("store/**/*")) == files
    ballast = _fill(small.path.parent, MEBIBYTE // 8)
    found = small.run("backup")
    assert (found.code, found.out) == (2, "")
    assert "Traceback" not in found.err
    ballast.unlink()
    assert [*small.workspace.backups.iterdir(), *small.workspace.tmp.iterdir()] == []
    assert small.holds()
    assert small.here("backup").code == 0


def test_a_limit_on_the_size_of_files(own: Register, tmp_path: Path) -> None:
    """Where the machine allows only small files, a larger delivery is refused and leaves nothing."""
    large = _list(tmp_path / "large.csv", 40_000)
    own.counts()  # the server is up, outside of the limit
    files = set(own.path.glob("store/**/*"))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (MEBIBYTE, MEBIBYTE))

    process = own.start("import", large, preexec_fn=limit)
    out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out) == (2, "")
    assert err.startswith("habeas: File too large")
    assert set(own.path.glob("store/**/*")) == files
    assert own.holds()


def test_a_disk_that_may_not_be_written(template: Register, tmp_path: Path) -> None:
    """A workspace on a read-only disk is told as such."""
    place = tmp_path / "place"
    place.mkdir()
    copied = template.copy(tmp_path / "ws")
    _mounted(place, "--bind", str(tmp_path / "ws"))
    try:
        _mounted(place, "-o", "remount,bind,ro")
        for words in (("search", "alpha"), ("init",), ("serve", "--port", "0")):
            found = Register(place).run(*words)
            assert (found.code, found.out) == (2, ""), words
            assert found.err.startswith("habeas: Read-only file system: "), words
            assert found.err.count("\n") == 1
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)
    assert copied.holds()
    copied.stop()


def test_a_folder_of_somebody_else(template: Register) -> None:
    """Another user of the machine is told that it is not theirs, and sees nothing of it."""
    python = _as_nobody(sys.executable, "-c", "import django, psycopg")
    if os.geteuid() != 0 or python.returncode:
        pytest.skip("user nobody may not run this Python")
    found = _as_nobody(sys.executable, "-m", "habeas.console", "search", "alpha", "--workspace", str(template.path))
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == f"habeas: You may not read the workspace {template.path}: run as its owner.\n"


def _as_nobody(*command: str) -> subprocess.CompletedProcess[str]:
    prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HABEAS", "DATABASE"))}
    return subprocess.run([*prefix, *command], capture_output=True, text=True, check=False, cwd=ROOT, env=kept)


def test_a_stranger_at_the_socket(own: Register) -> None:
    """Whoever runs the program without the workspace's secrets does not get in."""
    assert own.run("search", "alpha").code == 0
    (own.path / "secrets/app.password").write_text("wrong\n")
    found = own.run("search", "alpha")
    assert (found.code, found.out) == (2, "")
    assert build.PASSWORD not in found.err
    assert own.run("init").code == 0, "init gives the role the password of the workspace again"
    assert own.run("search", "alpha").code == 0
