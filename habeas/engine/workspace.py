"""The workspace: one folder that holds everything of one register."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from pathlib import Path

FORMAT = 1
SECRETS = ("django.key", "super.password", "owner.password", "app.password")
FOLDERS = ("secrets", "store", "backups", "tmp", "exports", "logs")
AGE_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
KEEPERS_HEAD = """\
# Public keys of the keepers of sources, one per line (they begin with "age1").
# Sealed values and backups can only be opened with one of the matching secret keys.
# Make a key pair with:  age-keygen -o keeper.key   (keep that file away from this machine)
"""


class WorkspaceError(Exception):
    """The folder is absent, not a workspace, of a newer format, or damaged. The text says what to do."""


class Workspace:
    """One register's folder. Reading attributes never creates anything; `create` does."""

    def __init__(self, path: Path, *, identifier: str, demo: bool) -> None:
        self.path = path
        self.identifier = identifier
        self.demo = demo

    @classmethod
    def create(cls, path: Path | str, *, demo: bool = False) -> Workspace:
        """Make the folder, or complete one that exists; what is already there is kept.

        `demo` counts only when the workspace is made; asking a real workspace to become a demo is an error.
        """
        folder = Path(path).expanduser().absolute()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / "workspace.toml").exists():
            known = {*FOLDERS, "keepers.txt"}
            foreign = [name for name in os.listdir(folder) if name not in known and not name.startswith(".")]
            if foreign:
                raise WorkspaceError(f"{folder} holds other files ({foreign[0]}). Choose an empty folder.")
        folder.chmod(0o700)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
            (folder / name).chmod(0o700)
        for name in SECRETS:
            _write_new(folder / "secrets" / name, secrets.token_urlsafe(36))
        _write_new(folder / "keepers.txt", KEEPERS_HEAD)
        marker = f'format = {FORMAT}\nid = "{secrets.token_hex(16)}"\ndemo = {str(demo).lower()}\n'
        _write_new(folder / "workspace.toml", marker)  # last: a folder with this file is complete
        workspace = cls.open(folder)
        if demo and not workspace.demo:
            raise WorkspaceError(f"{folder} is a real workspace; a demo needs a folder of its own: --workspace DIR.")
        return workspace

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """The workspace at `path`. Raises WorkspaceError when there is none or it cannot be read."""
        folder = Path(path).expanduser().absolute()
        try:
            marker = tomllib.loads((folder / "workspace.toml").read_text("utf-8"))
            version, identifier, demo = int(marker["format"]), str(marker["id"]), bool(marker["demo"])
        except (FileNotFoundError, NotADirectoryError):
            raise WorkspaceError(f"No workspace at {folder}: run `habeas init --workspace {folder}`.") from None
        except PermissionError:
            raise WorkspaceError(f"You may not read the workspace {folder}: run as its owner.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError) as error:
            raise WorkspaceError(f"{folder / 'workspace.toml'} is damaged: {error}") from None
        if version > FORMAT:
            raise WorkspaceError(f"{folder} was made by a newer Habeas (format {version}); update Habeas.")
        return cls(folder, identifier=identifier, demo=demo)

    @property
    def postgres(self) -> Path:
        """Data folder of the embedded server."""
        return self.path / "postgres"

    @property
    def store(self) -> Path:
        """Sealed files, by content."""
        return self.path / "store"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def tmp(self) -> Path:
        return self.path / "tmp"

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def keepers_file(self) -> Path:
        return self.path / "keepers.txt"

    @property
    def keepers(self) -> list[str]:
        """Public age keys in the order of keepers.txt, each once. An unreadable line is an error."""
        if not self.keepers_file.exists():
            return []
        keys: dict[str, None] = {}
        for number, line in enumerate(self.keepers_file.read_text("utf-8").splitlines(), start=1):
            key = line.partition("#")[0].strip()
            if not key:
                continue
            if not AGE_KEY.fullmatch(key):
                raise WorkspaceError(
                    f'{self.keepers_file}, line {number}: not a public age key ("age1" and 58 letters).'
                )
            keys[key] = None
        return list(keys)

    def secret(self, name: str) -> str:
        """A secret by file name (see SECRETS), without the line end."""
        try:
            text = (self.path / "secrets" / name).read_text("utf-8").strip()
        except FileNotFoundError:
            raise WorkspaceError(f"Secret {name!r} is missing: run `habeas init --workspace {self.path}`.") from None
        if not text:
            raise WorkspaceError(f"{self.path / 'secrets' / name} is empty: restore it from a backup.")
        return text


def _write_new(path: Path, text: str) -> None:
    """Write a file (0600) if absent, whole or not at all; an existing file stays as it is."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text if text.endswith("\n") else text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike rename, never replaces what another process wrote meanwhile
    except FileExistsError:
        pass
    finally:
        draft.unlink()
