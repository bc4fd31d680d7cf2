"""`habeas import`: bring a list in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from habeas.console import frame
from habeas.intake import deliver, load, opening, saved
from habeas.intake import mapping as mappings
from habeas.intake.mapping import MappingError
from habeas.intake.readers import ReadError, open_table

_SHOWN = 20  # refused rows
_COUNTS = ("read", "new", "changed", "unchanged", "refused", "gone")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which column is which (TOML). Default: the mapping kept from an earlier delivery with these columns.",
)
@click.option("--stream", default="", help="Which list of its source the file is. Default: as the mapping says.")
@click.option("--sheet", default="", help="Which sheet of a workbook, or list of a JSON file.")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.option("--quarantine", is_flag=True, help="Hold the rows: they make no persons until promoted.")
@frame.options
@frame.register
def bring(
    file: Path, mapping: Path | None, stream: str, sheet: str, dry_run: bool, quarantine: bool, as_json: bool
) -> None:
    """Bring FILE (CSV, TSV, XLSX, JSON, JSONL) into the register: all of it or nothing."""
    try:
        with frame.progress(file.name, quiet=as_json) as report:
            text = _kept(file, sheet) if mapping is None else _text(mapping)
            text = _of_stream(text, stream) if stream else text
            batch = deliver.receive(path=file, mapping=text, by=frame.who(), quarantined=quarantine, sheet=sheet)
            about = [*opening.noted(batch), *([_said_by(text)] if mapping is None else [])]
            if dry_run:
                seen = load.preview(batch, by=frame.who(), report=report)
                deliver.discard(batch=batch, by=frame.who())
                counts, refused = seen.counts(), sorted(seen.refusals)
            else:
                counts = load.commit(batch, by=frame.who(), report=report).counts
                refused = list(batch.refusals.order_by("row", "pk").values_list("row", "column", "why"))
    except MappingError as error:
        frame.fail(f"{mapping or 'The mapping that was kept'}: {error}")
    except (load.ImportRefused, ReadError) as error:
        frame.fail(f"{file.name}: {error}")
    told = [{"row": row, "column": column, "why": why} for row, column, why in refused]
    ordered = {name: counts[name] for name in _COUNTS} | counts
    found = {"batch": batch.pk, "dry_run": dry_run, **ordered, "refusals": told, "notes": about}
    frame.answer(as_json, found, *_words(file.name, counts, told, about))
    accounted = counts["new"] + counts["changed"] + counts["unchanged"] + counts["refused"]
    if accounted != counts["read"]:
        frame.fail(f"{counts['read'] - accounted} rows are not accounted for; please report this", 1)


def _text(mapping: Path) -> str:
    try:
        return mapping.read_text("utf-8")
    except UnicodeDecodeError:
        raise MappingError("not a text in UTF-8. Save it as one.") from None


def _of_stream(text: str, stream: str) -> str:
    """The mapping for another list of the same source."""
    return mappings.dump(replace(mappings.load(text), stream=stream))


def _said_by(text: str) -> str:
    """Whose the kept mapping is: nobody should have to guess which source the rows went to."""
    kept = mappings.load(text)
    return f"With the mapping kept for the source {kept.source['code']}, list {kept.stream or '-'}."


def _kept(file: Path, sheet: str) -> str:
    """The kept mapping that reads this file's columns."""
    kept = saved.fitting(open_table(file, name=file.name, sheet=sheet or None).columns, sources=None, strangers=0)
    if kept is None:
        raise load.ImportRefused(
            "no mapping kept from an earlier delivery fits its columns. Write one (docs/mapping.md) and give it "
            "with --mapping, or import the file in the desk, which guesses one."
        )
    return kept.text


def _words(name: str, counts: dict[str, Any], refused: list[dict[str, object]], about: list[str]) -> list[str]:
    lines = [f"{name}: {', '.join(f'{counts[key]:,} {key}' for key in _COUNTS)}", *[f"  {note}" for note in about]]
    for one in refused[:_SHOWN]:
        column = f", column {one['column']}" if one["column"] else ""
        lines.append(f"  row {one['row']}{column}: {one['why']}")
    more = counts["refused"] - len(refused[:_SHOWN])
    return [*lines, *([f"  ... and {more:,} more (all of them with --json)"] if more > 0 else [])]
