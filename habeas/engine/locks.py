"""Advisory locks on files (flock): the kernel drops them when a process dies, so none is ever stale."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

PAUSE = 0.005


def take(path: Path, *, exclusive: bool, wait: float) -> int | None:
    """Lock the file, waiting at most `wait` seconds; returns a descriptor to close, or None."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    mode = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                os.close(descriptor)
                return None
            time.sleep(PAUSE)
        except OSError:
            os.close(descriptor)
            raise
        else:
            return descriptor


def is_held(path: Path) -> bool:
    """Does some process hold the file exclusively?"""
    descriptor = take(path, exclusive=False, wait=0)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
