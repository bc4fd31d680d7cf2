"""One backup or restore at a time, and nothing stays of one that was killed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from habeas.accounts.models import Approval
from habeas.console import frame
from habeas.engine import locks
from habeas.engine.workspace import Workspace
from habeas.registry import erase
from habeas.statements.models import Erasure

BACKUP, RESTORE = "backup", "restore"  # folders in the workspace's tmp
_OLD = 24 * 60 * 60  # seconds: no upload takes a day


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Keep other backups and restores of the workspace away, and remove what killed ones left."""
    lock = _lock(workspace)
    if lock is None:
        frame.fail("Another backup or restore of this workspace is running. Wait for its end.")
    try:
        _sweep(workspace)
        yield
    finally:
        _sweep(workspace)
        os.close(lock)


def tidy(workspace: Workspace) -> None:
    """Remove what killed programs left, and note the erasures that they could not note any more."""
    lock = _lock(workspace)
    if lock is not None:
        _sweep(workspace)
        os.close(lock)
    for left in workspace.tmp.iterdir():
        if left.is_file() and time.time() - left.stat().st_mtime > _OLD:
            left.unlink()
    with suppress(erase.EraseError):  # a damaged list is told by `habeas verify`
        _complete_list(workspace)


def _lock(workspace: Workspace) -> int | None:
    return locks.take(workspace.path / "backup.lock", exclusive=True, wait=0)


def _sweep(workspace: Workspace) -> None:
    for folder in (workspace.tmp / BACKUP, workspace.tmp / RESTORE, *workspace.tmp.glob(f".{RESTORE}.*")):
        shutil.rmtree(folder, ignore_errors=True)
    for draft in workspace.backups.glob(".*.part"):
        draft.unlink(missing_ok=True)


def _complete_list(workspace: Workspace) -> None:
    for erased in unlisted(workspace.path / erase.LIST):
        approval = Approval.objects.filter(pk=erased.approval).first()
        erase.note(erased, str(approval.payload.get("file", "")) if approval else "")


def unlisted(path: Path) -> list[Erasure]:
    """Erasures that the workspace's list does not name. Raises EraseError for a damaged list."""
    known = [entry["code"] for entry in erase.noted(path)]
    return list(Erasure.objects.exclude(record_code__in=known).order_by("pk"))
