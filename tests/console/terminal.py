"""The command line as tests use it: in this process on the run's own register, or as a program on another."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psycopg
from click.testing import CliRunner
from django.conf import settings
from django.db import connections

from habeas.console.commands import habeas
from habeas.engine import archive, embedded, processes, settings_link
from habeas.engine.server import Role
from habeas.engine.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60  # seconds that a command may take in a test


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code, and what it wrote to each of the two."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, "one object in one line"
        return orjson.loads(self.out)


def here(*words: str, stdin: str = "") -> Answer:
    """Run a command in this process, inside the test's own transaction."""
    found = CliRunner().invoke(habeas, list(words), input=stdin, prog_name="habeas")
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Answer(found.exit_code, found.stdout, found.stderr)


class Register:
    """A workspace of its own, worked on by programs, or by this process where a program is not the point."""

    unblock: Callable[[], AbstractContextManager[None]] = nullcontext  # set for the run: lets this process at databases

    def __init__(self, path: Path, **environment: str) -> None:
        self.path = path
        self.environment = environment
        self._started: list[subprocess.Popen[str]] = []

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.path)

    def variables(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _OURS}
        return {**kept, "HABEAS_WORKSPACE": str(self.path), **self.environment}

    def start(self, *words: str | Path, program: str = "habeas.console", **options: Any) -> subprocess.Popen[str]:
        """Start a command and return at once."""
        options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        command = [sys.executable, "-m", program, *map(str, words)]
        self._started.append(subprocess.Popen(command, env=self.variables(), cwd=ROOT, text=True, **options))
        return self._started[-1]

    def run(self, *words: str | Path, stdin: str = "", program: str = "habeas.console") -> Answer:
        """Run a command to its end."""
        process = self.start(*words, program=program)
        out, err = process.communicate(stdin, timeout=LONGEST)
        return Answer(process.returncode, out, err)

    def here(self, *words: str | Path, stdin: str = "") -> Answer:
        """Run a command in this process: quicker than a program."""
        with self.inside():
            return here(*map(str, words), stdin=stdin)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this process work on this register for a while."""
        server = embedded.start(self.workspace)
        kept = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
        place, key = settings.WORKSPACE, settings.SECRET_KEY
        with type(self).unblock():
            connections.close_all()
            try:
                settings.WORKSPACE, settings.SECRET_KEY = self.path, self.workspace.secret("django.key")
                for alias, role in (("default", "app"), ("owner", "owner")):
                    connections[alias].settings_dict.update(settings_link.django_entry(server, role))
                yield
            finally:
                connections.close_all()
                for alias, entry in kept.items():
                    connections[alias].settings_dict.update(entry)
                settings.WORKSPACE, settings.SECRET_KEY = place, key

    def ask(self, *words: str | Path, code: int = 0) -> Any:
        """The JSON answer of a command that must end with this code."""
        found = self.run(*words, "--json")
        assert found.code == code, found
        return found.json

    def holds(self) -> bool:
        """Does verify say that everything holds?"""
        found = self.here("verify", "--json")
        assert found.out.startswith('{"ok":true,'), found
        return found.code == 0

    def counts(self) -> tuple[int, ...]:
        """How many records, statements, persons' pages and events there are."""
        tables = ("statements_record", "statements_statement", "registry_profile", "registry_member")
        return tuple(int(self.sql(f"SELECT count(*) FROM {table}")[0][0]) for table in tables)

    def sql(self, query: str, *values: Any, role: Role = "owner") -> list[tuple[Any, ...]]:
        """Ask the database directly, behind the program's back."""
        server = embedded.start(self.workspace)
        with psycopg.connect(server.dsn(role), autocommit=True) as connection:
            found = connection.execute(query.encode(), values or None)
            return found.fetchall() if found.description else []

    def copy(self, target: Path) -> Register:
        """A copy of the stopped register."""
        embedded.stop(self.workspace)
        subprocess.run(["cp", "-a", str(self.path), str(target)], check=True)
        return Register(target, **self.environment)

    def stop(self) -> None:
        """End the database, and programs that a failed test left running."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.communicate()
        if (self.path / "workspace.toml").exists():
            embedded.stop(self.workspace)

    def postmaster(self) -> int:
        pid = processes.postmaster(self.workspace.postgres)
        assert pid is not None, "no server runs"
        return pid

    def keeper(self) -> int:
        return int((self.path / "postgres.keeper").read_text() or 0)  # empty while a new one writes its number

    def kill(self, *, keeper: bool = True, postmaster: bool = True) -> None:
        """kill -9 of the database's own processes."""
        for pid in [*([self.keeper()] if keeper else []), *([self.postmaster()] if postmaster else [])]:
            os.kill(pid, signal.SIGKILL)


_OURS = {"HABEAS_WORKSPACE", "DATABASE_URL", "DATABASE_OWNER_URL", "HABEAS_PACKS", "HABEAS_DEBUG", "HABEAS_HTTPS"}


def make_keys(folder: Path) -> tuple[list[str], list[Path]]:
    """Two keepers' public keys, and the files with their secret keys."""
    public, files = [], []
    for name in ("first", "second"):
        key, secret = archive.make_key()
        files.append(folder / f"{name}.key")
        files[-1].write_text(f"# created: by a test\n# public key: {key}\n{secret}\n")
        public.append(key)
    return public, files


def eventually(condition: Any, seconds: float = 20.0) -> bool:
    """Wait until the condition holds; False when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def empty_store(workspace: Workspace) -> None:
    """Away with the sealed files of earlier tests, whose rows were rolled back."""
    shutil.rmtree(workspace.store)
    workspace.store.mkdir(mode=0o700)
    (workspace.path / "erasures.jsonl").unlink(missing_ok=True)
