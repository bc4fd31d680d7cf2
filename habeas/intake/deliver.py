"""Receive a delivery: seal the file before anything reads it, then set the batch up."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from habeas.audit import log
from habeas.evidence import store
from habeas.intake.models import DISCARDED, OPEN, WAITING, Batch, Preview, Progress


def receive(*, path: Path, mapping: str = "", by: str, quarantined: bool = False, sheet: str = "") -> Batch:
    """Seal a file of this machine and make a waiting batch of it."""
    with path.open("rb") as file:
        return receive_stream(
            file=file, filename=path.name, mapping=mapping, by=by, quarantined=quarantined, sheet=sheet
        )


@transaction.atomic
def receive_stream(
    *, file: BinaryIO, filename: str, mapping: str = "", by: str, quarantined: bool = False, sheet: str = ""
) -> Batch:
    """The same for an uploaded file; the mapping may come later."""
    name = Path(filename.replace("\\", "/").replace("\0", "")).name[:300] or "delivery"
    name = name.encode("utf-8", "replace").decode()  # a file system may give out names that are no text
    item = store.seal(file, filename=name, by=by, why="delivered for import")
    batch = Batch.objects.create(item=item, filename=name, mapping=mapping, by=by, quarantined=quarantined, sheet=sheet)
    Progress.objects.create(batch=batch)
    log.record("batch.received", by=by, subject=f"batch:{batch.pk}", detail={"bytes": item.size})
    return batch


@transaction.atomic
def choose_mapping(*, batch: Batch, mapping: str, by: str, quarantined: bool = False, sheet: str = "") -> None:
    """Say which column is which for a batch that waits."""
    Preview.objects.filter(batch=batch).delete()
    Batch.objects.filter(pk=batch.pk, state__in=OPEN).update(
        mapping=mapping, quarantined=quarantined, sheet=sheet, state=WAITING, problem=""
    )
    log.record("batch.mapped", by=by, subject=f"batch:{batch.pk}")


@transaction.atomic
def discard(*, batch: Batch, by: str) -> None:
    """Give a waiting batch up. Its sealed file stays: what was received is never denied."""
    Preview.objects.filter(batch=batch).delete()
    if Batch.objects.filter(pk=batch.pk, state__in=OPEN).update(state=DISCARDED):
        log.record("batch.discarded", by=by, subject=f"batch:{batch.pk}")
