"""Long imports in the background: queued in the database, done by `habeas work` or by `habeas serve`."""

from __future__ import annotations

import logging
from typing import Any

from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from habeas.audit import log
from habeas.intake import load
from habeas.intake.models import Batch, Progress

_logger = logging.getLogger(__name__)
INTERRUPTED = "The program was stopped while this ran. Nothing was taken in: start it again."


@transaction.atomic
def enqueue(*, batch: Batch, by: str) -> None:
    """Queue a batch for committing."""
    Batch.objects.filter(pk=batch.pk).update(state="queued", problem="")
    commit_batch.defer(batch=batch.pk, by=by)
    log.record("batch.queued", by=by, subject=f"batch:{batch.pk}")


@app.task(name="intake.commit", queue="intake")
def commit_batch(batch: int, by: str) -> None:
    """Commit one batch; its own row tells how it went."""
    found = Batch.objects.get(pk=batch)
    if found.state not in {"queued", "running"}:
        return
    try:
        load.commit(found, by=by, report=Told(batch))
    except Exception as error:  # noqa: BLE001 - the batch keeps the reason; the worker goes on
        _logger.warning("batch %s was not taken in: %s", batch, type(error).__name__)


class Told:
    """Writes progress on a connection of its own, so readers see it while the import's transaction is open."""

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self._side = connections["default"].copy(alias="default")

    def __call__(self, stage: str, done: int) -> None:
        with self._side.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_progress SET stage = %s, done = %s, at = now() WHERE batch_id = %s",
                [stage, done, self._batch],
            )


def is_alive(batch: int) -> bool:
    """Is some process at work on this batch?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [load.LOCK, batch])
        return not cursor.fetchone()[0]


def settle_interrupted() -> int:
    """Mark batches whose process died; returns how many."""
    count = 0
    for batch in Batch.objects.filter(state="running"):
        with transaction.atomic():
            if not is_alive(batch.pk):
                Batch.objects.filter(pk=batch.pk).update(state="failed", problem=INTERRUPTED)
                count += 1
    return count


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
            delete_jobs="successful",
        )
