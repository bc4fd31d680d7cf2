"""Tell every process which names changed, and find out what others changed.

A row is written in the transaction that changes the names, so it is seen exactly when they are. Transactions may end in
another order than they began: who follows asks again for all that was still under way at the last look.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from django.db import connection

KEPT: Final = 2  # days
_NOTE: Final = """
    INSERT INTO index_change (xact, subjects, at) VALUES (pg_current_xact_id()::text::bigint, %s, statement_timestamp())
"""
_FORGET: Final = "DELETE FROM index_change WHERE at < statement_timestamp() - make_interval(days => %s)"
_NOW: Final = """
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    pg_postmaster_start_time() || ' ' || (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_SINCE: Final = f"""
    SELECT {_NOW}, coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0), c.id, c.xact, c.subjects
    FROM (SELECT 1) one LEFT JOIN index_change c ON c.xact >= %s ORDER BY c.id
"""  # noqa: S608 - fixed pieces; one statement, so that all is of one moment


class Position(NamedTuple):
    """How far a follower came: all transactions before `xact` are known, and of the later ones those in `known`.

    Transactions are those of one `server`, from its start on.
    """

    xact: int
    server: str = ""
    known: frozenset[int] = frozenset()


class News(NamedTuple):
    """What changed. `subjects` is None when all did; `unsure` are those of the asker's own transaction, which may still
    be undone."""

    position: Position
    subjects: frozenset[int] | None
    unsure: frozenset[int]


def note(subjects: Sequence[int] | None) -> None:
    """These names are written anew by the current transaction; None: all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [None if subjects is None else list(subjects)])
        cursor.execute(_FORGET, [KEPT])


def now() -> Position:
    """Where somebody begins to follow who reads all names afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NOW}")
        return Position(*cursor.fetchone())


def since(position: Position) -> News:
    """What changed since, and how far that brings us."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [position.xact])
        rows = cursor.fetchall()
    first, server, own = rows[0][:3]
    subjects: set[int] = set()
    known: set[int] = set()
    unsure: set[int] = set()
    everything = server != position.server  # another database, or a restarted one
    for *_same, number, xact, changed in rows if rows[0][3] is not None else ():
        if number not in position.known:
            everything |= changed is None
            subjects.update(changed or ())
            if xact == own:
                unsure.update(changed or ())
        if xact >= first and xact != own:
            known.add(number)
    return News(
        Position(first, server, frozenset(known)), None if everything else frozenset(subjects), frozenset(unsure)
    )
