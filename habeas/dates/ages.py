"""From an age at a date to the days of birth it allows, and back.

Who is 26 on a day was born at least 26 and less than 27 years before it, so the interval is a year long, and
longer when the date is known in part. In East Asian counting (虚岁) a child is one at birth and a year older
with each new year: the age said is one or two years more than the completed years.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NoReturn

from habeas.dates.amounts import BETWEEN, Amount, NoAmountError, Part, add_up, parts
from habeas.dates.arithmetic import shift
from habeas.dates.fold import LONGEST, fold
from habeas.dates.partial import IMPOSSIBLE, NOT_READ, PartialDate

OLDEST = 130  # completed years; a greater age is impossible

_TWO = re.compile(rf"([^0-9]*)([0-9]+)(?:{BETWEEN}| (?:y|and|и|et) )([0-9]+)([^0-9]*)")
_STEPS = {"y": Amount(1), "m": Amount(0, 1), "w": Amount(0, 0, 7), "d": Amount(0, 0, 1)}
_HALF_STEPS = {"y": Amount(0, 6), "m": Amount(0, 0, 15)}


def age_at(age: str | int, on: PartialDate, *, counting: str = "") -> PartialDate:
    """Return when somebody was born who has this age ("54 años", 26, "3 months", "虚岁26", "20-25") on a date.

    `counting` "east-asian" takes the age as nominal; "虚岁" in the text says so itself. "About" is not
    widened. Flags: "impossible" above 130 years, "unreadable" when age or date is not understood; the flag of
    `on` is passed on.
    """
    if on.low is None and on.high is None:
        return PartialDate(None, None, None, on.flag) if on.flag else NOT_READ
    try:
        least, beyond = _limits(age, nominal=counting == "east-asian")
    except NoAmountError as problem:
        return PartialDate(None, None, None, problem.flag)
    low = shift(_before(on.low, beyond), days=1) if on.low else None
    high = _before(on.high, least) if on.high else None
    if high == date.min:  # born before the first day there is
        return PartialDate(None, None, None, IMPOSSIBLE)
    return PartialDate(f"[{low or ''}..{high or ''}]", low, high, on.flag)


def age_span(birth: PartialDate, on: PartialDate) -> tuple[int, int] | None:
    """Return the least and most completed years on a date; None when a bound is missing."""
    if birth.low is None or birth.high is None or on.low is None or on.high is None or birth.low > on.high:
        return None
    return max(_years(birth.high, on.low), 0), _years(birth.low, on.high)


def _years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _before(day: date, amount: Amount) -> date:
    return shift(day, -amount.years, -amount.months, -amount.days)


def _limits(age: str | int, *, nominal: bool) -> tuple[Amount, Amount]:
    """Return the least age meant, and the first one that is too great."""
    if isinstance(age, int):
        return _one([Part("number", str(age))], nominal=nominal) if 0 <= age <= OLDEST else _impossible()
    two = _TWO.fullmatch(fold(age)) if len(age) <= LONGEST else None
    if two is None:
        return _one(parts(age), nominal=nominal)
    if int(two[2]) >= int(two[3]):
        raise NoAmountError
    least, _ = _one(parts(f"{two[1]}{two[2]}{two[4]}"), nominal=nominal)
    return least, _one(parts(f"{two[1]}{two[3]}{two[4]}"), nominal=nominal)[1]


def _one(tokens: list[Part], *, nominal: bool) -> tuple[Amount, Amount]:
    tokens = [part for part in tokens if part.kind not in ("age_word", "about")]
    nominal = nominal or any(part.kind == "nominal" for part in tokens)
    if tokens and tokens[0].kind == "nominal":
        tokens = tokens[1:]  # 虚岁26
    units = [part.code for part in tokens if part.kind not in ("number", "count", "half")]
    if tokens and not units:
        tokens, units = [*tokens, Part("unit", "y")], ["y"]
    amount = add_up(tokens)
    if amount.years * 365 + amount.months * 30 + amount.days > OLDEST * 366:
        _impossible()
    if nominal and units[0] == "y":
        return (Amount(max(amount.years - 2, 0)), Amount(amount.years)) if amount.years else _impossible()
    unit = units[-1][-1]
    halves = any(part.kind == "half" or "." in part.code.removesuffix(".0") for part in tokens)
    step = _HALF_STEPS.get(unit, _STEPS[unit]) if halves else _STEPS[unit]
    return amount, Amount(amount.years + step.years, amount.months + step.months, amount.days + step.days)


def _impossible() -> NoReturn:
    raise NoAmountError(IMPOSSIBLE)
