"""`habeas import`: bring a list in."""

from __future__ import annotations

from pathlib import Path

import click

from habeas.console import frame
from habeas.intake import deliver, load
from habeas.intake.mapping import MappingError
from habeas.intake.readers import ReadError


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="Which column is which (TOML).",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.option("--quarantine", is_flag=True, help="Hold the rows: they make no persons until promoted.")
@frame.options
@frame.register
def bring(file: Path, mapping: Path, dry_run: bool, quarantine: bool, as_json: bool) -> None:
    """Bring FILE (CSV, TSV, XLSX, JSON, JSONL) into the register: all of it or nothing."""
    try:
        with frame.progress(file.name, quiet=as_json) as report:
            batch = deliver.receive(
                path=file, mapping=mapping.read_text("utf-8"), by=frame.who(), quarantined=quarantine
            )
            if dry_run:
                counts = load.preview(batch, by=frame.who(), report=report).counts()
            else:
                counts = load.commit(batch, by=frame.who(), report=report).counts
    except (load.ImportRefused, MappingError, ReadError, UnicodeDecodeError) as error:
        frame.fail(f"{file.name}: {error}")
    refused = [{"row": one.row, "column": one.column, "why": one.why} for one in batch.refusals.all()[:20]]
    found = {"batch": batch.pk, **counts, "refusals": refused}
    frame.answer(as_json, found, _words(file.name, counts, refused))
    accounted = counts["new"] + counts["changed"] + counts["unchanged"] + counts["refused"]
    if accounted != counts["read"]:
        frame.fail(f"{counts['read'] - accounted} rows are not accounted for; please report this", 1)


def _words(name: str, counts: dict[str, int], refused: list[dict[str, object]]) -> str:
    shown = ", ".join(f"{counts[key]:,} {key}" for key in ("read", "new", "changed", "unchanged", "refused", "gone"))
    lines = [f"{name}: {shown}"]
    lines += [f"  row {one['row']} {one['column']}: {one['why']}".replace(" :", ":") for one in refused]
    return "\n".join(lines)
