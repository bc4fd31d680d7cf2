"""CSV and its kin are read as they are meant, and what is broken is refused where it is."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from habeas.intake.readers import ReadError, Row, limits, open_table
from tests.intake.readers.conftest import Deliver
from tests.intake.readers.reading import everything, numbers, refused, rows


def test_a_plain_list_is_read(deliver: Deliver) -> None:
    """Columns, rows, line numbers and what was found out about the file."""
    table = open_table(deliver("id,name\n1,Ali\n\n2,Gul\n"), name="list.csv")
    assert table.columns == ("id", "name")
    assert list(table) == [Row(2, ("1", "Ali")), Row(4, ("2", "Gul"))]
    assert table.details == {
        "format": "csv",
        "encoding": "utf-8",
        "encoding_by": "valid",
        "delimiter": ",",
        "quoting": "doubled",
        "numbering": "line",
        "header": "one row",
        "header_rows": [1],
    }


def test_reading_again_gives_the_same(deliver: Deliver) -> None:
    """A table can be read any number of times, also while another reading is under way."""
    table = open_table(deliver("id,name\n" + "".join(f"{n},Name {n}\n" for n in range(2000))))
    first, second = iter(table), iter(table)
    pairs = list(zip(first, second, strict=True))
    assert all(one == other for one, other in pairs)
    assert [one for one, _other in pairs] == list(table)


def test_tabs_make_a_tsv(deliver: Deliver) -> None:
    """The format is told by the delimiter; a tab in quotes stays."""
    table = open_table(deliver('id\tname\n1\t"Ali\tKarim"\n2\tGul\n'))
    assert table.details["format"] == "tsv"
    assert rows(table) == [("1", "Ali\tKarim"), ("2", "Gul")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(deliver: Deliver, end: str) -> None:
    """Unix, Windows and old Macintosh files have the same rows and the same numbers."""
    path = deliver(end.join(["id,name", "1,Ali", "2,Gul", ""]))
    assert everything(path) == [("id", "name"), ("1", "Ali"), ("2", "Gul")]
    assert numbers(open_table(path)) == [2, 3]


def test_mixed_line_ends_are_read(deliver: Deliver) -> None:
    """Files that were joined from several systems are read line by line."""
    assert numbers(open_table(deliver("id,name\r\n1,Ali\n2,Gul\r3,Cem\r\n4,Nur"))) == [2, 3, 4, 5]


def test_line_breaks_in_cells_stay_and_numbers_are_those_of_an_editor(deliver: Deliver) -> None:
    """A row is numbered by the line it begins in, as an editor shows it."""
    table = open_table(deliver('id,said\n1,"two\nlines"\n2,"three\r\n\r\nlines"\n3,one\n'))
    assert rows(table) == [("1", "two\nlines"), ("2", "three\r\n\r\nlines"), ("3", "one")]
    assert numbers(table) == [2, 4, 7]


def test_the_line_that_names_the_delimiter_is_no_row(deliver: Deliver) -> None:
    """sep=; is counted as a line but is no header."""
    table = open_table(deliver("sep=;\r\nid;name\r\n1;Ali\r\n"))
    assert (table.columns, list(table)) == (("id", "name"), [Row(3, ("1", "Ali"))])


def test_a_delimiter_at_the_end_of_every_row_makes_no_column(deliver: Deliver) -> None:
    """Exports that end each row with a delimiter have no empty last column."""
    assert everything(deliver("id,name,\n1,Ali,\n2,Gul,\n")) == [("id", "name"), ("1", "Ali"), ("2", "Gul")]
    assert everything(deliver("id,name\n1,Ali,\n2,Gul,\n")) == [("id", "name"), ("1", "Ali"), ("2", "Gul")]


def test_a_list_of_one_column_is_read(deliver: Deliver) -> None:
    """A name a line needs no delimiter; commas in the names stay."""
    table = open_table(deliver("name\nAli\nGul, Nur, and Cem\nDil\n"))
    assert table.details["delimiter"] == ""
    assert rows(table) == [("Ali",), ("Gul, Nur, and Cem",), ("Dil",)]


@pytest.mark.parametrize("text", ["name,born\n", "name,born", "\n\nname,born\n\n\n"])
def test_a_header_alone_is_a_table_without_rows(deliver: Deliver, text: str) -> None:
    """A list that is still empty can be brought."""
    table = open_table(deliver(text))
    assert (table.columns, list(table)) == (("name", "born"), [])


@pytest.mark.parametrize("text", ["\n", "\n\n\r\n", "   \n\t\n", " ", "\ufeff\n"])
def test_blank_lines_alone_are_refused(deliver: Deliver, text: str) -> None:
    """A file of blank lines holds nothing."""
    with pytest.raises(ReadError, match="blank"):
        open_table(deliver(text))


def test_delimiters_alone_are_refused(deliver: Deliver) -> None:
    """Rows of empty cells hold nothing."""
    with pytest.raises(ReadError, match="blank or broken"):
        open_table(deliver(",,,\n,,,\n"))


def test_a_table_without_a_header_keeps_its_first_row(deliver: Deliver) -> None:
    """Columns go by their position, the details say that there is no header, and nobody is lost."""
    table = open_table(deliver("1,Ali,1980-01-02\n2,Gul,1981-03-04\n"))
    assert table.columns == ("column 1", "column 2", "column 3")
    assert table.details["header"] == "none"
    assert list(table) == [Row(1, ("1", "Ali", "1980-01-02")), Row(2, ("2", "Gul", "1981-03-04"))]


def test_a_header_that_cannot_be_read_is_never_replaced_by_a_person(deliver: Deliver) -> None:
    """A broken first row may hold the names, so the row below it does not take their place."""
    with pytest.raises(ReadError, match=r"Row 1, where the names .* cannot be read: column 2: holds a NUL"):
        open_table(deliver(b"id,na\0me\n1,Ali\n2,Gul\n"))


def test_broken_rows_right_below_the_header_are_told(deliver: Deliver) -> None:
    """The first people count as well: what cannot be taken of them is refused, not left out."""
    table = open_table(deliver(b"id,name\n1,A\0li\n2,Gul\n3,Cem\n"))
    assert [number for number, _why in refused(table)] == [2]
    assert numbers(table) == [2, 3, 4]


def test_a_space_after_each_delimiter_belongs_to_the_dialect(deliver: Deliver) -> None:
    """Then a quotation mark after it opens a cell; spaces at the end of a cell stay."""
    assert everything(deliver('id, name\n1, "Ali, K"\n2, Gul \n')) == [("id", "name"), ("1", "Ali, K"), ("2", "Gul ")]


def test_titles_are_told_and_passed_over(deliver: Deliver) -> None:
    """What stands above the header is shown in the details; rows keep their numbers."""
    table = open_table(deliver("People held in Aksu\n\nid,name\n1,Ali\n2,Gul\n"))
    assert (table.columns, numbers(table)) == (("id", "name"), [4, 5])
    assert table.details["above"] == ["People held in Aksu"]
    assert table.details["header_rows"] == [3]


def test_a_header_repeated_by_page_breaks_is_refused(deliver: Deliver) -> None:
    """Each repetition is refused with its reason and its number; the rows around it are taken."""
    table = open_table(deliver("id,name\n1,Ali\nid,name\n2,Gul\n\nid,name\n3,Cem\n"))
    assert refused(table) == [(3, "repeats the header"), (6, "repeats the header")]
    assert len(list(table)) == 5


def test_names_that_repeat_are_told(deliver: Deliver) -> None:
    """Columns of one name can all be used, and the details say which were renamed."""
    table = open_table(deliver("name,date,,date\nAli,1,2,3\n"))
    assert table.columns == ("name", "date", "column 3", "date (2)")
    assert table.details["renamed"] == [[3, ""], [4, "date"]]


def test_rows_of_other_lengths_are_padded_or_refused(deliver: Deliver) -> None:
    """A short row is padded; a long one with values beyond the header may be shifted, so it is refused."""
    table = open_table(deliver("a,b,c\n1,2,3\n1\n1,2,3,,\n1,2,3,4\n"))
    assert list(table) == [
        Row(2, ("1", "2", "3")),
        Row(3, ("1", None, None)),
        Row(4, ("1", "2", "3")),
        Row(5, (None, None, None), "has 4 cells, the header has 3"),
    ]


def test_a_wrong_delimiter_is_named_at_once(deliver: Deliver) -> None:
    """When most rows have more cells than the header, the answer says what the delimiter was taken for."""
    text = "a;b,c\n" + "1,2,3,4\n" * 30
    with pytest.raises(ReadError, match=r"Most rows have more cells than the header.*delimiter.*here: ','"):
        open_table(deliver(text))


def test_rows_that_go_wrong_later_refuse_the_file_at_the_end(deliver: Deliver) -> None:
    """A file whose greater part does not fit is refused as a whole: then the reading is wrong, not the rows."""
    text = "a,b\n" + "1,2\n" * 600 + "1,2,3\n" * 700
    table = open_table(deliver(text))
    with pytest.raises(ReadError, match=r"700 of 1,300 rows cannot be taken; the first: row 602: has 3 cells"):
        list(table)


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row(deliver: Deliver) -> None:
    """All that follows would be one cell; the answer names the row where it begins."""
    body = "".join(f'{n},"Name {n}"\n' for n in range(1, 40))
    for rest in ("", "".join(f"{n},x\n" for n in range(100))):
        with pytest.raises(ReadError, match=r"Row 41: a quotation mark is opened there and not closed"):
            list(open_table(deliver("id,name\n" + body + '40,"never closed\n' + rest)))


def test_a_quotation_mark_that_is_never_closed_in_a_big_file_is_found_soon(tmp_path: Path) -> None:
    """The reading stops when the cell is longer than any, not at the end of the file."""
    path = tmp_path / "big"
    with path.open("w") as file:
        file.write("id,name\n" + '1,"Ali"\n' * 1000 + '2,"Gul\n' + "3,Cem\n" * 1_000_000)
    with pytest.raises(ReadError, match="Row 1,002: a quotation mark is opened"):
        list(open_table(path))


def test_marks_that_are_not_doubled_refuse_their_row(deliver: Deliver) -> None:
    """A quoted cell that goes on after its mark would come out altered, so its row is refused; the next is fine."""
    good = "".join(f'{n},"Name, {n}"\n' for n in range(10))
    table = open_table(deliver("id,name\n" + good + '10,"the "tall" one"\n' + "11,Ali\n"))
    assert refused(table) == [(12, "has a quotation mark inside a quoted cell that is not doubled")]
    assert list(table)[-1] == Row(13, ("11", "Ali"))


def test_the_rest_of_a_broken_record_makes_no_row(deliver: Deliver) -> None:
    """Lines inside a broken record's quotation are refused with it, never taken for people."""
    good = "".join(f'{n},"Name, {n}",x\n' for n in range(10))
    broken = '10,"the "tall" one","begins here\nAli,Kashgar,x\nends here"\n'
    table = open_table(deliver("id,name,note\n" + good + broken + '11,"Gul, N",y\n'))
    assert refused(table) == [(12, "has a quotation mark inside a quoted cell that is not doubled (lines 12 to 14)")]
    assert list(table)[-1] == Row(15, ("11", "Gul, N", "y"))


