"""What the application's role may do with each table: given by `grant`, checked by `problems`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql

APP = "habeas_app"
KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
ORDINARY = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
APPEND_ONLY = frozenset({"SELECT", "INSERT"})
Connection = psycopg.Connection[Any]
Ledger = Mapping[str, Sequence[str]]


def grant(connection: Connection, *, ledger: Ledger, app: str = APP) -> None:
    """Give the application role exactly its rights on schema `public`; run as owner after migrations.

    `ledger` maps a table to the columns that may be updated (derived ones, often none): on these tables only
    SELECT and INSERT, and UPDATE of those columns; on all others SELECT, INSERT, UPDATE and DELETE.
    Raises ValueError for a table or column that does not exist. Committing is up to the caller.
    """
    tables = _tables(connection)
    _check_names(connection, ledger, tables)
    role = sql.Identifier(app)
    schema = "GRANT USAGE ON SCHEMA public TO {0}; REVOKE CREATE ON SCHEMA public FROM {0}"
    connection.execute(sql.SQL(schema).format(role))
    for kind in ("TABLES", "SEQUENCES"):
        text = "REVOKE ALL ON ALL {0} IN SCHEMA public FROM PUBLIC, {1}"
        connection.execute(sql.SQL(text).format(sql.SQL(kind), role))
    connection.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
    ordinary = [name for name, top in tables.items() if top not in ledger]
    _grant(connection, "SELECT, INSERT, UPDATE, DELETE", ordinary, role)
    _grant(connection, "SELECT, INSERT", ledger, role)
    for name, columns in ledger.items():
        if columns:
            right = sql.SQL("UPDATE ({})").format(sql.SQL(", ").join(map(sql.Identifier, columns)))
            _grant(connection, right, [name], role)


def _grant(connection: Connection, rights: str | sql.Composed, tables: Iterable[str], role: sql.Identifier) -> None:
    names = [sql.Identifier("public", name) for name in tables]
    if names:
        what = sql.SQL(rights) if isinstance(rights, str) else rights
        connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(what, sql.SQL(", ").join(names), role))


def _tables(connection: Connection) -> dict[str, str]:
    """Tables and views of schema public, each with its topmost partitioned table (mostly itself)."""
    rows = connection.execute(
        """
        SELECT c.relname, coalesce(top.relname, c.relname)
        FROM pg_class c LEFT JOIN pg_class top ON c.relispartition AND top.oid = pg_partition_root(c.oid)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        ORDER BY 1
        """
    )
    return dict(rows)


def _check_names(connection: Connection, ledger: Ledger, tables: Mapping[str, str]) -> None:
    """Raises ValueError naming the first ledger table or column that the database does not have."""
    for name, columns in ledger.items():
        if name not in tables:
            raise ValueError(f"Ledger table {name} does not exist: run the migrations first.")
        query = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        held = {row[0] for row in connection.execute(query, [f'public."{name}"'])}
        for column in columns:
            if column not in held:
                raise ValueError(f"Ledger table {name} has no column {column}.")


def problems(connection: Connection, ledger: Ledger, *, app: str = APP) -> list[str]:
    """What the application's role may do beyond its rights, or may not do of them; empty when all is well.

    Counts rights given directly, through membership, through PUBLIC, and by attribute of the role.
    """
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app]).fetchone():
        return [f"role {app} does not exist"]
    tables = _tables(connection)
    found = [f"ledger table {name} does not exist" for name in ledger if name not in tables]
    found += _role_problems(connection, app)
    found += _table_problems(connection, ledger, tables, app)
    found += _column_problems(connection, {name: ledger[name] for name in ledger if name in tables}, app)
    return found


def _role_problems(connection: Connection, app: str) -> Iterator[str]:
    attributes = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
    columns = sql.SQL(", ").join(map(sql.Identifier, attributes))
    query = sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(columns)
    row = connection.execute(query, [app]).fetchone() or ()
    for name, held in zip(attributes, row, strict=True):
        if held:
            yield f"role {app} has the attribute {name.removeprefix('rol').upper()}"
    members = "SELECT r.rolname FROM pg_roles r WHERE r.rolname <> %s AND pg_has_role(%s, r.oid, 'MEMBER')"
    for (name,) in connection.execute(members, [app, app]):
        yield f"role {app} is a member of {name}"
    row = connection.execute(
        """
        SELECT has_schema_privilege(%(app)s, 'public', 'USAGE'),
               has_schema_privilege(%(app)s, 'public', 'CREATE'),
               has_database_privilege(%(app)s, current_database(), 'CREATE')
        """,
        {"app": app},
    ).fetchone() or (True, False, False)
    if not row[0]:
        yield f"role {app} may not use schema public"
    if row[1]:
        yield f"role {app} may create objects in schema public"
    if row[2]:
        yield f"role {app} may create schemas in the database"


def _table_problems(connection: Connection, ledger: Ledger, tables: Mapping[str, str], app: str) -> Iterator[str]:
    query = """
        SELECT c.relname, pg_get_userbyid(c.relowner) = %(app)s,
               array(SELECT kind FROM unnest(%(kinds)s::text[]) kind
                     WHERE has_table_privilege(%(app)s, c.oid, kind))
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%(names)s) ORDER BY 1
    """
    values = {"app": app, "kinds": list(KINDS), "names": list(tables)}
    for name, owns, held in connection.execute(query, values):
        expected = APPEND_ONLY if name in ledger else ORDINARY
        if tables[name] != name and tables[name] in ledger:
            expected = frozenset()  # a part of a ledger table is reached through the whole only
        if owns:
            yield f"role {app} owns table {name}"
        for kind in sorted(set(held) - expected):
            yield f"role {app} may {kind} on {'ledger ' if name in ledger else ''}table {name}"
        for kind in sorted(expected - set(held)):
            yield f"role {app} may not {kind} on table {name}"


def _column_problems(connection: Connection, ledger: Ledger, app: str) -> Iterator[str]:
    query = """
        SELECT c.relname, a.attname, has_column_privilege(%(app)s, c.oid, a.attnum, 'UPDATE')
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%(names)s)
          AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum
    """
    seen: dict[str, set[str]] = {name: set() for name in ledger}
    for name, column, updatable in connection.execute(query, {"app": app, "names": list(ledger)}):
        seen[name].add(column)
        if updatable and column not in ledger[name]:
            yield f"role {app} may UPDATE column {column} of ledger table {name}"
        if not updatable and column in ledger[name]:
            yield f"role {app} may not UPDATE column {column} of table {name}"
    for name, columns in ledger.items():
        yield from (f"ledger table {name} has no column {c}" for c in columns if c not in seen[name])
