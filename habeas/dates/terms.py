"""Prison terms: "13 years 6 months", "有期徒刑十三年", life, death with reprieve (死缓), death.

A term is kept as said (18 months stay P18M). What is not wholly a term of custody is not read: a suspended
sentence (缓刑) and surveillance without custody (管制) would give a false day of release. What comes beside the
term and is no custody is left out: political rights lost (剥夺政治权利), a fine (罚金), property taken (没收财产).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from habeas.dates.amounts import MOST, NoAmountError, Part, add_up, parts
from habeas.dates.fold import LONGEST
from habeas.dates.partial import IMPOSSIBLE, UNREADABLE

Kind = Literal["fixed", "life", "death_suspended", "death"]

_CODE = re.compile(r"P(?:(\d{1,7})Y)?(?:(\d{1,7})M)?(?:(\d{1,7})W)?(?:(\d{1,7})D)?", re.ASCII)
_BESIDE = re.compile(
    r"[,，、;；。+ ]*(?:(?:并?处?(?:剥夺政治权利|罚金|没收)"
    r"|(?:and |with |plus )?(?:\d+ years'? )?(?:of )?deprivation of political rights"
    r"|(?:and |with |plus )?(?:a )?(?:fine|confiscation) of"
    r"|(?:y |e |más |con )?(?:inhabilitaci[oó]n|multa) )(?:[^,，;；。]|,(?=\d{3}))*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A sentence: a fixed term of years, months and days, or life, or death with or without reprieve."""

    kind: Kind
    years: int = 0
    months: int = 0
    days: int = 0


def read_term(text: str) -> tuple[Term | None, str | None]:
    """Read a term in any of the languages of `data/terms.csv`; never raises on any text.

    Without a term the second value says why: "unreadable", "ambiguous" (a bare number, "10-15 years")
    or "impossible" (no time at all, or more than 9999 years).
    """
    if len(text) > LONGEST:
        return None, UNREADABLE
    try:
        term = parse_code(text.strip().upper()) or _in_words(text)
    except NoAmountError as problem:
        return None, problem.flag
    if term.kind == "fixed" and not (term.years or term.months or term.days):
        return None, IMPOSSIBLE
    return term, None


def term_code(term: Term) -> str:
    """Return the canonical code: "P13Y6M", "life", "death_suspended" or "death"."""
    if term.kind != "fixed":
        return term.kind
    sizes = ((term.years, "Y"), (term.months, "M"), (term.days, "D"))
    return "P" + ("".join(f"{size}{unit}" for size, unit in sizes if size) or "0D")


def parse_code(code: str) -> Term | None:
    """Read what `term_code` writes (and weeks); None for anything else."""
    if code.lower() in ("life", "death_suspended", "death"):
        return Term(cast("Kind", code.lower()))
    match = _CODE.fullmatch(code)
    if match is None or len(code) < 3:
        return None
    years, months, weeks, days = (int(number or 0) for number in match.groups())
    if years > MOST or months > MOST * 12 or weeks * 7 + days > MOST * 365:
        return None
    return Term("fixed", years, months, weeks * 7 + days)


def _in_words(text: str) -> Term:
    tokens = parts(_BESIDE.sub("", text))
    return _sentence(tokens) or _fixed(tokens)


def _sentence(tokens: list[Part]) -> Term | None:
    """Read a sentence without a length; the two years of a reprieve are no term."""
    kinds = {part.kind for part in tokens}
    if kinds == {"life"}:
        return Term("life")
    if kinds == {"death"}:
        return Term("death")
    if "death_suspended" in kinds or {"death", "reprieve"} <= kinds:
        if kinds <= {"death", "death_suspended", "reprieve", "number", "count", "unit", "dual"}:
            return Term("death_suspended")
        raise NoAmountError(UNREADABLE)
    return None


def _fixed(tokens: list[Part]) -> Term:
    if any(part.kind in ("age", "nominal", "about") for part in tokens):
        raise NoAmountError(UNREADABLE)
    amount = add_up(tokens)
    return Term("fixed", amount.years, amount.months, amount.days)