def test_one_mark_too_many_swallows_no_good_rows(deliver: Deliver) -> None:
    """A stray mark without a partner nearby refuses its own row only."""
    good = "".join(f'{n},"Name, {n}"\n' for n in range(100))
    table = open_table(deliver("id,name\n" + good + '100,"a "b"\n' + good))
    assert [number for number, _why in refused(table)] == [102]
    assert len(list(table)) == 201


def test_dirty_lines_looked_at_ahead_are_still_found(deliver: Deliver) -> None:
    """A NUL right after a broken record is not missed."""
    good = "".join(f'{n},"Name, {n}"\n' for n in range(20))
    table = open_table(deliver("id,name\n" + good + '20,"a "b"\n21,x\n22,N\0ur\n23,y\n' + good))
    assert [number for number, _why in refused(table)] == [22, 24]


def test_marks_as_part_of_names_are_kept(deliver: Deliver) -> None:
    """Where quotation marks are no quoting, as in exports with tabs, they are said word for word."""
    table = open_table(deliver('id\tname\n1\t"Ivan" Petrov\n2\t"Anna" Orlova\n3\tOleg "x"\n'))
    assert table.details["quoting"] == "none"
    assert [cells[1] for cells in rows(table)] == ['"Ivan" Petrov', '"Anna" Orlova', 'Oleg "x"']


