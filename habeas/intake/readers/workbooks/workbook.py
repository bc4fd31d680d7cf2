"""What a workbook says of itself: its sheets, where their parts are, its number formats."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from habeas.intake.readers import limits
from habeas.intake.readers.table import ReadError
from habeas.intake.readers.workbooks.archive import Archive
from habeas.intake.readers.workbooks.elements import Elements
from habeas.intake.readers.workbooks.formats import Format, meaning
from habeas.intake.readers.workbooks.parts import yes
from habeas.intake.readers.workbooks.strangers import not_a_workbook

_STYLES: Final = 20  # for each sheet or part that is allowed; a real workbook has at most 65,490 in all


class Sheet(NamedTuple):
    """A sheet: its name, its part, and whether people see it (visible, hidden, veryHidden)."""

    name: str
    part: str
    state: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order, how cells are shown by style number, and whether dates count from 1904."""

    sheets: tuple[Sheet, ...]
    strings: str = ""
    formats: Mapping[str, Format] = field(default_factory=dict)
    from_1904: bool = False


def read_workbook(archive: Archive) -> Workbook:
    """Raises ReadError when the archive holds no workbook, or says what it is instead."""
    root = _related(archive, "", "_rels/.rels")
    main = next((part for kind, part in root.values() if kind == "officeDocument" and part in archive), "")
    if not main and "xl/workbook.xml" in archive:
        main = "xl/workbook.xml"
    if not main or not main.lower().startswith("xl/") or main.lower().endswith(".bin"):
        raise not_a_workbook(archive)
    folder, name = posixpath.split(main)
    parts = _related(archive, folder, f"{folder}/_rels/{name}.rels")
    sheets, from_1904 = _sheets(archive, main, parts)
    by_kind = dict(parts.values())
    styles = by_kind.get("styles", "")
    return Workbook(
        sheets, by_kind.get("sharedStrings", ""), _formats(archive, styles) if styles in archive else {}, from_1904
    )


def _related(archive: Archive, folder: str, name: str) -> dict[str, tuple[str, str]]:
    """By id: the kind of part, and where it is."""
    if name not in archive:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for _parent, tag, attributes in Elements(archive, name):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            _check_count(len(found))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], place)
    return found


def _sheets(archive: Archive, main: str, parts: Mapping[str, tuple[str, str]]) -> tuple[tuple[Sheet, ...], bool]:
    sheets: list[Sheet] = []
    from_1904 = False
    for _parent, tag, attributes in Elements(archive, main):
        if tag == "workbookPr":
            from_1904 = yes(attributes.get("date1904"))
        elif tag == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = parts.get(identity, ("", ""))
            _check_count(len(sheets))
            if kind == "worksheet" and part in archive:
                sheets.append(Sheet(attributes.get("name", ""), part, attributes.get("state", "visible")))
    return tuple(sheets), from_1904


def _formats(archive: Archive, styles: str) -> dict[str, Format]:
    """By style number: what a cell's number means. Styles of plain numbers are left out."""
    codes: dict[str, str] = {}
    found: dict[str, Format] = {}
    number = 0
    for parent, tag, attributes in Elements(archive, styles):
        if tag == "numFmt" and parent == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and parent == "cellXfs":
            identity = attributes.get("numFmtId", "0")
            shown = meaning(identity, codes.get(identity))
            if shown is not None:
                found[str(number)] = shown
            number += 1
            _check_count(number // _STYLES)
    return found


def _check_count(count: int) -> None:
    if count > limits.ENTRIES:
        raise ReadError("The workbook is damaged: it lists more sheets, parts or styles than a real one has.")
