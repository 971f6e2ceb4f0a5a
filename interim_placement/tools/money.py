"""Rates, margins and the value of a period.

All amounts are in the currency of the caller, per hour where they are rates, and without VAT.
Results are decimals with two places, halves up. An empty rate (None, or the 0 of an empty Odoo
field) means "not agreed yet" and counts as zero. Rates below zero are computed with, not refused:
these functions run while somebody is typing, and refusing a rate belongs to the terms that hold it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from .decimals import Number, half_up, not_negative, to_decimal
from .periods import days_in_period

# An average month, as both together make it.
WEEKS_A_YEAR, MONTHS_A_YEAR = 52, 12


def margin(client_rate: Number | None, professional_rate: Number | None) -> Decimal:
    """Return what the agency keeps of one hour: client rate minus professional rate.

    110 and 95 give 15.00. Below zero when the professional costs more than the client pays.
    Zero without a client rate: what is not agreed yet is no loss.

    :param client_rate: what the client pays, per hour
    :param professional_rate: what the professional is paid, per hour
    :raises ValueError: when a rate is not a number
    """
    return half_up(_margin(_exact(client_rate, "client_rate"), professional_rate), places=2)


def margin_percent(client_rate: Number | None, professional_rate: Number | None) -> Decimal:
    """Return the margin as a percentage of the client rate.

    110 and 95 give 13.64. Zero without a client rate, or with one below zero.
    Computed from the exact margin, not from the rounded one.

    Source: practice of the trade, margin is expressed in the rate that the client pays.

    :param client_rate: what the client pays, per hour
    :param professional_rate: what the professional is paid, per hour
    :raises ValueError: when a rate is not a number
    """
    client = _exact(client_rate, "client_rate")
    kept = _margin(client, professional_rate)
    return half_up(kept / client * 100 if client > 0 else Fraction(0), places=2)


def period_value(
    rate: Number | None, hours_per_week: Number | None, start: date, end: date
) -> Decimal:
    """Return what a period is worth: rate x hours a week x weeks.

    Weeks are the inclusive days divided by seven, exactly; only the result is rounded. It is an
    estimate: holidays and leave are not taken off.

    :param rate: amount per hour (a client's or a professional's rate, or a margin)
    :param hours_per_week: hours a week
    :param start: first day of the period
    :param end: last day of the period, ``start`` or later
    :raises ValueError: when the rate or the hours are not a number, the hours are below zero, a
        day is not a date, or ``end`` lies before ``start``
    """
    weeks = Fraction(days_in_period(start, end), 7)
    hours = Fraction(not_negative(hours_per_week or 0, "hours_per_week"))
    return half_up(_exact(rate, "rate") * hours * weeks, places=2)


def month_value(rate: Number | None, hours_per_week: Number | None) -> Decimal:
    """Return what an average month is worth: rate x hours a week x 52 weeks / 12.

    15.00 and 24 hours give 1560.00.

    :param rate: amount per hour (a client's or a professional's rate, or a margin)
    :param hours_per_week: hours a week
    :raises ValueError: when the rate or the hours are not a number, or the hours are below zero
    """
    hours = Fraction(not_negative(hours_per_week or 0, "hours_per_week"))
    return half_up(_exact(rate, "rate") * hours * Fraction(WEEKS_A_YEAR, MONTHS_A_YEAR), places=2)


def _exact(value: Number | None, name: str) -> Fraction:
    return Fraction(to_decimal(value or 0, name))


def _margin(client: Fraction, professional_rate: Number | None) -> Fraction:
    professional = _exact(professional_rate, "professional_rate")
    return client - professional if client else Fraction(0)