def test_marks_escaped_with_a_backslash_are_read(deliver: Deliver) -> None:
    """The way of MySQL is understood when no other backslash speaks against it."""
    table = open_table(deliver('id,said\n1,"say \\"hi\\", then go"\n2,"\\"x\\""\n'))
    assert rows(table) == [("1", 'say "hi", then go'), ("2", '"x"')]


def test_a_cell_that_is_too_long_refuses_its_row(deliver: Deliver) -> None:
    """A cell of more than a million characters is refused; the row after it is read."""
    table = open_table(deliver("id,text\n1,a\n2," + "x" * (limits.FIELD + 1) + "\n3,c\n"))
    assert refused(table) == [(3, "has a cell of more than 1,048,576 characters")]
    assert numbers(table) == [2, 3, 4]


def test_too_many_columns_are_refused(deliver: Deliver) -> None:
    """The answer says how many there are and what to do."""
    text = ",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("x" * 10_000) + "\n"
    with pytest.raises(ReadError, match="10,000 columns; at most 2,000"):
        open_table(deliver(text))


def test_thousands_of_empty_columns_are_dropped(deliver: Deliver) -> None:
    """A sheet exported with all its empty columns has only those in use."""
    tail = "," * 16_000
    assert everything(deliver(f"id,name{tail}\n1,Ali{tail}\n")) == [("id", "name"), ("1", "Ali")]


