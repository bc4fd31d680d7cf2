"""A workbook's sheet is chosen, its header found, and what is hidden is said."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, open_table
from habeas.intake.readers.workbooks.archive import open_archive
from habeas.intake.readers.workbooks.survey import Survey, survey
from habeas.intake.readers.workbooks.workbook import Sheet, read_workbook
from tests.intake.readers.reading import everything, numbers, refused, rows
from tests.intake.readers.workbooks.book import Book

PEOPLE = [["id", "name"], [1, "Ali"], [2, "Gul"]]
TABLE = [("id", "name"), ("1", "Ali"), ("2", "Gul")]


def test_a_plain_workbook_is_read(tmp_path: Path) -> None:
    """Columns, rows, and what is known of the file; nothing more when there is nothing to say."""
    table = open_table(Book().sheet(PEOPLE, name="人员").save(tmp_path / "book"), name="list.csv")
    assert [table.columns, *rows(table)] == TABLE
    assert table.details == {
        "format": "xlsx",
        "numbering": "row",
        "sheet": "人员",
        "header": "one row",
        "header_rows": [1],
    }


def test_a_workbook_by_openpyxl_is_read(tmp_path: Path) -> None:
    """Merged title, header of two rows, dates, truth, formulas, hidden row, column and sheet, all at once."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "List"
    for row in (
        ["People held in Aksu"],
        [],
        ["Name", "Arrest", None, "ok"],
        [None, "date", "place", None],
        ["Ali", dt.date(2017, 3, 1), "Kashgar", True],
        ["Gul", dt.datetime(2017, 3, 1, 14, 30), "Hotan", False],
        ["Cem", None, "=1+1", None],
    ):
        sheet.append(row)
    for cells in ("A1:D1", "B3:C3", "A3:A4", "D3:D4"):
        sheet.merge_cells(cells)
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Secret").sheet_state = "hidden"
    book.save(tmp_path / "book")
    table = open_table(tmp_path / "book")
    assert table.columns == ("Name", "Arrest / date", "Arrest / place", "ok")
    assert rows(table) == [
        ("Ali", "2017-03-01", "Kashgar", "TRUE"),
        ("Gul", "2017-03-01T14:30:00", "Hotan", "FALSE"),
        ("Cem", None, "=1+1", None),
    ]
    assert numbers(table) == [5, 6, 7]
    assert table.details == {
        "format": "xlsx",
        "numbering": "row",
        "sheet": "List",
        "other_sheets": ["Secret"],
        "hidden_sheets": ["Secret"],
        "header": "two rows",
        "header_rows": [3, 4],
        "rows_above": 1,
        "above": ["People held in Aksu"],
        "hidden_rows": 1,
        "hidden_columns": ["Arrest / place"],
        "merged_cells": 4,
    }


def test_the_first_sheet_with_a_table_is_taken(tmp_path: Path) -> None:
    """A cover sheet, an empty one and a hidden one are passed over; the details name the others."""
    book = Book().sheet([["About this list"], [], ["Made in Aksu"]], name="Cover").sheet([], name="Empty")
    book.sheet(PEOPLE, name="Hidden", state="hidden").sheet(PEOPLE, name="People").sheet(PEOPLE, name="More")
    table = open_table(book.save(tmp_path / "book"))
    assert table.details["sheet"] == "People"
    assert table.details["other_sheets"] == ["Cover", "Empty", "Hidden", "More"]
    assert table.details["hidden_sheets"] == ["Hidden"]


def test_a_hidden_sheet_is_read_when_there_is_no_other(tmp_path: Path) -> None:
    """Its being hidden is said."""
    table = open_table(Book().sheet(PEOPLE, name="H", state="veryHidden").save(tmp_path / "book"))
    assert rows(table) == TABLE[1:]
    assert table.details["hidden_sheets"] == ["H"]


def test_a_sheet_of_one_column_is_read(tmp_path: Path) -> None:
    """A list of names is a table when there is nothing wider."""
    assert everything(Book().sheet([["name"], ["Ali"], ["Gul"]]).save(tmp_path / "book")) == [
        ("name",),
        ("Ali",),
        ("Gul",),
    ]


def test_a_sheet_can_be_asked_for_by_name(tmp_path: Path) -> None:
    """Any sheet, also a hidden one; a name that is not there is answered with those that are."""
    path = (
        Book().sheet(PEOPLE, name="A").sheet([["x", "y"], [1, 2]], name="B & C", state="hidden").save(tmp_path / "book")
    )
    assert open_table(path, sheet="B & C").columns == ("x", "y")
    with pytest.raises(ReadError, match="no sheet 'D', but: A, B & C"):
        open_table(path, sheet="D")


@pytest.mark.parametrize("sheets", [[[]], [[], []], [[["", " "]]], []])
def test_a_workbook_without_rows_is_refused(tmp_path: Path, sheets: list[list[list[str]]]) -> None:
    """Empty sheets hold nothing."""
    book = Book()
    for one in sheets:
        book.sheet(one)
    with pytest.raises(ReadError, match="All sheets of the workbook are empty"):
        open_table(book.save(tmp_path / "book"))


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    """A list that is still empty can be brought."""
    assert everything(Book().sheet([["id", "name"]]).save(tmp_path / "book")) == [("id", "name")]


