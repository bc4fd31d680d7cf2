"""What went wrong, in words that may be shown and logged: a database's own messages quote the values of people."""

from __future__ import annotations

import errno
import os

import psycopg

_STATES = {
    "53100": "the disk of the database is full. Make room and start again",
    "53200": "the database ran out of memory. Start again, or give the machine more",
    "53300": "the database has too many connections. Wait a moment and start again",
    "57014": "the database was told to stop this work. Start again",
    "40P01": "two pieces of work waited for each other. Start again",
    "40001": "other work came in between. Start again",
}
_GONE = "the database was stopped or does not answer. Start again"
_OWN_WORDS = "P0001"  # RAISE EXCEPTION in our own functions and triggers: those messages hold no values


def told(error: BaseException) -> str:
    """One sentence about an error, without anything that a database, driver or library quotes of the data."""
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))  # `raise error from error` makes a circle
        if isinstance(cause, psycopg.Error):
            return _database(cause)
        if isinstance(cause, OSError):
            return _system(cause)
        cause = cause.__cause__ or cause.__context__
    return type(error).__name__


def _database(error: psycopg.Error) -> str:
    state = error.sqlstate or ""
    if state == _OWN_WORDS:
        return error.diag.message_primary or "the database refused it"
    if state in _STATES:
        return _STATES[state]
    if state[:2] in {"08", "57"} or (isinstance(error, psycopg.OperationalError) and not state):
        return _GONE
    return f"the database refused it (SQLSTATE {state or 'unknown'}). Please report this"


def _system(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full. Make room and start again"
    # The system's own words for the number: a library may have put anything into `strerror`.
    return type(error).__name__ if error.errno is None else os.strerror(error.errno)
