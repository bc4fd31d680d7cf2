"""Long previews and imports in the background: queued in the database, done by `habeas work` or `habeas serve`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from habeas.audit import log
from habeas.engine import faults
from habeas.intake import examine, load
from habeas.intake.models import BUSY, FAILED, PREVIEWING, QUEUED, RUNNING, Batch, Progress

_logger = logging.getLogger(__name__)
INTERRUPTED = "The program was stopped while this ran. Nothing was taken in: start it again."


@transaction.atomic
def enqueue(*, batch: Batch, by: str) -> None:
    """Queue a batch for committing."""
    _queue(batch, QUEUED)
    commit_batch.defer(batch=batch.pk, by=by)
    log.record("batch.queued", by=by, subject=f"batch:{batch.pk}")


@transaction.atomic
def enqueue_preview(*, batch: Batch, by: str) -> None:
    """Queue the working out of what a commit would do."""
    _queue(batch, PREVIEWING)
    preview_batch.defer(batch=batch.pk, by=by)


def _queue(batch: Batch, state: str) -> None:
    Batch.objects.filter(pk=batch.pk).update(state=state, problem="")
    Progress.objects.filter(batch=batch).update(stage="", done=0, total=0)


@app.task(name="intake.commit", queue="intake")
def commit_batch(batch: int, by: str) -> None:
    """Commit one batch; its own row tells how it went."""
    found = Batch.objects.get(pk=batch)
    if found.state in {QUEUED, RUNNING}:
        _try(batch, lambda: load.commit(found, by=by, report=Told(batch)))


@app.task(name="intake.preview", queue="intake")
def preview_batch(batch: int, by: str) -> None:
    """Work a preview out; it is kept with the batch."""
    found = Batch.objects.get(pk=batch)
    if found.state == PREVIEWING:
        _try(batch, lambda: examine.examine(found, by=by, report=Told(batch)))


def _try(batch: int, act: Callable[[], object]) -> None:
    """The batch keeps the reason when it fails; the worker goes on."""
    try:
        act()
    except Exception as error:  # noqa: BLE001
        _logger.warning("batch %s was not taken in: %s", batch, faults.told(error))
        known = isinstance(error, ValueError)  # our own refusals: their text is made for people
        text = str(error) if known else f"Nothing was taken in: {faults.told(error)}."
        Batch.objects.filter(pk=batch, state__in=BUSY).update(state=FAILED, problem=text[:2000])


class Told:
    """Writes progress on a connection of its own, so readers see it while the import's transaction is open."""

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self._side = connections["default"].copy(alias="default")

    def __call__(self, stage: str, done: int, total: int) -> None:
        with self._side.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_progress SET stage = %s, done = %s, total = %s, at = now() WHERE batch_id = %s",
                [stage, done, total, self._batch],
            )


def is_alive(batch: int) -> bool:
    """Is some process at work on this batch?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [load.LOCK, batch])
        return not cursor.fetchone()[0]


def settle_interrupted() -> int:
    """Mark batches whose process died, and queue again what was taken but never begun; returns how many died.

    Called when a worker starts, before it takes work, and now and then by `habeas serve`.
    """
    count = 0
    queued = _waiting(commit_batch.name)
    for batch in Batch.objects.filter(state=QUEUED).exclude(pk__in=queued):
        commit_batch.defer(batch=batch.pk, by=batch.by)
    busy = Batch.objects.filter(state__in=(RUNNING, PREVIEWING))
    for batch in busy.exclude(state=PREVIEWING, pk__in=_waiting(preview_batch.name)):
        with transaction.atomic():
            if not is_alive(batch.pk):  # one that came to its end meanwhile keeps its state
                count += busy.filter(pk=batch.pk).update(state=FAILED, problem=INTERRUPTED)
    return count


def _waiting(task: str) -> set[int]:
    """Batches whose job no worker has taken yet."""
    return {job.args["batch"] for job in ProcrastinateJob.objects.filter(task_name=task, status="todo")}


def progress(batch: Batch) -> Progress | None:
    return Progress.objects.filter(batch=batch).first()


async def run(*, wait: bool, install_signals: bool) -> None:
    """Work on the queue: forever, or until it is empty."""
    connector: Any = app.connector
    worker_app = app.with_connector(connector.get_worker_connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            queues=["intake"],
            wait=wait,
            install_signal_handlers=install_signals,
            delete_jobs="always",
        )
