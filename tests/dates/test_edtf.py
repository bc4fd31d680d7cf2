"""EDTF expressions are read into their bounds, as ISO 8601-2 and the reference library have them."""

from __future__ import annotations

import itertools
from calendar import isleap, monthrange
from datetime import date
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.dates import PartialDate
from habeas.dates.edtf import read_edtf
from habeas.dates.partial import NO_SUCH_DATE
from tests.dates import oracle, strategies, tables

_PIECES = (
    "1976",
    "1977-02",
    "-08-15",
    "1976-02-29",
    "197X",
    "XXXX",
    "-XX",
    "-24",
    "0000",
    "9999",
    "..",
    "/",
    ",",
    "-2X",
)


def bounds(text: str) -> tuple[str, str]:
    found = read_edtf(text)
    assert found is not None
    assert found.flag is None
    return str(found.low or ""), str(found.high or "")


def naive(year: str, month: str, day: str) -> tuple[date, date] | None:
    """Bounds of a pattern the slow way: every day of every year that fits."""

    def fits(pattern: str, number: int) -> bool:
        return all(p in ("X", n) for p, n in zip(pattern, f"{number:0{len(pattern)}d}", strict=True))

    years = [y for y in range(1, 10000) if fits(year, y)]
    found = []
    for y in [*years[:100], *years[-100:]]:
        for m in range(1, 13):
            if fits(month, m):
                found += [date(y, m, d) for d in range(1, monthrange(y, m)[1] + 1) if fits(day, d)]
    return (min(found), max(found)) if found else None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1976", "1976-01-01", "1976-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("1976-02", "1976-02-01", "1976-02-29"),
        ("1977-02", "1977-02-01", "1977-02-28"),
        ("1976-08-15", "1976-08-15", "1976-08-15"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("1976/1978", "1976-01-01", "1978-12-31"),
        ("1976-08/1976-09-15", "1976-08-01", "1976-09-15"),
        ("1976-08-15/..", "1976-08-15", ""),
        ("1976-08-15/", "1976-08-15", ""),
        ("../1976-08", "", "1976-08-31"),
        ("/1976-08", "", "1976-08-31"),
        ("[1976,1978]", "1976-01-01", "1978-12-31"),
        ("[1978,1976]", "1976-01-01", "1978-12-31"),
        ("[1976, 1978]", "1976-01-01", "1978-12-31"),
        ("[1976..1978,1980-05]", "1976-01-01", "1980-05-31"),
        ("[..1976]", "", "1976-12-31"),
        ("[1976..]", "1976-01-01", ""),
        ("[..1976,1980]", "", "1980-12-31"),
        ("[1976,1980..]", "1976-01-01", ""),
        ("{1976,1977}", "1976-01-01", "1977-12-31"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("1976-XX", "1976-01-01", "1976-12-31"),
        ("1976-1X", "1976-10-01", "1976-12-31"),
        ("1976-0X", "1976-01-01", "1976-09-30"),
        ("1976-XX-XX", "1976-01-01", "1976-12-31"),
        ("1976-08-1X", "1976-08-10", "1976-08-19"),
        ("1976-08-3X", "1976-08-30", "1976-08-31"),
        ("1976-XX-31", "1976-01-31", "1976-12-31"),
        ("1976-XX-30", "1976-01-30", "1976-12-30"),
        ("197X-02-29", "1972-02-29", "1976-02-29"),
        ("19XX-02-29", "1904-02-29", "1996-02-29"),
        ("XX00-02-29", "0400-02-29", "9600-02-29"),
        ("156X-12-25", "1560-12-25", "1569-12-25"),
        ("197x", "1970-01-01", "1979-12-31"),
    ],
)
def test_expressions_have_their_bounds(text: str, low: str, high: str) -> None:
    """Each kind of expression begins and ends on the days that the standard gives it."""
    assert bounds(text) == (low, high)


@pytest.mark.parametrize("text", ["XXXX", "XXXX-12-25", "XXXX-XX-XX", "[XXXX]"])
def test_an_unknown_year_has_no_bounds(text: str) -> None:
    """Without any digit of the year nothing is known about when."""
    assert read_edtf(text) == PartialDate(text, None, None)


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        (21, "03-01", "05-31"),
        (22, "06-01", "08-31"),
        (23, "09-01", "11-30"),
        (25, "03-01", "05-31"),
        (26, "06-01", "08-31"),
        (27, "09-01", "11-30"),
        (29, "09-01", "11-30"),
        (31, "03-01", "05-31"),
        (32, "06-01", "08-31"),
        (33, "01-01", "03-31"),
        (34, "04-01", "06-30"),
        (35, "07-01", "09-30"),
        (36, "10-01", "12-31"),
        (37, "01-01", "04-30"),
        (38, "05-01", "08-31"),
        (39, "09-01", "12-31"),
        (40, "01-01", "06-30"),
        (41, "07-01", "12-31"),
    ],
)
def test_groups_of_months(code: int, low: str, high: str) -> None:
    """Seasons, quarters, thirds and halves of a year begin and end with their months."""
    assert bounds(f"1976-{code}") == (f"1976-{low}", f"1976-{high}")


