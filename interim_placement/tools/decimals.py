"""Exact numbers in, commercially rounded decimals out.

Odoo hands over binary floats. ``16.2`` is stored as 16.19999..., and dividing that by 36 falls
just below the half that has to be rounded up. So a float is read as the decimal that people see
(its shortest representation), everything in between is exact, and rounding happens once, last.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import TypeAlias

Number: TypeAlias = "Decimal | float | int"


def to_decimal(value: Number, name: str) -> Decimal:
    """Return ``value`` as the decimal that people see: the float 16.2 becomes Decimal('16.2').

    :param value: a finite number
    :param name: what the number is, for the error message
    :raises ValueError: when ``value`` is not a finite number
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite() and not isinstance(value, bool):
        return number
    raise ValueError(f"{name} is {value!r}, which is not a number: give a number such as 16.2.")


def not_negative(value: Number, name: str) -> Decimal:
    """Return ``value`` as :func:`to_decimal` does, and refuse one below zero.

    :param value: a finite number, zero or more
    :param name: what the number is, for the error message
    :raises ValueError: when ``value`` is not a finite number, or is below zero
    """
    number = to_decimal(value, name)
    if number < 0:
        raise ValueError(f"{name} is {value!r}, which is below zero: give zero or more.")
    return number


def half_up(value: Fraction, places: int) -> Decimal:
    """Round an exact value half up (halves go away from zero, as on an invoice).

    :param value: the exact value
    :param places: number of decimals that remain, also when they are zeros
    """
    units = floor(abs(value) * 10**places + Fraction(1, 2))
    # Built from digits, because Decimal operations depend on the precision of the thread.
    sign = 1 if value < 0 and units else 0
    return Decimal((sign, tuple(int(digit) for digit in str(units)), -places))
