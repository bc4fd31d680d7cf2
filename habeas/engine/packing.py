"""A backup's members as one stream of tar blocks, with a manifest of their digests at the end."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

MANIFEST = "habeas-manifest.json"
FORMAT = 1
BLOCK = 2**20
Source = Path | IO[bytes]


class ArchiveError(Exception):
    """The archive cannot be written or must not be believed. The text says why and what to do."""


class TarStream:
    """A tar made while it is read, so that nothing unencrypted touches the disk."""

    def __init__(self, members: Iterable[tuple[str, Source]]) -> None:
        self.manifest: dict[str, Any] = {}
        self.failure: BaseException | None = None
        self._blocks = self._guarded(members)
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = memoryview(block)
        part, self._rest = self._rest[:size], self._rest[size:]
        return bytes(part)

    def _guarded(self, members: Iterable[tuple[str, Source]]) -> Iterator[bytes]:
        try:
            yield from self._tar(members)
        except BaseException as error:
            self.failure = error  # the encryption would hide its kind
            raise

    def _tar(self, members: Iterable[tuple[str, Source]]) -> Iterator[bytes]:
        entries: list[dict[str, Any]] = []
        names = {MANIFEST}
        for name, source in members:
            check_name(name)
            if name in names:
                raise ArchiveError(f"Two members are named {name!r}.")
            names.add(name)
            entry = yield from _member(name, source)
            entries.append(entry)
        self.manifest = {"format": FORMAT, "members": entries}
        text = json.dumps(self.manifest, ensure_ascii=False).encode()
        yield _header(MANIFEST, len(text)) + text + _padding(len(text))
        yield bytes(tarfile.BLOCKSIZE * 2)


def _member(name: str, source: Source) -> Generator[bytes, None, dict[str, Any]]:
    """Yield one member's blocks; returns its manifest entry."""
    stream = source.open("rb") if isinstance(source, Path) else source
    try:
        start = stream.tell()
        size = stream.seek(0, os.SEEK_END) - start
        stream.seek(start)
        yield _header(name, size)
        digest, left = hashlib.sha256(), size
        while left:
            block = stream.read(min(BLOCK, left))
            if not block:
                raise ArchiveError(f"{name} became shorter while it was read; try again.")
            digest.update(block)
            left -= len(block)
            yield block
        yield _padding(size)
    finally:
        if isinstance(source, Path):
            stream.close()
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def check_name(name: str) -> None:
    """Only plain relative names: raises ArchiveError for a path that could leave the destination."""
    parts = name.split("/")
    if not name or "\\" in name or "\0" in name or any(part in {"", ".", ".."} for part in parts):
        raise ArchiveError(f"Unsafe member name {name!r}: the archive is refused.")
    if not name.isprintable() or len(name.encode()) > 1024:
        raise ArchiveError(f"Unsafe member name {name!r}: the archive is refused.")
