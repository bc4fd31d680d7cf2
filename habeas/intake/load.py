"""Bring a delivery into the ledger: preview it, commit it whole or not at all, take it back.

One pass, one transaction. Rows are made ready by worker processes; this process compares them with what
is held and sends what is new by COPY. A preview is the same pass without the sending.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from habeas.audit import log
from habeas.evidence import store
from habeas.intake import mapping as mappings
from habeas.intake.compare import Comparison
from habeas.intake.models import Batch, Refusal
from habeas.intake.plan import Plan, validate
from habeas.intake.readers import Table, open_table
from habeas.intake.rows import Made, Maker, Recipe, Row, habits_of, start, work
from habeas.packs import reader as packs
from habeas.registry import merge, rebuild
from habeas.statements import copying, keepers, standing, usages
from habeas.statements.drafting import Frame
from habeas.statements.models import LIVE, QUARANTINED, Source

CHUNK = 1_000
LOCK = 0x42  # advisory lock class of running batches; the number is the batch
_SMALL = 3_000  # rows; below this, worker processes cost more than they save
Report = Callable[[str, int], None]


class ImportRefused(ValueError):
    """Nothing was taken in. The message says what is wrong and what to do; `problems` lists the details."""

    def __init__(self, message: str, problems: list[str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []


def source_for(mapping: mappings.Mapping, *, by: str) -> Source:
    """The mapping's source, added when it is new."""
    details = dict(mapping.source)
    code = details.pop("code")
    known = Source.objects.filter(code=code).first()
    if known is not None:
        return known
    upstream = details.pop("upstream", "")
    made = Source.objects.create(
        code=code, upstream=Source.objects.filter(code=upstream).first() if upstream else None, **details
    )
    log.record("source.added", by=by, subject=f"source:{code}")
    return made


def commit(batch: Batch, *, by: str, report: Report | None = None) -> Batch:
    """Take the batch's sealed file in: all of it, or nothing and the reason in `batch.problem`.

    Raises ImportRefused for a file or mapping that cannot be used; any other error (a full disk, a stopped
    database) also leaves the register as it was and the batch marked "failed".
    """
    Batch.objects.filter(pk=batch.pk).update(state="running", problem="")
    try:
        with transaction.atomic():
            _hold(batch)
            _Pass(batch, by=by, report=report, dry=False).run()
    except Exception as error:
        _mark_failed(batch, error)
        raise
    batch.refresh_from_db()
    return batch


def preview(batch: Batch, *, by: str, report: Report | None = None) -> Comparison:
    """What a commit would do, value by value; changes nothing."""
    with transaction.atomic():
        made = _Pass(batch, by=by, report=report, dry=True)
        made.run()
        transaction.set_rollback(True)
    return made.seen


