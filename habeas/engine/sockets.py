"""Where the embedded server's socket lies: in a private folder whose path is short enough for a socket."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from pathlib import Path

from habeas.engine import locks, probe
from habeas.engine.binaries import EngineError, RunAs
from habeas.engine.workspace import Workspace


def folder(workspace: Workspace) -> Path:
    """The socket's folder: `run` in the workspace, or one in the temporary folder when that path is too long.

    The latter has a random name, so that nobody can prepare it, noted in `postgres.socket` with the inode of
    the workspace: a copied workspace picks a folder of its own. It need not exist yet.
    """
    inside = workspace.path / "run"
    if _fits(inside):
        return inside
    note = workspace.path / "postgres.socket"
    return _noted(note) or _choose(note)


def _fits(place: Path) -> bool:
    return len(os.fsencode(probe.socket_file(place))) <= probe.LONGEST


def _noted(note: Path) -> Path | None:
    try:
        name, inode = note.read_text("utf-8").splitlines()
    except (FileNotFoundError, ValueError):
        return None
    return Path(name) if inode == str(note.parent.stat().st_ino) else None


def _choose(note: Path) -> Path:
    lock = locks.take(note.with_suffix(".lock"), exclusive=True, wait=10.0)
    try:
        if (found := _noted(note)) is not None:  # another process chose at the same moment
            return found
        chosen = Path(tempfile.gettempdir()) / f"habeas-{secrets.token_hex(12)}"
        if not _fits(chosen):
            raise EngineError(f"The path of {chosen.parent} is too long for the database socket: set TMPDIR.")
        draft = note.with_suffix(".new")
        draft.write_text(f"{chosen}\n{note.parent.stat().st_ino}\n", "utf-8")
        draft.chmod(0o600)
        draft.replace(note)
    finally:
        if lock is not None:
            os.close(lock)
    return chosen


def make(workspace: Workspace, user: RunAs) -> Path:
    """Make the folder for the server's user alone, empty. Call it only when no server of ours lives.

    Raises EngineError when somebody else's stands there.
    """
    place = folder(workspace)
    place.mkdir(mode=0o700, exist_ok=True)
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), user.uid}:
        raise EngineError(f"{place} belongs to somebody else: remove it, then start again.")
    place.chmod(0o700)
    user.own(place)
    socket = probe.socket_file(place)
    for left in (socket, socket.with_name(f"{socket.name}.lock")):
        left.unlink(missing_ok=True)  # of a killed server; its number in the lock may be a stranger's by now
    return place


def forget(workspace: Workspace) -> None:
    """Remove a folder outside the workspace after the server's end."""
    place = folder(workspace)
    if place.parent != workspace.path:
        shutil.rmtree(place, ignore_errors=True)
