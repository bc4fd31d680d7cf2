"""Where the tokens of a phrase part into two dates: at a word (to, or, and), a dash, or a slash."""

from __future__ import annotations

from habeas.dates.sides import NotReadError
from habeas.dates.tokens import Token

_YEAR = Token("unit", "y")


def split(tokens: list[Token], *, between: bool) -> tuple[list[list[Token]], str]:
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
    places = _slash_between(tokens) or dashes
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
    if before.kind == "number" and index + 2 == len(tokens) and _has_year([after]) and not _has_year(tokens[:index]):
        return False  # 15/08-1976
    if before.kind == "unit" or any(token.kind == "/" for token in tokens):
        return True
    if before.kind != "number" or after.kind != "number":
        return False
    if len(before.value) == 4:  # 2016-17年
        return len(after.value) == 4 or _shared(tokens) or tokens[index + 2 :][:1] == [_YEAR]
    return follower == "month" or any(t.kind in ("month", "unit") for t in tokens)  # 3-5日


def _slash_between(tokens: list[Token]) -> list[int]:
    """Find the one slash of "Oct 2016/Jan 2017", "winter 2016/17", "5/6 March 2017" and "5/6-03-2017"."""
    slashes = [index for index, token in enumerate(tokens) if token.kind == "/"]
    if len(slashes) != 1 or not 0 < slashes[0] < len(tokens) - 1:
        return []
    before, after = tokens[: slashes[0]], tokens[slashes[0] + 1 :]
    if _has_year(before) and (_has_year(after) or _shared(tokens)):
        return slashes
    kinds = [token.kind for token in after]
    night = kinds[:2] == ["number", "month"] or kinds == ["number", "-", "number", "-", "number"]
    return slashes if night and [token.kind for token in before] == ["number"] and not _has_year(before) else []


def _has_year(tokens: list[Token]) -> bool:
    return any(len(token.value) == 4 and token.value.isdigit() for token in tokens)


def _shared(tokens: list[Token]) -> bool:
    """Tell whether the number after a year is another year: "winter 2016-17", "AÑOS/1976/77"."""
    return any(token.kind == "season" or token == ("unit", "ys") for token in tokens)
