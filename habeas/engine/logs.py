"""Log lines that say where an error was and of which kind, but never its words: those may quote values of people."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Final

_OURS: Final = str(Path(__file__).resolve().parents[1])
_SHOWN: Final = 3  # places; the innermost say most

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Quiet(logging.Formatter):
    """Time, level, logger and message; of an exception only its kinds and the places in our own code."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: _Raised) -> str:
        _kind, error, trace = ei
        if error is None:
            return ""
        found = [one for one in traceback.extract_tb(trace) if one.filename.startswith(_OURS)][-_SHOWN:]
        places = [f"{Path(one.filename).relative_to(_OURS)}:{one.lineno} {one.name}" for one in found]
        return f"  {' from '.join(_kinds(error))}; {', '.join(places) or 'not in our own code'}"


def _kinds(error: BaseException) -> list[str]:
    """The error's kind, and the kinds of what it came from."""
    found: list[str] = []
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        found.append(type(now).__name__)
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return found
