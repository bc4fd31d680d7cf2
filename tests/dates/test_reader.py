"""Dates as people write them: each shape in each language, the declared order, and what is flagged, not guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from habeas.dates import AMBIGUOUS, IMPOSSIBLE, UNREADABLE, PartialDate, read, read_serial
from habeas.dates.edtf import read_edtf
from habeas.dates.fold import LONGEST
from habeas.dates.reader import HEMISPHERES, LAST_SERIAL, ORDERS, _read
from tests.dates import strategies, tables

# Each writes one day with its year in full, so that no declared order is needed.
_WRITTEN = (
    "{y}-{m:02d}-{d:02d}", "{y}/{m}/{d}", "{y}.{m:02d}.{d:02d}", "{y}年{m}月{d}日", "{d} {en} {y}", "{en} {d}, {y}",
    "{d} de {es} de {y}", "{d} {fr} {y}", "{d} {ru} {y} г.", "{d} {tr} {y}", "{d} {ar} {y}", "{y} жылғы {d} {kk}",
    "{y}-يىلى {d}-{ug}", "{y}-يىلى {m}-ئاينىڭ {d}-كۈنى", "{d}-{en}-{y}",
)  # fmt: skip
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ug": "يانۋار فېۋرال مارت ئاپرېل ماي ئىيۇن ئىيۇل ئاۋغۇست سېنتەبىر ئۆكتەبىر نويابىر دېكابىر",
}


def written(form: str, day: date) -> str:
    names = {language: months.split()[day.month - 1] for language, months in _MONTHS.items()}
    return form.format(y=day.year, m=day.month, d=day.day, **names)


def whole(found: PartialDate) -> None:
    """What holds for every reading: bounds in order, an expression that gives the same bounds, a reason else."""
    assert found.flag in (None, AMBIGUOUS, IMPOSSIBLE, UNREADABLE)
    if found.low and found.high:
        assert found.low <= found.high
    if found.edtf is None:
        assert (found.low, found.high) == (None, None)
        assert found.flag is not None
    else:
        assert found.flag in (None, AMBIGUOUS)
        again = read_edtf(found.edtf)
        assert again is not None
        assert (again.low, again.high, again.flag) == (found.low, found.high, None)


@pytest.mark.parametrize("row", tables.rows("dates.csv"), ids=lambda row: f"{row['order']}:{row['text']}")
def test_the_golden_dates(row: dict[str, str]) -> None:
    """Each text of the golden table has its expression, its bounds and its flag."""
    found = read(row["text"], order=row["order"])
    assert found.edtf == (row["edtf"] or None)
    assert (found.low, found.high) == (tables.day(row["low"]), tables.day(row["high"]))
    assert found.flag == (row["flag"] or None)


def test_the_golden_table_is_wide() -> None:
    """The golden table has every language, every order, every flag, and more than 250 rows."""
    rows = tables.rows("dates.csv")
    assert len({(row["text"], row["order"]) for row in rows}) == len(rows) > 250
    assert {row["kind"] for row in rows} >= {"en", "es", "zh", "ru", "tr", "fr", "ar", "kk", "ug"}
    assert {row["order"] for row in rows} == set(ORDERS)
    assert {row["flag"] for row in rows} == {"", AMBIGUOUS, IMPOSSIBLE, UNREADABLE}


@pytest.mark.parametrize("form", _WRITTEN)
@given(day=strategies.days)
@settings(max_examples=30)
def test_every_day_is_read_in_every_language(form: str, day: date) -> None:
    """A day written out is that day, in each language and under each order."""
    for order in ("", "dmy", "mdy", "ymd"):
        assert read(written(form, day), order=order) == PartialDate(day.isoformat(), day, day)


@pytest.mark.parametrize("separator", ["/", ".", "-", " / ", "／", "–"])
@given(day=strategies.days)
@settings(max_examples=40)
def test_a_declared_order_decides(separator: str, day: date) -> None:
    """Under a declared order three numbers are one day, whatever stands between them."""
    dmy = f"{day.day}{separator}{day.month:02d}{separator}{day.year}"
    mdy = f"{day.month:02d}{separator}{day.day}{separator}{day.year}"
    assert read(dmy, order="dmy").edtf == read(mdy, order="mdy").edtf == day.isoformat()


@given(strategies.days)
def test_without_an_order_both_readings_are_covered(day: date) -> None:
    """Without a declared order the bounds cover the day in both orders, flagged where they differ."""
    found = read(f"{day.day}/{day.month}/{day.year}")
    assert found.low is not None
    assert found.high is not None
    assert found.low <= day <= found.high
    assert (found.flag == AMBIGUOUS) == (day.day <= 12 and day.day != day.month)


@given(strategies.days)
def test_a_wrong_order_is_never_swapped(day: date) -> None:
    """ "12/26" under day-month order is impossible: a second guess would hide the error of the source."""
    found = read(f"{day.month}/{day.day}/{day.year}", order="dmy")
    if day.day > 12:
        assert (found.edtf, found.flag) == (None, IMPOSSIBLE)
    else:
        assert found.low == date(day.year, day.day, day.month)


@given(strategies.recent, st.sampled_from(("dmy", "mdy", "ymd")))
def test_a_short_year_is_always_uncertain(day: date, order: str) -> None:
    """A year of two digits between 1931 and 2030 is found, and marked."""
    parts = {"d": f"{day.day:02d}", "m": f"{day.month:02d}", "y": f"{day.year % 100:02d}"}
    found = read("/".join(parts[letter] for letter in order), order=order)
    assert found == PartialDate(f"{day.isoformat()}?", day, day)


@given(strategies.recent, strategies.recent)
def test_a_range_of_days_is_read_with_every_joint(one: date, two: date) -> None:
    """Two days with a dash or a word between them are a range from the first to the second."""
    low, high = sorted((one, two))
    for joint in ("/", "-", " - ", "—", "~", " to ", " a ", " al ", "至", " إلى ", " au "):
        found = read(f"{low}{joint}{high}")
        assert (found.edtf, found.low, found.high) == (f"{low}/{high}", low, high), joint


@given(strategies.recent, st.integers(0, 27))
def test_days_of_one_month_share_it(first: date, more: int) -> None:
    """ "18-22/02/1977" takes month and year from its end."""
    last = first + timedelta(days=more)
    if (last.month, last.day) > (first.month, first.day) and last.month == first.month:
        found = read(f"{first.day:02d}-{last.day:02d}/{last.month:02d}/{last.year}", order="dmy")
        assert (found.low, found.high, found.flag) == (first, last, None)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (25569, "1970-01-01"),
        (42736, "2017-01-01"),
        (42736.99999, "2017-01-01"),
        (LAST_SERIAL, "9999-12-31"),
    ],
)
def test_serials_are_the_days_of_a_spreadsheet(number: float, day: str) -> None:
    """A serial is the day that a spreadsheet of the 1900 system shows; its fraction is the time of day."""
    assert read_serial(number) == PartialDate(day, date.fromisoformat(day), date.fromisoformat(day))


@pytest.mark.parametrize("number", [0, 0.5, -1, 60, 60.5, LAST_SERIAL + 1, 1e300, -1e300])
def test_serials_out_of_the_calendar_are_impossible(number: float) -> None:
    """The 29 February 1900 that never was, and numbers out of range, are impossible."""
    assert read_serial(number).flag == IMPOSSIBLE


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_no_serial(number: float) -> None:
    """Not-a-number and infinity are not read."""
    assert read_serial(number).flag == UNREADABLE


@given(st.integers(61, LAST_SERIAL))
def test_serials_count_days(number: int) -> None:
    """Each serial is one day after the one before."""
    day = date(1899, 12, 30) + timedelta(days=number)
    assert read_serial(number).low == day
    if not 1900 <= number <= 2100:
        assert read(str(number), order="serial").low == day


def test_serials_count_only_when_declared() -> None:
    """A bare number is not taken for a serial unless the source is said to hold them."""
    assert read("42736").flag == read("42736", order="dmy").flag == UNREADABLE
    assert read("42736", order="serial").edtf == "2017-01-01"


def test_a_year_in_a_column_of_serials_is_ambiguous() -> None:
    """ "1976" may be the year, or the serial of a day of 1905: the bounds cover both."""
    found = read("1976", order="serial")
    assert (found.low, found.high, found.flag) == (date(1905, 5, 29), date(1976, 12, 31), AMBIGUOUS)


def test_words_are_read_under_serial_too() -> None:
    """A column of serials may hold written dates; they are read as with no declared order."""
    assert read("5 March 2017", order="serial").edtf == "2017-03-05"
    assert read("09/08/1976", order="serial").flag == AMBIGUOUS


@pytest.mark.parametrize("moment", [datetime(2017, 3, 5, 0, 0), datetime(2017, 3, 5, 23, 59, 59, 999999)])
def test_time_stamps_of_programs_are_days(moment: datetime) -> None:
    """What spreadsheets and databases export with a time of day is the day."""
    for text in (str(moment), moment.isoformat(), f"{moment.isoformat()}Z", f"{moment:%d/%m/%Y %H:%M:%S}"):
        assert read(text, order="dmy").edtf == "2017-03-05"


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("20170305", "", "2017-03-05"),
        ("20170305", "dmy", "2017-03-05"),
        ("20170305", "ymd", "2017-03-05"),
        ("05032017", "dmy", "2017-03-05"),
        ("05032017", "mdy", "2017-05-03"),
        ("201703", "", "2017-03"),
        ("170305", "ymd", "2017-03-05?"),
        ("050317", "dmy", "2017-03-05?"),
    ],
)
def test_digits_without_separators(text: str, order: str, expected: str) -> None:
    """Six and eight digits are a month or a day of our time."""
    assert read(text, order=order).edtf == expected


@pytest.mark.parametrize(
    ("text", "order", "flag"),
    [
        ("05032017", "", AMBIGUOUS),
        ("201203", "dmy", AMBIGUOUS),
        ("20170230", "", IMPOSSIBLE),
        ("20171301", "dmy", IMPOSSIBLE),
        ("30022017", "dmy", IMPOSSIBLE),
        ("30022017", "", IMPOSSIBLE),
        ("11111111", "", UNREADABLE),
        ("7654321", "", UNREADABLE),
        ("98765432", "dmy", UNREADABLE),
        ("1", "", UNREADABLE),
        ("12345678901234567890", "", UNREADABLE),
    ],
)
def test_other_digits_are_flagged(text: str, order: str, flag: str) -> None:
    """Numbers of documents are no dates; a day of our time that does not exist is impossible."""
    assert read(text, order=order).flag == flag


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00/00/1976", "1976"),
        ("00/08/1976", "1976-08-XX"),
        ("1976-08-00", "1976-08-XX"),
        ("1976-00-00", "1976"),
        ("??/08/1976", "1976-08-XX"),
        ("197?", "197X"),
        ("19??", "19XX"),
        ("197-", "197X"),
        ("19__", "19XX"),
        ("2017年某月", "2017"),
        ("2017年3月某日", "2017-03-XX"),
    ],
)
def test_parts_not_known_are_left_open(text: str, expected: str) -> None:
    """Zeros, question marks and lines for a missing day or month leave the rest readable."""
    assert read(text, order="dmy").edtf == expected


@pytest.mark.parametrize("text", ["0000-00-00", "00/00/0000", "0000", "0", "-", "--", "/", ".", "", " ", "\u200f"])
def test_fillers_say_nothing(text: str) -> None:
    """What a database or a clerk writes for nothing is not read, and not called impossible."""
    assert read(text, order="dmy").flag == UNREADABLE


def test_the_year_alone_is_kept_when_day_and_month_are_open() -> None:
    """With a declared order a day without its month is kept too; without one it is not believed."""
    assert read("05/XX/1976", order="dmy").edtf == "1976-XX-05"
    assert read("05/XX/1976").edtf == "1976-05-XX"


@pytest.mark.parametrize(
    ("text", "low", "high", "flag"),
    [
        ("1976-77", 1976, 1977, None),
        ("1976/77", 1976, 1977, None),
        ("2016-17", 2016, 2017, AMBIGUOUS),
        ("2016/17", 2016, 2017, AMBIGUOUS),
        ("2016-13", None, None, IMPOSSIBLE),
        ("1976-99", None, None, IMPOSSIBLE),
    ],
)
def test_two_years_in_short(text: str, low: int | None, high: int | None, flag: str | None) -> None:
    """ "1976-77" is two years; "2016-17" may be a month that does not exist, and is flagged."""
    found = read(text)
    assert found.flag == flag
    assert (found.low and found.low.year, found.high and found.high.year) == (low, high)


@pytest.mark.parametrize("hemisphere", HEMISPHERES)
def test_seasons_are_those_of_the_hemisphere(hemisphere: str) -> None:
    """Spring begins in March in the north and in September in the south."""
    assert read("primavera de 1976", hemisphere=hemisphere).low == date(1976, 3 if hemisphere == "north" else 9, 1)


@pytest.mark.parametrize(("order", "hemisphere"), [("DMY", "north"), ("dym", "north"), ("", "South"), ("", "")])
def test_an_order_that_does_not_exist_is_refused(order: str, hemisphere: str) -> None:
    """A wrong declaration fails at once, instead of silently reading a whole source as if nothing was declared."""
    with pytest.raises(ValueError, match="no such order"):
        read("1976", order=order, hemisphere=hemisphere)


def test_a_long_text_is_prose() -> None:
    """A text longer than any date is not read; spaces around a date do not count."""
    assert read("1976 " * 100).flag == UNREADABLE
    assert read(" " * 500 + "1976" + " " * 500).edtf == "1976"
    assert read("x" * (LONGEST + 1)).flag == UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "seized on 5 March 2017", "5 March 2017, released", "born in 1976 in a village", "2017 in custody", "1976 BC",
        "5 Muharram 1438", "1438 AH", "5 Muharrem 1438", "平成29年3月5日", "2017年春节", "Easter 1976",
        "2017-W10", "2017-064", "5 марта (по старому стилю) 1917", "no consta", "unknown", "n/a", "не известно",
        "不详", "week 12 of 2017",
    ],
)  # fmt: skip
def test_prose_other_calendars_and_nothing_known_are_not_half_read(text: str) -> None:
    """One word that is not part of a date leaves the whole text unread."""
    assert read(text, order="dmy") == PartialDate(None, None, None, UNREADABLE)


@given(st.text(max_size=250), strategies.orders, strategies.hemispheres)
@settings(max_examples=400)
@example("²0170305", "dmy", "north")
@example("٠٠٠٠", "", "north")
@example("\ud800 1976", "", "north")
@example("0000/early 0000", "", "south")
@example("1976\x00", "dmy", "north")
def test_no_text_raises(text: str, order: str, hemisphere: str) -> None:
    """Any text at all is read or flagged."""
    whole(read(text, order=order, hemisphere=hemisphere))


@given(strategies.salads, strategies.orders, strategies.hemispheres)
@settings(max_examples=1500, deadline=None)
def test_no_heap_of_our_own_words_raises(text: str, order: str, hemisphere: str) -> None:
    """Any heap of words of the tables, digits and separators is read or flagged, with bounds in order."""
    whole(read(text, order=order, hemisphere=hemisphere))


@given(strategies.salads, st.sampled_from(("dmy", "mdy")))
@settings(max_examples=600, deadline=None)
def test_declaring_nothing_is_never_surer(text: str, order: str) -> None:
    """What a declared order calls ambiguous is not a sure, narrower day without a declaration."""
    declared, found = read(text, order=order), read(text)
    if declared.flag is None and declared.edtf and found.flag is None and found.edtf:
        assert (found.low, found.high) == (declared.low, declared.high)


@given(strategies.expressions)
@settings(max_examples=300)
def test_edtf_is_read_under_every_order(text: str) -> None:
    """An expression that we wrote gives the same reading whatever order is declared."""
    for order in ORDERS:
        if order != "serial" or not text.isdigit():
            found = read(text, order=order)
            assert (found.edtf, found.flag) == (text, None)


@given(strategies.salads)
def test_reading_twice_gives_the_same(text: str) -> None:
    """A reading does not depend on what was read before, nor on spaces and direction marks around it."""
    found = read(text, order="dmy")
    _read.cache_clear()
    assert read(f"\u200e {text}\u200f ", order="dmy") == found == read(text, order="dmy")


_LONG = (
    "1" * LONGEST, "1-" * 100, "1/" * 100, "1 " * 100, "- " * 100, "? " * 100, "(" * LONGEST, "年" * LONGEST,
    "1年" * 100, "march " * 33, "march-" * 33, "5 march " * 25, "or " * 66, "1976 or " * 25, "1976 to " * 25,
    "between " * 25, "a" * LONGEST, "ä" * LONGEST, "é1" * 100, "1º" * 100, "22:00 " * 33, "12:30:00." * 22,
    "1976-08-15/" * 18, "[1976.." * 28, "[XXX1-02-29," * 16, "二〇" * 100, "十" * LONGEST, "o" * LONGEST,
    "0" * LONGEST, "1976 " + " " * 190 + "x", "1976" + "-" * 190, "'de 1976" * 25, "و" * LONGEST, "غىچە" * 50,
    "on or about " * 16, "mid-late-" * 22, "\u0301" * LONGEST, "\u200b" * LONGEST, "1," * 100, "h1 " * 66,
    "в период с " * 18, "'den beri " * 20, "до (включительно) " * 11, "1976 a las " * 18 + "22",
)  # fmt: skip


@pytest.mark.parametrize("text", _LONG, ids=lambda text: text[:12])
@pytest.mark.parametrize("order", ["", "dmy"])
def test_long_texts_come_to_an_end(text: str, order: str) -> None:
    """However a long text repeats itself, it is read (mostly as unreadable) and holds what every reading holds."""
    whole(read(text[:LONGEST], order=order))
