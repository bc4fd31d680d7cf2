"""The folder that a command works in: which one it is, and making it for `init` and `demo`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import connections

from habeas.console import frame
from habeas.engine import settings_link
from habeas.engine.workspace import Workspace

DEMO: Final = "demo"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def given(words: Sequence[str]) -> str | None:
    """What stands after --workspace on a command line; None without it."""
    for place, word in enumerate(words):
        if word == "--workspace" and place + 1 < len(words):
            return words[place + 1]
        if word.startswith("--workspace="):
            return word.partition("=")[2]
    return None


def made(*, demo: bool) -> Callable[[_Command], _Command]:
    """Make the workspace, or complete it, before the command runs."""

    def wrap(command: _Command) -> _Command:
        @functools.wraps(command)
        def run(*arguments: Any, **named: Any) -> Any:
            if demo and settings.DATABASE_URL:
                frame.fail("A demo brings its own database and never fills another: unset DATABASE_URL.")
            with frame.failures():
                _settle(Workspace.create(settings.WORKSPACE, demo=demo))
            return command(*arguments, **named)

        return run  # type: ignore[return-value]

    return wrap


def _settle(workspace: Workspace) -> None:
    """Tell the settings what they could not know when they were read: there was no workspace yet."""
    settings.SECRET_KEY = settings_link.secret_key(workspace.path)
    settings.FILE_UPLOAD_TEMP_DIR = workspace.tmp
    entries = settings_link.databases(workspace.path, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    for alias, entry in entries.items():
        connections[alias].settings_dict.update(entry)
