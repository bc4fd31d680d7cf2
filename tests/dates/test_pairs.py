"""Two sides of a range lend each other what they leave unsaid."""

from __future__ import annotations

import pytest

from habeas.dates.fold import fold
from habeas.dates.pairs import inherit
from habeas.dates.sides import NotReadError, Side, parse_side
from habeas.dates.tokens import tokenise


def side(text: str, order: str = "dmy") -> Side:
    tokens = tokenise(fold(text))
    assert tokens is not None
    return parse_side(tokens, order)


def parts(found: Side) -> tuple[str | None, str | None, str | None, str | None]:
    return found.year, found.month, found.day, found.part


def pair(left: str, right: str, order: str = "dmy") -> list[tuple[str | None, str | None, str | None, str | None]]:
    """What two sides say once each has taken from the other what it leaves unsaid."""
    one, two = side(left, order), side(right, order)
    inherit(one, two, order)
    return [parts(one), parts(two)]


@pytest.mark.parametrize(
    ("left", "right", "order", "expected"),
    [
        ("18", "22/02/1977", "dmy", [("1977", "02", "18", None), ("1977", "02", "22", None)]),
        ("31/07", "04/08/1976", "dmy", [("1976", "07", "31", None), ("1976", "08", "04", None)]),
        ("7/31", "8/4/1976", "mdy", [("1976", "07", "31", None), ("1976", "08", "04", None)]),
        ("3/5", "8/2017", "mdy", [("2017", "03", "05", None), ("2017", "03", "08", None)]),
        ("3/5", "8/2017", "dmy", [("2017", "05", "03", None), ("2017", "08", None, None)]),
        ("march 5", "8 2017", "", [("2017", "03", "05", None), ("2017", "03", "08", None)]),
        ("5", "8 march 2017", "", [("2017", "03", "05", None), ("2017", "03", "08", None)]),
        ("march", "may 2017", "", [("2017", "03", None, None), ("2017", "05", None, None)]),
        ("15/8/1976", "20/8", "dmy", [("1976", "08", "15", None), ("1976", "08", "20", None)]),
        ("1976.8.15", "9.2", "dmy", [("1976", "08", "15", None), ("1976", "09", "02", None)]),
        ("1976", "77", "dmy", [("1976", None, None, None), ("1977", None, None, None)]),
        ("march 1976", "78", "dmy", [("1976", "03", None, None), ("1978", None, None, None)]),
        ("2017年3月5日", "8日", "", [("2017", "03", "05", None), ("2017", "03", "08", None)]),
        ("2017年3月", "5月", "", [("2017", "03", None, None), ("2017", "05", None, None)]),
        ("1977 жылғы 18", "22 ақпан", "", [("1977", "02", "18", None), ("1977", "02", "22", None)]),
        ("early", "mid march 2017", "", [("2017", "03", None, "early"), ("2017", "03", None, "mid")]),
        ("late", "1977", "", [("1977", None, None, "late"), ("1977", None, None, None)]),
        ("aug '76", "sep", "", [("1976", "08", None, None), ("1976", "09", None, None)]),
    ],
)
def test_a_side_takes_what_it_leaves_unsaid_from_the_other(
    left: str, right: str, order: str, expected: list[tuple[str | None, ...]]
) -> None:
    """Day, month and year said once count for both sides."""
    assert pair(left, right, order) == expected


def test_doubt_about_the_century_is_inherited_too() -> None:
    """A year taken over from the other side is as uncertain as it is there."""
    one, two = side("aug '76"), side("sep")
    inherit(one, two, "dmy")
    assert one.uncertain
    assert two.uncertain


@pytest.mark.parametrize(("left", "right"), [("10", "1977"), ("1", "2"), ("1 2 3", "1976/8/5")])
def test_numbers_that_find_no_role_are_not_read(left: str, right: str) -> None:
    """A number that could be a month or a year of the other side is not guessed at."""
    with pytest.raises(NotReadError):
        pair(left, right)
