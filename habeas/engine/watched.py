"""A file that remembers why it could not be written."""

from __future__ import annotations

from typing import BinaryIO


class Watched:
    """Wraps a file for `pyrage.encrypt_io`, which says of a failed write only that it failed, and of the last piece
    not even that: without a look at `error`, a full disk leaves ciphertext that ends too early and seems whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, chunk: bytes) -> int:
        try:
            return self._file.write(chunk)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._file.flush()
