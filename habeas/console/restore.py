"""`habeas restore`: bring a register back from a backup, wholly or not at all."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection, connections

from habeas.accounts.models import User
from habeas.audit import chain, log
from habeas.console import areas, frame, leftovers, schema
from habeas.engine import archive, dump, running
from habeas.engine.archive import ArchiveError
from habeas.engine.workspace import Workspace
from habeas.index import changes
from habeas.registry import erase
from habeas.registry.models import Summary
from habeas.statements.models import Record

_NEEDED = {"database.dump", "secrets/django.key"}
_MEMBER = re.compile(
    r"database\.dump|workspace\.toml|keepers\.txt|erasures\.jsonl|secrets/django\.key"
    r"|store/(?P<folder>[0-9a-f]{2})/(?P<digest>(?P=folder)[0-9a-f]{62})(?P<locked>\.age)?"
)
_PATIENCE = 5.0  # seconds that a killed program's connection may still take to end
_existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_existing)
@click.option("--identity", type=_existing, required=True, help="File with the age secret key.")
@click.option("--erasures", type=_existing, help="A newer erasure list to honour as well.")
@click.option("--replace", is_flag=True, help="Replace the register that is in the workspace now.")
@frame.options
@frame.restoring
def restore(file: Path, identity: Path, erasures: Path | None, replace: bool, as_json: bool) -> None:
    """Check FILE wholly, then bring it back into an empty workspace (made with `habeas init`); replay erasures."""
    workspace = frame.workspace()
    folder, mark = workspace.tmp / leftovers.RESTORE, workspace.path / frame.UNFINISHED
    with leftovers.alone(workspace), frame.progress("restore", quiet=as_json) as report:
        if not replace and not mark.exists() and _is_used():
            frame.fail("This workspace holds a register. Restore into a new one, or add --replace.")
        report("check", 0)
        try:
            names = _checked(archive.read(file, _identities(identity), folder))
            lists = [workspace.path / erase.LIST, folder / erase.LIST, *([erasures] if erasures else [])]
            known = [entry for path in lists for entry in erase.noted(path)]
        except (ArchiveError, erase.EraseError) as error:
            frame.fail(str(error))
        _put_back(workspace, folder, names, lists, mark)
        gone = erase.replay(known, by=frame.who())
        changes.note(None)  # a desk that runs on another machine holds the names of the register that was here
        log.record("backup.restored", by=frame.who(), detail={"name": file.name, "erased_again": gone})
        mark.unlink()
    found = {"restored": True, "erased_again": gone, **_counted(), "head": chain.head()}
    words = f"Restored {found['persons']:,} persons from {found['records']:,} records; {gone} erasures replayed."
    frame.answer(as_json, found, words)


def _counted() -> dict[str, int]:
    persons = Summary.objects.filter(kind="person").values("subject").distinct().count()
    return {"persons": persons, "records": Record.objects.count()}


def _is_used() -> bool:
    """Does the workspace hold more than what `init` brings?"""
    return User.objects.exists() or Record.objects.exclude(source__code__in=areas.sources()).exists()


def _identities(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise ArchiveError(f"{path} is no file with an age secret key.") from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _checked(manifest: dict[str, Any]) -> set[str]:
    """The members' names. Raises ArchiveError when one is missing, strange, or not what its name says."""
    found: set[str] = set()
    for entry in manifest["members"]:
        match = _MEMBER.fullmatch(entry["name"])
        if match is None:
            raise ArchiveError(f"The archive holds {entry['name']!r}, which is not of a backup: it is refused.")
        if match["digest"] and not match["locked"] and match["digest"] != entry["sha256"]:
            raise ArchiveError(f"The sealed file {match['digest'][:16]} in the archive was altered: it is refused.")
        found.add(entry["name"])
    if missing := sorted(_NEEDED - found):
        raise ArchiveError(f"The archive lacks {missing[0]}: it is not a whole backup.")
    return found


def _put_back(workspace: Workspace, folder: Path, names: set[str], lists: list[Path], mark: Path) -> None:
    """Everything in its place. From the mark on until its end, no other command opens the register."""
    began = not mark.exists()
    mark.touch(mode=0o600)
    added: list[Path] = []
    try:
        _be_the_only_one()
        merged = _merged(lists)
        added = _put_files(workspace, folder)
        server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
        connections.close_all()
        dump.load(server, folder / "database.dump")
    except BaseException:
        for place in added:
            place.unlink(missing_ok=True)
        if began:
            mark.unlink()
        raise
    (folder / "secrets/django.key").replace(workspace.path / "secrets/django.key")
    if not workspace.keepers and "keepers.txt" in names:  # keys that are here are newer
        (folder / "keepers.txt").replace(workspace.keepers_file)
    if merged:
        (folder / erase.LIST).write_text(merged, "utf-8")
        (folder / erase.LIST).replace(workspace.path / erase.LIST)
    schema.prepare()
    for place in workspace.store.glob("??/*"):
        if f"store/{place.parent.name}/{place.name}" not in names:
            place.unlink()


def _be_the_only_one() -> None:
    """Raises SystemExit while another program uses the database: it would go on with the old keys."""
    end = time.monotonic() + _PATIENCE
    while _others():
        if time.monotonic() > end:
            frame.fail("Another program uses this register (habeas serve?). Stop it, then start again.")
        time.sleep(0.1)


def _others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _put_files(workspace: Workspace, folder: Path) -> list[Path]:
    """Sealed files into the store; returns those that were not there."""
    added = []
    for path in (folder / "store").glob("??/*"):
        place = workspace.store / path.parent.name / path.name
        place.parent.mkdir(exist_ok=True, mode=0o700)
        if not place.exists():
            added.append(place)
        path.chmod(0o400)
        path.replace(place)
    return added


def _merged(lists: list[Path]) -> str:
    """All lists of erasures as one, each entry once: an older backup never shortens the list."""
    lines = [line for path in lists if path.exists() for line in path.read_text("utf-8").splitlines()]
    return "".join([f"{line}\n" for line in dict.fromkeys(lines) if line.strip()])