def _hold(batch: Batch) -> None:
    """Mark the batch as being worked on until the transaction ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, batch.pk])


def _mark_failed(batch: Batch, error: Exception) -> None:
    """Keep the reason with the batch; a database that is gone cannot be told."""
    try:
        Batch.objects.filter(pk=batch.pk).update(state="failed", problem=str(error)[:2000], finished_at=timezone.now())
    except Exception:  # noqa: BLE001 - the first error matters; `habeas work` marks the batch later
        connection.close()


class _Pass:
    """One reading of one file."""

    def __init__(self, batch: Batch, *, by: str, report: Report | None, dry: bool) -> None:
        self.batch, self.by, self.dry = batch, by, dry
        self.report = report or (lambda stage, done: None)
        self.began = time.monotonic()
        self.proof = hashlib.sha256()
        self.statements = 0

    def run(self) -> None:
        mapping = mappings.load(self.batch.mapping)
        table = open_table(store.path_of(self.batch.item), name=self.batch.filename)
        self._check(mapping, table)
        source = source_for(mapping, by=self.by)
        self.maker = Maker(recipe := self._recipe(mapping, table, source))
        self.seen = Comparison(self.maker, source.pk, mapping.stream, self.batch.pk, self.dry)
        for made in self._made(table, recipe):
            self._take(made)
        self.seen.finish(gone=mapping.gone)
        if not self.dry:
            self._settle(source, mapping, table)

    def _check(self, mapping: mappings.Mapping, table: Table) -> None:
        problems = validate(mapping, table.columns, packs.load(*settings.PACKS))
        if problems:
            text = "The mapping does not fit the file: " + "; ".join(problems)
            raise ImportRefused(text, list(problems))

    def _recipe(self, mapping: mappings.Mapping, table: Table, source: Source) -> Recipe:
        seal = keepers.sealer()
        plan = Plan(mapping, table.columns, packs.load(*settings.PACKS))
        sealed = [table.columns[place] for place in sorted(plan.sealed())]
        if sealed and seal is None:
            raise ImportRefused(
                "These columns tell who testified or how to reach them, and no keeper's key exists to seal "
                f"them: {', '.join(sealed)}. Add keepers' keys to keepers.txt (docs/operate.md) or leave the "
                "columns out of the mapping."
            )
        frame = Frame(
            source=source.pk,
            stream=mapping.stream,
            usage=usages.keep(habits_of(mapping)).pk,
            kind=mapping.subject,
            batch=self.batch.pk,
            added_at=timezone.now().isoformat(),
            arrived=QUARANTINED if mapping.quarantine or self.batch.quarantined else LIVE,
            content_key=usages.content_key(),
            seal=seal,
        )
        return Recipe(self.batch.mapping, tuple(table.columns), tuple(settings.PACKS), frame)

    def _made(self, table: Table, recipe: Recipe) -> Iterator[list[Made]]:
        """Chunks of rows made ready, in order; few in flight, so memory stays flat."""
        chunks = _chunks(table)
        first = list(islice(chunks, _SMALL // CHUNK))
        for chunk in first:
            yield self.maker.make(chunk, copying.numbers(len(chunk)))
        if len(first) < _SMALL // CHUNK:
            return
        context = get_context("forkserver")
        with ProcessPoolExecutor(rebuild.workers(), context, initializer=start, initargs=(recipe,)) as pool:
            waiting: deque[Future[list[Made]]] = deque()
            for chunk in chunks:
                waiting.append(pool.submit(work, chunk, copying.numbers(len(chunk))))
                if len(waiting) > rebuild.workers() + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _take(self, made: list[Made]) -> None:
        fresh = self.seen.sort(made)
        rendered = [one.rendered for one in fresh if one.rendered is not None]
        for one in rendered:
            self.proof.update(one.digest)
            self.statements += one.said
        if not self.dry:
            copying.write(rendered)
        self.report("rows", self.seen.read)

    def _settle(self, source: Source, mapping: mappings.Mapping, table: Table) -> None:
        """Make what was sent count: standing, subjects, profiles, the batch's own row, one audit event."""
        changed = standing.settle_batches([self.batch.pk]) if self.seen.changed or self.seen.retracted else []
        new, known = merge.attach_batch(self.batch.pk)
        self.report("persons", 0)
        rebuild.touch(new, fresh=True, report=lambda done: self.report("persons", done))
        rebuild.touch([*known, *merge.subjects_of(changed)])
        Refusal.objects.bulk_create(
            [Refusal(batch=self.batch, row=row, column=column, why=why) for row, column, why in self.seen.refusals]
        )
        source.mappings = {**source.mappings, mapping.stream or "-": self.batch.mapping}
        source.save(update_fields=["mappings"])
        counts: dict[str, Any] = {**self.seen.counts(), "statements": self.statements, "persons": len(new)}
        counts["seconds"] = round(time.monotonic() - self.began, 2)
        Batch.objects.filter(pk=self.batch.pk).update(
            source=source,
            stream=mapping.stream,
            state="done",
            columns=list(table.columns),
            counts=counts,
            finished_at=timezone.now(),
        )
        log.record(
            "batch.committed",
            by=self.by,
            subject=f"batch:{self.batch.pk}",
            detail=counts,
            digest=self.proof.digest(),
        )


def _chunks(table: Table) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in table:
        chunk.append((row.number, row.cells, row.refused))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