def test_long_numbers_on_other_sheets_are_not_told(tmp_path: Path) -> None:
    """The details speak of the sheet that is read."""
    book = Book().sheet([[650102198003011234]], name="Cover").sheet(PEOPLE, name="People")
    assert "precision_lost" not in open_table(book.save(tmp_path / "book")).details


def test_values_beyond_the_header_make_a_column_or_refuse_their_row(tmp_path: Path) -> None:
    """Notes beside the table are a column when they stand among the first rows, and else refuse theirs."""
    body = [[n, f"Name {n}"] for n in range(700)]
    near = Book().sheet([["id", "name"], [1, "Ali", "a note"], *body]).save(tmp_path / "near")
    assert open_table(near).columns == ("id", "name", "column 3")
    far = Book().sheet([["id", "name"], *body, [1, "Ali", "a note"]]).save(tmp_path / "far")
    assert refused(open_table(far)) == [(702, "has 3 cells, the header has 2")]


def test_merged_cells_in_the_body_give_their_first_cell(tmp_path: Path) -> None:
    """What is merged says its value once, where it begins."""
    after = '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    path = Book().sheet([["id", "place"], [1, "Aksu"], [2, None], [3, "Hotan"]], after=after).save(tmp_path / "book")
    assert rows(open_table(path)) == [("1", "Aksu"), ("2", None), ("3", "Hotan")]
    assert open_table(path).details["merged_cells"] == 1


def test_a_page_header_in_the_body_is_refused(tmp_path: Path) -> None:
    """A header repeated for printing is no person."""
    path = Book().sheet([["id", "name"], [1, "Ali"], ["id", "name"], [2, "Gul"]]).save(tmp_path / "book")
    assert refused(open_table(path)) == [(3, "repeats the header")]


def test_reading_again_gives_the_same(tmp_path: Path) -> None:
    """Each reading opens the file anew; two can go on side by side."""
    table = open_table(Book().sheet([["id", "name"], *[[n, f"Name {n}"] for n in range(3000)]]).save(tmp_path / "book"))
    assert all(one == other for one, other in zip(table, table, strict=True))
    assert len(list(table)) == 3000


def test_styles_and_texts_may_be_missing(tmp_path: Path) -> None:
    """A workbook of numbers alone needs neither."""
    book = Book().sheet(
        [[f"<c r='{letter}1' t='inlineStr'><is><t>{letter}</t></is></c>".encode() for letter in "AB"], [1, 2]]
    )
    parts = {
        name: content for name, content in book.all_parts().items() if "sharedS" not in name and "styles" not in name
    }
    book.all_parts = lambda: parts  # type: ignore[method-assign]
    assert everything(book.save(tmp_path / "book")) == [("A", "B"), ("1", "2")]


def test_the_main_part_is_found_by_relation_or_by_name(tmp_path: Path) -> None:
    """The root's relations say where the workbook is; without them it is looked for at its usual place."""
    book = Book().sheet(PEOPLE)
    book.parts["_rels/.rels"] = b"<Relationships/>"
    assert everything(book.save(tmp_path / "book")) == TABLE


def test_sheets_that_are_no_tables_are_left_out(tmp_path: Path) -> None:
    """Charts, and sheets whose part is missing or lies outside, are not offered."""
    book = Book().sheet(PEOPLE, name="People").sheet(PEOPLE, name="Lost")
    relations = book.all_parts()["xl/_rels/workbook.xml.rels"].decode()
    book.parts["xl/_rels/workbook.xml.rels"] = relations.replace("sheet2.xml", "../../../etc/none.xml").encode()
    with open_archive(book.save(tmp_path / "book")) as archive:
        assert read_workbook(archive).sheets == (Sheet("People", "xl/worksheets/sheet1.xml", "visible"),)


def test_a_survey_sees_what_is_hidden_and_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    """In pieces of any size, with single or double quotes, with prefixes."""
    xml = (
        b'<x:cols><x:col min="2" max="3" hidden="1"/><col min="5" max="99999999" hidden="1"/><col min="7" max="7"/>'
        b"<sheetData><row r='1' hidden='1'><c r='A1'><v>1</v></c></row><x:row r=\"2\" ht=\"3\" hidden=\"true\"/>"
        b'<row r="3" hidden="0"/></sheetData>'
        b'<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/><mergeCell ref="B500:C500"/></mergeCells>'
    )
    expected = Survey({1: [(1, 2), (0, 0)]}, 3, 2, {1, 2})
    for size in (1, 7, 50, 10_000):
        monkeypatch.setattr("habeas.intake.readers.limits.BLOCK", size)
        assert survey(io.BytesIO(xml)) == expected


CELL = (
    st.none()
    | st.integers(-(10**14), 10**14)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_openpyxl_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[int | str | None]]
) -> None:
    """Any words and whole numbers are the same after writing and reading; formulas are their own text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    head = ["first name", "second name", "third name"]
    for row in [head, ["plain", "words", "here"], *table]:
        sheet.append(row)
    path = tmp_path_factory.mktemp("xlsx") / "book"
    book.save(path)
    texts = [tuple(None if cell is None or cell == "" else str(cell) for cell in row) for row in table]
    expected = [row for row in texts if any(cell and cell.strip() for cell in row) and row != tuple(head)]
    found = [row.cells for row in open_table(path) if row.refused is None]
    assert found[1:] == expected
