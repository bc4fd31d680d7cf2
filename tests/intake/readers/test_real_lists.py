"""The real lists beside the project are read as they are, when they are there."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from habeas.intake.readers import open_table
from tests.intake.readers.reading import rows

FOLDERS = ("argentina", "xinjiang", "names")


def lists(data: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((data / folder).glob("*.[ct]sv"))]


def plain(path: Path) -> list[list[str]]:
    """The same with the csv module alone, told what it cannot find out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def test_every_real_list_is_read_cell_by_cell(data: Path) -> None:
    """All rows of all lists come word for word, none is refused, and the header is known, or known to be absent."""
    for path in lists(data):
        table, expected = open_table(path), plain(path)
        width = len(table.columns)
        if table.details["header"] == "one row":
            assert list(table.columns) == expected.pop(0)
        padded = [tuple(cell or None for cell in [*row, *[""] * (width - len(row))]) for row in expected if any(row)]
        assert rows(table) == padded, path.name


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_real_chinese_lists_are_read_in_other_encodings(data: Path, tmp_path: Path, encoding: str) -> None:
    """A list of villages, as an office would export it, is the same in each encoding."""
    source = data / "xinjiang" / "villages.csv"
    path = tmp_path / "villages"
    path.write_bytes(source.read_text("utf-8").encode(encoding))
    assert rows(open_table(path)) == rows(open_table(source))
    assert open_table(path).columns == open_table(source).columns


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), ("|", "cp1252"), ("\t", "utf-16")])
def test_real_spanish_lists_are_read_in_other_dialects(
    data: Path, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """Names with commas, accents and empty cells survive every dialect."""
    source = data / "argentina" / "ruvte.csv"
    table = [[cell.encode(encoding, "replace").decode(encoding) for cell in row] for row in plain(source)]
    path = tmp_path / "list"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(table)
    found = open_table(path)
    assert found.details["delimiter"] == delimiter
    assert [list(found.columns), *[[cell or "" for cell in row] for row in rows(found)]] == table


def test_a_real_list_as_json_is_the_same(data: Path, tmp_path: Path) -> None:
    """As objects and as lines, with the same columns in the same order."""
    head, *body = plain(data / "argentina" / "clandestine_centres.csv")
    objects = [dict(zip(head, row, strict=True)) for row in body]
    (tmp_path / "json").write_text(json.dumps(objects), "utf-8")
    (tmp_path / "jsonl").write_text("".join(json.dumps(one) + "\n" for one in objects), "utf-8")
    for name in ("json", "jsonl"):
        table = open_table(tmp_path / name)
        assert list(table.columns) == head
        assert rows(table) == [tuple(cell or None for cell in row) for row in body]
