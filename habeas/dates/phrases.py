"""Dates in words: one date, a range, a choice, or a bound ("before 2018"), written out as EDTF.

- A range is an EDTF interval (`1977-02-18/1977-02-22`), "between" one day of a span (`[2017..2018]`), "or" a
  choice (`[2017,2018]`); "since" and "until" are open intervals, "before" and "after" open spans that leave
  out the date said.
- Early, middle and late mean the thirds: of a year the EDTF codes 37 to 39 (four months each), of a month the
  days 1-10, 11-20, and 21 to the end, as the Chinese 上旬 中旬 下旬 do. Halves of a month part after day 15.
- A qualifier is written where EDTF has a place for it (a plain date, an interval); a span or a part of a year
  drops it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from habeas.dates.arithmetic import month_end
from habeas.dates.edtf import read_edtf
from habeas.dates.partial import AMBIGUOUS, NO_SUCH_DATE, NOT_READ, UNCLEAR, PartialDate
from habeas.dates.sides import NotReadError, Side, inherit, parse_side
from habeas.dates.tokens import Token, tokenise

_YEAR_PARTS = {
    "early": 37,
    "mid": 38,
    "late": 39,
    "half1": 40,
    "half2": 41,
    "q1": 33,
    "q2": 34,
    "q3": 35,
    "q4": 36,
}
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "half1": (1, 15), "half2": (16, 31)}
_RELATIONS = frozenset(("before", "after", "until", "since", "latest", "earliest", "between"))
_AFTER_JOINT = frozenset(("unit", "decade", "quarter"))
_DOUBTS = frozenset(("about", "uncertain", "doubt", "%"))
_MARKS = frozenset(("-", "/", " - "))
_DAY = re.compile(r"[0-9X]{4}-[0-9X]{2}(?:-[0-9X]{2})?[?~%]?")
_DAY_OF_NO_MONTH = re.compile("-XX-[0-9]")  # nobody knows the day but not the month
_SOUTHERN = {"21": "29", "22": "30", "23": "31", "24": "32"}


def read_phrase(folded: str, order: str, *, southern: bool = False) -> PartialDate:
    """Read a folded text (see `fold`); without a declared order every order that gives a date counts."""
    tokens = tokenise(folded)
    if not tokens:
        return NOT_READ
    if southern:
        tokens = [Token(t.kind, _SOUTHERN[t.value]) if t.kind == "season" else t for t in tokens]
    result = _attempt(tokens, order) if order else NOT_READ
    if order in ("dmy", "mdy") or result.edtf:
        return result
    results = [_attempt(tokens, each) for each in ("dmy", "mdy", "ymd")]
    return combine([result for result in results if not _DAY_OF_NO_MONTH.search(result.edtf or "")])


def combine(results: list[PartialDate]) -> PartialDate:
    """Join the readings in several day orders; two that differ are ambiguous and the bounds cover both."""
    read = {result.edtf: result for result in results if result.edtf}
    if len(read) > 1:
        return _unclear(list(read.values()))
    for result in [*read.values(), *(each for each in results if each != NOT_READ)]:
        return result
    return NOT_READ


def _unclear(readings: list[PartialDate]) -> PartialDate:
    lows = [reading.low for reading in readings]
    highs = [reading.high for reading in readings]
    low = None if None in lows else min(day for day in lows if day)
    high = None if None in highs else max(day for day in highs if day)
    if low is None and high is None:
        return UNCLEAR
    members = sorted(str(reading.edtf) for reading in readings)
    plain = low and high and all(_DAY.fullmatch(member) for member in members)
    text = ",".join(members) if plain else f"{low or ''}..{high or ''}"
    return PartialDate(f"[{text}]", low, high, AMBIGUOUS)


def _attempt(tokens: list[Token], order: str) -> PartialDate:
    try:
        text = _expression(tokens, order)
    except NotReadError as problem:
        return UNCLEAR if problem.unclear else NOT_READ
    except (OverflowError, _ImpossibleError):
        return NO_SUCH_DATE
    return read_edtf(text) or NOT_READ


class _ImpossibleError(ValueError):
    """A part of a phrase names a day that the calendar does not have."""


def _expression(tokens: list[Token], order: str) -> str:
    tokens, qualifier = _qualifier(tokens)
    tokens, relation = _relation(tokens)
    pieces, joint = _split(tokens, between=relation == "between")
    sides = [parse_side(piece, order) for piece in pieces]
    if len(sides) == 2:
        inherit(sides[0], sides[1], order)
    texts = [_render(side, alone=len(sides) == 1) for side in sides]
    if relation == "since" and joint == "to":
        relation = ""  # "from … to …" is a range
    if len(sides) == 1:
        return _bounded(texts[0], relation, qualifier)
    if relation not in ("", "between"):
        raise NotReadError
    if joint == "or":
        return _choice(texts)
    return _span(texts[0], texts[1]) if relation == "between" else _interval(texts[0], texts[1], qualifier)


def _qualifier(tokens: list[Token]) -> tuple[list[Token], str]:
    """Take the words of doubt out; a question mark within a date ("1?/03/1977") leaves it unread."""
    for index, token in enumerate(tokens[:-1]):
        if token.kind == "doubt" and index and tokens[index + 1].kind not in ("to", "and", "or", " - "):
            raise NotReadError
    kinds = {token.kind for token in tokens}
    rest = [token for token in tokens if token.kind not in _DOUBTS]
    if not rest or rest[0].kind in _MARKS or rest[-1].kind in _MARKS:
        raise NotReadError
    about, uncertain = "about" in kinds, bool(kinds & {"uncertain", "doubt"})
    return rest, "%" if "%" in kinds or (about and uncertain) else "~" if about else "?" if uncertain else ""


def _relation(tokens: list[Token]) -> tuple[list[Token], str]:
    """Take out the word that makes a bound, which stands first or last ("2018年以前")."""
    if len(tokens) > 1 and tokens[0].kind in _RELATIONS:
        relation, tokens = tokens[0].kind, tokens[1:]
        if relation == "since" and tokens[-1].kind in (
            "until",
            "between",
            "since",
        ):  # 自2017年起, 从2017年到2018年为止
            tokens = tokens[:-1]
        if relation == "between" and tokens[0].kind == "since":  # в период с мая по июнь
            tokens = tokens[1:]
        return tokens, relation
    if len(tokens) > 1 and tokens[-1].kind in _RELATIONS:
        return tokens[:-1], tokens[-1].kind
    if len(tokens) > 1 and tokens[0].kind == "to":  # "a fines de 1976", "à la fin de 2017"
        return tokens[1:], ""
    return tokens, ""


def _split(tokens: list[Token], *, between: bool) -> tuple[list[list[Token]], str]:
    """Cut the tokens at the word or dash that joins two dates."""
    for kinds, joint in ((("or",), "or"), (("to", "until"), "to"), (("and",), "and"), ((" - ",), "to")):
        places = [index for index, token in enumerate(tokens) if token.kind in kinds]
        if joint == "or" and places:
            return _cut(tokens, places), joint
        if len(places) == 1 and (between or joint != "and"):
            return _cut(tokens, places), "to" if joint == "and" else joint
        if places and joint == "and":
            raise NotReadError  # two dates, not one
    dashes = [index for index in range(len(tokens)) if tokens[index].kind == "-" and _joins(tokens, index)]
    places = dashes or _slash_between_years(tokens)
    if len(places) == 1:
        return _cut(tokens, places), "to"
    return [[Token("-", "-") if token.kind == " - " else token for token in tokens]], ""


def _cut(tokens: list[Token], places: list[int]) -> list[list[Token]]:
    starts, ends = [0, *(place + 1 for place in places)], [*places, len(tokens)]
    pieces = [tokens[start:end] for start, end in zip(starts, ends, strict=True)]
    if not all(pieces):
        raise NotReadError
    return pieces


def _joins(tokens: list[Token], index: int) -> bool:
    """Tell whether a dash joins two dates ("18-22/02/1977") rather than the parts of one ("15-Aug-1976")."""
    before = tokens[index - 1] if index else Token("", "")
    after = tokens[index + 1] if index + 1 < len(tokens) else Token("", "")
    follower = tokens[index + 2].kind if index + 2 < len(tokens) else ""
    if not before.kind or before.kind == after.kind in ("month", "part", "season"):
        return bool(before.kind)
    if after.kind == "unit" and follower == "/":  # "DIC/1977-AÑO/1978"
        return True
    if after.kind in ("unit", "decade", "quarter") or before.kind == "part" or "month" in (before.kind, after.kind):
        return any(token.kind == "/" for token in tokens) and before.kind == "number" and after.kind == "month"
    if before.kind == "unit" or any(token.kind == "/" for token in tokens):
        return True
    if before.kind != "number" or after.kind != "number":
        return False
    years = (len(before.value), len(after.value)) == (4, 4)
    return years or follower == "month" or any(t.kind == "month" for t in tokens[: index - 1]) or _units(tokens)


def _slash_between_years(tokens: list[Token]) -> list[int]:
    """Find the one slash of "Oct 2016/Jan 2017"."""
    slashes = [index for index, token in enumerate(tokens) if token.kind == "/"]
    years = [index for index, token in enumerate(tokens) if len(token.value) == 4 and token.value.isdigit()]
    return slashes if len(slashes) == 1 and len(years) == 2 and years[0] < slashes[0] < years[1] else []


def _units(tokens: list[Token]) -> bool:
    """Tell whether some number carries a unit (3-5日, 2016-17年): then a dash between numbers is a range."""
    return any(token.kind == "unit" for token in tokens)


def _render(side: Side, *, alone: bool) -> str:
    if side.year is None or side.loose:
        raise NotReadError(unclear=side.named and len(side.loose) == 1)
    if side.month and side.month.isdigit() and not 1 <= int(side.month) <= 12:
        raise _ImpossibleError
    if alone and side.plural and not side.month:
        if not side.year.endswith("0"):
            raise NotReadError
        side.part = side.part or "decade"
    if side.part:
        return _render_part(side)
    text = "-".join(part for part in (side.year, side.month or ("XX" if side.day else None), side.day) if part)
    if read_edtf(text) in (NO_SUCH_DATE, None):
        raise _ImpossibleError
    return text + ("?" if side.uncertain else "")


def _render_part(side: Side) -> str:
    part = side.part or ""
    if side.day or side.year is None:
        raise NotReadError
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
        raise _ImpossibleError
    return result


def _plain(text: str) -> bool:
    """Tell whether the text is a year, month or day, maybe with X: what may be an end of an interval."""
    return text[0] != "[" and not (len(text) == 7 and text[5:].isdigit() and int(text[5:]) > 12)


def _qualified(text: str, qualifier: str) -> str:
    if not qualifier or not _plain(text):
        return text
    had = text[-1] if text[-1] in "?~" else ""
    return text.rstrip("?~") + ("%" if had and had != qualifier else qualifier)


def _bounded(text: str, relation: str, qualifier: str) -> str:
    if relation == "":
        return _qualified(text, qualifier)
    if relation == "between":
        raise NotReadError
    if relation in ("since", "until"):
        ends = [text] if _plain(text) else [str(_edge(text, last=relation == "until"))]
        end = _qualified(ends[0], qualifier)
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


def _interval(start: str, end: str, qualifier: str = "") -> str:
    if _plain(start) and _plain(end):
        return f"{_qualified(start, qualifier)}/{_qualified(end, qualifier)}"
    return f"{_edge(start, last=False)}/{_edge(end, last=True)}"


def _span(start: str, end: str) -> str:
    start, end = start.rstrip("?~"), end.rstrip("?~")
    if _plain(start) and _plain(end) and "X" not in start + end:
        return f"[{start}..{end}]"
    return f"[{_edge(start, last=False)}..{_edge(end, last=True)}]"


def _choice(texts: list[str]) -> str:
    members = [text if _plain(text) else text if text[0] == "[" else _span(text, text) for text in texts]
    return "[" + ",".join(member.strip("[]") for member in members) + "]"
