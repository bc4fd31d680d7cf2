"""What hypothesis draws from: days, word salads of our own tables, and the expressions the reader writes."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hypothesis import strategies as st

from habeas.dates import words

ORDERS = ("", "dmy", "mdy", "ymd", "serial")

_FIGURES = [
    *("0", "1", "2", "3", "4", "5", "10", "12", "15", "17", "20", "29", "30", "31", "32", "60", "70", "76", "99"),
    *("00", "05", "0000", "1900", "1976", "1977", "2016", "2017", "2100", "9999", "20170305", "201703", "42736"),
    *("X", "XX", "197X", "19XX", "XXXX", "²", "½", "٣", "三", "十", "二〇一七"),
]
_JOINTS = [
    *(" ", "  ", "", "-", " - ", "–", "—", "/", ".", "..", ",", ", ", "، ", "、", "~", "～", "?", "%", ":", ";", "'"),
    *('"', "(", ")", "[", "]", "{", "}", "年", "月", "日", "T12:30", " 22:00", "º", "\u200f", "\u00a0", "\n", "*", "_"),
]
_WORDS = sorted(
    {word for name in ("words.csv", "terms.csv") for row in words.rows(name) for word in row["words"].split("|")}
)

orders = st.sampled_from(ORDERS)
hemispheres = st.sampled_from(("north", "south"))
days = st.dates(date(1000, 1, 1), date(9998, 12, 31))
recent = st.dates(date(1931, 1, 1), date(2029, 12, 31))
pieces = st.one_of(st.sampled_from(_FIGURES), st.sampled_from(_WORDS))
salads = st.lists(st.tuples(pieces, st.sampled_from(_JOINTS)), min_size=1, max_size=9).map(
    lambda found: "".join(piece + joint for piece, joint in found)
)


def _month(when: date) -> str:
    return when.isoformat()[:7]


def _year(when: date) -> str:
    return when.isoformat()[:4]


def _part(when: date, first: int, last: int) -> str:
    end = min(last, monthrange(when.year, when.month)[1])
    return f"[{_month(when)}-{first:02d}..{_month(when)}-{end:02d}]"


plain = st.one_of(days.map(str), days.map(_month), days.map(_year))
qualified = st.tuples(plain, st.sampled_from(("", "?", "~", "%"))).map("".join)
groups = st.tuples(days.map(_year), st.integers(21, 41)).map(lambda found: f"{found[0]}-{found[1]}")
thirds = st.tuples(days, st.sampled_from(((1, 10), (11, 20), (21, 31), (1, 15), (16, 31)))).map(
    lambda found: _part(found[0], *found[1])
)
_pairs = st.tuples(days, days).map(sorted).filter(lambda pair: pair[0] < pair[1])
ranges = st.one_of(
    _pairs.map(lambda pair: f"{pair[0]}/{pair[1]}"),
    _pairs.map(lambda pair: f"{_month(pair[0])}/{_month(pair[1])}"),
    _pairs.map(lambda pair: f"{_year(pair[0])}/{_year(pair[1])}"),
    _pairs.map(lambda pair: f"{_year(pair[0])}/{pair[1]}"),
)
spans = st.one_of(
    _pairs.map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    _pairs.map(lambda pair: f"[{_year(pair[0])}..{_year(pair[1])}]"),
    _pairs.map(lambda pair: f"[{_month(pair[0])},{_month(pair[1])}]"),
)
opens = st.tuples(plain, st.sampled_from(("{}/..", "../{}", "[{}..]", "[..{}]"))).map(
    lambda found: found[1].format(found[0])
)
decades = days.map(lambda when: f"{_year(when)[:3]}X")
expressions = st.one_of(qualified, groups, thirds, ranges, spans, opens, decades)