@pytest.mark.parametrize("code", [24, 28, 30])
def test_a_season_over_the_new_year_covers_both_readings(code: int) -> None:
    """Winter 1976 may be the one that ends or the one that begins in 1976: the bounds cover both."""
    assert bounds(f"1976-{code}") == ("1976-01-01", "1977-02-28")
    assert bounds(f"1975-{code}") == ("1975-01-01", "1976-02-29")
    assert bounds(f"9999-{code}") == ("9999-01-01", "9999-12-31")


def test_a_group_of_an_open_year() -> None:
    """A season of a decade runs from its first to its last year."""
    assert bounds("197X-21") == ("1970-03-01", "1979-05-31")
    assert bounds("197X-24") == ("1970-01-01", "1980-02-29")


@pytest.mark.parametrize(
    "text", ["1976?", "1976~", "1976%", "~1976", "?1976-08", "1976?-08", "1976-?08-15~", "%1976-08-15"]
)
def test_qualifiers_do_not_move_the_bounds(text: str) -> None:
    """Uncertain and approximate dates keep the bounds of the expression, wherever the mark stands."""
    assert bounds(text) == bounds(text.translate({ord(mark): None for mark in "?~%"}))


@pytest.mark.parametrize(
    "text",
    [
        *("0000", "1976-00", "1976-13", "1976-20", "1976-42", "1976-99", "1976-08-00", "1976-08-32", "1976-02-30"),
        *("1977-02-29", "1900-02-29", "1976-09-31", "1976-00-00", "1976-2X", "1976-08-4X", "1976-02-3X"),
        *("197X-02-30", "XXX1-02-29", "X100-02-29", "0000-21", "1978/1976", "1976-09/1976-08", "[1978..1976]"),
        *("1977-02-29/1978", "[1976,1977-02-29]", "[1976..1977-13]"),
    ],
)
def test_days_that_the_calendar_does_not_have_are_impossible(text: str) -> None:
    """The right shape with a wrong day, and an end before its beginning, are impossible and not half read."""
    assert read_edtf(text) == NO_SUCH_DATE


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "/", "..", "[", "]", "[]", "{}", "[1976", "1976]", "{1976]", "[1976}", "[,]", "[1976,]"),
        *("../..", "/", "//", "1976//1977", "1976/1977/1978", "[..]", "..", "..1976", "1976..", "[1976...1978]"),
        *("197", "19760", "1976-8", "1976-08-5", "1976-08-15T12:30", "1976-21-01", "1976 08", "1976-", "-1976"),
        *("Y17E7", "1950S2", "(1976)", "1976-(08)~", "19?6", "1976--08", "1976_08", "abcd", "１９７６", "1976\n"),
    ],
)
def test_what_is_not_edtf_is_not_read(text: str) -> None:
    """A text of another shape is none, so that the reader of words gets it."""
    assert read_edtf(text) is None


@given(strategies.days)
def test_a_day_is_itself(day: date) -> None:
    """An ISO date begins and ends on its day."""
    assert read_edtf(day.isoformat()) == PartialDate(day.isoformat(), day, day)


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    """A month ends on day 28 to 31, as its year has it."""
    found = read_edtf(f"{year:04d}-{month:02d}")
    assert found is not None
    assert found.high == date(year, month, monthrange(year, month)[1])


@pytest.mark.parametrize(
    "year", ["XXX4", "XX00", "X000", "19X2", "1X76", "XXX2", "X1X6", "2XXX", "X100", "9XX9", "001X"]
)
@pytest.mark.parametrize(
    ("month", "day"), [("02", "29"), ("XX", "31"), ("0X", "3X"), ("02", "2X"), ("1X", "XX"), ("X2", "X9")]
)
def test_unknown_digits_are_as_wide_as_all_days_that_fit(year: str, month: str, day: str) -> None:
    """A pattern runs from the first to the last day that fits it; without any it is impossible."""
    expected = naive(year, month, day)
    found = read_edtf(f"{year}-{month}-{day}")
    assert found is not None
    assert (found.flag == "impossible") if expected is None else (found.low, found.high) == expected


