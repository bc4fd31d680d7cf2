"""Rows made ready for the ledger, chunk by chunk: a few by this process, many by workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from habeas.engine import workers
from habeas.intake.opening import ImportRefused
from habeas.intake.readers import Table
from habeas.intake.rows import Made, Maker, Recipe, Row, start, work
from habeas.registry import rebuild
from habeas.statements import copying

CHUNK = 1_000
_SMALL = 3_000  # rows; below this, worker processes cost more than they save


def _chunks(table: Table) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in table:
        chunk.append((row.number, row.cells, row.refused))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def ready(maker: Maker, table: Table, recipe: Recipe) -> Iterator[list[Made]]:
    """Chunks of rows made ready, in order; few in flight, so memory stays flat."""
    chunks = _chunks(table)
    first = list(islice(chunks, _SMALL // CHUNK))
    for chunk in first:
        yield maker.make(chunk, copying.numbers(len(chunk)))
    if len(first) < _SMALL // CHUNK:
        return
    try:
        yield from _by_workers(chunks, recipe)
    except BrokenProcessPool as error:
        raise ImportRefused("A worker process was ended from outside (out of memory?). Start again.") from error


def _by_workers(chunks: Iterator[list[Row]], recipe: Recipe) -> Iterator[list[Made]]:
    with workers.pool(rebuild.workers(), start=start, arguments=(recipe,)) as pool:
        waiting: deque[Future[list[Made]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk, copying.numbers(len(chunk))))
            if len(waiting) > rebuild.workers() + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
