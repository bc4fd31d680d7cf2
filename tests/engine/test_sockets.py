"""The socket's folder is private, short enough, and the same for every process."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from pathlib import Path

import pytest

from habeas.engine import binaries, probe, sockets
from habeas.engine.binaries import EngineError, RunAs
from habeas.engine.workspace import Workspace

ME = RunAs(os.geteuid(), os.getegid(), ())


@pytest.fixture
def near(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.create(tmp_path_factory.mktemp("n") / "ws")


@pytest.fixture
def deep(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path.joinpath(*["a-long-name-of-a-folder"] * 5))


def test_a_near_workspace_keeps_it_inside(near: Workspace) -> None:
    """With a short path the socket lies in the workspace, and no note is needed."""
    assert sockets.folder(near) == near.path / "run"
    assert not (near.path / "postgres.socket").exists()


def test_a_deep_workspace_notes_a_short_one(deep: Workspace) -> None:
    """With a long path a random short folder is chosen once, and every later look gives the same."""
    chosen = sockets.folder(deep)
    assert len(os.fsencode(probe.socket_file(chosen))) <= probe.LONGEST
    assert sockets.folder(deep) == chosen
    assert (deep.path / "postgres.socket").stat().st_mode & 0o777 == 0o600
    assert not chosen.exists(), "looking makes nothing outside"


def test_bytes_count_not_letters(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A path of few letters with many bytes counts as long."""
    base = tmp_path_factory.mktemp("u") / ("维" * 30)
    assert len(str(base)) < 90
    workspace = Workspace.create(base)
    assert sockets.folder(workspace).parent != workspace.path


def test_choosing_at_once_gives_one(deep: Workspace) -> None:
    """Several at the same time agree on one folder."""
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(sockets.folder(deep))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert found[0] == sockets.folder(deep)


def test_a_copy_chooses_anew(deep: Workspace, tmp_path: Path) -> None:
    """A copied workspace does not share the socket of the first."""
    first = sockets.folder(deep)
    shutil.copytree(deep.path, deep.path.with_name("copy-of-a-long-name-of-a-folder"))
    copy = Workspace.open(deep.path.with_name("copy-of-a-long-name-of-a-folder"))
    assert sockets.folder(copy) != first
    assert sockets.folder(copy) == sockets.folder(copy)
    assert sockets.folder(deep) == first


def test_a_damaged_note_is_replaced(deep: Workspace) -> None:
    """A note that cannot be read is written anew."""
    (deep.path / "postgres.socket").write_text("half")
    assert sockets.folder(deep) == sockets.folder(deep)


def test_it_is_private_and_emptied(deep: Workspace) -> None:
    """Making the folder closes it to others and removes what a killed server left."""
    place = sockets.make(deep, ME)
    place.chmod(0o755)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (place / name).write_text("1\n")
    assert sockets.make(deep, ME) == place
    assert place.stat().st_mode & 0o777 == 0o700
    assert list(place.iterdir()) == []
    sockets.forget(deep)
    assert not place.exists()


def test_forget_keeps_the_one_inside(near: Workspace) -> None:
    """A folder inside the workspace stays when the server ends."""
    place = sockets.make(near, ME)
    sockets.forget(near)
    assert place.is_dir()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to play somebody else")
def test_somebody_elses_folder_is_refused(deep: Workspace) -> None:
    """A folder or link that another user put there is refused."""
    place = sockets.folder(deep)
    place.mkdir()
    os.chown(place, 12345, 12345)
    try:
        with pytest.raises(EngineError, match="belongs to somebody else"):
            sockets.make(deep, ME)
    finally:
        place.rmdir()
    place.symlink_to(deep.path)
    try:
        with pytest.raises(EngineError, match="belongs to somebody else"):
            sockets.make(deep, ME)
    finally:
        place.unlink()


def test_a_long_temporary_folder_is_told(deep: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the temporary folder's path is too long as well, the error says what to set."""
    monkeypatch.setattr(tempfile, "tempdir", str(deep.path))
    with pytest.raises(EngineError, match="set TMPDIR"):
        sockets.folder(deep)


def test_the_programs_are_version_18() -> None:
    """The folder of programs holds PostgreSQL 18 with all that is used."""
    names = {path.name for path in binaries.folder().iterdir()}
    assert {"postgres", "initdb", "pg_dump", "pg_restore", "psql"} <= names
    assert binaries.folder().parent.name == "pginstall18"


def test_a_missing_wheel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the wheel the error says how to get it."""
    binaries.folder.cache_clear()
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EngineError, match="make setup"):
        binaries.folder()
    monkeypatch.undo()
    assert binaries.folder().exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_without_setpriv_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root without `setpriv` the error names the package."""
    monkeypatch.setattr(binaries.shutil, "which", lambda _name: None)
    with pytest.raises(EngineError, match="util-linux"):
        binaries.run_as(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_uses_the_owner_of_the_data(tmp_path: Path) -> None:
    """An existing data folder decides whom the server runs as, so that `sudo` does not break it."""
    data = tmp_path / "postgres"
    assert binaries.run_as(data).uid not in {0, 12345}
    data.mkdir()
    os.chown(data, 12345, 12346)
    user = binaries.run_as(data)
    assert (user.uid, user.gid) == (12345, 12346)
    assert "--reuid=12345" in user.prefix


def test_somebody_elses_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary user does not start a server on another's data."""
    monkeypatch.setattr(binaries.os, "geteuid", lambda: 54321)
    with pytest.raises(EngineError, match="belongs to another user"):
        binaries.run_as(tmp_path)
    assert binaries.run_as(tmp_path / "none").prefix == ()
