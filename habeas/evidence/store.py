"""The content-addressed store: a file is sealed before anything reads it, written once, never changed.

A file that tells who testified is *locked* once its rows are in: only age ciphertext to the keepers stays.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.conf import settings
from django.db import connection, transaction

from habeas.audit import log
from habeas.engine.watched import Watched
from habeas.evidence.models import Custody, Item

_CHUNK = 1 << 20
_STATES = ("received", "locked", "destroyed")  # custody entries that say where the bytes are; the latest counts
LOCKED, LOCKING = ".age", ".locking"  # endings: ciphertext to the keepers; ciphertext that is being written
_TURN = 0x53454C  # class of advisory locks: whoever moves the bytes of one file
_OLD = 24 * 60 * 60  # seconds: no delivery takes a day to arrive


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
        delivered = Item(sha256=sha256, sha3_256=sha3, size=size, filename=_writable(filename))
        return _keep(temporary, delivered, by=by, why=why)
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


def _writable(filename: str) -> str:
    """The name without what PostgreSQL cannot hold: a file system may give out names that are no text."""
    return filename.replace("\0", "").encode("utf-8", "replace").decode()


@transaction.atomic
def _keep(temporary: Path, delivered: Item, *, by: str, why: str) -> Item:
    _take_turn(delivered.sha256)
    item = Item.objects.filter(sha256=delivered.sha256).first()
    rows: list[Item | Custody] = []
    if item is None:
        delivered.save()
        rows, item = [delivered], delivered
    custody = Custody.objects.create(item=item, what="received", by=by, why=why, filename=delivered.filename)
    log.record("evidence.sealed", by=by, subject=f"item:{item.sha256[:16]}", rows=[*rows, custody])
    place = path_of(item)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    if not place.exists() or _digest(place) != item.sha256:  # what lies there may have been altered
        temporary.chmod(0o400)
        temporary.replace(place)
        _sync(place.parent)
    return item


def _take_turn(sha256: str) -> None:
    """Wait, until the transaction ends, for everybody else who delivers, locks or destroys the same bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_TURN, sha256])


def _sync(place: Path) -> None:
    """Make a rename outlast a power cut."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@transaction.atomic
def lock(*, item: Item, keys: Sequence[str], by: str) -> None:
    """Replace the file by age ciphertext to the keepers' public keys, when the transaction commits.

    Keepers open it with `age -d`; its digest stays the one it was received with. Raises ValueError without
    keys, OSError on a full disk; then the file stays as it was.
    """
    if not keys:
        raise ValueError("A file cannot be locked without a keeper's key.")
    _take_turn(item.sha256)
    place = path_of(item)
    draft, locked = place.with_suffix(LOCKING), place.with_suffix(LOCKED)
    draft.unlink(missing_ok=True)  # of a program that was killed at this; it may be read-only
    try:
        _encrypt(place, draft, keys)
        draft.chmod(0o400)
        draft.replace(locked)
        _sync(place.parent)  # before the plain bytes go, the ciphertext must outlast a power cut
    finally:
        draft.unlink(missing_ok=True)
    custody = Custody.objects.create(item=item, what="locked", by=by, why=_digest(locked))
    log.record("evidence.locked", by=by, subject=f"item:{item.sha256[:16]}", rows=[custody])
    transaction.on_commit(lambda: _finish(item))


def _encrypt(source: Path, target: Path, keys: Sequence[str]) -> None:
    recipients = [pyrage.x25519.Recipient.from_str(key) for key in keys]
    with source.open("rb") as plain, target.open("wb") as cipher:
        watched = Watched(cipher)
        try:
            pyrage.encrypt_io(plain, watched, recipients)
        except pyrage.EncryptError as error:
            raise watched.error or error from None
        if watched.error is not None:
            raise watched.error
        cipher.flush()
        os.fsync(cipher.fileno())


@transaction.atomic
def destroy(*, sha256: str, by: str, why: str) -> None:
    """Delete a sealed file for good; its entry and its custody stay. Does nothing when it is not known."""
    item = Item.objects.filter(sha256=sha256).first()
    if item is None:
        return
    _take_turn(sha256)
    custody = Custody.objects.create(item=item, what="destroyed", by=by, why=why)
    log.record("evidence.destroyed", by=by, subject=f"item:{sha256[:16]}", rows=[custody])
    transaction.on_commit(lambda: _finish(item))


def state(item: Item) -> Custody | None:
    """The custody entry that says where the bytes are now: received, locked or destroyed."""
    return item.custody.filter(what__in=_STATES).order_by("-pk").first()


@transaction.atomic
def _finish(item: Item) -> None:
    """Remove what the latest custody entry says is not here any more; a new delivery meanwhile keeps its bytes."""
    _take_turn(item.sha256)
    now, place = state(item), path_of(item)
    if now is None or now.what == "received":
        return
    place.with_suffix(LOCKING).unlink(missing_ok=True)
    if now.what == "destroyed":
        place.with_suffix(LOCKED).unlink(missing_ok=True)
    if now.what == "destroyed" or place.with_suffix(LOCKED).exists():
        place.unlink(missing_ok=True)


def tidy() -> None:
    """Finish what a killed program had decided: remove the plain bytes of locked and destroyed files, and what
    was left of deliveries and lockings that never came to an end."""
    for draft in (*folder().glob("tmp*"), *folder().glob(f"??/*{LOCKING}")):
        with suppress(FileNotFoundError):  # it came to its end while we looked
            if time.time() - draft.stat().st_mtime > _OLD:
                draft.unlink()
    for item in Item.objects.filter(custody__what__in=("locked", "destroyed")).distinct():
        _finish(item)


def problems() -> Iterator[str]:
    """Hash every sealed file again; name the missing, the altered and the unexpected."""
    known = set()
    for item in Item.objects.order_by("pk").iterator():
        known.add(item.sha256)
        yield from _item_problems(item, state(item))
    for place in sorted(folder().rglob("*")):
        if not place.is_dir() and not _expected(place, known):
            yield f"store holds a file that no entry knows: {place.name[:16]}"


def _expected(place: Path, known: set[str]) -> bool:
    """Whether the store itself puts a file of this name here. A delivery that is just arriving has no digest yet."""
    if place.parent == folder():
        return place.name.startswith("tmp")
    inside = place.parent == folder() / place.name[:2] and place.suffix in {"", LOCKED, LOCKING}
    return inside and place.stem in known


def _item_problems(item: Item, now: Custody | None) -> Iterator[str]:
    name, place = item.sha256[:16], path_of(item)
    if now is None or now.what == "destroyed":
        if place.exists() or place.with_suffix(LOCKED).exists():
            yield f"sealed file {name} should be gone and is here"
        return
    expected = item.sha256
    if now.what == "locked":
        if place.exists():
            yield f"sealed file {name} is locked to the keepers, but its plain bytes are here"
        place, expected = place.with_suffix(LOCKED), now.why
    if not place.exists():
        yield f"sealed file {name} is missing"
    elif _digest(place) != expected:
        yield f"sealed file {name} was altered"


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
