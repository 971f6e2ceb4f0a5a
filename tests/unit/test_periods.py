"""Periods, notice, working days and fte: the worked examples of the trade, then their laws."""

from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from interim_tools import periods

D = date.fromisoformat
DAY = timedelta(days=1)

DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
MONTHS = st.integers(1, 240)
# Multiples of 0.05 make ties (16.2 / 36 = 0.45) common instead of rare.
HOURS = st.one_of(
    st.integers(0, 1200).map(lambda twentieths: twentieths / 20),
    st.floats(0, 168),
    st.decimals(0, 168, places=3),
    st.integers(0, 168),
)
FULLTIME = st.sampled_from([32, 36, 36.0, 37.5, 38, Decimal(40)])

# Algemene termijnenwet art. 3; Good Friday (2027-03-26) is a working day.
HOLIDAYS = {
    D(day)
    for day in (
        "2026-12-25",
        "2026-12-26",
        "2027-01-01",
        "2027-03-29",
        "2027-04-27",
        "2027-05-05",
        "2027-05-06",
        "2027-05-17",
        "2027-12-25",
        "2027-12-26",
    )
}


def dutch(day):
    return day.weekday() < 5 and day not in HOLIDAYS


@st.composite
def calendars(draw):
    """A week with at least one working day, and some closing days of a week at most."""
    week = draw(st.sets(st.integers(0, 6), min_size=1))
    closed = draw(st.sets(st.integers(1, 30), max_size=8))
    return lambda day: day.weekday() in week and day.toordinal() % 31 not in closed


# === Worked examples === #


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-01-01", 6, "2027-06-30"),
        ("2027-02-15", 6, "2027-08-14"),
        ("2027-12-01", 3, "2028-02-29"),
        ("2026-12-01", 3, "2027-02-28"),
        ("2027-01-01", 12, "2027-12-31"),
        ("2028-02-29", 12, "2029-02-27"),
        ("2027-01-31", 1, "2027-02-27"),
    ],
)
def test_period_end(start, months, end):
    assert periods.period_end(D(start), months) == D(end)
    assert periods.period_length(D(start), D(end)) == (months, 0)


@pytest.mark.parametrize(
    ("old_end", "months", "new_end"),
    [
        ("2027-06-30", 2, "2027-08-31"),
        ("2027-02-28", 1, "2027-03-31"),
        ("2028-02-29", 6, "2028-08-31"),
    ],
)
def test_extension_end(old_end, months, new_end):
    assert periods.extension_end(D(old_end), months) == D(new_end)


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        ("2027-01-01", "2027-01-01", (0, 1)),
        ("2027-01-01", "2027-01-30", (0, 30)),
        ("2027-01-01", "2027-01-31", (1, 0)),
        ("2027-01-01", "2027-02-01", (1, 1)),
        ("2026-11-25", "2027-05-31", (6, 7)),
        ("2027-12-01", "2028-02-28", (2, 28)),
        ("2027-12-01", "2028-02-29", (3, 0)),
        ("2027-12-01", "2028-03-01", (3, 1)),
    ],
)
def test_period_length(start, end, length):
    assert periods.period_length(D(start), D(end)) == length


@pytest.mark.parametrize(
    ("given_on", "months", "rule", "end"),
    [
        ("2027-01-31", 1, "day", "2027-02-28"),
        ("2027-02-01", 1, "day", "2027-03-01"),
        ("2027-02-01", 1, "month_end", "2027-03-31"),
        ("2027-01-31", 1, "month_end", "2027-02-28"),
        ("2027-02-28", 1, "month_end", "2027-03-31"),
        ("2027-02-10", 0, "day", "2027-02-10"),
        ("2027-02-10", 0, "month_end", "2027-02-28"),
        ("2027-12-15", 2, "month_end", "2028-02-29"),
    ],
)
def test_notice_end(given_on, months, rule, end):
    assert periods.notice_end(D(given_on), months, rule) == D(end)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (28, "0.8"),
        (32, "0.9"),
        (16, "0.4"),
        (18, "0.5"),
        (16.2, "0.5"),
        (Decimal("16.2"), "0.5"),
        (34, "0.9"),
        (36, "1.0"),
        (40, "1.1"),
        (0, "0.0"),
        (1.8, "0.1"),
        (1.79, "0.0"),
    ],
)
def test_fte(hours, expected):
    assert str(periods.fte(hours, 36)) == expected
    assert str(periods.fte(hours, 36.0)) == expected


