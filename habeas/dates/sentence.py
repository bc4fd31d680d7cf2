"""Sentence arithmetic: the days between which a fixed term ends, from dates known in part.

The rule for credit is that of PRC Criminal Law art. 47 (fixed-term imprisonment) and art. 44 (criminal
detention, 拘役): the term counts from the day the judgment is carried out, and each day in custody before it
counts one day. So a person held without a break since `taken` is free at taken + term. Art. 41 (管制) credits
two days for one and is not a term of custody; it never comes here. A PRC judgment prints as last day of the
sentence the day before the first day of freedom that is computed here.

- `taken` known and credit given: taken + term. Custody that ends in a sentence begins before it, so a vague
  `taken` ("2017") is cut at the latest day of the sentence, unless all of it lies after.
- Only `sentenced` known, credit given by law: the end is sentenced + term at the latest; the earliest end is
  not known, because the days already served are not (step "credit_unknown"). Low is None, never made up.
- No credit: sentenced + term. Without the date of the sentence, taken + term is the earliest end and the
  latest is open.
- Reductions (减刑) are taken off the end. No end comes before custody or sentence began.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from habeas.dates.arithmetic import shift
from habeas.dates.partial import PartialDate
from habeas.dates.terms import Term, term_code


@dataclass(frozen=True, slots=True)
class Window:
    """The earliest and latest first day of freedom (None: not known) and the sum that gives them.

    Steps are codes: "from=taken:LOW..HIGH" or "from=sentenced:LOW..HIGH", "credit=full", "credit=none",
    "credit_unknown", "sentence_unknown", "taken_after_sentence", "term=P13Y", "reduction=P1Y".
    """

    low: date | None
    high: date | None
    steps: tuple[str, ...]


def release_window(
    *,
    sentenced: PartialDate | None,
    taken: PartialDate | None,
    term: Term,
    credit: bool = True,
    reductions: tuple[Term, ...] = (),
) -> Window | None:
    """Return when a fixed term ends; None for life and death, or without a usable date."""
    if term.kind != "fixed":
        return None
    start = _start(_usable(sentenced), _usable(taken), credit=credit)
    if start is None:
        return None
    fixed = [reduction for reduction in reductions if reduction.kind == "fixed"]
    low = _end(start.low, term, fixed)
    high = _end(start.high, term, fixed)
    steps = (*start.steps, f"term={term_code(term)}", *(f"reduction={term_code(each)}" for each in fixed))
    return Window(low, high, steps)


def _usable(when: PartialDate | None) -> PartialDate | None:
    return when if when and (when.low or when.high) else None


def _start(sentenced: PartialDate | None, taken: PartialDate | None, *, credit: bool) -> Window | None:
    """Return the first days from which the term may count."""
    if credit and taken:
        return _from_custody(sentenced, taken)
    if sentenced:
        step = "credit_unknown" if credit else "credit=none"
        return Window(None if credit else sentenced.low, sentenced.high, (_said("sentenced", sentenced), step))
    if taken:
        return Window(taken.low, None, (_said("taken", taken), "credit=none", "sentence_unknown"))
    return None


def _from_custody(sentenced: PartialDate | None, taken: PartialDate) -> Window:
    high = taken.high
    steps: tuple[str, ...] = (_said("taken", taken), "credit=full")
    limit = sentenced.high if sentenced else None
    if limit and taken.low and taken.low > limit:
        steps = (*steps, "taken_after_sentence")
    elif limit and (high is None or high > limit):
        high = limit
    return Window(taken.low, high, steps)


def _said(name: str, when: PartialDate) -> str:
    return f"from={name}:{when.low or ''}..{when.high or ''}"


def _end(start: date | None, term: Term, reductions: list[Term]) -> date | None:
    if start is None:
        return None
    end = shift(start, term.years, term.months, term.days)
    for each in reductions:
        end = shift(end, -each.years, -each.months, -each.days)
    return max(end, start)
