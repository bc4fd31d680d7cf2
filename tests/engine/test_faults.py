"""What went wrong, told without a word of the data: the messages of databases, drivers and systems quote it."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import urllib.error
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import DatabaseError
from psycopg import errors

from habeas.engine import faults
from habeas.engine.faults import told
from habeas.engine.server import Server

SECRET = "Testperson Alpha"
NUMBER = "987654321"
Connection = psycopg.Connection


@pytest.fixture
def database(server: Server) -> Iterator[Connection]:
    """A real database with a table that refuses this and that."""
    with psycopg.connect(server.dsn("owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY CHECK (name <> 'nobody'), born date, age int)")
        connection.execute("CREATE TABLE child (name text REFERENCES person, code varchar(3) NOT NULL)")
        connection.execute("INSERT INTO person VALUES (%s, '1980-01-01', 1)", [SECRET])
        yield connection


def _copy(connection: Connection, line: str) -> None:
    with connection.cursor().copy("COPY person FROM STDIN") as copy:
        copy.write(line)


REAL: dict[str, tuple[Callable[[Connection], object], str]] = {
    "unique": (lambda c: c.execute("INSERT INTO person VALUES (%s)", [SECRET]), "23505"),
    "check": (lambda c: c.execute("INSERT INTO person VALUES ('nobody', NULL, %s)", [NUMBER]), "23514"),
    "foreign key": (lambda c: c.execute("INSERT INTO child VALUES (%s, 'x')", [SECRET + NUMBER]), "23503"),
    "not null": (lambda c: c.execute("INSERT INTO child VALUES (%s, NULL)", [SECRET]), "23502"),
    "too long": (lambda c: c.execute("INSERT INTO child VALUES (%s, %s)", [SECRET, SECRET]), "22001"),
    "no date": (lambda c: c.execute("INSERT INTO person VALUES ('x', %s::text::date)", [SECRET]), "22007"),
    "impossible date": (lambda c: c.execute("SELECT %s::text::date", ["2017-13-45"]), "22008"),
    "no number": (lambda c: c.execute("SELECT %s::text::int", [SECRET]), "22P02"),
    "large number": (lambda c: c.execute("SELECT %s::text::int", [NUMBER * 3]), "22003"),
    "division": (lambda c: c.execute("SELECT 1 / 0"), "22012"),
    "bad bytes": (lambda c: c.execute(b"SELECT convert_from('\\xff546573', 'UTF8')"), "22021"),
    "bad copy": (lambda c: _copy(c, f"{SECRET} B\t{NUMBER}/{SECRET}\t1\n"), "22007"),
    "short copy": (lambda c: _copy(c, f"{SECRET} B\n"), "22P04"),
    "copy twice": (lambda c: _copy(c, f"{SECRET}\t\\N\t1\n"), "23505"),
    "no column": (lambda c: c.execute(f'SELECT "{SECRET}" FROM person'.encode()), "42703"),
    "no table": (lambda c: c.execute(f'SELECT 1 FROM "{SECRET}"'.encode()), "42P01"),
    "syntax": (lambda c: c.execute(f"SELECT '{SECRET}' '{SECRET}".encode()), "42601"),
    "bad pattern": (lambda c: c.execute("SELECT 'x' ~ %s", [f"({SECRET}"]), "2201B"),
    "bad json": (lambda c: c.execute("SELECT %s::text::jsonb", [f'{{"{SECRET}"']), "22P02"),
    "long word": (lambda c: c.execute("SELECT %s::text::tsquery", [SECRET[:4] * 2_000]), "54000"),
    "right": (lambda c: c.execute("SELECT pg_read_file(%s)", [SECRET]), "42501"),
}


@pytest.mark.parametrize("case", REAL)
def test_a_real_error_is_told_without_its_values(database: Connection, case: str) -> None:
    """PostgreSQL's own message may quote the row; what is told is its code and nothing of the row."""
    act, state = REAL[case]
    with pytest.raises(psycopg.Error) as caught:
        act(database)
    assert caught.value.sqlstate == state
    assert told(caught.value) == f"the database refused it (SQLSTATE {state}). Please report this"
    assert not _quotes(told(caught.value))


