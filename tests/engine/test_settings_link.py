"""What settings and commands get of a workspace, with and without one."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from habeas.engine import embedded, running, settings_link
from habeas.engine.workspace import Workspace, WorkspaceError


def test_without_a_workspace_settings_still_load(tmp_path: Path) -> None:
    """`--help` and `init` work before there is a workspace: a passing key and no database."""
    assert len(settings_link.secret_key(tmp_path / "none")) > 40
    assert settings_link.secret_key(tmp_path) != settings_link.secret_key(tmp_path)
    found = settings_link.databases(tmp_path / "none", url="", owner_url="")
    assert {entry["NAME"] for entry in found.values()} == {"none"}
    assert not (tmp_path / "none").exists()


def test_the_key_is_the_workspaces(tmp_path: Path) -> None:
    """With a workspace the key is its own, the same each time."""
    workspace = Workspace.create(tmp_path / "ws")
    assert settings_link.secret_key(workspace.path) == workspace.secret("django.key")


def test_settings_start_nothing(tmp_path: Path) -> None:
    """Reading addresses of the embedded server does not start it."""
    workspace = Workspace.create(tmp_path / "ws")
    found = settings_link.databases(workspace.path, url="", owner_url="")
    assert (found["default"]["USER"], found["owner"]["USER"]) == ("habeas_app", "habeas_owner")
    assert not workspace.postgres.exists()
    assert not embedded.is_running(workspace)


def test_addresses_reach_the_running_server(shared: Workspace) -> None:
    """What settings gave before the start is where the server is after it."""
    entry = settings_link.databases(shared.path, url="", owner_url="")["default"]
    with running.database(shared.path, url="") as server:
        assert entry["HOST"] == server.host
        with psycopg.connect(
            host=entry["HOST"], dbname=entry["NAME"], user=entry["USER"], password=entry["PASSWORD"]
        ) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("habeas_app",)


def test_an_external_server_is_passed_on(tmp_path: Path) -> None:
    """With an address the entries point there, options included, and nothing is started."""
    workspace = Workspace.create(tmp_path / "ws")
    url = "postgresql://boss:b@db.example/register?sslmode=verify-full"
    found = settings_link.databases(workspace.path, url=url, owner_url="")
    assert found["owner"]["HOST"] == "db.example"
    assert found["owner"]["OPTIONS"] == {"sslmode": "verify-full"}
    assert found["default"]["USER"] == "habeas_app_register"
    with running.database(workspace.path, url=url) as server:
        assert not server.embedded
    assert not workspace.postgres.exists()


def test_a_command_needs_a_workspace(tmp_path: Path) -> None:
    """A command on a folder that is no workspace says how to make one."""
    with pytest.raises(WorkspaceError, match="habeas init"), running.database(tmp_path, url=""):
        pass
