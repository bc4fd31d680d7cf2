"""Read a delivery as a stream: CSV, TSV, XLSX, JSON and JSONL, told apart by content. Pure: no Django, no database.

Nothing said is altered: cells come word for word, a row that cannot be taken is refused with its reason, and
a file that cannot be used raises ReadError, which says what to do. Memory does not grow with the file, except
for the texts that the cells of a workbook share.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from habeas.intake.readers import kinds
from habeas.intake.readers.delimited.csv_table import open_delimited
from habeas.intake.readers.objects.json_table import open_json
from habeas.intake.readers.objects.layout import is_json
from habeas.intake.readers.table import ReadError, Row, Table
from habeas.intake.readers.texts import charsets
from habeas.intake.readers.texts.lines import blocks
from habeas.intake.readers.workbooks.xlsx_table import open_xlsx

__all__ = ["ReadError", "Row", "Table", "open_table"]


def open_table(path: Path, *, name: str = "", sheet: str | None = None) -> Table:
    """The table in a file. `name` is what the file was called, a mere hint; `sheet` chooses among several.

    Raises ReadError for a file that cannot be used, at once or while it is read, and OSError as the disk does.
    """
    with path.open("rb") as file:
        head = file.read(kinds.HEAD)
    kind = kinds.of(head)
    if kind == kinds.ZIP:
        return open_xlsx(path, sheet)
    charset = charsets.detect(path, lines=not is_json(head.decode("utf-8-sig", "replace")))
    if is_json("".join(islice(blocks(path, charset.name), 1))):
        return open_json(path, charset, sheet)
    return open_delimited(path, charset, name)