def test_forty_years_are_enough_to_find_a_leap_year() -> None:
    """If a pattern of a year fits any leap year, it fits one among its first and its last forty years."""
    for places in itertools.product("X014", "X0159", "X012389", "X0123456789"):
        pattern = "".join(places)
        years = [
            year
            for year in map(int, map("".join, itertools.product(*("0123456789" if p == "X" else p for p in pattern))))
            if year
        ]
        if any(map(isleap, years)):
            assert any(map(isleap, years[:40])), pattern
            assert any(map(isleap, years[-40:])), pattern


@given(strategies.expressions)
@settings(max_examples=200, deadline=None)
def test_the_reference_library_has_the_same_bounds(text: str) -> None:
    """What we call EDTF is EDTF, and means the same days to the library `edtf`."""
    found = read_edtf(text)
    assert found is not None
    if oracle.OVER_NEW_YEAR.search(text):
        assert found.low is not None
        assert found.low <= (oracle.bounds(text)[0] or date.max)
    elif oracle.knows(text):
        assert (found.low, found.high) == oracle.bounds(text)


@pytest.mark.parametrize("row", tables.rows("dates.csv"), ids=lambda row: row["text"])
def test_the_golden_dates_are_edtf(row: dict[str, str]) -> None:
    """Each expression of the golden table is read again with the same bounds, and the library agrees."""
    if not row["edtf"]:
        return
    found = read_edtf(row["edtf"])
    assert found is not None
    assert (found.low, found.high) == (tables.day(row["low"]), tables.day(row["high"]))
    if oracle.knows(row["edtf"]) and not oracle.OVER_NEW_YEAR.search(row["edtf"]):
        assert oracle.bounds(row["edtf"]) == (found.low, found.high)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1976-0X", "fails"),
        ("1976-08-1X", "fails"),
        ("1976-XX/1977", "fails"),
        ("197X/..", "refused"),
        ("[..197X]", "refused"),
        ("1976-08-XX?/1977-01", "refused"),
        ("2010-XX-01?", "refused"),
        ("[1976-21..1976-23]", "refused"),
        ("1977-02-29", "passes"),
        ("0000", "fails"),
        ("XXXX", "fails"),
        ("1976/", "ten years"),
    ],
)
def test_the_deviations_of_the_library_are_still_there(text: str, reason: str) -> None:
    """Each deviation that `oracle.knows` leaves out exists; when a new version mends it, the list gets shorter."""
    found = read_edtf(text)
    assert found is not None
    if reason == "ten years":
        assert oracle.bounds(text) != (found.low, found.high)
    elif reason == "passes":
        with pytest.raises(ValueError, match="day is out of range"):
            oracle.bounds(text)
    else:
        assert text == "1977-02-29" or not oracle.knows(text)
        with pytest.raises(Exception, match=r"."):
            oracle.bounds(text)


@given(
    st.lists(st.sampled_from((*_PIECES, *"0123456789X-/.[]{},?~% ")), max_size=12).map("".join),
    st.sampled_from(("{}", "[{}]", "{}/{}", "[{}..{}]", "{},{}")),
)
@settings(max_examples=500)
def test_no_heap_of_pieces_raises(text: str, frame: str) -> None:
    """Any heap of pieces of expressions is read, impossible or not EDTF; bounds never cross."""
    found = read_edtf(frame.format(text, text))
    if found is not None:
        assert found.flag in (None, "impossible")
        assert (found.low or date.min) <= (found.high or date.max)


@pytest.mark.parametrize(
    "text",
    [
        "[" + ",".join(f"X{number}-02-29" for number in range(101, 400, 20)) + "]",
        "[" + ",".join(["XXX1-XX-9X"] * 15) + "]",
        "[" + ",".join(["XXX1-02-29"] * 15) + "]",
        "[" + ",".join(["XX1X-02-3X"] * 15) + "]",
        "[" + ",".join(["XXX9-24"] * 20) + "]",
        "XXX1-XX-9X/XXX3-XX-9X",
        "[" + "," * 198 + "]",
        "[" * 200,
        "-" * 200,
        "1976" + "?" * 190,
    ],
)
def test_patterns_of_unknown_digits_are_bounded_in_time(text: str) -> None:
    """A long set of patterns that fit nothing is refused within 50 milliseconds."""
    start = thread_time()
    read_edtf(text)
    assert thread_time() - start < 0.05
