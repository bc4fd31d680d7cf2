"""`habeas import`: bring a list in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from habeas.console import frame
from habeas.intake import deliver, load, opening, saved
from habeas.intake.mapping import MappingError
from habeas.intake.models import Batch
from habeas.intake.notes import notes
from habeas.intake.readers import ReadError, Table

_SHOWN = 20  # refused rows


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which column is which (TOML). Default: the mapping kept from an earlier delivery with these columns.",
)
@click.option("--sheet", default="", help="Which sheet of a workbook, or list of a JSON file.")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.option("--quarantine", is_flag=True, help="Hold the rows: they make no persons until promoted.")
@frame.options
@frame.register
def bring(file: Path, mapping: Path | None, sheet: str, dry_run: bool, quarantine: bool, as_json: bool) -> None:
    """Bring FILE (CSV, TSV, XLSX, JSON, JSONL) into the register: all of it or nothing."""
    try:
        with frame.progress(file.name, quiet=as_json) as report:
            batch, table = _delivered(file, mapping, sheet, quarantine)
            if dry_run:
                seen = load.preview(batch, by=frame.who(), report=report)
                deliver.discard(batch=batch, by=frame.who())
                counts, refused = seen.counts(), seen.refusals[:_SHOWN]
            else:
                counts = load.commit(batch, by=frame.who(), report=report).counts
                refused = list(batch.refusals.order_by("row", "pk").values_list("row", "column", "why")[:_SHOWN])
    except (load.ImportRefused, MappingError, ReadError, UnicodeDecodeError) as error:
        frame.fail(f"{file.name}: {error}")
    told = [{"row": row, "column": column, "why": why} for row, column, why in refused]
    about = notes(table.details)
    found = {"batch": batch.pk, "dry_run": dry_run, **counts, "refusals": told, "notes": about}
    frame.answer(as_json, found, _words(file.name, counts, told, about))
    accounted = counts["new"] + counts["changed"] + counts["unchanged"] + counts["refused"]
    if accounted != counts["read"]:
        frame.fail(f"{counts['read'] - accounted} rows are not accounted for; please report this", 1)


def _delivered(file: Path, mapping: Path | None, sheet: str, quarantine: bool) -> tuple[Batch, Table]:
    """Seal the file, look into it, and say which column is which."""
    given = None if mapping is None else mapping.read_text("utf-8")
    batch = deliver.receive(path=file, by=frame.who(), sheet=sheet)
    table = opening.opened(batch)
    text = _kept(table.columns) if given is None else given
    deliver.choose_mapping(batch=batch, mapping=text, by=frame.who(), quarantined=quarantine, sheet=sheet)
    batch.refresh_from_db()
    return batch, table


def _kept(columns: Sequence[str]) -> str:
    """The mapping kept from an earlier delivery that reads these columns."""
    kept = saved.fitting(columns, sources=None)
    if kept is None:
        raise load.ImportRefused(
            "no mapping kept from an earlier delivery fits its columns. Write one (docs/mapping.md) and give it "
            "with --mapping, or import the file in the desk, which guesses one."
        )
    return kept.text


def _words(name: str, counts: dict[str, int], refused: list[dict[str, object]], about: list[str]) -> str:
    shown = ", ".join(f"{counts[key]:,} {key}" for key in ("read", "new", "changed", "unchanged", "refused", "gone"))
    lines = [f"{name}: {shown}", *[f"  {note}" for note in about]]
    lines += [f"  row {one['row']} {one['column']}: {one['why']}".replace(" :", ":") for one in refused]
    return "\n".join(lines)
