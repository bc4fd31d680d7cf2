"""Cells are read as a person sees them, and rows keep their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.intake.readers import ReadError, Row, limits, open_table
from habeas.intake.readers.workbooks.cells import Columns
from tests.intake.readers.reading import everything, numbers, refused, rows
from tests.intake.readers.workbooks.book import Book, letters

HEAD = ["id", "name", "more"]


def cell(book: Book, value: object, tmp_path: Path) -> str | None:
    """The text that one cell is read as."""
    book.sheet([HEAD, [1, "x", value]])
    found = rows(open_table(book.save(tmp_path / "book")))
    return found[0][2]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<c r="@"><v>5</v></c>', "5"),
        ('<c r="@" t="n"><v>5.0</v></c>', "5"),
        ('<c r="@"><v>1.1000000000000001</v></c>', "1.1"),
        ('<c r="@" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="@" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="@" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="@" t="str"><v>a_x000D_b</v></c>', "a\rb"),
        ('<c r="@" t="d"><v>2017-03-01T00:00:00</v></c>', "2017-03-01"),
        ('<c r="@" t="d"><v>2017-03-01T14:30:00</v></c>', "2017-03-01T14:30:00"),
        ('<c r="@" t="inlineStr"><is><t>in line</t></is></c>', "in line"),
        ('<c r="@" t="inlineStr"><is><r><t>in </t></r><r><rPr/><t>line</t></r></is></c>', "in line"),
        ('<c r="@" t="inlineStr"><is><t>山田</t><rPh sb="0" eb="1"><t>ヤマダ</t></rPh></is></c>', "山田"),
        ('<c r="@" t="inlineStr"><is><t>a &amp; b &lt;i&gt; &#26032;</t></is></c>', "a & b <i> 新"),
        ('<c r="@" t="inlineStr">\n <is>\n <t xml:space="preserve"> x </t>\n </is>\n</c>', " x "),
        ('<c r="@"><f>A1*2</f><v>4</v></c>', "4"),
        ('<c r="@" t="str"><f>A1&amp;"x"</f><v>1x</v></c>', "1x"),
        ('<c r="@" t="str"><f>""</f><v></v></c>', None),
        ('<c r="@"><f>A1*2</f></c>', "=A1*2"),
        ('<c r="@"><f>SUM(A1:A9)</f><v/></c>', "=SUM(A1:A9)"),
        ('<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="@"/>', None),
        ('<c r="@" s="1"></c>', None),
        ('<c r="@"><v></v></c>', None),
        ('<c r="@"><v>650102198003011234</v></c>', "650102198003011234"),
        ('<c r="@"><v>6.5010219800301126E+17</v></c>', "650102198003011260"),
        ('<c r="@"><extLst><ext><x><y/></x></ext></extLst><v>7</v></c>', "7"),
        ('<c r="@"><v>not a number</v></c>', "not a number"),
    ],
)
def test_each_kind_of_cell_is_read(tmp_path: Path, xml: str, text: str | None) -> None:
    """Numbers, words, errors, truth, formulas with and without a value: each as it is shown."""
    assert cell(Book(), xml.encode(), tmp_path) == text


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "<b>x</b>", "\u202ex", " two  spaces ", "é e\u0301", "新疆", "😀", "a\nb\tc", "_x", "00123"],
)
def test_texts_are_kept_word_for_word(tmp_path: Path, text: str) -> None:
    """What is text in the sheet is not touched, whatever it looks like."""
    assert cell(Book(), text, tmp_path) == text


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("14", 42795, "2017-03-01"),
        ("yyyy-mm-dd hh:mm", 42795.5, "2017-03-01T12:00:00"),
        ('yyyy"年"m"月"d"日"', 42795, "2017-03-01"),
        ("31", 42795, "2017-03-01"),
        ("57", 42795, "2017-03"),
        ("h:mm", 0.5, "12:00:00"),
        ("000000", 4211, "004211"),
        ("0.00", 42795, "42795"),
        ("General", 42795, "42795"),
    ],
)
def test_formats_decide_what_a_number_is(tmp_path: Path, code: str, number: float, text: str) -> None:
    """A date by its format is an ISO date, a code has its zeros, and all else stays a number."""
    book = Book()
    assert cell(book, (number, book.style(code)), tmp_path) == text


def test_dates_from_1904_are_read(tmp_path: Path) -> None:
    """The workbook says from which day it counts."""
    book = Book()
    book.properties = '<workbookPr date1904="1"/>'
    assert cell(book, (41333, book.style("14")), tmp_path) == "2017-03-01"


def test_numbers_too_long_for_a_sheet_are_told(tmp_path: Path) -> None:
    """Identity numbers kept as numbers have lost their end: the details name their columns, also late ones."""
    late = [[n, f"Name {n}", "x"] for n in range(9000)]
    book = Book().sheet([HEAD, [650102198003011234, "Ali", "x"], *late, [1, "Gul", b'<c r="@"><v>1.5E+16</v></c>']])
    table = open_table(book.save(tmp_path / "book"))
    assert table.details["precision_lost"] == ["id"]
    assert next(iter(table)).cells[0] == "650102198003011234"
    list(table)
    assert table.details["precision_lost"] == ["id", "more"]


def test_rows_have_their_numbers_and_gaps(tmp_path: Path) -> None:
    """Rows and cells that are left out in the file are empty; numbers are those in the sheet."""
    book = Book()
    gap = book.row(9, ["5", None, None, None])
    book.sheet([HEAD, [1, "Ali", "x"], "", gap, '<row r="12"><c r="C12"><v>7</v></c></row>', '<row r="14"/>'])
    assert list(open_table(book.save(tmp_path / "book"))) == [
        Row(2, ("1", "Ali", "x")),
        Row(9, ("5", None, None)),
        Row(12, (None, None, "7")),
    ]


def test_rows_and_cells_without_numbers_follow_each_other(tmp_path: Path) -> None:
    """Some programs write no references at all."""
    plain = "<row><c><v>{}</v></c><c t='inlineStr'><is><t>{}</t></is></c></row>"
    book = Book().sheet(
        ["<row><c t='inlineStr'><is><t>id</t></is></c><c t='inlineStr'><is><t>name</t></is></c></row>"]
        + [plain.format(n, f"Name {n}") for n in range(3)]
    )
    assert numbers(open_table(book.save(tmp_path / "book"))) == [2, 3, 4]
    assert everything(tmp_path / "book")[1] == ("0", "Name 0")


def test_prefixed_tags_are_read(tmp_path: Path) -> None:
    """x:row and x:c are rows and cells; pretty-printed XML is the same."""
    book = Book().sheet([["id", "name"], [1, "Ali"], [2, "Gul"]])
    xml = book.all_parts()["xl/worksheets/sheet1.xml"].decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v"):
        xml = (
            xml.replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"<{tag}>", f"\n  <x:{tag}>")
            .replace(f"</{tag}>", f"</x:{tag}>\n")
        )
    book.parts["xl/worksheets/sheet1.xml"] = xml.replace("xmlns=", "xmlns:x=").encode()
    assert everything(book.save(tmp_path / "book")) == [("id", "name"), ("1", "Ali"), ("2", "Gul")]


def test_cells_out_of_order_are_put_in_place(tmp_path: Path) -> None:
    """A cell that comes late still stands in its column; a cell given twice refuses its row."""
    late = '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>'
    twice = '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c><c r="B3"><v>3</v></c></row>'
    table = open_table(Book().sheet([["id", "name"], late, twice]).save(tmp_path / "book"))
    assert next(iter(table)) == Row(2, ("1", "2"))
    assert refused(table) == [(3, "has cell B3 twice")]


def test_a_shared_formula_without_a_value_refuses_its_row(tmp_path: Path) -> None:
    """Its text stands in another cell, so there is nothing to show for it."""
    bare = '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f t="shared" si="0"/></c></row>'
    table = open_table(Book().sheet([["id", "name"], [1, "Ali"], bare, [2, "Gul"]]).save(tmp_path / "book"))
    assert refused(table) == [(3, "has a formula without a value in B3")]
    assert len(list(table)) == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row>', "row '1' comes after row 2"),
        ('<row r="x"><c r="A3"><v>1</v></c></row>', "row 'x' comes after row 2"),
        ('<row r="9999999"><c r="A9999999"><v>1</v></c></row>', "row '9999999' comes after row 2"),
        ('<row r="3"><c r="ZZZZ3"><v>1</v></c></row>', "column 'ZZZZ'"),
        ('<row r="3"><c r="XFE3"><v>1</v></c></row>', "column 'XFE'"),
        ('<row r="3"><c r="a3"><v>1</v></c></row>', "column 'a'"),
        ('<row r="3"><c r="A77"><v>1</v></c></row>', "column 'A7'"),
        ('<row r="3"><c r="A3" t="s"><v>99</v></c></row>', "points to text no. 99"),
        ('<row r="3"><c r="A3" t="s"><v>-1</v></c></row>', "points to text '-1', which is no number"),
        ('<row r="3"><c r="A3"><c r="B3"/></c></row>', "a cell inside a cell"),
        ('<row r="3"><c r="A3"><v><v>1</v></v></c></row>', "a cell inside a cell"),
        ('<row r="3"><c r="A3"><v>1</v></row>', "breaks in line"),
    ],
)
def test_damage_in_a_sheet_is_named(tmp_path: Path, row: str, message: str) -> None:
    """What no spreadsheet writes refuses the file, with the place."""
    book = Book().sheet([["id", "name"], [1, "Ali"], row])
    with pytest.raises(ReadError, match=message):
        list(open_table(book.save(tmp_path / "book")))


def test_a_sheet_that_was_cut_off_gives_no_whole_reading(tmp_path: Path) -> None:
    """A sheet whose XML ends early is damaged, though its ZIP is whole."""
    book = Book().sheet([["id", "name"], *[[n, "Ali"] for n in range(50)]])
    book.parts["xl/worksheets/sheet1.xml"] = book.all_parts()["xl/worksheets/sheet1.xml"][:-200]
    with pytest.raises(ReadError, match="damaged"):
        list(open_table(book.save(tmp_path / "book")))


def test_one_cell_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text in a cell is limited while it is read, not after."""
    monkeypatch.setattr(limits, "BLOCK", 4096)
    monkeypatch.setattr(limits, "FIELD", 10_000)
    book = Book().sheet([["id", "name"], [1, b'<c r="@" t="str"><v>' + b"x" * 100_000 + b"</v></c>"]])
    with pytest.raises(ReadError, match="a cell of more than 10,000 characters"):
        list(open_table(book.save(tmp_path / "book")))


def test_columns_are_counted_by_letters() -> None:
    """A, Z, AA and XFD are the first, 26th, 27th and last column."""
    columns = Columns()
    assert [columns[name] for name in ("A", "Z", "AA", "AZ", "BA", "XFD")] == [0, 25, 26, 51, 52, 16_383]
    assert all(columns[letters(place)] == place for place in range(0, 16_384, 37))


def test_a_sheet_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    """Three thousand columns are no list of people; the answer says how many there are."""
    book = Book().sheet([[f"c{n}" for n in range(3000)], ["x"] * 3000])
    with pytest.raises(ReadError, match="3,000 columns; at most 2,000"):
        open_table(book.save(tmp_path / "book"))
