"""The compiler of the inner loops: Numba, with its results kept on disk between runs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., object])
_NAMES: Final = Path(__file__).parents[1]


def _version() -> str:
    """Of the sources: Numba looks at a function's own file only, but constants come from others too."""
    found = hashlib.sha256(numba.__version__.encode())
    for path in sorted(_NAMES.glob("**/*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _place() -> Path | None:
    """A folder for machine code that others may not write: beside the sources, else at home; None where neither is."""
    for folder in (_NAMES / "__pycache__", Path("~/.cache/habeas").expanduser()):
        place = folder / f"compiled-{_version()}"
        try:
            place.mkdir(parents=True, exist_ok=True)
        except (OSError, RuntimeError):  # RuntimeError: a user without a home
            continue
        if os.access(place, os.W_OK):
            return place
    return None


_PLACE: Final = _place()
if _PLACE is not None:
    numba.config.CACHE_DIR = str(_PLACE)  # type: ignore[attr-defined]


def compiled(function: _Function) -> _Function:
    """The same function as machine code; other threads go on while it runs."""
    made: Any = numba.njit(cache=_PLACE is not None, nogil=True, forceinline=True)(function)
    return cast("_Function", made)
