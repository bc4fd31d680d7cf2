"""The index of names in the memory of this process, kept level with the database before each question.

It is read from the database when first asked, and afterwards follows `changes`: what a transaction wrote is found by
the next question after its commit, in every process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection, transaction

from habeas.index import changes
from habeas.names.bulk.asking import Found, ask
from habeas.names.bulk.index import Index, Row

_COLUMNS: Final = "sounds, subject, tier, id"
_ALL: Final = f"COPY (SELECT {_COLUMNS} FROM index_namekey) TO STDOUT"  # noqa: S608 - fixed columns
_SOME: Final = f"SELECT {_COLUMNS} FROM index_namekey WHERE subject = ANY(%s)"  # noqa: S608 - fixed columns
_ANSWERS: Final = 16
_OLD: Final = (changes.KEPT - 1) * 24 * 3600  # seconds: notes of changes are kept a little longer


class Memory:
    """One index, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._position = changes.Position(0)
        self._unsure: frozenset[int] = frozenset()
        self._looked = 0.0
        self._answers: dict[tuple[str, int, int], list[Found]] = {}  # one page asks several times

    def ask(self, query: str, *, ceiling: int, most: int) -> list[Found]:
        """See `names.bulk.asking.ask`; owners are subjects, keys the ids of `NameKey`."""
        asked = (query, ceiling, most)
        with self._lock:
            index = self._level()
            if asked not in self._answers:
                if len(self._answers) >= _ANSWERS:
                    self._answers.clear()
                self._answers[asked] = ask(index, query, ceiling=ceiling, most=most)
            return self._answers[asked]

    def ready(self) -> int:
        """Read what is to be read; returns how many names there are."""
        with self._lock:
            return len(self._level())

    def forget(self) -> None:
        """Read everything anew at the next question."""
        with self._lock:
            self._index = None
            self._answers.clear()

    def _level(self) -> Index:
        """The index as the database is now."""
        asked = time.monotonic()
        if self._index is None or asked - self._looked > _OLD:
            return self._read(asked)
        news = changes.since(self._position)
        if news.subjects is None:
            return self._read(asked)
        changed = news.subjects | self._unsure
        if changed:
            self._answers.clear()
            self._renew(self._index, changed)
        self._position, self._unsure, self._looked = news.position, news.unsure, asked
        return self._index

    def _read(self, asked: float) -> Index:
        self._answers.clear()
        self._index = None  # one at a time: memory holds no two
        with transaction.atomic():
            news = changes.since(changes.now())
            index = Index()
            index.fill(_rows())
        self._position, self._unsure, self._looked = news.position, news.unsure, asked
        self._index = index
        return index

    def _renew(self, index: Index, subjects: Iterable[int]) -> None:
        for subject in subjects:
            index.remove(subject)
        with connection.cursor() as cursor:
            cursor.execute(_SOME, [list(subjects)])
            for row in cursor:
                index.add(Row(*row))


def _rows() -> Iterator[Row]:
    """All names; nothing of theirs needs escaping in COPY's text."""
    with connection.cursor() as cursor, cursor.copy(_ALL) as copy:
        rest = b""
        for block in copy:
            *lines, rest = (rest + bytes(block)).split(b"\n")
            for line in lines:
                sounds, subject, tier, key = line.split(b"\t")
                yield Row(sounds.decode(), int(subject), int(tier), int(key))


MEMORY: Final = Memory()
