"""The `habeas` command. Finds the workspace first, since settings need it, then hands over to click."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

from habeas.engine.workspace import Workspace, WorkspaceError

_MAKES_ITS_OWN = {"init": False, "demo": True}  # command -> is it a demo workspace
_DEMO_FOLDER = "demo"


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: `habeas COMMAND [--workspace DIR] …`."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    workspace = _workspace(words)
    if workspace:
        os.environ["HABEAS_WORKSPACE"] = str(Path(workspace).expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "habeas.settings")
    try:
        _create(words)
        django.setup()
    except WorkspaceError as error:
        sys.exit(f"habeas: {error}")
    importlib.import_module("habeas.console.commands").habeas(args=words, prog_name="habeas")


def _workspace(words: Sequence[str]) -> str:
    for place, word in enumerate(words):
        if word == "--workspace" and place + 1 < len(words):
            return words[place + 1]
        if word.startswith("--workspace="):
            return word.partition("=")[2]
    return _DEMO_FOLDER if words[:1] == ["demo"] else ""


def _create(words: Sequence[str]) -> None:
    """Make the workspace before settings look for it."""
    if words and words[0] in _MAKES_ITS_OWN and "--help" not in words:
        folder = importlib.import_module("habeas.settings").WORKSPACE
        Workspace.create(folder, demo=_MAKES_ITS_OWN[words[0]])
        importlib.reload(sys.modules["habeas.settings"])  # its secret key exists only now


if __name__ == "__main__":
    main()
