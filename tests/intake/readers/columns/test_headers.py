"""The header is found where people put it, and no row of data is lost to it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from habeas.intake.readers.columns import figures, headers
from habeas.intake.readers.columns.headers import Head, find
from habeas.intake.readers.columns.titles import Spans

Grid = Sequence[Sequence[str | None]]

BODY: Grid = [["1", "Ali", "1980-03-01", "Kashgar"], ["2", "Gul", "1990-05-02", "Hotan"], ["3", "Cem", "1975", "Aksu"]]


def found(rows: Grid, spans: Spans | None = None) -> tuple[tuple[str, ...], int, int]:
    head = find(rows, spans)
    return head.names, head.above, head.used


def test_the_first_row_names_the_columns() -> None:
    """The usual table: one header row, then rows."""
    assert found([["id", "name", "born", "place"], *BODY]) == (("id", "name", "born", "place"), 0, 1)


def test_title_rows_are_passed_over() -> None:
    """Rows with one filled cell above the header are its title."""
    title: Grid = [["List of people held", None, None, None], ["Secret", "", "", ""]]
    assert found([*title, ["id", "name", "born", "place"], *BODY]) == (("id", "name", "born", "place"), 2, 1)


def test_notes_above_a_wide_table_are_passed_over() -> None:
    """ "Exported by", "Li" above twelve columns are a note, not a header of two."""
    wide = [f"column {letter}" for letter in "abcdefghijkl"]
    rows = [["Exported by", "Li"], ["On", "2019-03-01"], wide, *[[f"text {n}"] * 12 for n in range(5)]]
    assert found(rows)[1:] == (2, 1)
    assert found(rows)[0] == tuple(wide)


def test_a_table_of_one_column_has_no_title() -> None:
    """With one cell a row, the first is the name of the column."""
    assert found([["name"], ["Ali"], ["Gul"]]) == (("name",), 0, 1)


@pytest.mark.parametrize("rows", [[["name"]], [["name", "born"]], [["name", "born"], ["Ali", None]]])
def test_a_header_alone_is_a_header(rows: Grid) -> None:
    """A list that is still empty has its columns."""
    assert find(rows).used == 1


def test_line_breaks_in_names_are_spaces() -> None:
    """A name that was wrapped for the look of the sheet is one line; marks and spaces around it go."""
    assert found([[" Date of\narrest ", "\ufeffname", "地\u3000点"], ["1980", "Ali", "Aksu"]])[0] == (
        "Date of arrest",
        "name",
        "地 点",
    )


def test_unnamed_columns_go_by_their_position() -> None:
    """A column without a name is called by its number, and the details can say so."""
    head = find([["id", "", "born"], ["1", "Ali", "1980"]])
    assert head.names == ("id", "column 2", "born")
    assert head.renamed == ((2, ""),)


def test_empty_columns_at_the_end_are_dropped() -> None:
    """A delimiter at the end of every row makes no column; one with a value anywhere does."""
    assert found([["id", "name", "", ""], ["1", "Ali", "", ""]])[0] == ("id", "name")
    assert found([["id", "name", "", ""], ["1", "Ali", "x", ""]])[0] == ("id", "name", "column 3")


def test_a_workbook_may_have_values_beyond_the_names() -> None:
    """In a sheet a column without a name is known by its values; in text such rows do not fit."""
    rows: Grid = [["id", "name"], ["1", "Ali", "a note"]]
    assert found(rows, {})[0] == ("id", "name", "column 3")
    assert found(rows)[0] == ("id", "name")


def test_two_rows_with_merged_groups_are_joined() -> None:
    """ "Arrest" over "date" and "place" gives two columns that say so; names merged downwards stay alone."""
    rows: Grid = [
        ["Name", "Arrest", None, "Note"],
        [None, "date", "place"],
        ["Ali", "1.3.17", "Aksu", "x"],
        ["B", "2.3.17", "Y"],
    ]
    assert found(rows, {0: [(1, 2)]}) == (("Name", "Arrest / date", "Arrest / place", "Note"), 0, 2)


def test_two_rows_are_joined_in_text_when_names_repeat() -> None:
    """Without merged cells, the same names under two groups are evidence enough."""
    rows: Grid = [
        ["Name", "Arrest", "", "Release", ""],
        ["", "date", "place", "date", "place"],
        ["Ali", "a", "b", "c", "d"],
        ["B"],
    ]
    expected = ("Name", "Arrest / date", "Arrest / place", "Release / date", "Release / place")
    assert found(rows) == (expected, 0, 2)


def test_two_rows_are_joined_in_text_when_figures_follow() -> None:
    """Words over columns of dates are names; a row of data would hold a date there."""
    rows: Grid = [
        ["Name", "Arrest", ""],
        ["", "date", "place"],
        ["Ali", "2017-03-01", "Aksu"],
        ["Gul", "2017-03-02", "Hotan"],
    ]
    assert found(rows) == (("Name", "Arrest / date", "Arrest / place"), 0, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "", "Born"], ["Ali", "Karim", "1980"], ["Gul", "Nur", "1990"]],
        [["Name", "", "Sex"], ["Ali", "Karim", "m"], ["Gul", "Nur", "f"]],
        [["Name", "", "Sex"], ["", "Karim", "m"], ["Gul", "Nur", "f"]],
        [["Name", ""], ["Ali", "Karim"], ["Gul", "Nur"]],
        [["Name", "Arrest", ""], ["Ali", "in March", "Aksu"], ["Gul", "in May", "Hotan"]],
        [["Name", "Arrest", ""], ["", "date", "place"]],
    ],
)
def test_a_row_of_data_is_never_taken_for_a_header(rows: Grid) -> None:
    """A name that is missing in the header is no reason to swallow the first person."""
    assert find(rows).used == 1


def test_merged_names_over_a_row_of_data_take_nothing() -> None:
    """ "Name" merged over two columns with people below: the people stay people."""
    rows: Grid = [["Name", None, "Sex"], ["Ali", "Karim", "m"], ["Gul", "Nur", "f"]]
    assert find(rows, {0: [(0, 1)]}).used == 1


def test_short_rows_above_names_are_notes_in_text() -> None:
    """Rows shorter than all others stand above the header when names stand over figures right below them."""
    rows: Grid = [["# by Li"], ["# Aksu", "2019"], ["id", "name", "born"], ["1", "Ali", "1980"], ["2", "Gul", "1990"]]
    assert found(rows) == (("id", "name", "born"), 2, 1)


def test_a_header_shorter_than_its_rows_is_no_note() -> None:
    """R leaves the name of the first column out: the header stays the header, and the rows do not fit it."""
    rows: Grid = [["name", "born"], ["1", "Ali", "1980"], ["2", "Gul", "1990"], ["3", "Cem", "1991"]]
    assert found(rows)[1:] == (0, 1)


def test_rows_with_one_value_before_a_wider_one_are_rows() -> None:
    """In a list that is nearly one column, nobody above a longer row is taken for a title."""
    assert found([["name"], ["Ali"], ["Gul", "a note"], ["Cem"], ["Nur"]], {})[1:] == (0, 1)


def test_one_group_alone_is_no_title() -> None:
    """A row with only a group's name, merged over some columns, belongs to the header."""
    rows: Grid = [
        [None, None, "Arrest"],
        ["Name", "Sex", "date", "place"],
        ["A", "m", "1.3.17", "x"],
        ["B", "f", "2.3.17", "y"],
    ]
    assert found(rows, {0: [(2, 3)]}) == (("Name", "Sex", "Arrest / date", "Arrest / place"), 0, 2)


