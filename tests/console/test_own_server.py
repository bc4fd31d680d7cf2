"""With DATABASE_URL the same commands work on a server of one's own; here another embedded one plays it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from habeas.engine import embedded, roles
from habeas.engine.server import Server
from habeas.engine.workspace import Workspace
from tests.console.terminal import Register

PASSWORD = "p@ss/word"
URL = "postgresql://{user}:p%40ss%2Fword@/{name}?host={host}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server that is not the register's own."""
    workspace = Workspace.create(tmp_path_factory.mktemp("server") / "ws")
    yield roles.prepare(embedded.start(workspace))
    embedded.stop(workspace)


def _make(server: Server, name: str, *statements: str) -> str:
    """An empty database whose owner may make roles; returns the owner's address."""
    with psycopg.connect(server.dsn("super", "postgres"), autocommit=True) as connection:
        for text in (
            f"CREATE ROLE {name}_owner LOGIN CREATEROLE PASSWORD '{PASSWORD}'",
            f"CREATE DATABASE {name} OWNER {name}_owner",
            *statements,
        ):
            connection.execute(text.encode())
    return URL.format(user=f"{name}_owner", name=name, host=server.host)


@pytest.fixture(scope="module")
def outside(server: Server, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A register on that server, with two keepers."""
    found = Register(tmp_path_factory.mktemp("outside") / "ws", DATABASE_URL=_make(server, "first"))
    answer = found.ask("init")
    assert answer["database"] == "server"
    (found.path / "keepers.txt").write_text((files / "keepers.txt").read_text())
    return found


def test_the_same_commands(outside: Register, files: Path, tmp_path: Path) -> None:
    """Each command answers as with the embedded server; none is started in the workspace."""
    told = outside.run("import", files / "list.csv", "--mapping", files / "list.toml")
    assert told.out == "list.csv: 3 read, 3 new, 0 changed, 0 unchanged, 0 refused, 0 gone\n"
    code = outside.ask("search", "alpha")["hits"][0]["person"]
    assert outside.run("person", code).out.startswith(f"Testperson Alpha  [{code}]\n")
    for words in (("rebuild",), ("reread", "--apply"), ("work", "--once"), ("invite", "ada", "--role", "analyst")):
        assert outside.run(*words).code == 0, words
    assert outside.ask("verify")["ok"] is True
    assert not (outside.path / "postgres").exists()


def test_backup_there_restore_here_and_back(
    outside: Register, server: Server, files: Path, other: Register, tmp_path: Path
) -> None:
    """A backup moves a register between servers, in both directions."""
    assert outside.run("backup", tmp_path / "one.age").code == 0
    assert other.here("restore", tmp_path / "one.age", "--identity", files / "first.key").code == 0
    assert other.holds()
    assert other.here("backup", tmp_path / "two.age").code == 0
    third = Register(tmp_path / "third", DATABASE_URL=_make(server, "third"))
    assert third.run("init").code == 0
    assert third.run("restore", tmp_path / "two.age", "--identity", files / "second.key").code == 0
    assert third.ask("verify")["ok"] is True
    assert third.ask("search", "alpha")["hits"] == outside.ask("search", "alpha")["hits"]


def test_two_roles_of_ones_own(server: Server, tmp_path: Path) -> None:
    """With an address for each, the application signs in as the given user, who may not change what was said."""
    owner = _make(server, "second", f"CREATE ROLE second_app LOGIN PASSWORD '{PASSWORD}'")
    app = URL.format(user="second_app", name="second", host=server.host)
    found = Register(tmp_path / "ws", DATABASE_URL=app, DATABASE_OWNER_URL=owner)
    assert found.run("init").code == 0
    assert found.ask("verify")["ok"] is True
    with psycopg.connect(app, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) > 100 FROM statements_record").fetchone() == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM statements_record")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("GRANT DELETE ON statements_record TO second_app")
    found_problems = found.ask("verify", code=1)["problems"]
    assert found_problems == ["role second_app may DELETE on ledger table statements_record"]


@pytest.mark.parametrize("command", [("init",), ("search", "alpha"), ("verify",), ("serve", "--port", "0")])
def test_a_server_that_is_not_there(tmp_path: Path, command: tuple[str, ...]) -> None:
    """It is told in one line, without the password."""
    url = f"postgresql://boss:sesame@/register?host={tmp_path}"
    Workspace.create(tmp_path / "ws")
    found = Register(tmp_path / "ws", DATABASE_URL=url).run(*command)
    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1
    assert "does not answer" in found.err
    assert "sesame" not in found.err


def test_a_wrong_password(server: Server, tmp_path: Path) -> None:
    """It is told that the server did not let us in, without the password."""
    url = _make(server, "fourth").replace("p%40ss%2Fword", "sesame")
    found = Register(tmp_path / "ws", DATABASE_URL=url).run("init")
    assert (found.code, found.out) == (2, "")
    assert 'password authentication failed for user "fourth_owner"' in found.err
    assert "sesame" not in found.err


def test_an_owner_who_may_not_make_roles(server: Server, tmp_path: Path) -> None:
    """The answer names the two ways out."""
    url = _make(server, "fifth", "ALTER ROLE fifth_owner NOCREATEROLE")
    found = Register(tmp_path / "ws", DATABASE_URL=url).run("init")
    assert (found.code, found.out) == (2, "")
    assert "CREATEROLE" in found.err
    assert "DATABASE_OWNER_URL" in found.err


def test_an_old_server(server: Server, tmp_path: Path) -> None:
    """Older than 14 is refused by its number before anything is made."""
    url = _make(server, "sixth")
    found = Register(tmp_path / "ws", DATABASE_URL=url).run("old", "init", program="tests.console.failing")
    told = "habeas: This PostgreSQL is version 18; Habeas needs 99 or later.\n"
    assert (found.code, found.out, found.err) == (2, "", told)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_the_oldest_that_is_taken() -> None:
    """The rule is 14."""
    assert roles.OLDEST == 14
