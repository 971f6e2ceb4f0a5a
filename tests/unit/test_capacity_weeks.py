"""Weeks and the weekly grid: the worked example of the trade, then a day-by-day reference."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools.capacity import Booking, overloads, shared_weekdays
from interim_tools.capacity_weeks import (
    Findings,
    added_findings,
    findings,
    monday_of,
    weekly_grid,
    weeks,
)

D = date.fromisoformat
DAY = timedelta(days=1)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def booking(key, start, end, hours, *weekdays, is_proposed=False):
    days = frozenset(weekdays)
    return Booking(key, f"Placement {key}", D(start), end and D(end), hours, days, is_proposed)


A = booking("A", "2027-01-04", "2027-06-30", 24, MON, TUE, WED)
B = booking("B", "2027-03-01", "2027-08-31", 16, THU, FRI)
DD = booking("D", "2027-01-04", "2027-06-30", 12, WED, THU)

# === Worked examples === #


def test_forty_hours_in_the_weeks_9_to_26():
    rows = weeks([A, B], [A, B], 36, D("2027-01-01"), 40)
    assert rows[0].start == D("2026-12-28")
    found = {week.start.isocalendar()[:2]: week for week in rows}
    assert found[2026, 53].agreed == 0
    assert found[2026, 53].free == 36
    assert [found[2027, n].agreed for n in (1, 8, 9, 26, 27, 35, 36)] == [24, 24, 40, 40, 16, 16, 0]
    overloaded = [number for (_year, number), week in found.items() if week.is_overload]
    assert overloaded == list(range(9, 27))
    assert [found[2027, n].free for n in (8, 9, 27)] == [12, 0, 20]
    assert found[2027, 9].parts == (("A", 24), ("B", 16))
    assert {week.proposed for week in rows} == {0}


def test_what_is_proposed_comes_on_top():
    proposed = booking("B", "2027-03-01", "2027-08-31", 16, THU, FRI, is_proposed=True)
    before, after = weeks([A], [A, proposed], 36, D("2027-02-22"), 2)
    assert (before.agreed, before.proposed, before.free, before.would_overload) == (24, 0, 12, 0)
    assert (after.agreed, after.proposed, after.total, after.free) == (24, 16, 40, 12)
    assert after.would_overload
    assert not after.is_overload
    assert after.parts == (("A", 24),)


def test_one_after_the_other_within_a_week_does_not_add_up():
    until_wednesday = booking("A", "2027-01-04", "2027-03-03", 24)
    from_thursday = booking("B", "2027-03-04", None, 32)
    (week,) = weeks([until_wednesday, from_thursday], [], 36, D("2027-03-03"), 1)
    assert (week.agreed, week.is_overload, week.parts) == (32, False, (("B", 32),))
    from_wednesday = booking("B", "2027-03-03", None, 32)
    (week,) = weeks([until_wednesday, from_wednesday], [], 36, D("2027-03-03"), 1)
    assert (week.agreed, week.is_overload) == (56, True)


def test_one_day_is_enough_for_a_week():
    (before, week, after) = weeks(
        [booking("A", "2027-03-07", "2027-03-07", 24)], [], 36, D("2027-02-22"), 3
    )
    assert [before.agreed, week.agreed, after.agreed] == [0, 24, 0]


def test_a_proposal_that_takes_less_adds_nothing():
    shorter = booking("A", "2027-01-04", "2027-03-31", 24)
    less = booking("A", "2027-04-01", "2027-06-30", 16, is_proposed=True)
    march, april = weeks([A], [shorter, less], 36, D("2027-03-22"), 3)[::2]
    assert (march.agreed, march.proposed) == (24, 0)
    assert (april.agreed, april.proposed, april.total) == (24, 0, 24)


@pytest.mark.parametrize("hours_max", [None, 0, 0.0, False])
def test_without_a_maximum(hours_max):
    (week,) = weeks([A, B], [A, B], hours_max, D("2027-03-01"), 1)
    assert (week.agreed, week.free, week.is_overload, week.would_overload) == (40, None, 0, 0)


def test_no_weeks_and_no_bookings():
    assert weeks([A], [A], 36, D("2027-03-01"), 0) == []
    (week,) = weeks([], [], 36.5, D("2027-03-07"), 1)
    assert week[:4] == (D("2027-03-01"), 0, 0, Decimal("36.5"))
    assert weekly_grid([], D("2027-01-01"), D("2027-12-31")) == []


def test_a_wrong_maximum_is_refused():
    with pytest.raises(ValueError, match="hours_max"):
        weeks([A], [], -1, D("2027-03-01"), 1)


def test_grid_of_the_example():
    rows = weekly_grid([A, B], D("2027-01-01"), D("2027-12-31"))
    keys = [[[b.key for b in taking] for taking in row.days] for row in rows]
    assert [(row.start, row.end, row.hours) for row in rows] == [
        (D("2027-01-04"), D("2027-02-28"), 24),
        (D("2027-03-01"), D("2027-06-30"), 40),
        (D("2027-07-01"), D("2027-08-31"), 16),
    ]
    assert keys[0] == [["A"], ["A"], ["A"], [], [], [], []]
    assert keys[1] == [["A"], ["A"], ["A"], ["B"], ["B"], [], []]
    assert keys[2] == [[], [], [], ["B"], ["B"], [], []]


def test_grid_shows_a_day_that_is_taken_twice_and_who_has_no_fixed_days():
    anywhere = booking("E", "2027-06-01", None, 4)
    rows = weekly_grid([A, DD, anywhere], D("2027-05-31"), D("2027-07-04"))
    assert [row.start for row in rows] == [D("2027-01-04"), D("2027-06-01"), D("2027-07-01")]
    assert [b.key for b in rows[0].days[WED]] == ["A", "D"]
    assert [row.unfixed for row in rows] == [(), (anywhere,), (anywhere,)]
    assert rows[-1].end is None


def test_grid_joins_a_placement_and_its_extension():
    extension = booking("A", "2027-07-01", "2027-08-31", 24, MON, TUE, WED)
    (row,) = weekly_grid([A, extension], D("2027-01-01"), D("2027-12-31"))
    assert (row.start, row.end) == (D("2027-01-04"), D("2027-08-31"))
    proposed = booking("A", "2027-07-01", "2027-08-31", 24, MON, TUE, WED, is_proposed=True)
    agreed, discussed = weekly_grid([A, proposed], D("2027-01-01"), D("2027-12-31"))
    assert agreed.end + DAY == discussed.start


def test_only_what_a_proposal_adds_is_new():
    proposed = booking("C", "2027-05-03", "2027-05-30", 8, MON)
    before, after = findings([A, B], 36), findings([A, B, proposed], 36)
    assert len(after.overloads) == 3  # the known one is cut in two
    added = added_findings(before, after)
    assert added.overloads == [(D("2027-05-03"), D("2027-05-30"), 48, ("A", "B", "C"))]
    assert added.clashes == [(MON, D("2027-05-03"), D("2027-05-30"), "A", "C")]
    assert added_findings(after, after) == Findings([], [])


# === Against slow, obvious references === #

START = D("2027-01-01")
bookings = st.lists(
    st.builds(
        lambda key, start, length, hours, weekdays: Booking(
            key,
            key,
            START + start * DAY,
            None if length is None else START + (start + length) * DAY,
            hours,
            weekdays,
        ),
        st.sampled_from("ABCD"),
        st.integers(0, 50),
        st.none() | st.integers(0, 40),
        st.sampled_from([0, 8, 12, 16, 20.5, 24, 36]),
        st.frozensets(st.integers(0, 6)),
    ),
    max_size=6,
)
maxima = st.sampled_from([0, 24, 36, 40.5])
first_days = st.integers(-20, 60).map(lambda days: START + days * DAY)
counts = st.integers(0, 12)


def running(rows, day):
    return [row for row in rows if row.start <= day and (not row.end or day <= row.end)]


def hours_on(rows, day):
    return sum((row.hours for row in running(rows, day)), Decimal(0))


def days_of(week):
    return [week.start + number * DAY for number in range(7)]


def is_in(day, period):
    return period.start <= day and (period.end is None or day <= period.end)


@given(bookings, bookings, maxima, first_days, counts)
def test_weeks_by_looking_at_each_day(agreed, proposed, hours_max, first, count):
    planned = agreed + proposed
    found = weeks(agreed, planned, hours_max, first, count)
    assert len(found) == count
    for number, week in enumerate(found):
        assert week.start == first - first.weekday() * DAY + 7 * number * DAY
        days = days_of(week)
        most = max(hours_on(agreed, day) for day in days)
        assert week.agreed == most
        assert week.total == max(hours_on(planned, day) for day in days)
        assert week.free == (max(Decimal(str(hours_max)) - most, 0) if hours_max else None)
        assert sum(hours for _key, hours in week.parts) == week.agreed
        assert any(
            sorted(week.parts) == sorted((b.key, b.hours) for b in running(agreed, day) if b.hours)
            for day in days
        )


@given(bookings, bookings, maxima, first_days, counts)
def test_a_week_is_marked_if_and_only_if_it_has_a_day_of_an_overload(
    agreed, proposed, hours_max, first, count
):
    planned = agreed + proposed
    known, possible = overloads(agreed, hours_max), overloads(planned, hours_max)
    for week in weeks(agreed, planned, hours_max, first, count):
        days = days_of(week)
        assert week.is_overload == any(is_in(day, found) for day in days for found in known)
        assert week.would_overload == any(is_in(day, found) for day in days for found in possible)


@given(bookings, first_days, st.integers(0, 60))
def test_grid_by_looking_at_each_day(rows, first, length):
    last = first + length * DAY
    found = weekly_grid(rows, first, last)
    for number in range(length + 1):
        day = first + number * DAY
        shown = [row for row in found if is_in(day, row)]
        expected = running(rows, day)
        if not expected:
            assert shown == []
            continue
        (row,) = shown
        keys = sorted(booking.key for booking in row.days[day.weekday()])
        assert keys == sorted(b.key for b in expected if day.weekday() in b.weekdays)
        assert sorted(b.key for b in row.unfixed) == sorted(
            b.key for b in expected if not b.weekdays
        )
        assert row.hours == hours_on(rows, day)
    assert all(row.start <= last and (row.end is None or first <= row.end) for row in found)
    for before, after in pairwise(found):
        assert before.end < after.start
        if before.end + DAY == after.start:
            assert before[2:] != after[2:]


@given(bookings, bookings, maxima)
def test_what_is_added_and_what_was_known_is_all(agreed, proposed, hours_max):
    before, after = findings(agreed, hours_max), findings(agreed + proposed, hours_max)
    added = added_findings(before, after)
    for new in after.overloads:
        if new in added.overloads:
            continue
        assert all(
            any(is_in(day, old) and old.hours_total == new.hours_total for old in before.overloads)
            for day in (new.start, new.end or date.max)
        )
    assert set(added.overloads) <= set(after.overloads)
    assert set(added.clashes) <= set(after.clashes)
    assert after.clashes == shared_weekdays(agreed + proposed)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_monday(day):
    monday = monday_of(day)
    assert monday.weekday() == MON
    assert 0 <= (day - monday).days < 7
