"""Small tools for tests of the store."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

from pyrage import x25519

from habeas.evidence import store
from habeas.evidence.models import Item

TEXT = b"an invented file\n"


def seal(content: bytes = TEXT, *, filename: str = "list.csv", by: str = "alice", why: str = "delivered") -> Item:
    return store.seal(io.BytesIO(content), filename=filename, by=by, why=why)


def keys(*pairs: x25519.Identity) -> list[str]:
    return [str(pair.to_public()) for pair in pairs]


def files(shelf: Path) -> list[str]:
    return sorted(place.name for place in shelf.rglob("*") if place.is_file())


def what(item: Item) -> list[str]:
    return list(item.custody.order_by("pk").values_list("what", flat=True))


def overwrite(place: Path, content: bytes) -> None:
    place.chmod(0o600)
    place.write_bytes(content)


def full(*_arguments: object, **_named: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullDisk(io.BytesIO):
    """A file on a disk that is full after some bytes."""

    def __init__(self, room: int = 0) -> None:
        super().__init__()
        self.room = room

    def write(self, chunk: Any) -> int:
        return super().write(chunk) if self.tell() + len(chunk) <= self.room else full()

    def fileno(self) -> int:
        raise AssertionError("nobody may believe that this file is whole")
