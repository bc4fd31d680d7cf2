"""From an age at a date to the days of birth it allows, and back.

Who is 26 on a day was born at least 26 and less than 27 years before it, so the interval is a year long, and
longer when the date is known in part. In East Asian counting (虚岁) a child is one at birth and a year older
with each new year: the age said is one or two years more than the completed years.
"""

from __future__ import annotations

from datetime import date

from habeas.dates.amounts import Amount, NoAmountError, Part, add_up, parts
from habeas.dates.arithmetic import shift
from habeas.dates.partial import IMPOSSIBLE, NOT_READ, PartialDate

OLDEST = 130  # completed years; a greater age is impossible


def age_at(age: str | int, on: PartialDate, *, counting: str = "") -> PartialDate:
    """Return when somebody was born who has this age ("54 años", 26, "3 months", "虚岁26") on a date.

    `counting` "east-asian" takes the age as nominal; "虚岁" in the text says so itself. "About" is not
    widened. Flags: "impossible" above 130 years, "unreadable" when age or date is not understood; the flag of
    `on` is passed on.
    """
    if on.low is None and on.high is None:
        return PartialDate(None, None, None, on.flag) if on.flag else NOT_READ
    try:
        amount, nominal = _amount(age)
    except NoAmountError as problem:
        return PartialDate(None, None, None, problem.flag)
    least = most = amount
    if nominal or counting == "east-asian":
        if amount.years < 1:
            return PartialDate(None, None, None, IMPOSSIBLE)
        least, most = Amount(max(amount.years - 2, 0)), Amount(amount.years - 1)
    low = shift(_older(on.low, most), days=1) if on.low else None
    high = shift(on.high, -least.years, -least.months, -least.days) if on.high else None
    return PartialDate(f"[{low or ''}..{high or ''}]", low, high, on.flag)


def age_span(birth: PartialDate, on: PartialDate) -> tuple[int, int] | None:
    """Return the least and most completed years on a date; None when a bound is missing."""
    if birth.low is None or birth.high is None or on.low is None or on.high is None or birth.low > on.high:
        return None
    return max(_years(birth.high, on.low), 0), _years(birth.low, on.high)


def _years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _amount(age: str | int) -> tuple[Amount, bool]:
    if isinstance(age, int):
        amount, nominal = Amount(age), False
    else:
        tokens = [part for part in parts(age) if part.kind not in ("age_word", "about")]
        nominal = any(part.kind == "nominal" for part in tokens)
        if nominal and tokens[0].kind == "nominal":
            tokens = tokens[1:]  # 虚岁26
        if len(tokens) == 1 and tokens[0].kind in ("number", "count"):
            tokens.append(Part("unit", "y"))
        amount = add_up(tokens)
    if amount.years < 0 or amount.years * 365 + amount.months * 30 + amount.days > OLDEST * 366:
        raise NoAmountError(IMPOSSIBLE)
    return amount, nominal


def _older(day: date, amount: Amount) -> date:
    """Go back by the age and one more of its finest unit: the last day of birth that is too early."""
    if amount.days:
        return shift(day, -amount.years, -amount.months, -amount.days - 1)
    if amount.months:
        return shift(day, -amount.years, -amount.months - 1)
    return shift(day, -amount.years - 1)
