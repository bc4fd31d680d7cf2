"""`habeas init`: make a workspace, its database and its roles. Safe to repeat; also brings an old one up to date."""

from __future__ import annotations

import click
from django.conf import settings

from habeas.console import areas, frame, leftovers, place, schema
from habeas.engine.workspace import Workspace
from habeas.evidence import store


@click.command()
@frame.options
@place.made(demo=False)
@frame.register
def init(as_json: bool) -> None:
    """Make the workspace, or bring an existing one up to date."""
    applied = schema.prepare()
    store.tidy()
    leftovers.tidy(frame.workspace())
    brought = areas.bring(by=frame.who())
    workspace = Workspace.open(settings.WORKSPACE)
    found = {
        "workspace": str(workspace.path),
        "database": "server" if settings.DATABASE_URL else "embedded",
        "migrations": applied,
        "areas": brought,
        "keepers": len(workspace.keepers),
        "ok": True,
    }
    words = [f"The register is ready in {workspace.path}."]
    if not workspace.keepers:
        words.append(
            "No keeper's key yet: columns about testifiers are refused, and no backup can be made (see keepers.txt)."
        )
    frame.answer(as_json, found, *words)
