"""A server of one's own, given by address: here the embedded one plays it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from habeas.engine import external, roles
from habeas.engine.binaries import EngineError
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws")


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Address of a database `other` whose owner may create roles."""
    undo = (
        "DROP DATABASE IF EXISTS other WITH (FORCE)",
        "DROP ROLE IF EXISTS habeas_app_other",
        "DROP ROLE IF EXISTS other_owner",
    )
    with psycopg.connect(server.dsn("super", "postgres"), autocommit=True) as connection:
        for statement in undo:
            connection.execute(statement.encode())
        connection.execute("CREATE ROLE other_owner LOGIN CREATEROLE PASSWORD 'p@ss/word'")
        connection.execute("CREATE DATABASE other OWNER other_owner")
        yield f"postgresql://other_owner:p%40ss%2Fword@/other?host={server.host}&connect_timeout=7"
        for statement in undo:
            connection.execute(statement.encode())


def test_addresses_are_read(workspace: Workspace) -> None:
    """Host, port, name, user, password and further options of an address reach the connection."""
    found = external.from_url("postgres://boss:s%20t@db.example:6000/register?sslmode=require", workspace)
    assert (found.host, found.port, found.database, found.owner) == ("db.example", 6000, "register", "boss")
    assert found.owner_password == "s t"
    assert found.options == (("sslmode", "require"),)
    assert "sslmode=require" in found.dsn("app")
    assert not found.embedded


def test_the_application_gets_a_role_of_its_own(workspace: Workspace) -> None:
    """With one address, the application's role is named after the database, with our password."""
    found = external.from_url("postgresql://boss@localhost/register", workspace)
    assert found.app == "habeas_app_register"
    assert found.app_password == workspace.secret("app.password")


def test_two_addresses_are_two_roles(workspace: Workspace) -> None:
    """With an owner's address too, each is used for its role."""
    found = external.from_url(
        "postgresql://app:a@localhost/register", workspace, owner_url="postgresql://boss:b@localhost/register"
    )
    assert found.credentials("app") == ("app", "a")
    assert found.credentials("owner") == ("boss", "b")
    with pytest.raises(ValueError, match="embedded"):
        found.dsn("super")


@pytest.mark.parametrize("owner", ["postgresql://app@localhost/register", "postgresql://boss@localhost/other"])
def test_addresses_must_fit_each_other(workspace: Workspace, owner: str) -> None:
    """Owner and application are two users of one database."""
    with pytest.raises(EngineError, match="same database"):
        external.from_url("postgresql://app@localhost/register", workspace, owner_url=owner)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://boss:sesame@localhost", "names no database"),
        ("postgresql:///register", "names no user"),
        ("mysql://boss:sesame@localhost/register", "not a PostgreSQL address"),
        ("postgresql://boss:sesame@localhost:port:/x y", "not a PostgreSQL address|names no"),
    ],
)
def test_a_bad_address_is_told_without_its_password(workspace: Workspace, url: str, told: str) -> None:
    """The error says what is missing and never repeats the address, which holds a password."""
    with pytest.raises(EngineError, match=told) as caught:
        external.from_url(url, workspace)
    assert "sesame" not in str(caught.value)


def test_prepare_makes_the_application_role(workspace: Workspace, database: str) -> None:
    """The owner makes the application's role, and the same grants and checks hold as on our own server."""
    found = roles.prepare(external.from_url(database, workspace))
    with psycopg.connect(found.dsn("owner")) as connection:
        connection.execute("CREATE TABLE ledger (id int, read text)")
        roles.grant(connection, ledger={"ledger": ["read"]}, app=found.app)
        assert roles.problems(connection, {"ledger": ["read"]}, app=found.app) == []
    with psycopg.connect(found.dsn("app"), autocommit=True) as connection:
        connection.execute("INSERT INTO ledger VALUES (1)")
        connection.execute("UPDATE ledger SET read = 'x'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM ledger")
    assert roles.prepare(found) == found


def test_another_workspace_gets_in_again(workspace: Workspace, database: str, tmp_path: Path) -> None:
    """After a restore with new secrets, preparing gives the role the new password."""
    roles.prepare(external.from_url(database, workspace))
    again = roles.prepare(external.from_url(database, Workspace.create(tmp_path / "second")))
    with psycopg.connect(again.dsn("app")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("habeas_app_other",)


def test_an_owner_without_the_right_is_told_what_to_do(workspace: Workspace, database: str, server: Server) -> None:
    """When the user may not create roles, the error names the two ways out."""
    with psycopg.connect(server.dsn("super", "postgres"), autocommit=True) as connection:
        connection.execute("ALTER ROLE other_owner NOCREATEROLE")
    with pytest.raises(EngineError, match=r"CREATEROLE.*DATABASE_OWNER_URL"):
        roles.prepare(external.from_url(database, workspace))


def test_a_given_application_role_is_left_alone(workspace: Workspace, database: str, server: Server) -> None:
    """A user given in DATABASE_URL who cannot sign in is told; his role is not made or changed."""
    url = f"postgresql://stranger:x@/other?host={server.host}"
    with pytest.raises(EngineError, match="User stranger of DATABASE_URL cannot sign in"):
        roles.prepare(external.from_url(url, workspace, owner_url=database))


def test_an_absent_server_is_told(workspace: Workspace, tmp_path: Path) -> None:
    """A server that does not answer is told as such."""
    found = external.from_url(f"postgresql://boss@/register?host={tmp_path}", workspace)
    with pytest.raises(EngineError, match="does not answer"):
        roles.prepare(found)


def test_an_old_server_is_refused(workspace: Workspace, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server older than version 14 is refused by its number."""
    monkeypatch.setattr(roles, "OLDEST", 99)
    with pytest.raises(EngineError, match="Habeas needs 99 or later"):
        roles.prepare(external.from_url(database, workspace))


def test_special_letters_survive_in_connection_strings(server: Server) -> None:
    """Passwords with quotes, spaces and backslashes come through the connection string unharmed."""
    odd = dataclasses.replace(server, app_password='it\'s \\ a "test" =%', app="odd name")
    parts = psycopg.conninfo.conninfo_to_dict(odd.dsn("app"))
    assert (parts["user"], parts["password"]) == ("odd name", 'it\'s \\ a "test" =%')
