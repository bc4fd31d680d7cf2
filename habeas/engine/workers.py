"""Worker processes that end with the program that started them, also when it is killed."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

_ORPHANED = 1  # exit code


def pool(
    count: int, *, start: Callable[..., None] | None = None, arguments: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """A pool of fresh processes; `start` runs in each of them first.

    Left alone, a worker waits for work for ever: each holds an end of the pipe that it reads from.
    """
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(count, context, initializer=_begin, initargs=(start, arguments))


def _begin(start: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if start is not None:
        start(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(_ORPHANED)
