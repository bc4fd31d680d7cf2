"""What a ZIP may hold: looked at before anything of it is unpacked."""

from __future__ import annotations

import struct
from typing import BinaryIO, Final
from zipfile import ZipInfo

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError, short

_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_TAIL: Final = (1 << 16) + 200


def check_directory(raw: BinaryIO) -> None:
    """`ZipFile` reads the whole table of contents into memory, so its size is looked at first."""
    size = raw.seek(0, 2)
    start = raw.seek(max(0, size - _TAIL))
    tail = raw.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22:
        raise ReadError(DAMAGED.format("its end is missing: it was cut off on its way"))
    directory = struct.unpack_from("<L", tail, end + 12)[0]
    end_64 = tail.rfind(_END_64)
    if directory == 0xFFFFFFFF and end_64 >= 0 and len(tail) >= end_64 + 56:
        directory = struct.unpack_from("<Q", tail, end_64 + 40)[0]
    if directory > limits.DIRECTORY:
        raise ReadError(too_much("its table of contents", directory, limits.DIRECTORY))
    raw.seek(start and 0)


def check_sizes(parts: list[ZipInfo]) -> None:
    if len(parts) > limits.ENTRIES:
        raise ReadError(f"The workbook holds {len(parts):,} files; a real one has less than {limits.ENTRIES:,}.")
    total = sum(part.file_size for part in parts)
    if total > limits.UNPACKED:
        raise ReadError(too_much("all of it", total, limits.UNPACKED))
    for part in parts:
        if part.file_size > limits.RATIO_FROM and part.file_size > limits.RATIO * max(part.compress_size, 1):
            raise ReadError(
                f"The workbook would unpack to {part.file_size // max(part.compress_size, 1):,} times its size "
                f"({short(part.filename)}): a real one does not. It may be meant to do harm; do not open it."
            )


def too_much(what: str, size: int, limit: int) -> str:
    return (
        f"The workbook is too big: {what} takes {size >> 20:,} MB, and at most {limit >> 20:,} MB can be read. "
        "Save the sheet as CSV and bring that."
    )


DAMAGED: Final = "The workbook is damaged ({}). Get a whole copy, or open it and save it again."
