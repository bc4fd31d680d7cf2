"""Write rendered records by COPY: the one way in which rows enter the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from habeas.statements.drafting import RECORD_COLUMNS, STATEMENT_COLUMNS, Rendered

_RECORDS = f"COPY statements_record ({', '.join(RECORD_COLUMNS)}) FROM STDIN"
_STATEMENTS = f"COPY statements_statement ({', '.join(STATEMENT_COLUMNS)}) FROM STDIN"


def numbers(count: int) -> list[int]:
    """Take this many record numbers from the sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('statements_record_id_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def write(rendered: Iterable[Rendered]) -> None:
    """Send records and then their statements; inside the caller's transaction."""
    kept = list(rendered)
    send(_RECORDS, "".join([one.record for one in kept]))
    send(_STATEMENTS, "".join([one.statements for one in kept]))


def send(command: str, lines: str) -> None:
    """COPY text lines with a fixed command. Raises Django's database errors, like every other query: whoever
    catches those must not miss a driver's error, which quotes the line."""
    if not lines:
        return
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(command) as copy:
        copy.write(lines)
