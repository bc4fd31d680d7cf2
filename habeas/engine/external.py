"""A PostgreSQL server of one's own, given by address (DATABASE_URL)."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from habeas.engine.binaries import EngineError
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace

LONGEST_NAME = 63  # bytes of a PostgreSQL identifier
OURS = {"host", "port", "dbname", "user", "password"}


def from_url(url: str, workspace: Workspace, *, owner_url: str | None = None) -> Server:
    """Read the addresses; makes no connection (`roles.prepare` makes the application's role).

    With `owner_url`, `url` signs in as the application. Without it, `url` is the owner, and the application
    becomes `habeas_app_<database>` with a password from the workspace. Raises EngineError for a bad address.
    """
    given = _parts(url, "DATABASE_URL")
    owner = _parts(owner_url, "DATABASE_OWNER_URL") if owner_url else given
    if owner_url and (owner["user"] == given["user"] or owner["dbname"] != given["dbname"]):
        raise EngineError("DATABASE_OWNER_URL must name the same database as DATABASE_URL and another user.")
    app, app_password = given["user"], given.get("password", "")
    if not owner_url:
        app = f"habeas_app_{given['dbname']}".encode()[:LONGEST_NAME].decode(errors="ignore")
        app_password = workspace.secret("app.password")
    return Server(
        host=given.get("host", ""),
        port=int(given.get("port", "5432")),
        database=given["dbname"],
        owner=owner["user"],
        app=app,
        owner_password=owner.get("password", ""),
        app_password=app_password,
        options=tuple(sorted((name, value) for name, value in given.items() if name not in OURS)),
        embedded=False,
    )


def _parts(url: str, variable: str) -> dict[str, str]:
    try:
        found: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # the driver's own message may quote the address, and with it the password
        raise EngineError(f"{variable} is not a PostgreSQL address (postgresql://user@host/name).") from None
    parts = {name: str(value) for name, value in found.items() if value is not None}
    for name, word in (("dbname", "database"), ("user", "user")):
        if not parts.get(name):
            raise EngineError(f"{variable} names no {word}: write postgresql://user:password@host/database.")
    return parts