def _quotes(text: str) -> bool:
    return any(word in text for word in (SECRET, NUMBER, "Testperson", "Alpha", "person", "nobody", "child"))


def test_postgresql_does_quote_values(database: Connection) -> None:
    """The danger is real: the messages that are held back hold the name."""
    with pytest.raises(errors.UniqueViolation, match=SECRET):
        database.execute("INSERT INTO person VALUES (%s)", [SECRET])
    with pytest.raises(errors.InvalidDatetimeFormat, match=SECRET):
        _copy(database, f"x\t{SECRET}\t1\n")


def test_a_text_that_the_driver_refuses_is_not_quoted(database: Connection) -> None:
    """NUL and half letters never reach the database; the driver's own error is told as well."""
    for text in (f"{SECRET}\0", f"{SECRET}\ud800"):
        with pytest.raises((psycopg.Error, UnicodeError)) as caught:
            database.execute("SELECT %s", [text])
        assert not _quotes(told(caught.value))


def test_a_message_of_our_own_is_passed_on(database: Connection) -> None:
    """What our own functions and triggers raise is written for people and holds no values."""
    with pytest.raises(errors.RaiseException) as caught:
        database.execute("DO $$ BEGIN RAISE EXCEPTION 'rows are withdrawn, not deleted'; END $$")
    assert told(caught.value) == "rows are withdrawn, not deleted"


def test_a_stopped_piece_of_work_is_told(database: Connection) -> None:
    """Cancelled, timed out: start again."""
    database.execute("SET statement_timeout = 20")
    with pytest.raises(errors.QueryCanceled) as caught:
        database.execute("SELECT pg_sleep(5)")
    assert told(caught.value) == "the database was told to stop this work. Start again"


def test_a_connection_that_was_cut_is_told(server: Server) -> None:
    """Somebody stopped the server in the middle of a query."""
    with psycopg.connect(server.dsn("owner"), autocommit=True) as other:
        victim = psycopg.connect(server.dsn("owner"), autocommit=True)
        other.execute("SELECT pg_terminate_backend(%s)", [victim.info.backend_pid])
        with pytest.raises(psycopg.OperationalError) as caught:
            victim.execute("SELECT 1")
        victim.close()
    assert told(caught.value) == faults._GONE


def test_a_server_that_is_not_there_is_told() -> None:
    """The address and the user stand in the driver's message, and are left out."""
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(f"host=/nowhere-{NUMBER} user={NUMBER} connect_timeout=2")
    assert told(caught.value) == faults._GONE


def test_a_closed_connection_is_told(database: Connection) -> None:
    """Used after it was closed."""
    database.close()
    with pytest.raises(psycopg.OperationalError) as caught:
        database.execute("SELECT 1")
    assert told(caught.value) == faults._GONE


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (errors.DiskFull, "disk of the database is full"),
        (errors.OutOfMemory, "ran out of memory"),
        (errors.TooManyConnections, "too many connections"),
        (errors.QueryCanceled, "told to stop"),
        (errors.DeadlockDetected, "waited for each other"),
        (errors.SerializationFailure, "other work came in between"),
        (errors.AdminShutdown, "stopped or does not answer"),
        (errors.CrashShutdown, "stopped or does not answer"),
        (errors.CannotConnectNow, "stopped or does not answer"),
        (errors.ConnectionFailure, "stopped or does not answer"),
        (psycopg.OperationalError, "stopped or does not answer"),
        (psycopg.errors.ConnectionTimeout, "stopped or does not answer"),
    ],
)
def test_what_a_person_can_do_something_about_has_words(kind: type[psycopg.Error], words: str) -> None:
    """A full disk, a stopped server: what it is and what to do, and nothing of the message."""
    text = told(kind(f'could not extend file: value "{SECRET}"'))
    assert words in text
    assert not _quotes(text.replace("person", ""))


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (errors.ProgramLimitExceeded, "54000"),
        (errors.LockNotAvailable, "55P03"),
        (errors.IoError, "58030"),
        (errors.ConfigurationLimitExceeded, "53400"),
        (errors.UniqueViolation, "23505"),
        (errors.InternalError_, "XX000"),
        (psycopg.InterfaceError, "unknown"),
        (psycopg.DataError, "unknown"),
        (psycopg.Error, "unknown"),
    ],
)
def test_everything_else_is_told_by_its_code(kind: type[psycopg.Error], state: str) -> None:
    """Nobody is sent to start again when that cannot help: the code is what a report needs."""
    assert told(kind(f'key "{SECRET}"')) == f"the database refused it (SQLSTATE {state}). Please report this"


