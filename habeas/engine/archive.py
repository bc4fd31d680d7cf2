"""The backup container: one file, encrypted with age to the keepers, holding a tar with checked members.

Members come first, a manifest (JSON: format, name, size and SHA-256 of each) last. Reading believes nothing:
it unpacks into a folder beside the destination, and only a wholly verified archive becomes the destination.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage

from habeas.engine.packing import BLOCK, FORMAT, MANIFEST, ArchiveError, Source, TarStream, check_name
from habeas.engine.watched import Watched

__all__ = ["ArchiveError", "check", "make_key", "read", "write"]

MAGIC = b"age-encryption.org/v1\n"
LONGEST_MANIFEST = 2**30
FEWEST_KEYS = 2


def make_key() -> tuple[str, str]:
    """A new age key pair: (public key for keepers.txt, secret key for its keeper alone)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def write(path: Path, members: Iterable[tuple[str, Source]], recipients: Sequence[str]) -> dict[str, Any]:
    """Write the archive and return its manifest. Streams with seek() are read from where they stand.

    Appears under its name only when complete. Memory stays flat. Raises ArchiveError, FileExistsError.
    """
    keys = check(path, recipients)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)  # of a backup that was killed
    tar = TarStream(members)
    try:
        _encrypt(tar, draft, keys)
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return tar.manifest


def check(path: Path, recipients: Sequence[str]) -> list[Any]:
    """The keys to write to. Raises what `write` would raise before it makes anything."""
    keys = _recipients(recipients)
    if path.exists():
        raise FileExistsError(f"{path} exists; backups are never overwritten.")
    if not path.parent.is_dir():
        raise ArchiveError(f"There is no folder {path.parent}: make it, or choose another.")
    return keys


def _encrypt(tar: TarStream, target: Path, keys: list[Any]) -> None:
    try:
        with open(target, "xb", opener=_private) as out:
            watched = Watched(out)
            try:
                pyrage.encrypt_io(tar, watched, keys)
            except pyrage.EncryptError as error:
                raise watched.error or error from None
            if watched.error is not None:
                raise watched.error
            out.flush()
            os.fsync(out.fileno())
    except (pyrage.EncryptError, OSError) as error:
        if tar.failure is not None:
            raise tar.failure from None
        raise ArchiveError(f"{target.parent}: the backup could not be written: {error}.") from None


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _recipients(recipients: Sequence[str]) -> list[Any]:
    if len(set(recipients)) < FEWEST_KEYS:
        raise ArchiveError(
            "A backup needs the public keys of at least two keepers, so that one lost key does not lose the "
            "register. Each keeper runs `age-keygen -o keeper.key` on a machine of their own, keeps that "
            "file, and gives you the public key (age1…): write both into keepers.txt, one per line."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in dict.fromkeys(recipients)]
    except pyrage.RecipientError as error:
        raise ArchiveError(f"A keeper's public key is damaged: {error}.") from None


def read(path: Path, identities: Sequence[str], dest: Path) -> dict[str, Any]:
    """Decrypt and verify `path` into the new folder `dest`; returns the manifest.

    `identities` are secret age keys (AGE-SECRET-KEY-1…). `dest` must not exist or be empty, and appears only
    when every byte was verified. Raises ArchiveError for anything wrong with the archive or the keys.
    """
    if dest.exists() and any(dest.iterdir()):
        raise ArchiveError(f"{dest} is not empty: choose a new folder to restore into.")
    keys = _identities(identities)
    with open(path, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ArchiveError(f"{path} is not a Habeas backup (not an age file).")
    dest.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{dest.name}.", dir=dest.parent))
    try:
        manifest = _unpack(path, keys, draft)
        draft.replace(dest)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return manifest


def _identities(identities: Sequence[str]) -> list[Any]:
    try:
        return [pyrage.x25519.Identity.from_str(text.strip()) for text in identities]
    except pyrage.IdentityError:
        raise ArchiveError("A secret key is damaged: it must read AGE-SECRET-KEY-1….") from None


class _Decryption(threading.Thread):
    """Feeds the decrypted bytes into a pipe; `failure` tells afterwards what was wrong with the file."""

    def __init__(self, path: Path, keys: list[Any]) -> None:
        super().__init__(daemon=True)
        out, into = os.pipe()
        self.output: IO[bytes] = os.fdopen(out, "rb", BLOCK)
        self._path, self._keys, self._into = path, keys, into
        self.failure: Exception | None = None

    def run(self) -> None:
        with open(self._path, "rb") as source, os.fdopen(self._into, "wb", BLOCK) as target:
            try:
                pyrage.decrypt_io(source, target, self._keys)
                target.flush()
            except Exception as error:  # noqa: BLE001 (told by `finish` in the main thread)
                self.failure = error

    def finish(self) -> None:
        """Wait for the end; raises ArchiveError when the file was not wholly authentic."""
        while self.output.read(BLOCK):
            pass
        self.join()
        self.output.close()
        if self.failure is not None:
            raise ArchiveError(
                f"{self._path} cannot be opened: wrong key, or the file is damaged or cut short "
                f"({self.failure}). Nothing was changed."
            ) from None


def _unpack(path: Path, keys: list[Any], draft: Path) -> dict[str, Any]:
    decryption = _Decryption(path, keys)
    decryption.start()
    problem: ArchiveError | None = None
    found: dict[str, tuple[int, str]] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(fileobj=decryption.output, mode="r|", errorlevel=2) as tar:
            manifest = _unpack_members(tar, draft, found)
    except (tarfile.TarError, ArchiveError, OSError, ValueError) as error:
        problem = error if isinstance(error, ArchiveError) else ArchiveError(f"{path} is damaged: {error}.")
    decryption.finish()  # a failed decryption explains whatever the tar reader met
    if problem is not None:
        raise problem
    _compare(manifest, found)
    return manifest


def _unpack_members(tar: tarfile.TarFile, draft: Path, found: dict[str, tuple[int, str]]) -> dict[str, Any]:
    manifest: dict[str, Any] | None = None
    for info in tar:
        if manifest is not None:
            raise ArchiveError("Something follows the manifest: the archive is refused.")
        check_name(info.name)
        source = tar.extractfile(info) if info.isreg() else None
        if source is None or info.name in found:
            raise ArchiveError(f"Member {info.name!r} is doubled or not a plain file: the archive is refused.")
        if info.name == MANIFEST:
            if info.size > LONGEST_MANIFEST:
                raise ArchiveError("The manifest is too long: the archive is refused.")
            manifest = json.loads(source.read())
        else:
            found[info.name] = (info.size, _copy(source, draft / info.name))
    if not isinstance(manifest, dict):
        raise ArchiveError("The archive has no manifest: it was not written to its end.")
    return manifest


def _copy(source: IO[bytes], target: Path) -> str:
    """Copy to a new file; returns the SHA-256 of what was written."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while block := source.read(BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _compare(manifest: dict[str, Any], found: dict[str, tuple[int, str]]) -> None:
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"The archive has format {manifest.get('format')!r}; update Habeas.")
    try:
        listed = {entry["name"]: (entry["size"], entry["sha256"]) for entry in manifest["members"]}
    except (KeyError, TypeError):
        raise ArchiveError("The manifest is damaged: the archive is refused.") from None
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            raise ArchiveError(f"Member {name!r} differs from the manifest: the archive is refused.")