def test_fte_does_not_depend_on_the_decimal_precision_of_the_thread():
    with localcontext() as context:
        context.prec = 1
        assert periods.fte(16.2, 36) == Decimal("0.5")
        assert str(periods.fte(450, 36)) == "12.5"


START, END = D("2026-11-25"), D("2027-05-31")


@pytest.mark.parametrize(
    ("target", "direction", "planned"),
    [
        (START, "following", "2026-11-25"),
        (START + timedelta(weeks=1), "following", "2026-12-02"),
        (START + relativedelta(months=1), "following", "2026-12-28"),
        (START + relativedelta(months=3), "following", "2027-02-25"),
        (END - relativedelta(months=3), "preceding", "2027-02-26"),
        (END - relativedelta(months=2), "preceding", "2027-03-31"),
        (END - timedelta(days=14), "preceding", "2027-05-14"),
    ],
)
def test_check_in_moments_of_an_assignment(target, direction, planned):
    assert periods.roll(target, dutch, direction) == D(planned)


def test_good_friday_is_a_working_day():
    assert periods.roll(D("2027-03-26"), dutch, "following") == D("2027-03-26")
    assert periods.roll(D("2027-03-29"), dutch, "preceding") == D("2027-03-26")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2027-01-08", 1, "2027-01-11"),  # Friday
        ("2027-01-09", 1, "2027-01-11"),  # Saturday
        ("2027-01-10", -1, "2027-01-08"),  # Sunday
        ("2027-01-11", -1, "2027-01-08"),
        ("2027-01-09", 0, "2027-01-09"),
        ("2027-05-04", 3, "2027-05-11"),  # over 5 May, Ascension and a weekend
        ("2027-05-11", -3, "2027-05-04"),
    ],
)
def test_add_working_days(day, count, expected):
    assert periods.add_working_days(D(day), count, dutch) == D(expected)


def test_weeks_in_period():
    assert periods.weeks_in_period(D("2027-01-04"), D("2027-01-17")) == 2
    assert periods.weeks_in_period(D("2027-01-04"), D("2027-01-04")) == Decimal(1) / 7
    assert periods.days_in_period(D("2027-01-01"), D("2027-12-31")) == 365


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (("01-01", "06-30"), ("03-01", "08-31"), ("03-01", "06-30")),
        (("01-01", "06-30"), ("06-30", "08-31"), ("06-30", "06-30")),
        (("01-01", "06-30"), ("07-01", "08-31"), None),
        (("01-01", None), ("03-01", "08-31"), ("03-01", "08-31")),
        (("01-01", None), ("03-01", None), ("03-01", None)),
        (("03-01", None), ("01-01", "02-28"), None),
        (("01-01", "12-31"), ("03-01", "03-31"), ("03-01", "03-31")),
    ],
)
def test_overlap(one, other, shared):
    one, other, shared = (
        pair and tuple(day and D(f"2027-{day}") for day in pair) for pair in (one, other, shared)
    )
    assert periods.overlap(*one, *other) == shared
    assert periods.overlap(*other, *one) == shared


def test_overlap_takes_the_empty_date_of_odoo_as_open_ended():
    assert periods.overlap(START, False, END, False) == (END, None)


# === Errors name the value and the remedy === #


