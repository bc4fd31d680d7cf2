"""ZIP files that are no XLSX workbook, by what they hold."""

from __future__ import annotations

from typing import Final

from habeas.intake.readers.table import ReadError
from habeas.intake.readers.workbooks.archive import Archive

_OTHERS: Final = (
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint document"),
    ("meta-inf/manifest.mf", "a Java program"),
    ("androidmanifest.xml", "an Android program"),
    ("doc.kml", "a map (KMZ)"),
)


def not_a_workbook(archive: Archive) -> ReadError:
    """Names what a ZIP is that holds no XLSX workbook."""
    names = archive.names
    if any(name.endswith("workbook.bin") for name in names):
        return ReadError("This is a binary Excel workbook (.xlsb). Open it, save it as XLSX or CSV, and bring that.")
    if "content.xml" in names and "mimetype" in names:
        return ReadError("This is an OpenDocument file (.ods). Open it, save it as XLSX or CSV, and bring that.")
    for start, what in _OTHERS:
        if any(name.startswith(start) for name in names):
            return ReadError(f"This is not a table but {what}.")
    return ReadError(
        f"This is a ZIP archive with {len(names):,} files. Unpack it and bring the lists in it one by one."
    )
