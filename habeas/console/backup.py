"""`habeas backup`: one encrypted archive of one moment of the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg
from django.conf import settings

from habeas.audit import chain, log
from habeas.console import frame, leftovers
from habeas.engine import archive, dump, running
from habeas.engine.workspace import Workspace
from habeas.evidence import store
from habeas.registry import erase

_PARTS = ("workspace.toml", "keepers.txt", erase.LIST, "secrets/django.key")
_FILES = """
    SELECT i.sha256, (SELECT c.what FROM evidence_custody c WHERE c.item_id = i.id
                      AND c.what IN ('received', 'locked', 'destroyed') ORDER BY c.id DESC LIMIT 1)
    FROM evidence_item i ORDER BY 1
"""
Member = tuple[str, Path]


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--to", "recipients", multiple=True, metavar="AGE_KEY", help="Public key; default: all of keepers.txt.")
@frame.options
@frame.register
def backup(out: Path | None, recipients: tuple[str, ...], as_json: bool) -> None:
    """Write one encrypted archive of database and sealed files to OUT (default: the workspace's backups folder)."""
    workspace = frame.workspace()
    out = out or workspace.backups / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.habeas.age"
    keys = list(recipients) or workspace.keepers
    try:
        archive.check(out, keys)
        with leftovers.alone(workspace), frame.progress("backup", quiet=as_json) as report:
            log.record("backup.begun", by=frame.who(), detail={"name": out.name})
            head = chain.head()
            report("database", 0)
            members = _members(workspace)
            archive.write(out, _told(members, report), keys)
    except archive.ArchiveError as error:
        frame.fail(str(error))
    size = out.stat().st_size
    log.record("backup.made", by=frame.who(), detail={"name": out.name, "bytes": size})
    found = {"archive": str(out), "bytes": size, "head": head}
    frame.answer(as_json, found, f"Backup: {out} ({size:,} bytes)")


def _members(workspace: Workspace) -> list[Member]:
    """The database, what is kept beside it, and every sealed file that the database of that moment knows."""
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    copy = workspace.tmp / leftovers.BACKUP / "database.dump"
    copy.parent.mkdir(mode=0o700)
    with dump.moment(server) as (connection, name):
        dump.dump(server, copy, moment=name)
        files = list(_files(connection))
    kept = [(part, workspace.path / part) for part in _PARTS if (workspace.path / part).exists()]
    return [("database.dump", copy), *kept, *files]


def _files(connection: psycopg.Connection[tuple[str, str | None]]) -> Iterator[Member]:
    """A file that is missing is left out: `habeas verify` names it here and after a restore."""
    for sha256, state in connection.execute(_FILES):
        plain = store.folder() / sha256[:2] / sha256
        locked = plain.with_suffix(store.LOCKED)
        place = locked if state == "locked" else plain
        if state != "destroyed" and place.exists():
            yield f"store/{sha256[:2]}/{place.name}", place
        elif state == "received" and locked.exists():
            raise archive.ArchiveError("A list was locked to the keepers while the backup was made. Start it again.")


def _told(members: list[Member], report: frame.Report) -> Iterator[Member]:
    for number, member in enumerate(members, start=1):
        report("files", number, len(members))
        yield member
