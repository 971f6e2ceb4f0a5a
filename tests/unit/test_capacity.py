"""Capacity: the worked example of the trade, then the sweep against a day-by-day reference."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interim_tools import capacity
from interim_tools.capacity import Booking, conflicts_for, overloads, shared_weekdays

D = date.fromisoformat
DAY = timedelta(days=1)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def booking(key, start, end, hours, *weekdays):
    return Booking(key, f"Placement {key}", D(start), end and D(end), hours, frozenset(weekdays))


A = booking("A", "2027-01-04", "2027-06-30", 24, MON, TUE, WED)
B = booking("B", "2027-03-01", "2027-08-31", 16, THU, FRI)
DD = booking("D", "2027-01-04", "2027-06-30", 12, WED, THU)

# === Worked examples === #


def test_forty_hours_is_four_too_many():
    (segment,) = overloads([A, B], 36)
    assert segment == (D("2027-03-01"), D("2027-06-30"), 40, ("A", "B"))
    assert segment.excess(36) == segment.excess(36.0) == 4
    assert isinstance(segment.hours_total, Decimal)
    assert shared_weekdays([A, B]) == []


def test_thirty_six_hours_fit_but_wednesday_is_taken_twice():
    assert overloads([A, DD], 36) == []
    assert shared_weekdays([A, DD]) == [(WED, D("2027-01-04"), D("2027-06-30"), "A", "D")]
    conflicts = conflicts_for(DD, [A], 36)
    assert conflicts
    assert conflicts == ([], [(WED, D("2027-01-04"), D("2027-06-30"), "D", "A")])


def test_conflicts_for_leaves_out_what_others_do_to_each_other():
    c = booking("C", "2027-06-01", "2027-07-31", 4, SAT)
    conflicts = conflicts_for(c, [A, B], 36)
    assert conflicts.overloads == [(D("2027-06-01"), D("2027-06-30"), 44, ("C", "A", "B"))]
    assert conflicts.clashes == []
    assert not conflicts_for(booking("C", "2027-09-01", None, 36, MON), [A, B], 36)


@pytest.mark.parametrize("hours_max", [None, 0, 0.0, Decimal(0), False])
def test_no_limit(hours_max):
    assert overloads([A, B], hours_max) == []


def test_one_booking_alone_may_be_too_much():
    alone = booking("A", "2027-01-04", None, 40)
    assert overloads([alone], 36) == [(D("2027-01-04"), None, 40, ("A",))]
    assert conflicts_for(alone, [], 36).overloads == [(D("2027-01-04"), None, 40, ("A",))]


def test_open_ended_bookings():
    one = booking("A", "2027-01-04", None, 24, MON)
    other = booking("B", "2027-03-01", None, 16, MON)
    assert overloads([one, other], 36) == [(D("2027-03-01"), None, 40, ("A", "B"))]
    assert shared_weekdays([one, other]) == [(MON, D("2027-03-01"), None, "A", "B")]


def test_following_on_is_no_overlap():
    after = booking("B", "2027-07-01", None, 24, MON)
    assert not conflicts_for(after, [A], 36)


def test_a_placement_and_its_extension_are_one():
    """Rows with one key give one finding where nothing changes at the seam."""
    extension = booking("A", "2027-07-01", "2027-07-31", 24, MON)
    other = booking("E", "2027-06-01", None, 16, MON)
    assert overloads([A, extension, other], 36) == [
        (D("2027-06-01"), D("2027-07-31"), 40, ("A", "E"))
    ]
    assert shared_weekdays([A, extension, other]) == [
        (MON, D("2027-06-01"), D("2027-07-31"), "A", "E")
    ]
    change = booking("A", "2027-03-01", "2027-06-30", 28, MON, TUE)
    assert not conflicts_for(change, [A], 36)


def test_an_interruption_is_not_joined():
    january = booking("A", "2027-01-04", "2027-01-31", 40, MON)
    march = booking("A", "2027-03-01", "2027-03-31", 40, MON)
    always = booking("B", "2027-01-04", None, 8, MON)
    spells = [("2027-01-04", "2027-01-31"), ("2027-03-01", "2027-03-31")]
    days = [tuple(map(D, spell)) for spell in spells]
    assert overloads([january, march], 36) == [(*spell, 40, ("A",)) for spell in days]
    assert shared_weekdays([january, march, always]) == [(MON, *spell, "A", "B") for spell in days]


def test_replacing_one_booking_by_another_is_told_apart():
    first = booking("B", "2027-01-04", "2027-01-31", 16)
    second = booking("C", "2027-02-01", "2027-02-28", 16)
    assert overloads([A, first, second], 36) == [
        (D("2027-01-04"), D("2027-01-31"), 40, ("A", "B")),
        (D("2027-02-01"), D("2027-02-28"), 40, ("A", "C")),
    ]


def test_days_that_do_not_occur_do_not_clash():
    thursday_and_friday = booking("F", "2027-01-07", "2027-01-08", 8, MON, THU)
    assert shared_weekdays([booking("A", "2027-01-04", None, 8, MON), thursday_and_friday]) == []


def test_floats_are_taken_as_people_see_them():
    rows = [booking(key, "2027-01-04", None, 0.1) for key in "ABC"]
    assert overloads(rows, 0.3) == []
    assert str(overloads(rows, 0.2)[0].hours_total) == "0.3"
    assert str(overloads([booking("A", "2027-01-04", None, 40.0)], 36)[0].hours_total) == "40"


def test_the_last_day_of_the_calendar_is_open_ended():
    assert booking("A", "2027-01-04", "9999-12-31", 40).end is None
    assert Booking("A", "A", D("2027-01-04"), False, 40).end is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: booking("A", "2027-01-04", "2027-01-03", 24), "ends on 2027-01-03.*move the end"),
        (lambda: booking("A", "2027-01-04", None, -1), "Placement A: hours is -1.*zero or more"),
        (lambda: booking("A", "2027-01-04", None, None), "Placement A: hours is None.*give a num"),
        (lambda: booking("A", "2027-01-04", None, 8, 7), "Placement A: weekday 7.*0 for Monday"),
        (lambda: Booking("A", "A", False, None, 8), "is False.*fill in a date"),
        (lambda: overloads([A], -36), "hours_max is -36.*zero or more"),
        (lambda: conflicts_for(A, [], float("nan")), "hours_max is nan.*give a number"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_booking_is_frozen_and_hashable():
    assert len({A, B, booking("A", "2027-01-04", "2027-06-30", 24.0, MON, TUE, WED)}) == 2
    with pytest.raises(AttributeError):
        A.hours = 1


def test_many_bookings_are_quick(monkeypatch):
    """Twenty thousand bookings one after the other: compared with neighbours, not with all."""
    calls = Counter()
    original = capacity.overlap

    def counting(*args):
        calls["overlap"] += 1
        return original(*args)

    rows = [
        Booking(n, str(n), D("2000-01-03") + n * DAY, D("2000-01-03") + (n + 1) * DAY, 20, {n % 7})
        for n in range(20_000)
    ]
    monkeypatch.setattr(capacity, "overlap", counting)
    assert len(overloads(rows, 36)) == 19_999
    assert shared_weekdays(rows) == []
    assert calls["overlap"] <= len(rows)


# === Against a reference that looks at every day === #

FIRST = D("2027-01-04")
#: Past every day that the strategy can draw; who still runs here is open-ended.
HORIZON = [FIRST + step * DAY for step in range(80)]


@st.composite
def bookings_of_one_person(draw, repeat_keys=False, max_size=7):
    rows = []
    for index in range(draw(st.integers(0, max_size))):
        start = FIRST + draw(st.integers(0, 30)) * DAY
        length = draw(st.none() | st.integers(0, 30))
        rows.append(
            Booking(
                draw(st.sampled_from("PQR")) if repeat_keys else index,
                str(index),
                start,
                None if length is None else start + length * DAY,
                draw(st.sampled_from([0, 4, 8, 16.2, 16, Decimal("19.8"), 24, 36])),
                draw(st.frozensets(st.integers(0, 6), max_size=4)),
            )
        )
    return rows


LIMITS = st.sampled_from([8, 24, 32.4, 36, 40])


def runs(row, day):
    return row.start <= day and (row.end is None or day <= row.end)


def stretches(values):
    """Join equal neighbours in a value per day of the horizon, leaving out None."""
    found = []
    for day, value in zip(HORIZON, values, strict=True):
        if value is None:
            continue
        if found and found[-1][2] == value and found[-1][1] == day - DAY:
            found[-1][1] = day
        else:
            found.append([day, day, value])
    return [(start, None if end == HORIZON[-1] else end, value) for start, end, value in found]


def slow_overloads(rows, hours_max):
    limit = Decimal(str(hours_max))
    per_day = []
    for day in HORIZON:
        active = [row for row in rows if runs(row, day) and row.hours]
        total = sum((row.hours for row in active), Decimal(0))
        keys = tuple(key for key in keys_in_order(rows) if key in {row.key for row in active})
        per_day.append((total, keys) if total > limit else None)
    return [(start, end, *value) for start, end, value in stretches(per_day)]


def slow_shared_weekdays(rows):
    found = set()
    for key_a, key_b in combinations(keys_in_order(rows), 2):
        for weekday in range(7):
            taking = [row for row in rows if weekday in row.weekdays]
            per_day = [
                {key_a, key_b} <= {row.key for row in taking if runs(row, day)} or None
                for day in HORIZON
            ]
            for start, end, _value in stretches(per_day):
                days = [day for day in HORIZON if start <= day <= (end or HORIZON[-1])]
                if any(day.weekday() == weekday for day in days):
                    found.add((weekday, start, end, key_a, key_b))
    return found


def keys_in_order(rows):
    return list(dict.fromkeys(row.key for row in rows))


@given(bookings_of_one_person() | bookings_of_one_person(repeat_keys=True), LIMITS)
def test_overloads_equal_the_reference(rows, hours_max):
    rows_with_hours = [row for row in rows if row.hours]
    assert overloads(rows, hours_max) == slow_overloads(rows_with_hours, hours_max)


@given(bookings_of_one_person() | bookings_of_one_person(repeat_keys=True))
def test_shared_weekdays_equal_the_reference(rows):
    found = shared_weekdays(rows)
    assert len(found) == len(set(found))
    assert set(found) == slow_shared_weekdays(rows)
    assert [clash.start for clash in found] == sorted(clash.start for clash in found)


@given(bookings_of_one_person(), LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_bookings_does_not_matter(rows, hours_max, random):
    mixed = random.sample(rows, len(rows))

    def essence(rows):
        return (
            [(*segment[:3], frozenset(segment.keys)) for segment in overloads(rows, hours_max)],
            {(*clash[:3], frozenset(clash[3:])) for clash in shared_weekdays(rows)},
        )

    assert essence(rows) == essence(mixed)


@given(bookings_of_one_person(), LIMITS)
def test_conflicts_are_those_of_all_in_which_the_booking_takes_part(rows, hours_max):
    for row in rows:
        conflicts = conflicts_for(row, rows, hours_max)
        assert {(*found[:3], frozenset(found.keys)) for found in conflicts.overloads} == {
            (*found[:3], frozenset(found.keys))
            for found in overloads(rows, hours_max)
            if row.key in found.keys
        }
        assert {(*clash[:3], frozenset(clash[3:])) for clash in conflicts.clashes} == {
            (*clash[:3], frozenset(clash[3:]))
            for clash in shared_weekdays(rows)
            if row.key in clash[3:]
        }


@given(bookings_of_one_person(max_size=2).filter(lambda rows: len(rows) == 2), LIMITS)
def test_conflicts_between_two_are_symmetric(rows, hours_max):
    one, other = rows

    def between(booking, others):
        conflicts = conflicts_for(booking, others, hours_max)
        both = [found for found in conflicts.overloads if len(found.keys) == 2]
        return (
            [(*found[:3], frozenset(found.keys)) for found in both],
            [(*clash[:3], frozenset(clash[3:])) for clash in conflicts.clashes],
        )

    assert between(one, [other]) == between(other, [one])


@given(bookings_of_one_person(), LIMITS)
def test_segments_are_in_order_and_as_long_as_can_be(rows, hours_max):
    found = overloads(rows, hours_max)
    for earlier, later in pairwise(found):
        assert earlier.end < later.start
        assert earlier.end + DAY < later.start or earlier[2:] != later[2:]