def test_a_disk_that_fails_later_is_an_oserror(deliver: Deliver) -> None:
    """A file that vanishes between two readings is a matter of the disk, not of the file."""
    path = deliver("id,name\n1,Ali\n")
    table = open_table(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        list(table)


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32")
CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abc 0129,;|\t\n\r\"'\\=.-"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\uffff"),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12),
    st.sampled_from(",;|\t"),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_the_csv_module_writes_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[list[str]],
    delimiter: str,
    encoding: str,
    end: str,
    quoting: int,
) -> None:
    """Any cells, in every dialect and Unicode encoding, are the same after writing and reading."""
    header = ["first name", "second name", "third name"]
    assume(not any(cell in header for row in table for cell in row))  # or which row names the columns is open
    # The module leaves a CR unquoted when rows end with LF alone: for every other program it then ends the row.
    assume(end == "\r\n" or quoting == csv.QUOTE_ALL or not any("\r" in cell for row in table for cell in row))
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    # Three rows of plain words make the delimiter plain, as real lists do.
    writer.writerows([header, *[["plain", "words", "here"]] * 3, *table])
    path = tmp_path_factory.mktemp("csv") / "table"
    path.write_bytes(made.getvalue().encode(encoding))
    expected = [tuple(cell or None for cell in row) for row in table if any(cell.strip() for cell in row)]
    assert everything(path) == [tuple(header), *[("plain", "words", "here")] * 3, *expected]


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[st.text(alphabet='一是在人有张王李买提古丽,;"\n ', max_size=8)] * 2), min_size=1, max_size=8),
    st.sampled_from(["gb18030", "big5hkscs"]),
)
def test_chinese_tables_come_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str]], encoding: str
) -> None:
    """The same in the encodings of Chinese offices, beside enough text to know them by."""
    known = {"gb18030": "新疆喀什地区公安局看守所", "big5hkscs": "臺北市中山區公安局看守所監獄"}[encoding]
    encodable = [tuple(cell.encode(encoding, "ignore").decode(encoding) for cell in row) for row in table]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([("姓名", "地址"), *[(known, known)] * 4, *encodable])
    path = tmp_path_factory.mktemp("chinese") / "table"
    path.write_bytes(made.getvalue().encode(encoding))
    expected = [tuple(cell or None for cell in row) for row in encodable if any(cell.strip() for cell in row)]
    assert everything(path)[5:] == expected


@pytest.mark.parametrize("content", [os.urandom(300) for _ in range(20)])
def test_noise_is_refused_or_read_but_never_breaks(deliver: Deliver, content: bytes) -> None:
    """Whatever bytes come, the answer is a table or a ReadError."""
    for start in (b"", b"name,born\n", b"\xff\xfe", b"[", b'{"a":1}\n'):
        with contextlib.suppress(ReadError):
            list(open_table(deliver(start + content)))
