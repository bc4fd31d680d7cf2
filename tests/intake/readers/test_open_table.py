"""One door for all deliveries: any format, a flat memory, the speed of an import many times over."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, Row, Table, open_table
from tests.intake.readers.conftest import Deliver
from tests.intake.readers.reading import rows
from tests.intake.readers.workbooks.book import Book

COLUMNS = [f"column {letter}" for letter in "abcdefghij"]


def cells(number: int) -> list[str]:
    return [
        str(number),
        f"名字 {number}",
        "male",
        f"place {number % 50}, street",
        *[f"text {number % 7}" for _ in range(6)],
    ]


def csv_file(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        file.writelines(",".join(f'"{cell}"' for cell in cells(number)) + "\n" for number in range(count))


def gb18030_file(path: Path, count: int) -> None:
    csv_file(path, count)
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))


def json_file(path: Path, count: int) -> None:
    objects = (json.dumps(dict(zip(COLUMNS, cells(number), strict=True))) for number in range(count))
    with path.open("w", encoding="utf-8") as file:
        file.write("[" + next(objects))
        file.writelines("," + one for one in objects)
        file.write("]")


def jsonl_file(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(COLUMNS, cells(n), strict=True))) + "\n" for n in range(count))


def xlsx_file(path: Path, count: int) -> None:
    sheet = (
        [COLUMNS[place] for place in range(10)] if not number else _sheet_row(number) for number in range(count + 1)
    )
    Book().sheet(sheet).save(path)


def _sheet_row(number: int) -> list[object]:
    """Texts that repeat: those that do not are the one thing that has to stay in memory."""
    return [number, f"名字 {number % 100}", "male", f"place {number % 50}", *[f"text {number % 7}"] * 6]


FORMATS: dict[str, Callable[[Path, int], None]] = {
    "csv": csv_file,
    "gb18030": gb18030_file,
    "json": json_file,
    "jsonl": jsonl_file,
    "xlsx": xlsx_file,
}


def peak(path: Path) -> int:
    """The most memory, in bytes, that opening and reading took."""
    gc.collect()
    tracemalloc.start()
    for _row in open_table(path):
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.parametrize("kind", FORMATS)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    """Four times the rows take the memory of one time."""
    FORMATS[kind](tmp_path / "small", 2_500)
    FORMATS[kind](tmp_path / "big", 10_000)
    peak(tmp_path / "small")  # what is made once and kept, such as tables of letters
    assert peak(tmp_path / "big") < 1.3 * peak(tmp_path / "small") + 500_000


@pytest.mark.parametrize("kind", FORMATS)
def test_the_name_of_a_file_decides_nothing(tmp_path: Path, kind: str) -> None:
    """Every format is read under every name."""
    path = tmp_path / "0123456789abcdef"
    FORMATS[kind](path, 20)
    for name in ("list.csv", "list.xlsx", "list.json", "list", ""):
        assert len(rows(open_table(path, name=name))) == 20


def test_details_are_codes_that_can_be_stored(tmp_path: Path) -> None:
    """What was found out about a file is plain JSON."""
    for kind, write in FORMATS.items():
        write(tmp_path / kind, 5)
        details = open_table(tmp_path / kind).details
        assert json.loads(json.dumps(details)) == details
        assert details["format"] in ("csv", "tsv", "xlsx", "json", "jsonl")
        assert details["numbering"] in ("line", "row", "item")


def test_rows_can_be_sent_to_other_processes(deliver: Deliver) -> None:
    """Cells are plain texts, also numbers of JSON."""
    table = open_table(deliver('[{"a": 1, "b": "x", "c": [1]}]'))
    assert [type(cell) for row in table for cell in row.cells] == [str, str, str]


def test_the_public_names_are_those_that_others_use() -> None:
    """open_table, Table, Row and ReadError are all there is to know."""
    assert isinstance(open_table.__doc__, str)
    assert Row(1, ("a",)) == (1, ("a",), None)
    assert issubclass(ReadError, ValueError)
    assert Table.__iter__


def test_a_full_disk_passes_through(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the disk while reading is an OSError, for each format."""

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    path = deliver("id,name\n1,Ali\n")
    table = open_table(path)
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(OSError, match="No space left"):
        list(table)
