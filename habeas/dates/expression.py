"""Write what the sides of a phrase say as EDTF.

- A range is an EDTF interval (`1977-02-18/1977-02-22`), "between" one day of a span (`[2017..2018]`), "or" a
  choice (`[2017,2018]`); "since" and "until" are open intervals, "before" and "after" open spans that leave
  out the date said.
- Early, middle and late mean the thirds: of a year the EDTF codes 37 to 39 (four months each), of a month the
  days 1-10, 11-20, and 21 to the end, as the Chinese 上旬 中旬 下旬 do. Halves of a month part after day 15.
- A qualifier is written where EDTF has a place for it (a plain date, an interval); a span or a part of a year
  drops it. The doubt about a year of two digits is never dropped: such a part becomes an interval of days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from habeas.dates.arithmetic import month_end
from habeas.dates.edtf import ImpossibleError, read_edtf
from habeas.dates.partial import NO_SUCH_DATE, PartialDate
from habeas.dates.sides import NotReadError, Side

_YEAR_PARTS = {
    "early": 37, "mid": 38, "late": 39, "half1": 40, "half2": 41, "q1": 33, "q2": 34, "q3": 35, "q4": 36,
}  # fmt: skip
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "half1": (1, 15), "half2": (16, 31)}
_OVER_NEW_YEAR = ("s24", "s30")


def render(side: Side, *, alone: bool) -> str:
    """Write one side; alone, "the years 1970" is a decade. Raise ImpossibleError for a day that does not exist."""
    if side.year is None or side.loose:
        raise NotReadError(unclear=side.named and len(side.loose) == 1)
    if side.year == "0000" or (side.month and side.month.isdigit() and not 1 <= int(side.month) <= 12):
        raise ImpossibleError
    if alone and side.plural and not side.month:
        if not side.year.endswith("0"):
            raise NotReadError
        side.part = side.part or "decade"
    if side.part:
        return _render_part(side)
    if side.month in ("XX", None) and side.day in ("XX", None):
        side.month = side.day = None
    text = "-".join(part for part in (side.year, side.month or ("XX" if side.day else None), side.day) if part)
    if read_edtf(text) in (NO_SUCH_DATE, None):
        raise ImpossibleError
    return text + ("?" if side.uncertain else "")


def _render_part(side: Side) -> str:
    part = side.part or ""
    if side.day or side.year is None:
        raise NotReadError
    if part != "decade" and side.uncertain:  # a part of a year has no place for the mark of doubt
        bounds = _bounds(_render_part(replace(side, uncertain=False)))
        return f"{bounds.low}?/{bounds.high}?"
    if part in _MONTH_PARTS and side.month and side.month.isdigit():
        first, last = _MONTH_PARTS[part]
        end = month_end(int(side.year), int(side.month)).day
        return f"[{side.year}-{side.month}-{first:02d}..{side.year}-{side.month}-{min(last, end):02d}]"
    if side.month:
        raise NotReadError
    if part == "decade":
        return f"{side.year[:3]}X" + ("?" if side.uncertain else "")
    return f"{side.year}-{part[1:] if part[0] == 's' else _YEAR_PARTS[part]}"


def _bounds(text: str) -> PartialDate:
    result = read_edtf(text)
    if result is None or result.flag:
        raise ImpossibleError
    return result


def _plain(text: str) -> bool:
    """Tell whether the text is a year, month or day, maybe with X: what may be an end of an interval."""
    return text[0] != "[" and "/" not in text and not (len(text) == 7 and text[5:].isdigit() and int(text[5:]) > 12)


def _qualified(text: str, qualifier: str) -> str:
    if not qualifier or not _plain(text):
        return text
    had = text[-1] if text[-1] in "?~" else ""
    return text.rstrip("?~") + ("%" if had and had != qualifier else qualifier)


def bounded(text: str, relation: str, qualifier: str) -> str:
    """Write one date with its bound ("before", "since", …) and its mark of doubt."""
    if relation == "":
        return _qualified(text, qualifier)
    if relation == "between":
        raise NotReadError
    if relation in ("since", "until"):
        end = text if _plain(text) and "X" not in text else str(_edge(text, last=relation == "until"))
        end = _qualified(end, qualifier)
        return f"{end}/.." if relation == "since" else f"../{end}"
    text = text.rstrip("?~")
    if relation in ("latest", "earliest"):
        end = text if _plain(text) and "X" not in text else str(_edge(text, last=relation == "latest"))
    else:
        end = _beyond(text, after=relation == "after")
    return f"[..{end}]" if relation in ("latest", "before") else f"[{end}..]"


def _edge(text: str, *, last: bool) -> date:
    read = _bounds(text)
    edge = read.high if last else read.low
    if edge is None:
        raise NotReadError
    return edge


def _beyond(text: str, *, after: bool) -> str:
    """Return the year, month or day just before or after what was said, as precise as it was said."""
    edge = _edge(text, last=after) + timedelta(days=1 if after else -1)
    length = len(text) if _plain(text) and "X" not in text else 10
    return edge.isoformat()[:length]


def interval(start: str, end: str, qualifier: str = "") -> str:
    """Write the range from one date to another."""
    if _plain(start) and _plain(end):
        return f"{_qualified(start, qualifier)}/{_qualified(end, qualifier)}"
    return f"{_edge(start, last=False)}/{_edge(end, last=True)}"


def span(start: str, end: str) -> str:
    """Write one day between two dates."""
    start, end = start.rstrip("?~"), end.rstrip("?~")
    if _plain(start) and len(start) == len(end) and _plain(end) and "X" not in start + end:
        return f"[{start}..{end}]"
    return f"[{_edge(start, last=False)}..{_edge(end, last=True)}]"


def choice(texts: list[str]) -> str:
    """Write one of several dates."""
    members = [text if _plain(text) else text if text[0] == "[" else span(text, text) for text in texts]
    return "[" + ",".join(member.strip("[]") for member in members) + "]"


def winter(left: Side, right: Side) -> str:
    """Read "winter 2016-17": the one season that two years share."""
    parts, years = {left.part, right.part}, (left.year or "", right.year or "")
    season = next((part for part in parts if part and part[0] == "s"), "")
    if not season or None not in parts or left.month or right.month:
        return ""
    consecutive = all(year.isdigit() for year in years) and int(years[0]) + 1 == int(years[1])
    if season not in _OVER_NEW_YEAR or not consecutive:
        raise NotReadError(unclear=True)
    return f"{years[0]}-12/{years[1]}-02"


def refuse_turn(left: Side, right: Side) -> None:
    """Leave "28 Dec - 3 Jan 1977" ambiguous: nothing says on which side of the new year 1977 is."""
    year, ends = right.year or "", (left.month or "", right.month or "")
    if not (year.isdigit() and 1 < int(year) < 9999 and all(end.isdigit() for end in ends) and ends[0] > ends[1]):
        return
    before, after = replace(left, year=f"{int(year) - 1:04d}"), replace(right, year=f"{int(year) + 1:04d}")
    pairs = ((before, right), (left, after))
    raise NotReadError(
        readings=tuple(interval(render(a, alone=False), render(b, alone=False)) for a, b in pairs),
    )
