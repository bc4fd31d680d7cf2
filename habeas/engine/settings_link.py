"""What settings need of a workspace that may not exist yet: a secret key and database addresses."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from habeas.engine import embedded, external
from habeas.engine.server import Role, Server
from habeas.engine.workspace import Workspace, WorkspaceError


def secret_key(path: Path) -> str:
    """The workspace's key; a passing one while there is no workspace (for checks and `init`)."""
    try:
        return Workspace.open(path).secret("django.key")
    except WorkspaceError:
        return secrets.token_urlsafe(36)


def uploads(path: Path) -> Path | None:
    """Where files rest while they arrive; None while there is no workspace."""
    try:
        return Workspace.open(path).tmp
    except WorkspaceError:
        return None


def databases(path: Path, *, url: str, owner_url: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` signs in as the application, `owner` only migrates."""
    found = server(path, url=url, owner_url=owner_url)
    if found is None:
        return {name: {"ENGINE": "django.db.backends.postgresql", "NAME": "none"} for name in ("default", "owner")}
    return {"default": django_entry(found, "app"), "owner": django_entry(found, "owner")}


def server(path: Path, *, url: str, owner_url: str) -> Server | None:
    """Where the database is, or None while there is no workspace."""
    try:
        workspace = Workspace.open(path)
    except WorkspaceError:
        return None
    if url:
        return external.from_url(url, workspace, owner_url=owner_url or None)
    return embedded.server(workspace)


def django_entry(found: Server, role: Role) -> dict[str, Any]:
    """One entry of DATABASES."""
    parts = conninfo_to_dict(found.dsn(role))
    names = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    options = {key: value for key, value in parts.items() if key not in names.values()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: str(parts.get(theirs) or "") for ours, theirs in names.items()},
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