def test_a_raised_message_without_its_text_is_told() -> None:
    """An error made by hand has no message of the server."""
    assert told(errors.RaiseException(SECRET)) == "the database refused it"


def _wrapped(cause: BaseException) -> BaseException:
    """As Django and our own code wrap it."""
    try:
        try:
            raise cause
        except type(cause) as inner:
            raise DatabaseError(f"{inner} {SECRET}") from inner
    except DatabaseError as outer:
        return outer


def test_the_cause_counts() -> None:
    """Wrapped by Django, wrapped twice, or raised while handling another: the database's own error is told."""
    assert "disk of the database" in told(_wrapped(errors.DiskFull(SECRET)))
    assert "disk of the database" in told(_wrapped(_wrapped(errors.DiskFull(SECRET))))
    during = ValueError(SECRET)
    during.__context__ = errors.DiskFull(SECRET)
    assert "disk of the database" in told(during)
    hidden = ValueError(SECRET)
    hidden.__context__, hidden.__suppress_context__ = errors.DiskFull(SECRET), True
    assert "disk of the database" in told(hidden)


def test_a_circle_of_causes_ends() -> None:
    """`raise error from error`, or two errors that name each other, do not hang the program."""
    own, first, second = ValueError(SECRET), ValueError(SECRET), KeyError(SECRET)
    own.__cause__ = own
    first.__cause__, second.__cause__ = second, first
    assert told(own) == "ValueError"
    assert told(first) == "ValueError"


@pytest.mark.parametrize("kind", [ValueError, KeyError, RuntimeError, MemoryError, KeyboardInterrupt, UnicodeError])
def test_other_errors_are_told_by_their_kind(kind: type[BaseException]) -> None:
    """A library may quote anything in its messages: only the kind of error is told."""
    assert told(kind(SECRET)) == kind.__name__


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told(number: int) -> None:
    """The machine's disk, or one's share of it."""
    assert (
        told(OSError(number, os.strerror(number), f"/data/{SECRET}.csv"))
        == "the disk is full. Make room and start again"
    )


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EACCES, os.strerror(errno.EACCES), f"/data/{SECRET}.csv"),
        OSError(errno.EIO, f"cannot read {SECRET}.csv"),
        OSError(f"cannot read {SECRET}"),
        OSError(),
        FileNotFoundError(errno.ENOENT, f"{SECRET} is not here"),
        urllib.error.URLError(SECRET),
        shutil.Error([(SECRET, SECRET, SECRET)]),
        socket.gaierror(socket.EAI_NONAME, SECRET),
        ConnectionResetError(SECRET),
        BlockingIOError(errno.EAGAIN, SECRET),
    ],
)
def test_the_systems_errors_name_no_file(error: OSError) -> None:
    """The system's own words for what went wrong; file names, and what libraries put in their place, are left out."""
    text = told(error)
    assert text
    assert not _quotes(text)


def test_the_systems_words_are_the_systems() -> None:
    """By the number of the error."""
    assert told(PermissionError(errno.EACCES, SECRET)) == os.strerror(errno.EACCES)
    assert told(OSError(SECRET)) == "OSError"
    assert told(ConnectionResetError(SECRET)) == "ConnectionResetError"