@pytest.mark.parametrize(
    ("call", "bad", "remedy"),
    [
        (lambda: periods.period_end(False, 1), "start is False", "fill in a date"),
        (lambda: periods.period_end("2027-01-01", 1), "'2027-01-01'", "fill in a date"),
        (lambda: periods.period_end(datetime(2027, 1, 1), 1), "a moment", r"take its date\(\)"),
        (lambda: periods.period_end(START, 0), "months is 0", "1 or more"),
        (lambda: periods.period_end(START, -2), "months is -2", "1 or more"),
        (lambda: periods.period_end(START, 1.5), "months is 1.5", "whole number"),
        (lambda: periods.period_end(START, True), "months is True", "whole number"),
        (lambda: periods.period_end(START, 10**6), "1000000 months", "check the year"),
        (lambda: periods.period_end(START, 10**30), "0 months", "check the year"),
        (lambda: periods.extension_end(None, 1), "old_end is None", "fill in a date"),
        (lambda: periods.extension_end(date.max, 1), "9999-12-31", "check the year"),
        (lambda: periods.period_length(END, START), "ends on 2026-11-25", "swap"),
        (lambda: periods.period_length(START, None), "end is None", "fill in a date"),
        (lambda: periods.weeks_in_period(END, START), "ends on 2026-11-25", "swap"),
        (lambda: periods.overlap(START, None, END, START), "ends on 2026-11-25", "swap"),
        (lambda: periods.overlap(None, None, END, None), "start1 is None", "fill in a date"),
        (lambda: periods.notice_end(START, 1, "week"), "'week'", "'day' or 'month_end'"),
        (lambda: periods.notice_end(START, -1, "day"), "months is -1", "0 or more"),
        (lambda: periods.notice_end(None, 1, "day"), "given_on is None", "fill in a date"),
        (lambda: periods.fte(28, 0), "fulltime_hours is 0", "e.g. 36"),
        (lambda: periods.fte(28, -36), "fulltime_hours is -36", "zero or more"),
        (lambda: periods.fte(-1, 36), "hours is -1", "zero or more"),
        (lambda: periods.fte(float("nan"), 36), "hours is nan", "give a number"),
        (lambda: periods.fte(float("inf"), 36), "hours is inf", "give a number"),
        (lambda: periods.fte(None, 36), "hours is None", "give a number"),
        (lambda: periods.fte(True, 36), "hours is True", "give a number"),
        (lambda: periods.fte("16,2", 36), "hours is '16,2'", "give a number"),
        (lambda: periods.roll(START, dutch, "back"), "'back'", "'following' or 'preceding'"),
        (lambda: periods.roll(None, dutch, "following"), "day is None", "fill in a date"),
        (lambda: periods.roll(START, lambda day: False, "following"), "after 2026-11", "calendar"),
        (lambda: periods.roll(START, lambda day: False, "preceding"), "before 2026-11", "calendar"),
        (lambda: periods.roll(date.max, lambda day: False, "following"), "9999-12-31", "check"),
        (lambda: periods.add_working_days(START, 1, lambda day: False), "after 2026", "calendar"),
        (lambda: periods.add_working_days(START, 0.5, dutch), "count is 0.5", "whole number"),
        (lambda: periods.add_working_days(None, 1, dutch), "day is None", "fill in a date"),
    ],
)
def test_errors(call, bad, remedy):
    with pytest.raises(ValueError, match=remedy) as caught:
        call()
    assert bad in str(caught.value)


def test_the_search_for_a_working_day_reaches_a_year():
    found = START + timedelta(days=periods.MAX_SEARCH_DAYS)
    assert periods.roll(START, lambda day: day == found, "following") == found
    with pytest.raises(ValueError, match="366 days"):
        periods.roll(START - DAY, lambda day: day == found, "following")


# === Laws === #


@given(DAYS, MONTHS)
def test_period_length_is_the_inverse_of_period_end(start, months):
    assert periods.period_length(start, periods.period_end(start, months)) == (months, 0)


@given(DAYS, st.integers(0, 4000))
def test_period_length_adds_up_to_the_end(start, days):
    end = start + timedelta(days=days)
    months, rest = periods.period_length(start, end)
    whole = periods.period_end(start, months) if months else start - DAY
    assert whole + timedelta(days=rest) == end
    assert 0 <= rest <= 30
    assert periods.period_end(start, months + 1) > end


@given(DAYS, MONTHS)
def test_a_longer_period_ends_later(start, months):
    assert periods.period_end(start, months) < periods.period_end(start, months + 1)
    assert periods.period_end(start, months) <= periods.period_end(start + DAY, months)


@given(DAYS, MONTHS)
def test_an_extension_follows_on_and_has_its_own_length(old_end, months):
    new_end = periods.extension_end(old_end, months)
    assert periods.period_length(old_end + DAY, new_end) == (months, 0)


