"""The whole database as one file and back: wholly or not at all."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from habeas.engine import dump, roles
from habeas.engine.binaries import EngineError
from habeas.engine.server import Server
from tests.engine.conftest import count

TOTAL = "SELECT count(*) FROM people"


@pytest.fixture
def filled(server: Server) -> Server:
    """A table with 5,000 rows, a trigger that refuses DELETE, and the application's rights."""
    with psycopg.connect(server.dsn("owner")) as connection:
        connection.execute(
            """
            CREATE TABLE people (id serial PRIMARY KEY, name text, sealed bytea);
            INSERT INTO people (name, sealed)
                SELECT '测试人 ' || n, sha256(n::text::bytea) FROM generate_series(1, 5000) n;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'the ledger refuses this'; END$$;
            CREATE TRIGGER refuse BEFORE DELETE ON people EXECUTE FUNCTION refuse();
            """
        )
        roles.grant(connection, ledger={"people": []})
    return server


def digest(server: Server) -> int:
    return count(server, "SELECT sum(hashtextextended(people::text, 0))::numeric % 1000000007 FROM people")


def test_dump_and_load_bring_everything_back(filled: Server, tmp_path: Path) -> None:
    """Rows, sequences and triggers come back; what was added after the dump is gone."""
    before = digest(filled)
    dump.dump(filled, tmp_path / "db.dump")
    assert (tmp_path / "db.dump").stat().st_mode & 0o777 == 0o600
    with psycopg.connect(filled.dsn("owner")) as connection:
        connection.execute("UPDATE people SET name = 'changed' WHERE id < 50")
        connection.execute("CREATE TABLE later (id int)")
    assert digest(filled) != before
    dump.load(filled, tmp_path / "db.dump")
    assert digest(filled) == before
    assert count(filled, "SELECT count(*) FROM pg_tables WHERE tablename = 'later'") == 0
    assert count(filled, "SELECT nextval('people_id_seq')") == 5001
    connection = psycopg.connect(filled.dsn("owner"))
    with connection, pytest.raises(psycopg.Error, match="the ledger refuses"):
        connection.execute("DELETE FROM people")


def test_a_load_needs_a_new_grant(filled: Server, tmp_path: Path) -> None:
    """After a load the application has no rights until they are granted again: closed, not open."""
    dump.dump(filled, tmp_path / "db.dump")
    dump.load(filled, tmp_path / "db.dump")
    with psycopg.connect(filled.dsn("owner")) as connection:
        assert "role habeas_app may not SELECT on table people" in roles.problems(connection, {"people": []})
        roles.grant(connection, ledger={"people": []})
        assert roles.problems(connection, {"people": []}) == []
    with psycopg.connect(filled.dsn("app")) as connection:
        assert connection.execute(TOTAL.encode()).fetchone() == (5000,)


def test_a_load_into_an_empty_database(filled: Server, tmp_path: Path) -> None:
    """A dump fills a database that never had the tables."""
    dump.dump(filled, tmp_path / "db.dump")
    before = digest(filled)
    with psycopg.connect(filled.dsn("owner")) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    dump.load(filled, tmp_path / "db.dump")
    assert digest(filled) == before


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_truncated_dump_changes_nothing(filled: Server, tmp_path: Path, share: float) -> None:
    """A dump cut short anywhere is refused, and the database is as it was."""
    source = tmp_path / "db.dump"
    dump.dump(filled, source)
    content = source.read_bytes()
    source.write_bytes(content[: int(len(content) * share)])
    before = digest(filled)
    with pytest.raises(EngineError, match="as it was before"):
        dump.load(filled, source)
    assert digest(filled) == before
    with psycopg.connect(filled.dsn("app")) as connection:
        assert connection.execute(TOTAL.encode()).fetchone() == (5000,)


