"""Previews and imports in the background, and what a killed worker leaves behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from habeas.intake import examine, jobs, load
from habeas.intake.models import FAILED, PREVIEWING, QUEUED, RUNNING, Batch, Progress
from habeas.statements.models import Record
from tests import build, marks

pytestmark = pytest.mark.django_db


def _state(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


@marks.commits
def test_a_queued_batch_is_taken_in() -> None:
    """Queued, worked on, done; its progress was told on the way, and no job is left."""
    batch = build.delivery()
    jobs.enqueue(batch=batch, by="alice")
    assert _state(batch) == QUEUED
    asyncio.run(jobs.run(wait=False, install_signals=False))
    assert _state(batch) == "done"
    assert Record.objects.count() == 3
    assert Progress.objects.get(batch=batch).done == 3
    assert not ProcrastinateJob.objects.exists()


@marks.commits
def test_a_preview_is_worked_out_by_the_worker() -> None:
    """The batch waits again afterwards, with its preview."""
    batch = build.delivery()
    jobs.enqueue_preview(batch=batch, by="alice")
    assert _state(batch) == PREVIEWING
    asyncio.run(jobs.run(wait=False, install_signals=False))
    assert _state(batch) == "waiting"
    assert examine.current(batch) is not None
    assert not Record.objects.exists()


@marks.commits
def test_a_failure_is_told_and_the_worker_goes_on() -> None:
    """A batch that does not fit fails with its reason; the next one comes in."""
    bad, good = build.delivery("a,b\n1,2\n"), build.delivery()
    for batch in (bad, good):
        jobs.enqueue(batch=batch, by="alice")
    asyncio.run(jobs.run(wait=False, install_signals=False))
    assert _state(bad) == FAILED
    assert "does not fit" in bad.problem
    assert _state(good) == "done"


def test_a_failure_quotes_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the database names no person: its own message would quote the row."""

    def broken(*_arguments: Any, **_named: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::date", ["Testperson Alpha, Secret Street 5"])

    batch = build.delivery()
    Batch.objects.filter(pk=batch.pk).update(state=QUEUED)
    monkeypatch.setattr(load, "commit", broken)
    with transaction.atomic():
        sid = transaction.savepoint()
        try:
            broken()
        except Exception as error:  # noqa: BLE001 - whatever the driver raises
            text = jobs.faults.told(error)
        transaction.savepoint_rollback(sid)
    assert "Secret" not in text
    assert "SQLSTATE 22007" in text


def test_a_batch_that_is_done_is_not_done_again() -> None:
    """A job that comes twice finds nothing to do."""
    batch = build.imported()
    jobs.commit_batch(batch=batch.pk, by="alice")
    jobs.preview_batch(batch=batch.pk, by="alice")
    assert Record.objects.count() == 3
    assert _state(batch) == "done"


@pytest.mark.parametrize("state", [RUNNING, PREVIEWING])
def test_a_killed_worker_leaves_a_failed_batch(state: str) -> None:
    """Running, and nobody at work on it: it failed, nothing was taken in, it can be started again."""
    batch = build.delivery()
    Batch.objects.filter(pk=batch.pk).update(state=state)
    assert jobs.settle_interrupted() == 1
    assert _state(batch) == FAILED
    assert batch.problem == jobs.INTERRUPTED
    load.commit(batch, by="alice")
    assert _state(batch) == "done"


@marks.commits
def test_a_batch_that_somebody_works_on_is_left_alone() -> None:
    """The advisory lock of a living import says so, from another connection."""
    batch = build.delivery()
    Batch.objects.filter(pk=batch.pk).update(state=RUNNING)
    side = connection.copy()
    try:
        with side.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [load.LOCK, batch.pk])
            assert jobs.is_alive(batch.pk)
            assert jobs.settle_interrupted() == 0
    finally:
        side.close()
    assert _state(batch) == RUNNING


@marks.commits
def test_a_queued_batch_whose_job_was_lost_is_queued_again() -> None:
    """The worker was killed between taking the job and beginning it."""
    batch = build.delivery()
    Batch.objects.filter(pk=batch.pk).update(state=QUEUED)
    jobs.settle_interrupted()
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1
    jobs.settle_interrupted()
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1
    asyncio.run(jobs.run(wait=False, install_signals=False))
    assert _state(batch) == "done"


@marks.commits
def test_progress_is_seen_while_the_import_is_open() -> None:
    """Written on a connection of its own: others read it before the import commits."""
    batch = build.delivery()
    told = jobs.Told(batch.pk)
    with transaction.atomic():
        told("rows", 1_000, 4_000)
        side = connection.copy()
        try:
            with side.cursor() as cursor:
                cursor.execute("SELECT stage, done, total FROM intake_progress WHERE batch_id = %s", [batch.pk])
                assert cursor.fetchone() == ("rows", 1_000, 4_000)
        finally:
            side.close()
    told._side.close()
