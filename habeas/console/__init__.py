"""The `habeas` command. Finds the workspace first, since settings need it, then hands over to click."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import django
from django.core.exceptions import ImproperlyConfigured

from habeas.console import place
from habeas.engine.binaries import EngineError
from habeas.engine.workspace import WorkspaceError

_PRIVATE = 0o077  # whatever a command writes is for the owner of the register alone


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: `habeas COMMAND [--workspace DIR] …`."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.umask(_PRIVATE)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that cannot write Chinese still gets an answer
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.settings")
    workspace = place.given(words)
    if workspace == "":
        _end("--workspace names no folder.")
    if workspace is not None:
        os.environ["HABEAS_WORKSPACE"] = str(Path(workspace).expanduser().absolute())
    elif words[:1] == ["demo"]:
        os.environ.setdefault("HABEAS_WORKSPACE", place.DEMO)
    try:
        django.setup()
    except (WorkspaceError, EngineError, ImproperlyConfigured) as error:
        _end(str(error))
    importlib.import_module("habeas.console.commands").habeas(args=words, prog_name="habeas")


def _end(message: str) -> NoReturn:
    sys.stderr.write(f"habeas: {message}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