@pytest.mark.parametrize("content", [b"", b"not a dump", b"\x00" * 5000])
def test_something_else_is_refused(filled: Server, tmp_path: Path, content: bytes) -> None:
    """A file that is no dump is refused before anything is touched."""
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(EngineError):
        dump.load(filled, tmp_path / "other")
    assert count(filled, TOTAL) == 5000


def test_an_absent_dump_is_refused(filled: Server, tmp_path: Path) -> None:
    """A file that does not exist is told, and the database is as it was."""
    with pytest.raises(EngineError, match="absent"):
        dump.load(filled, tmp_path / "absent")
    assert count(filled, TOTAL) == 5000


def test_a_failing_target_rolls_back(filled: Server, tmp_path: Path) -> None:
    """When the server refuses the script half-way, everything is rolled back."""
    dump.dump(filled, tmp_path / "db.dump")
    with psycopg.connect(filled.dsn("super"), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA kept")
        connection.execute("CREATE TABLE kept.people (LIKE public.people)")
        connection.execute("ALTER SCHEMA public OWNER TO habeas_super")
    try:
        with pytest.raises(EngineError, match="must be owner of schema public"):
            dump.load(filled, tmp_path / "db.dump")
    finally:
        with psycopg.connect(filled.dsn("super"), autocommit=True) as connection:
            connection.execute("ALTER SCHEMA public OWNER TO habeas_owner")
            connection.execute("DROP SCHEMA kept CASCADE")
    assert count(filled, TOTAL) == 5000


def test_dump_does_not_write_over_a_failure(server: Server, tmp_path: Path) -> None:
    """A dump into a folder that does not exist fails with pg_dump's reason."""
    with pytest.raises(EngineError, match="pg_dump failed"):
        dump.dump(server, tmp_path / "none" / "db.dump")


def test_a_newer_server_is_told(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a server newer than our programs the error says to use its own."""
    monkeypatch.setattr(dump, "MAJOR", 17)
    with pytest.raises(EngineError, match=r"version 18, newer .* own pg_dump"):
        dump.dump(server, tmp_path / "db.dump")
    assert not (tmp_path / "db.dump").exists()


def pumped(tmp_path: Path, command: str, unknown: bytes = b"") -> tuple[bool, bytes]:
    """What `load` would send to psql when pg_restore behaved like this shell command."""
    with (tmp_path / "sent").open("wb") as out:
        reader = subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE)
        writer = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=out)
        whole = dump._pump(reader, writer, unknown)
        writer.wait()
    return whole, (tmp_path / "sent").read_bytes()


def test_only_a_whole_script_is_committed(tmp_path: Path) -> None:
    """COMMIT follows a script that ended well, and never one that broke off."""
    whole, sent = pumped(tmp_path, "echo 'SELECT 1;'")
    assert whole
    assert sent == b"BEGIN;\n" + dump.EMPTY + b"SELECT 1;\nCOMMIT;\n"
    whole, sent = pumped(tmp_path, "echo 'SELECT 1;'; exit 1")
    assert not whole
    assert sent.endswith(b"SELECT 1;\n")


def test_older_servers_are_not_told_what_they_do_not_know(tmp_path: Path) -> None:
    """The setting that servers before 17 refuse is left out of the head, and only there."""
    line = dump.UNKNOWN.decode().strip()
    rows = 2 * dump.HEAD
    command = f"echo 'SET a = 0;'; echo '{line}'; yes row | head -{rows}; echo '{line}'"
    whole, sent = pumped(tmp_path, command, dump.UNKNOWN)
    assert whole
    expected = b"SET a = 0;\n" + b"row\n" * rows + dump.UNKNOWN + b"COMMIT;\n"
    assert sent == b"BEGIN;\n" + dump.EMPTY + expected
    assert pumped(tmp_path, f"echo '{line}'")[1].count(dump.UNKNOWN) == 1


def test_no_password_on_the_command_line(server: Server) -> None:
    """The address given to the programs names the user and not the password."""
    assert server.owner in dump._address(server)
    assert server.owner_password not in dump._address(server)
