"""Writes XLSX files part by part, so that tests can build what no spreadsheet program would."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN_PART = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def letters(place: int) -> str:
    """The letters of a column counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _built_in(code: str) -> bool:
    return code.isdigit() and not code.startswith("0")


class Book:
    """A workbook in the making. Cells are texts (shared), numbers, None, or raw XML as bytes."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.strings: dict[str, int] = {}
        self.formats: list[str] = []
        self.parts: dict[str, bytes] = {}
        self.properties = ""

    def style(self, code: str) -> int:
        """The style number of a number format; a number stands for one that is built in."""
        self.formats.append(code)
        return len(self.formats)

    def sheet(
        self, rows: Iterable[Sequence[Any] | str], *, name: str = "", state: str = "", before: str = "", after: str = ""
    ) -> Book:
        """Add a sheet. A row may be given as XML; `before` and `after` stand around all rows."""
        number = len(self.sheets) + 1
        made = "".join([row if isinstance(row, str) else self.row(place, row) for place, row in enumerate(rows, 1)])
        data = f"{HEAD}<worksheet xmlns='{MAIN}'>{before}<sheetData>{made}</sheetData>{after}</worksheet>"
        self.sheets.append((name or f"Sheet{number}", state, data))
        return self

    def row(self, number: int, cells: Sequence[Any], attributes: str = "") -> str:
        made = [self.cell(f"{letters(place)}{number}", value) for place, value in enumerate(cells) if value is not None]
        return f'<row r="{number}" {attributes}>{"".join(made)}</row>'

    def cell(self, reference: str, value: Any) -> str:
        if isinstance(value, bytes):
            return value.decode().replace("@", reference)
        if isinstance(value, str):
            return f'<c r="{reference}" t="s"><v>{self.strings.setdefault(value, len(self.strings))}</v></c>'
        if isinstance(value, tuple):
            return f'<c r="{reference}" s="{value[1]}"><v>{value[0]}</v></c>'
        return f'<c r="{reference}"><v>{value}</v></c>'

    def all_parts(self) -> dict[str, bytes]:
        """Every part by its name; those in `parts` win."""
        texts = {
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">{MAIN_PART}</Relationships>',
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": self._relations(),
            "xl/styles.xml": self._styles(),
            "xl/sharedStrings.xml": self._strings(),
        }
        texts |= {f"xl/worksheets/sheet{number}.xml": one[2] for number, one in enumerate(self.sheets, 1)}
        return {name: text.encode() for name, text in texts.items()} | self.parts

    def save(self, path: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
        with zipfile.ZipFile(path, "w", compression) as file:
            for name, content in self.all_parts().items():
                file.writestr(name, content)
        return path

    def _workbook(self) -> str:
        sheets = ""
        for number, (name, state, _data) in enumerate(self.sheets, 1):
            seen = f"state={quoteattr(state)}" if state else ""
            sheets += f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="s{number}" {seen}/>'
        return (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{self.properties}<sheets>{sheets}</sheets></workbook>'
        )

    def _relations(self) -> str:
        made = "".join(
            f'<Relationship Id="s{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in range(1, len(self.sheets) + 1)
        )
        made += f'<Relationship Id="x1" Type="{OFFICE}/styles" Target="styles.xml"/>'
        made += f'<Relationship Id="x2" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        return f'{HEAD}<Relationships xmlns="{RELATIONS}">{made}</Relationships>'

    def _styles(self) -> str:
        own = [(200 + place, code) for place, code in enumerate(self.formats) if not _built_in(code)]
        formats = "".join(f"<numFmt numFmtId='{number}' formatCode={quoteattr(code)}/>" for number, code in own)
        numbers = [code if _built_in(code) else str(200 + place) for place, code in enumerate(self.formats)]
        xfs = "".join(f'<xf numFmtId="{number}"/>' for number in ["0", *numbers])
        return (
            f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
            f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{xfs}</cellXfs></styleSheet>'
        )

    def _strings(self) -> str:
        items = "".join(f"<si><t xml:space='preserve'>{escape(text)}</t></si>" for text in self.strings)
        return f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'
