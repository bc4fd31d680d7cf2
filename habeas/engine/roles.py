"""Database roles: an owner who migrates, and an application that cannot rewrite the ledger."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from habeas.engine.binaries import EngineError
from habeas.engine.privileges import APP, grant, problems
from habeas.engine.server import Role, Server

__all__ = ["grant", "prepare", "problems"]

OLDEST = 14  # major version of PostgreSQL
Connection = psycopg.Connection[Any]


def prepare(server: Server) -> Server:
    """Make the roles and the database, safe to repeat and to run twice at once. Returns the server.

    On a server that is not ours only the application's role is made, by the owner.
    """
    if _can_connect(server, "owner") and _can_connect(server, "app"):
        return server
    if server.embedded:
        _prepare_embedded(server)
    else:
        _prepare_external(server)
    return server


def _can_connect(server: Server, role: Role) -> bool:
    try:
        with psycopg.connect(server.dsn(role), connect_timeout=10) as connection:
            _check_version(connection)
    except psycopg.OperationalError:
        return False
    return True


def _check_version(connection: Connection) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        raise EngineError(f"This PostgreSQL is version {major}; Habeas needs {OLDEST} or later.")


def _prepare_embedded(server: Server) -> None:
    with psycopg.connect(server.dsn("super", "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('habeas roles'))")
        _make_role(connection, server, "owner", "CREATEDB")
        database, owner = sql.Identifier(server.database), sql.Identifier(server.owner)
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", server.database):
            text = "CREATE DATABASE {} OWNER {} TEMPLATE template0"
            connection.execute(sql.SQL(text).format(database, owner))
        for name in (database, sql.Identifier("postgres")):
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE postgres TO {}").format(owner))
        with psycopg.connect(server.dsn("super"), autocommit=True) as inside:
            inside.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
            inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        # last: whoever can sign in as the application knows that all before is done
        _make_role(connection, server, "app", "NOCREATEDB")
        text = "GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}"
        connection.execute(sql.SQL(text).format(database, sql.Identifier(server.app)))


def _prepare_external(server: Server) -> None:
    try:
        connection = psycopg.connect(server.dsn("owner"), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise EngineError(f"The database at DATABASE_URL does not answer: {' '.join(str(error).split())}") from None
    with connection:
        _check_version(connection)
        if not server.app.startswith(f"{APP}_"):
            raise EngineError(f"User {server.app} of DATABASE_URL cannot sign in: check name and password.")
        connection.execute("SELECT pg_advisory_lock(hashtext('habeas roles'))")
        try:
            _make_role(connection, server, "app", "NOCREATEDB")
        except psycopg.errors.InsufficientPrivilege:
            raise EngineError(
                f"User {server.owner} may not create roles. Let an administrator run "
                f"`ALTER ROLE {server.owner} CREATEROLE`, or make a second user without rights, put it into "
                "DATABASE_URL, and the owner of the database into DATABASE_OWNER_URL."
            ) from None
        statement = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}")
        connection.execute(statement.format(sql.Identifier(server.database), sql.Identifier(server.app)))
        if _exists(connection, "SELECT 1 WHERE pg_has_role(current_user, 'pg_database_owner', 'USAGE')"):
            connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _exists(connection: Connection, query: str, *values: str) -> bool:
    return connection.execute(query.encode(), values).fetchone() is not None


def _make_role(connection: Connection, server: Server, role: Role, attribute: str) -> None:
    """Create the role or give it our password; the server only ever sees the password's verifier."""
    name, password = server.credentials(role)
    verb = "ALTER" if _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name) else "CREATE"
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    statement = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
        sql.SQL(verb), sql.Identifier(name), sql.SQL(attribute), sql.Literal(verifier.decode())
    )
    if not server.embedded:  # only a superuser may even name SUPERUSER
        statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(name), sql.Literal(verifier.decode())
        )
    connection.execute(statement)
