"""`habeas backup` and `habeas restore`: one encrypted archive, and back."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import connections

from habeas.audit import chain, log
from habeas.console import frame, schema
from habeas.engine import archive, dump, running
from habeas.engine.workspace import Workspace
from habeas.registry import erase

_PARTS = ("workspace.toml", "keepers.txt", erase.LIST)
_SECRETS = ("django.key",)


@click.command()
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.option("--to", "recipients", multiple=True, metavar="AGE_KEY", help="Public key; default: all of keepers.txt.")
@frame.options
@frame.register
def backup(out: Path | None, recipients: tuple[str, ...], as_json: bool) -> None:
    """Write one encrypted archive of database and sealed files to OUT (default: the workspace's backups folder)."""
    workspace = frame.workspace()
    out = out or workspace.backups / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.habeas.age"
    copy = workspace.tmp / f"{out.name}.dump"
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    log.record("backup.made", by=frame.who(), detail={"name": out.name})
    try:
        dump.dump(server, copy)
        archive.write(out, _members(workspace, copy), list(recipients) or workspace.keepers)
    except archive.ArchiveError as error:
        frame.fail(str(error))
    finally:
        copy.unlink(missing_ok=True)
    found = {"archive": str(out), "bytes": out.stat().st_size, "chain": chain.head()[0]}
    frame.answer(as_json, found, f"Backup: {out} ({out.stat().st_size:,} bytes)")


def _members(workspace: Workspace, copy: Path) -> list[tuple[str, Path]]:
    kept = [(name, workspace.path / name) for name in _PARTS if (workspace.path / name).exists()]
    kept += [(f"secrets/{name}", workspace.path / "secrets" / name) for name in _SECRETS]
    kept += [(f"store/{path.parent.name}/{path.name}", path) for path in sorted(workspace.store.glob("??/*"))]
    return [("database.dump", copy), *kept]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="File with the age secret key.",
)
@click.option(
    "--erasures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A newer erasure list to honour as well.",
)
@click.option("--replace", is_flag=True, help="Replace the register that is in the workspace now.")
@frame.options
@frame.register
def restore(file: Path, identity: Path, erasures: Path | None, replace: bool, as_json: bool) -> None:
    """Check FILE wholly, then bring it back into an empty workspace (made with `habeas init`); replay erasures."""
    workspace = frame.workspace()
    if not replace and _is_used():
        frame.fail("This workspace holds records. Restore into a new one, or add --replace.")
    folder = workspace.tmp / "restore"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        archive.read(file, _identities(identity), folder)
        known = erase.noted(workspace.path / erase.LIST) + (erase.noted(erasures) if erasures else [])
        _put_back(workspace, folder)
    except archive.ArchiveError as error:
        frame.fail(str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    known += erase.noted(workspace.path / erase.LIST)
    gone = erase.replay(known, by=frame.who())
    log.record("backup.restored", by=frame.who(), detail={"name": file.name, "erased_again": gone})
    frame.answer(as_json, {"restored": True, "erased_again": gone}, f"Restored; {gone} erasures replayed.")


def _is_used() -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM statements_record)")
        return bool(cursor.fetchone()[0])


def _identities(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _put_back(workspace: Workspace, folder: Path) -> None:
    server = running.server(settings.WORKSPACE, url=settings.DATABASE_URL, owner_url=settings.DATABASE_OWNER_URL)
    connections.close_all()
    dump.load(server, folder / "database.dump")
    for name in ("keepers.txt", "secrets/django.key"):
        shutil.copyfile(folder / name, workspace.path / name)
    _merge_list(folder / erase.LIST, workspace.path / erase.LIST)
    for path in (folder / "store").glob("??/*"):
        place = workspace.store / path.parent.name / path.name
        place.parent.mkdir(exist_ok=True, mode=0o700)
        if not place.exists():
            shutil.move(path, place)
            place.chmod(0o400)
    schema.prepare()


def _merge_list(restored: Path, kept: Path) -> None:
    """Both lists together, each erasure once: an older backup never shortens the list."""
    lines = [line for path in (kept, restored) if path.exists() for line in path.read_text("utf-8").splitlines()]
    if lines:
        kept.write_text("".join(f"{line}\n" for line in dict.fromkeys(lines)), "utf-8")
