"""Dates in words: one date, a range, a choice, or a bound ("before 2018"). What EDTF becomes of them: `expression`."""

from __future__ import annotations

import re

from habeas.dates.edtf import ImpossibleError, read_edtf
from habeas.dates.expression import bounded, choice, interval, refuse_turn, render, span, winter
from habeas.dates.joints import split
from habeas.dates.pairs import inherit
from habeas.dates.partial import AMBIGUOUS, NO_SUCH_DATE, NOT_READ, UNCLEAR, PartialDate
from habeas.dates.sides import NotReadError, parse_side
from habeas.dates.tokens import Token, tokenise

_RELATIONS = frozenset(("before", "after", "until", "since", "latest", "earliest", "between"))
_DOUBTS = frozenset(("about", "uncertain", "doubt", "%"))
_MARKS = frozenset(("-", "/", " - "))
_BEFORE_NOW = frozenset(("to", "until", "-", " - "))
_DAY = re.compile(r"[0-9X]{4}-[0-9X]{2}(?:-[0-9X]{2})?[?~%]?")
_DAY_OF_NO_MONTH = re.compile("-XX-[0-9]")  # nobody knows the day but not the month
_SOUTHERN = {"21": "29", "22": "30", "23": "31", "24": "32"}


def read_phrase(folded: str, order: str, *, southern: bool = False) -> PartialDate:
    """Read a folded text (see `fold`); without a declared order every order that gives a date counts."""
    tokens = tokenise(folded)
    if not tokens:
        return NOT_READ
    if southern or any(token.kind == "south" for token in tokens):
        tokens = [Token(t.kind, _SOUTHERN[t.value]) if t.kind == "season" else t for t in tokens if t.kind != "south"]
    result = _attempt(tokens, order) if order else NOT_READ
    if order in ("dmy", "mdy") or result != NOT_READ:
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
        if problem.readings:
            return combine([read_edtf(text) or NOT_READ for text in problem.readings])
        return UNCLEAR if problem.unclear else NOT_READ
    except (OverflowError, ImpossibleError):
        return NO_SUCH_DATE
    return read_edtf(text) or NOT_READ


def _expression(tokens: list[Token], order: str) -> str:
    tokens, qualifier = _qualifier(tokens)
    tokens, relation = _relation(tokens)
    pieces, joint = split(tokens, between=relation == "between")
    sides = [parse_side(piece, order) for piece in pieces]
    if len(sides) == 2:
        said = sides[0].year is not None
        inherit(sides[0], sides[1], order)
        if shared := winter(sides[0], sides[1]):
            return shared
        if joint == "to" and not said:
            refuse_turn(sides[0], sides[1])
    decades = len(sides) == 1 or all(side.plural and (side.year or "").endswith("0") for side in sides)
    texts = [render(side, alone=decades) for side in sides]
    if relation == "since" and joint == "to":
        relation = ""  # "from … to …" is a range
    if len(sides) == 1:
        return bounded(texts[0], relation, qualifier)
    if relation not in ("", "between"):
        raise NotReadError
    if joint == "or":
        return choice(texts)
    return span(texts[0], texts[1]) if relation == "between" else interval(texts[0], texts[1], qualifier)


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
    """Take out the word that makes a bound, which stands first or last ("2018年以前", "2017 to present")."""
    if tokens[-1].kind == "now" or [token.kind for token in tokens[-2:]] == ["now", "until"]:
        return _until_now(tokens), "since"
    if len(tokens) > 1 and tokens[0].kind in _RELATIONS:
        relation, tokens = tokens[0].kind, tokens[1:]
        if relation == "since" and tokens[-1].kind in ("until", "between", "since"):  # 自2017年起, 从2017年到2018年为止
            tokens = tokens[:-1]
        if relation == "between" and tokens[0].kind == "since":  # в период с мая по июнь
            tokens = tokens[1:]
        return tokens, relation
    if len(tokens) > 1 and tokens[-1].kind in _RELATIONS:
        return tokens[:-1], tokens[-1].kind
    if len(tokens) > 1 and tokens[0].kind == "to":  # "a fines de 1976", but "по 2017 год"
        return tokens[1:], "" if tokens[0].value == "@" else "until"
    return tokens, ""


def _until_now(tokens: list[Token]) -> list[Token]:
    """Return what stands before "to present", "至今" or "hasta la fecha"; a lone "now" is no date."""
    first = tokens[0].kind == "since"
    now = end = next(index for index, token in enumerate(tokens) if token.kind == "now")
    while end > first and tokens[end - 1].kind in _BEFORE_NOW:
        end -= 1
    if not first and end == now and tokens[-1].kind != "until" and tokens[now].value != "..":
        raise NotReadError
    return tokens[first:end]
