"""Numbers of a sheet are shown as a person sees them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from habeas.intake.readers.workbooks.formats import Format, meaning
from habeas.intake.readers.workbooks.moments import show
from habeas.intake.readers.workbooks.numerals import is_long, plain


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("5", "5"),
        ("5.0", "5"),
        ("-5", "-5"),
        ("-0", "-0"),
        ("1.5", "1.5"),
        ("1.50", "1.5"),
        ("0.1", "0.1"),
        ("1.1000000000000001", "1.1"),
        ("0.30000000000000004", "0.3"),
        ("1E5", "100000"),
        ("1.5E-7", "0.00000015"),
        ("6.5010219800301123E+17", "650102198003011230"),
        ("650102198003011234", "650102198003011234"),
        ("1E+20", "100000000000000000000"),
        ("-1.25E2", "-125"),
        ("abc", "abc"),
        ("", ""),
        ("NaN", "NaN"),
        ("1E999999999", "1E999999999"),
        ("1E-999999999", "1E-999999999"),
    ],
)
def test_numbers_are_plain(stored: str, said: str) -> None:
    """No exponent, no trailing .0, no noise; what is no number, or none that a sheet can hold, stays as it is."""
    assert plain(stored) == said


@given(st.floats(min_value=-1e15, max_value=1e15, allow_nan=False).map(lambda number: float(f"{number:.15g}")))
def test_plain_numbers_are_the_same_numbers(number: float) -> None:
    """What is shown reads back to the number, for all that a sheet shows."""
    assert float(plain(repr(number))) == number


@pytest.mark.parametrize(
    ("stored", "long"),
    [
        ("123456789012345", False),
        ("1234567890123456", True),
        ("6.5E+17", True),
        ("0.12345678901234567", False),
        ("x", False),
    ],
)
def test_numbers_that_a_sheet_cannot_hold_are_known(stored: str, long: bool) -> None:
    """More than fifteen digits before the point: an identity number kept as a number has lost its end."""
    assert is_long(stored) is long


@pytest.mark.parametrize(
    ("identity", "code", "expected"),
    [
        ("0", None, None),
        ("2", None, None),
        ("49", None, None),
        ("14", None, Format("ymd")),
        ("17", None, Format("ym")),
        ("20", None, Format("hs")),
        ("22", None, Format("ymdhs")),
        ("31", None, Format("ymd")),
        ("57", None, Format("ym")),
        ("58", None, Format("md")),
        ("46", None, Format("elapsed")),
        ("999", None, None),
        ("x", None, None),
        ("200", "General", None),
        ("200", "0.00", None),
        ("200", "0.00E+00", None),
        ("200", "#,##0 [$€-407]", None),
        ("200", '0" days"', None),
        ("200", "@", None),
        ("200", "00000", Format(digits=5)),
        ("200", "yyyy-mm-dd", Format("ymd")),
        ("200", "[$-409]d-mmm-yy;@", Format("ymd")),
        ("200", 'yyyy"年"m"月"d"日"', Format("ymd")),
        ("200", 'yyyy"年"m"月"', Format("ym")),
        ("200", "mmm yyyy", Format("ym")),
        ("200", "yyyy", Format("y")),
        ("200", "d mmm", Format("md")),
        ("200", "h:mm", Format("hs".replace("s", ""))),
        ("200", "h:mm:ss AM/PM", Format("hs")),
        ("200", "[h]:mm:ss", Format("elapsed")),
        ("200", "dd/mm/yyyy hh:mm", Format("ymdh")),
        ("200", "[Red]0.0", None),
        ("200", r"dd\.mm\.yyyy", Format("ymd")),
        ("200", "ggge", Format("y")),
    ],
)
def test_formats_are_understood(identity: str, code: str | None, expected: Format | None) -> None:
    """Dates, times and leading zeros are told from plain numbers, also in the formats that are built in for Chinese."""
    assert meaning(identity, code) == expected


@pytest.mark.parametrize(
    ("number", "letters", "said"),
    [
        ("42795", "ymd", "2017-03-01"),
        ("42795.0", "ymd", "2017-03-01"),
        ("42795.5", "ymdh", "2017-03-01T12:00:00"),
        ("42795.604166666664", "ymd", "2017-03-01T14:30:00"),
        ("42795.999999999", "ymd", "2017-03-02"),
        ("42795", "ym", "2017-03"),
        ("42796", "ym", "2017-03-02"),
        ("42736", "y", "2017"),
        ("42795", "y", "2017-03-01"),
        ("42795", "md", "2017-03-01"),
        ("0.604166666666667", "hs", "14:30:00"),
        ("0", "hs", "00:00:00"),
        ("1.5", "elapsed", "36:00:00"),
        ("1", "ymd", "1900-01-01"),
        ("59", "ymd", "1900-02-28"),
        ("60", "ymd", "1900-02-29"),
        ("61", "ymd", "1900-03-01"),
        ("0", "ymd", "0"),
        ("-1", "ymd", "-1"),
        ("2958465", "ymd", "9999-12-31"),
        ("2958465.9999999", "ymd", "2958465.9999999"),
        ("2958466", "ymd", "2958466"),
        ("1E300", "ymd", plain("1E300")),
        ("20170301", "ymd", "20170301"),
        ("n/a", "ymd", "n/a"),
    ],
)
def test_dates_are_iso(number: str, letters: str, said: str) -> None:
    """As much of a date as the format shows; what cannot be a date stays a number."""
    assert show(number, Format(letters), False) == said


def test_dates_may_count_from_1904() -> None:
    """Workbooks of old Macintosh Excel count from another day."""
    assert show("0", Format("ymd"), True) == "1904-01-01"
    assert show("41333", Format("ymd"), True) == "2017-03-01"
    assert show("2958465", Format("ymd"), True) == "2958465"


@given(st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(9999, 12, 30)))
def test_dates_are_those_of_other_programs(moment: dt.datetime) -> None:
    """What openpyxl writes for a moment is read back to the second."""
    moment = moment.replace(microsecond=0)
    said = show(repr(to_excel(moment)), Format("ymdhs"), False)
    assert dt.datetime.fromisoformat(said) == moment


@pytest.mark.parametrize(("number", "said"), [("123", "00123"), ("123456", "123456"), ("1.5", "1.5"), ("-3", "-3")])
def test_leading_zeros_are_shown(number: str, said: str) -> None:
    """A code that the sheet shows with zeros has them."""
    assert show(number, Format(digits=5), False) == said
