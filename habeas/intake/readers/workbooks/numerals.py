"""Numbers of a sheet as a person writes them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

_DIGITS: Final = 15  # what a spreadsheet shows of a number; what follows is noise of the computation
_MAGNITUDE: Final = 310  # digits before or after the point; a spreadsheet has no greater number


def plain(number: str) -> str:
    """A number as a person writes it: no exponent, no ".0", none of the noise after the fifteenth digit."""
    value = decimal_of(number)
    if value is None or (number.isascii() and number.isdigit()):
        return number
    if value == value.to_integral_value():
        return format(value.to_integral_value(), "f")
    return format(Decimal(f"{float(value):.{_DIGITS}g}").normalize(), "f")


def is_long(number: str) -> bool:
    """Whether a spreadsheet cannot hold all digits of this number: an identity number stored so has lost its end."""
    value = decimal_of(number)
    return value is not None and abs(value) >= 10**_DIGITS


def decimal_of(number: str) -> Decimal | None:
    """None for what is no number, or none that a spreadsheet can hold: written out it would fill the memory."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < _MAGNITUDE else None
