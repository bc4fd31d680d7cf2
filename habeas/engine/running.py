"""The database of a workspace, up while it is needed, whichever kind it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from habeas.engine import embedded, settings_link
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace


def server(path: Path, *, url: str, owner_url: str = "") -> Server:
    """Where the database is; starts the embedded one. Raises WorkspaceError without a workspace."""
    workspace = Workspace.open(path)
    if not url:
        return embedded.start(workspace)
    found = settings_link.server(path, url=url, owner_url=owner_url)
    if found is None:
        raise RuntimeError("the workspace vanished")
    return found


@contextmanager
def database(path: Path, *, url: str) -> Iterator[Server]:
    """Hold the database for the length of a command, or longer when this process held it before."""
    workspace = Workspace.open(path)
    held = embedded.is_user(workspace)
    try:
        yield server(path, url=url)
    finally:
        if not url and not held:
            embedded.release(workspace)
