"""The whole database as one file, and back, by `pg_dump` and `pg_restore` of the embedded server."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from habeas.engine import binaries
from habeas.engine.binaries import MAJOR, EngineError
from habeas.engine.server import Server

EMPTY = b"SET LOCAL client_min_messages = warning; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n"
BLOCK = 2**20
UNKNOWN, SINCE = b"SET transaction_timeout = 0;\n", 17  # a setting that older servers do not know
HEAD = 20  # lines of settings at the beginning of every script


@contextmanager
def moment(server: Server) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """One moment of the database: a connection that sees it, and its name for `dump`, good until the end."""
    with psycopg.connect(server.dsn("owner")) as connection:
        connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def dump(server: Server, out: Path, *, moment: str = "") -> None:
    """Write schema `public` to a new file in PostgreSQL's custom format, without owners and privileges.

    One consistent moment of the database (the given one, or now); others may write meanwhile. Raises EngineError.
    """
    _check(server)
    program = [str(binaries.folder() / "pg_dump"), "--format=custom", "--compress=gzip:1", "--schema=public"]
    program += ["--no-owner", "--no-privileges", "--no-password", f"--file={out}", _address(server)]
    program += [f"--snapshot={moment}"] if moment else []
    done = subprocess.run(program, env=_environment(server), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        out.unlink(missing_ok=True)
        raise EngineError(f"pg_dump failed: {done.stderr.strip()[-800:]}")
    out.chmod(0o600)


def load(server: Server, source: Path) -> None:
    """Replace all of schema `public` by a dump, in one transaction: wholly, or not at all.

    Privileges are not in the dump: call `roles.grant` afterwards. Raises EngineError.
    """
    major = _check(server)
    restore = [str(binaries.folder() / "pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
    restore += ["--schema=public", "--file=-", str(source)]  # what is in the schema; we make it ourselves
    client = [str(binaries.folder() / "psql"), "--no-psqlrc", "--quiet", "--no-password", "--file=-"]
    client += ["--output=/dev/null", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", _address(server)]
    with tempfile.TemporaryFile() as reader_says, tempfile.TemporaryFile() as writer_says:
        reader = subprocess.Popen(restore, stdout=subprocess.PIPE, stderr=reader_says)
        writer = subprocess.Popen(client, stdin=subprocess.PIPE, stderr=writer_says, env=_environment(server))
        whole = _pump(reader, writer, b"" if major >= SINCE else UNKNOWN)
        ended = writer.wait()
        if not whole or ended != 0:
            culprit = writer_says if whole or ended != 0 else reader_says
            culprit.seek(0)
            text = culprit.read().decode("utf-8", "replace").strip()[-800:]
            raise EngineError(f"The database was not restored; it is as it was before. {text}")


def _pump(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], unknown: bytes) -> bool:
    """Send the script inside one transaction; only a whole script is followed by COMMIT.

    The line `unknown`, if given, is left out of the script's head.
    """
    source, target = reader.stdout, writer.stdin
    if source is None or target is None:  # never, with PIPE
        return False
    with source:
        try:
            target.write(b"BEGIN;\n" + EMPTY)
            for line in itertools.islice(source, HEAD):
                target.write(b"" if line == unknown else line)
            shutil.copyfileobj(source, target, BLOCK)
            whole = reader.wait() == 0
            if whole:
                target.write(b"COMMIT;\n")
            target.close()
        except BrokenPipeError:
            reader.kill()
            reader.wait()
            with suppress(BrokenPipeError):
                target.close()
            return False
    return whole


def _check(server: Server) -> int:
    """Major version of the server, which our programs must be able to handle."""
    try:
        with psycopg.connect(server.dsn("owner"), connect_timeout=10) as connection:
            major = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise EngineError(f"The database does not answer: {' '.join(str(error).split())}") from None
    if major > MAJOR:
        raise EngineError(
            f"The database server is version {major}, newer than our pg_dump ({MAJOR}): "
            "use that server's own pg_dump and pg_restore, or update Habeas."
        )
    return major


def _address(server: Server) -> str:
    parts: dict[str, Any] = conninfo_to_dict(server.dsn("owner"))
    parts.pop("password", None)  # never on a command line, which every user of the machine can read
    return "--dbname=" + make_conninfo(**parts)


def _environment(server: Server) -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGPASSWORD": server.owner_password}