@given(DAYS, MONTHS, MONTHS)
def test_extensions_of_a_period_add_up(start, months, more):
    start = start.replace(day=min(start.day, 28))  # later days do not exist in every month
    extended = periods.extension_end(periods.period_end(start, months), more)
    assert extended == periods.period_end(start, months + more)


@given(DAYS, st.integers(0, 24), st.sampled_from(["day", "month_end"]))
def test_later_or_longer_notice_never_ends_sooner(given_on, months, rule):
    end = periods.notice_end(given_on, months, rule)
    assert end >= given_on
    assert end <= periods.notice_end(given_on + DAY, months, rule)
    assert end < periods.notice_end(given_on, months + 1, rule)


@given(DAYS, st.integers(0, 24))
def test_notice_towards_month_end_is_the_last_day_of_the_same_month(given_on, months):
    by_day = periods.notice_end(given_on, months, "day")
    by_month = periods.notice_end(given_on, months, "month_end")
    assert (by_day.year, by_day.month) == (by_month.year, by_month.month)
    assert (by_month + DAY).day == 1


@given(HOURS, FULLTIME)
def test_fte_is_the_nearest_tenth_and_halves_go_up(hours, fulltime):
    result = periods.fte(hours, fulltime)
    exact = Fraction(str(hours)) / Fraction(str(fulltime))
    assert result.as_tuple().exponent == -1
    assert Fraction(-1, 20) < Fraction(result) - exact <= Fraction(1, 20)


@given(DAYS, calendars(), st.sampled_from(["following", "preceding"]))
def test_roll_lands_on_the_nearest_working_day(day, is_working_day, direction):
    rolled = periods.roll(day, is_working_day, direction)
    sign = 1 if direction == "following" else -1
    distance = (rolled - day).days * sign
    assert distance >= 0
    assert is_working_day(rolled)
    assert not any(is_working_day(day + sign * step * DAY) for step in range(distance))
    assert periods.roll(rolled, is_working_day, direction) == rolled


@given(DAYS, st.integers(-60, 60), calendars())
def test_add_working_days_back_and_forth(day, count, is_working_day):
    day = periods.roll(day, is_working_day, "following")
    there = periods.add_working_days(day, count, is_working_day)
    assert is_working_day(there)
    assert periods.add_working_days(there, -count, is_working_day) == day


@given(DAYS, st.integers(1, 60), calendars())
def test_add_working_days_counts_the_days_between(day, count, is_working_day):
    ahead = periods.add_working_days(day, count, is_working_day)
    days = (day + step * DAY for step in range(1, (ahead - day).days + 1))
    assert sum(map(is_working_day, days)) == count
    back = periods.add_working_days(day, -count, is_working_day)
    days = (day - step * DAY for step in range(1, (day - back).days + 1))
    assert sum(map(is_working_day, days)) == count


@given(DAYS, st.integers(0, 5000), st.integers(0, 5000))
def test_weeks_add_up(start, first, second):
    middle = start + timedelta(days=first)
    end = middle + DAY + timedelta(days=second)
    total = periods.weeks_in_period(start, middle) + periods.weeks_in_period(middle + DAY, end)
    assert abs(total - periods.weeks_in_period(start, end)) < Decimal("1e-20")


SHORT = st.dates(date(2027, 1, 1), date(2027, 2, 15))
ENDS = st.none() | st.integers(0, 40)


@given(SHORT, ENDS, SHORT, ENDS)
def test_overlap_is_the_days_in_both(start1, days1, start2, days2):
    end1, end2 = (
        None if days is None else start + timedelta(days=days)
        for start, days in ((start1, days1), (start2, days2))
    )
    horizon = [date(2027, 1, 1) + step * DAY for step in range(200)]
    both = [
        day
        for day in horizon
        if start1 <= day <= (end1 or date.max) and start2 <= day <= (end2 or date.max)
    ]
    shared = periods.overlap(start1, end1, start2, end2)
    if not both:
        assert shared is None
    else:
        open_ended = end1 is None and end2 is None
        assert shared == (both[0], None if open_ended else both[-1])
