"""Margins and the value of a period."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools import money, periods

CENTS = st.integers(0, 30_000).map(lambda cents: cents / 100)


@pytest.mark.parametrize(
    ("client", "professional", "margin", "percent"),
    [
        (110, 95, "15.00", "13.64"),
        (110.0, 95.0, "15.00", "13.64"),
        (95, 110, "-15.00", "-15.79"),
        (100.1, 95.05, "5.05", "5.04"),
        (Decimal("0.2"), Decimal("0.19999"), "0.00", "0.01"),  # a half, from the exact margin
        (95.001, 95.004, "0.00", "0.00"),  # never "-0.00"
        (110, None, "110.00", "100.00"),
        (0, 95, "0.00", "0.00"),
        (None, 95, "0.00", "0.00"),
        (False, False, "0.00", "0.00"),
        (-10, 95, "-105.00", "0.00"),
    ],
)
def test_margin(client, professional, margin, percent):
    assert str(money.margin(client, professional)) == margin
    assert str(money.margin_percent(client, professional)) == percent


@pytest.mark.parametrize(
    ("rate", "hours", "start", "end", "value"),
    [
        (110, 24, "2027-01-04", "2027-01-10", "2640.00"),
        (110, 24, "2027-01-04", "2027-01-04", "377.14"),
        (15, 24, "2027-01-04", "2027-06-30", "9154.29"),  # 178 days
        (-15, 24, "2027-01-04", "2027-01-10", "-360.00"),
        (99.99, 16.2, "2027-01-04", "2027-01-17", "3239.68"),
        (None, 24, "2027-01-04", "2027-01-10", "0.00"),
        (110, 0.0, "2027-01-04", "2027-01-10", "0.00"),
    ],
)
def test_period_value(rate, hours, start, end, value):
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert str(money.period_value(rate, hours, *days)) == value


@pytest.mark.parametrize(
    ("rate", "hours", "value"),
    [
        (15, 24, "1560.00"),  # 104 hours
        (15, 32.5, "2112.50"),
        (-1, 36, "-156.00"),
        (None, 24, "0.00"),
        (15, None, "0.00"),
    ],
)
def test_month_value(rate, hours, value):
    assert str(money.month_value(rate, hours)) == value


MONDAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: money.margin(float("nan"), 95), "client_rate is nan.*give a number"),
        (lambda: money.margin_percent(110, "95,-"), "professional_rate is '95,-'.*give a number"),
        (lambda: money.period_value(110, -24, MONDAY, MONDAY), "hours_per_week is -24.*zero"),
        (lambda: money.month_value(15, -24), "hours_per_week is -24.*zero"),
        (lambda: money.period_value(110, 24, MONDAY, None), "end is None.*fill in"),
        (lambda: money.period_value(110, 24, MONDAY, date(2027, 1, 3)), "ends on 2027-01-03.*move"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_decimal_precision_of_the_thread_does_not_matter():
    with localcontext() as context:
        context.prec = 2
        assert str(money.margin(1234.56, 0)) == "1234.56"


@given(CENTS, CENTS)
def test_rates_in_cents_give_an_exact_margin(client, professional):
    expected = Decimal(str(client)) - Decimal(str(professional)) if client else 0
    assert money.margin(client, professional) == expected


@given(CENTS.filter(bool), CENTS)
def test_margin_percent_is_the_nearest_hundredth_and_halves_go_away_from_zero(client, professional):
    percent = Fraction(money.margin_percent(client, professional))
    exact = 100 - 100 * Fraction(str(professional)) / Fraction(str(client))
    assert abs(percent - exact) <= Fraction(1, 200)
    if abs(percent - exact) == Fraction(1, 200):
        assert abs(percent) > abs(exact)


@given(CENTS, st.integers(0, 800).map(lambda tenths: tenths / 20), st.integers(0, 2000))
def test_period_value_is_rate_times_hours_times_weeks(rate, hours, days):
    end = MONDAY + timedelta(days=days)
    weeks = periods.weeks_in_period(MONDAY, end)
    expected = Decimal(str(rate)) * Decimal(str(hours)) * weeks
    assert abs(money.period_value(rate, hours, MONDAY, end) - expected) <= Decimal("0.00500001")