def test_a_title_merged_over_the_whole_width_is_a_title() -> None:
    """A cell merged from the first column on names the list, not a group."""
    rows: Grid = [["List"], ["Name", "Born"], ["Ali", "1980"]]
    assert found(rows, {0: [(0, 1)]}) == (("Name", "Born"), 1, 1)


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "Ali", "1980-03-01"], ["2", "Gul", "1990-05-02"]],
        [["650102198003011234", "张三"], ["650102199005021235", "李四"]],
        [["Ali", "m", "Uyghur"], ["Gul", "f", "Uyghur"], ["Cem", "m", "Kazakh"], ["Nur", "m", "Uyghur"]],
        [["2017年3月", "Ali"], ["2017年5月", "Gul"]],
        [["1", "Ali", "1980"]],
        [["region", "65", "x"], ["city", "6501", "y"], ["city", "6502", "z"]],
        [["Ali", "1980"], ["Gul", "1990"]],
    ],
)
def test_a_table_without_a_header_goes_by_position(rows: Grid) -> None:
    """Figures over figures, or a word that comes again and again below: the first row is a row."""
    head = find(rows)
    assert head.used == 0
    assert head.names == tuple(f"column {number}" for number in range(1, len(rows[0]) + 1))


@pytest.mark.parametrize(
    "rows",
    [
        [["name", "2017", "2018", "2019"], ["Ali", "3", "5", "1"], ["Gul", "2", "2", "8"]],
        [["2017", "2018"], ["3", "4"]],
        [["name", "2017"], ["Ali", "3"], ["Gul", "12"]],
        [["name", "2019-01", "2019-02"], ["Ali", "3", "4"], ["Gul", "5", "6"]],
        [["name", "sex"], ["Ali", "m"], ["Gul", "f"], ["Cem", "m"]],
        [["name", "born", "case 2017"], ["Ali", "1980", "12"], ["Gul", "1990", "15"]],
        [["a", "b"], ["x", "y"], ["a", "b"], ["x", "z"]],
        [["name", "born 1980"]],
    ],
)
def test_years_and_repeated_headers_do_not_make_a_row_of_data(rows: Grid) -> None:
    """Columns of years, headers repeated by page breaks and words over words are headers."""
    assert find(rows).used == 1


def test_the_width_without_a_header_is_that_of_most_rows() -> None:
    """A stray longer row does not add a column."""
    assert find([["1", "a"], ["2", "b"], ["3", "c", "x"], ["4", "d"]]).names == ("column 1", "column 2")


def test_what_people_should_know_is_told_in_codes() -> None:
    """Rows above, header rows and names of ours are told; what is as usual is left out."""
    head = Head(("a", "a (2)"), 1, 1, ((2, "a"),))
    told = headers.told(head, [(3, ["Title " + "x" * 200, None]), (5, ["a", "a"])])
    assert told["header"] == "one row"
    assert told["header_rows"] == [5]
    assert told["rows_above"] == 1
    assert told["renamed"] == [[2, "a"]]
    assert len(told["above"][0]) == 80
    assert headers.told(Head(("column 1",), 0, 0, ((1, ""),)), [(1, ["5"])]) == {"header": "none"}


@pytest.mark.parametrize(
    ("cells", "count", "length"),
    [([], 0, 0), (["", None, " "], 0, 0), (["a", None, "b", ""], 2, 3), ([None, "\u3000"], 0, 0)],
)
def test_cells_are_filled_when_they_hold_more_than_spaces(cells: Grid, count: int, length: int) -> None:
    """Spaces of any kind fill nothing."""
    assert figures.filled(cells) == count  # type: ignore[arg-type]
    assert figures.length(cells) == length  # type: ignore[arg-type]
