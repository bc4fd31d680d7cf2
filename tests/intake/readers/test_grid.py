"""Rows get the table's width or are refused."""

from __future__ import annotations

import pytest

from habeas.intake.readers import ReadError, Row
from habeas.intake.readers.grid import Shape, check, fit, is_empty


def fitted(*cells: list[str | None], shape: Shape | None = None) -> list[Row]:
    return list(fit([(number, list(row), None) for number, row in enumerate(cells, 2)], shape or Shape(3)))


def test_short_rows_are_padded() -> None:
    """Cells that are missing at the end are empty."""
    assert fitted(["a"]) == [Row(2, ("a", None, None))]


def test_empty_texts_are_no_value() -> None:
    """An empty cell is None, one with spaces is kept as said."""
    assert fitted(["a", "", " "]) == [Row(2, ("a", None, " "))]


def test_empty_cells_beyond_the_header_are_dropped() -> None:
    """A delimiter at the end of a row adds nothing."""
    assert fitted(["a", "b", "c", "", " ", None]) == [Row(2, ("a", "b", "c"))]


def test_values_beyond_the_header_refuse_the_row() -> None:
    """A row with more values than columns may be shifted, so it is not taken."""
    assert fitted(["a", "b", "c", "", "d"]) == [Row(2, (None, None, None), "has 5 cells, the header has 3")]


def test_empty_rows_are_passed_over_and_numbers_stay() -> None:
    """Rows that say nothing are no rows, but the numbers of the others are those in the file."""
    assert [row.number for row in fitted(["a"], ["", " "], [], [None, "b"], ["\u3000", ""])] == [2, 5]


def test_a_header_that_comes_again_is_refused_with_its_reason() -> None:
    """Page breaks in exports repeat the header, complete or cut at its end: it is no person."""
    shape = Shape(3, [["id", "name", "born"], ["", "x"]])
    found = fitted(["1", "a", "b"], ["id", "name", "born"], ["", "x"], ["id", "name", "no"], shape=shape)
    assert [row.refused for row in found] == [None, "repeats the header", "repeats the header", None]


def test_what_is_refused_already_stays_refused() -> None:
    """A reader's own reason is handed on."""
    assert list(fit([(7, [], "is broken")], Shape(2))) == [Row(7, (None, None), "is broken")]


def test_most_rows_wrong_means_the_file_is_read_wrongly() -> None:
    """When more than half of the rows do not fit, nothing is taken and the answer says what may be wrong."""
    wrong = [["a", "b", "c", "d"]] * 6 + [["a"]] * 5
    with pytest.raises(
        ReadError, match=r"6 of 11 rows cannot be taken; the first: row 2: has 4 cells, .* 3\. Look here"
    ):
        fitted(*wrong, shape=Shape(3, advice="Look here"))
    assert len(fitted(*wrong[1:])) == 10


def test_few_rows_are_judged_one_by_one() -> None:
    """In a list of nine rows each speaks for itself."""
    check(9, 9, "row 2 is wrong", "")
    with pytest.raises(ReadError):
        check(10, 6, "row 2 is wrong", "")


def test_repeated_headers_are_not_counted_as_wrong() -> None:
    """A list with a header on every page is no wrong reading."""
    assert len(fitted(*[["id", "name", "born"]] * 20, shape=Shape(3, [["id", "name", "born"]]))) == 20


@pytest.mark.parametrize(
    ("cells", "empty"),
    [([], True), (["", None], True), ([" ", "\t"], True), (["", "x"], False), (["x"], False), ([" ", "x"], False)],
)
def test_rows_of_spaces_are_empty(cells: list[str | None], empty: bool) -> None:
    """Only spaces, of any kind, are nothing."""
    assert is_empty(cells) is empty
