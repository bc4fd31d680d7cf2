"""The content-addressed store: a file is sealed before anything reads it, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from habeas.audit import log
from habeas.evidence.models import Custody, Item

_CHUNK = 1 << 20


def folder() -> Path:
    return Path(settings.WORKSPACE) / "store"


def path_of(item: Item) -> Path:
    return folder() / item.sha256[:2] / item.sha256


def seal(file: BinaryIO, *, filename: str, by: str, why: str) -> Item:
    """Copy a file into the store, flush it to disk, and note who brought it and why.

    The same bytes are stored once; each delivery leaves its own custody entry. Raises OSError on a full
    disk, leaving nothing behind.
    """
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder())
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            sha256, sha3, size = _copy(file, target)
            target.flush()
            os.fsync(target.fileno())
        return _keep(temporary, sha256=sha256, sha3=sha3, size=size, filename=filename, by=by, why=why)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(file: BinaryIO, target: BinaryIO) -> tuple[str, str, int]:
    first, second, size = hashlib.sha256(), hashlib.sha3_256(), 0
    while chunk := file.read(_CHUNK):
        first.update(chunk)
        second.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return first.hexdigest(), second.hexdigest(), size


@transaction.atomic
def _keep(temporary: Path, *, sha256: str, sha3: str, size: int, filename: str, by: str, why: str) -> Item:
    item, created = Item.objects.get_or_create(
        sha256=sha256, defaults={"sha3_256": sha3, "size": size, "filename": filename}
    )
    place = path_of(item)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    if not place.exists():
        temporary.chmod(0o400)
        temporary.replace(place)
    Custody.objects.create(item=item, what="received", by=by, why=why, filename=filename)
    log.record(
        "evidence.sealed",
        by=by,
        subject=f"item:{sha256[:16]}",
        detail={"new": created},
        digest=bytes.fromhex(sha256),
    )
    return item


def problems() -> Iterator[str]:
    """Hash every sealed file again; name the missing, the altered and the unexpected."""
    known = set()
    for item in Item.objects.order_by("pk").iterator():
        known.add(item.sha256)
        place = path_of(item)
        if not place.exists():
            if not item.custody.filter(what="destroyed").exists():
                yield f"sealed file {item.sha256[:16]} is missing"
        elif _digest(place) != item.sha256:
            yield f"sealed file {item.sha256[:16]} was altered"
    for place in folder().glob("??/*"):
        if place.name not in known:
            yield f"store holds a file that no entry knows: {place.name[:16]}"


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
