"""A ZIP file opened with suspicion: its sizes, as declared and as they turn out, stay within limits."""

from __future__ import annotations

import errno
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from habeas.intake.readers.table import ReadError, short
from habeas.intake.readers.workbooks.sizes import DAMAGED, check_directory, check_sizes, too_much


class Archive:
    """The parts of a workbook by name, in any case and with either kind of slash."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self._parts = {_plain(info.filename): info for info in file.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    @contextmanager
    def part(self, name: str, limit: int) -> Iterator[IO[bytes]]:
        """One part as a stream of at most `limit` bytes. Damage anywhere in it is a ReadError."""
        info = self._parts.get(_plain(name))
        if info is None:
            raise ReadError(DAMAGED.format(f"{short(name)} is missing"))
        if info.file_size > limit:
            raise ReadError(too_much(short(name), info.file_size, limit))
        with damage_told(short(name)), self._file.open(info) as stream:
            yield stream


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Raises ReadError for a ZIP that is damaged, locked or would unpack to more than a workbook ever has."""
    with path.open("rb") as raw:
        check_directory(raw)
        with damage_told("its table of contents"):
            file = ZipFile(raw)
        with file:
            check_sizes(file.infolist())
            yield Archive(file)


@contextmanager
def damage_told(what: str) -> Iterator[None]:
    """Turn what ZIP and its compression raise for damaged data into a ReadError; a full disk stays an OSError."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, struct.error, UnicodeDecodeError, OverflowError) as error:
        raise ReadError(DAMAGED.format(f"{what}: {short(str(error))}")) from error
    except NotImplementedError as error:
        raise ReadError(
            f"The workbook is packed in an unusual way ({short(str(error))}). Open it and save it again."
        ) from error
    except RuntimeError as error:
        if "encrypted" not in str(error):
            raise
        raise ReadError("The workbook is locked with a password. Save it without one and bring that.") from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise ReadError(DAMAGED.format(f"{what}: a position outside the file")) from error


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
