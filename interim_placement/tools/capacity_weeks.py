"""A professional's week as it will be: hours by week, and which day is whose.

``capacity`` says when it goes wrong, to the day. Whoever plans looks at weeks: how many hours are
taken, how many would be if all that is proposed were agreed, and what is still free.

**What a week counts.** A week counts what runs on its busiest day. So a booking that begins on a
Thursday counts in that week, and two bookings of which one ends on Wednesday and the other begins
on Thursday do not add up: there is no day on which both run. It follows that a week asks too much
exactly if `overloads` has a day in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .capacity import (
    Booking,
    Overload,
    WeekdayClash,
    booked_segments,
    overloads,
    plain,
    shared_weekdays,
)
from .decimals import Number, not_negative
from .periods import overlap

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_NOTHING = Decimal(0)


class Week(NamedTuple):
    """A week from Monday to Sunday, and the hours a week that are taken on its busiest day.

    :param start: the Monday
    :param agreed: agreed hours
    :param proposed: hours that come on top of them if all that is proposed is agreed; 0 when
        proposals take nothing more than is agreed, e.g. fewer hours from some day on
    :param free: hours that are left on every day of the week, as agreed; None without a maximum
    :param is_overload: agreed hours are above the maximum
    :param would_overload: they would be if all that is proposed is agreed
    :param parts: (key, hours) of what runs on the day that is busiest with agreed hours
    """

    start: date
    agreed: Decimal
    proposed: Decimal
    free: Decimal | None
    is_overload: bool
    would_overload: bool
    parts: tuple[tuple[Hashable, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """The hours of the busiest day if all that is proposed is agreed."""
        return self.agreed + self.proposed


class GridRow(NamedTuple):
    """A period in which the same bookings run on the same days; as long as it can be.

    :param start: first day
    :param end: last day, inclusive; None when there is no end in sight
    :param days: for each weekday, Monday first, the bookings that take it
    :param unfixed: the bookings without fixed days
    :param hours: hours a week of all of them together
    """

    start: date
    end: date | None
    days: tuple[tuple[Booking, ...], ...]
    unfixed: tuple[Booking, ...]
    hours: Decimal


class Findings(NamedTuple):
    """What goes wrong, in order of time."""

    overloads: list[Overload]
    clashes: list[WeekdayClash]


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def weeks(
    agreed: Sequence[Booking],
    planned: Sequence[Booking],
    hours_max: Number | None,
    first: date,
    count: int,
) -> list[Week]:
    """Return a number of weeks, with what is taken in each of them.

    Example, at most 36 hours: A 24 h in 2027-01-04..06-30 and B 16 h in 2027-03-01..08-31, both
    agreed, give 24 h up to week 8, 40 h and an overload in the weeks 9 to 26, then 16 h.

    :param agreed: the bookings that are agreed
    :param planned: the bookings as they will be if all that is proposed is agreed; where that
        replaces something agreed, it is there instead of it
    :param hours_max: the most hours a week there may be; None or 0 is no limit
    :param first: any day of the first week
    :param count: how many weeks, 0 or more
    :raises ValueError: when ``hours_max`` is not a number of 0 or more
    """
    limit = not_negative(hours_max or 0, "hours_max")
    start = monday_of(first)
    agreed_hours, parts = _busiest(agreed, start, count)
    planned_hours, _parts = _busiest(planned, start, count)
    return [
        Week(
            start + number * _WEEK,
            plain(hours),
            plain(max(planned_hours[number] - hours, _NOTHING)),
            plain(max(limit - hours, _NOTHING)) if limit else None,
            bool(limit) and hours > limit,
            bool(limit) and planned_hours[number] > limit,
            parts[number],
        )
        for number, hours in enumerate(agreed_hours)
    ]


def weekly_grid(bookings: Iterable[Booking], start: date, end: date) -> list[GridRow]:
    """Return who takes which weekday, for each period in which that stays the same.

    Days on which nothing is booked are left out. Bookings of zero hours take part: their days are
    taken. A period is told in full, also where it begins before or ends after what is looked at.

    Example: A on Monday to Wednesday until 2027-06-30 and B on Thursday and Friday from 2027-03-01
    give three rows for the year: A alone, both, B alone.

    :param bookings: all bookings of one professional
    :param start: first day to look at
    :param end: last day to look at, inclusive
    """
    rows: list[GridRow] = []
    in_order = list(bookings)
    for first, last, _total, active in booked_segments(in_order):
        running = [in_order[index] for index in sorted(active)]
        row = GridRow(
            first,
            last,
            tuple(tuple(b for b in running if day in b.weekdays) for day in range(7)),
            tuple(booking for booking in running if not booking.weekdays),
            plain(sum((booking.hours for booking in running), _NOTHING)),
        )
        before = rows[-1] if rows else None
        if (
            before
            and before.end
            and before.end + _ONE_DAY == row.start
            and _content(before) == _content(row)
        ):
            rows[-1] = before._replace(end=row.end)
        else:
            rows.append(row)
    return [row for row in rows if overlap(row.start, row.end, start, end)]


def findings(bookings: Sequence[Booking], hours_max: Number | None) -> Findings:
    """Return all that goes wrong among the bookings of one professional.

    :param bookings: all of them
    :param hours_max: the most hours a week there may be; None or 0 is no limit
    :raises ValueError: when ``hours_max`` is not a number of 0 or more
    """
    return Findings(overloads(bookings, hours_max), shared_weekdays(bookings))


def added_findings(before: Findings, after: Findings) -> Findings:
    """Return what goes wrong after and did not go wrong before.

    What was there already is left out, also where the rest of it was cut up: the same hours of the
    same bookings, or the same day of the same two, within the period that was known.
    """
    return Findings(
        [
            new
            for new in after.overloads
            if not any(
                (old.hours_total, set(old.keys)) == (new.hours_total, set(new.keys))
                and _holds(old, new)
                for old in before.overloads
            )
        ],
        [
            new
            for new in after.clashes
            if not any(
                (old.weekday, {old.key_a, old.key_b}) == (new.weekday, {new.key_a, new.key_b})
                and _holds(old, new)
                for old in before.clashes
            )
        ],
    )


# === Helpers === #


def _busiest(
    bookings: Sequence[Booking], start: date, count: int
) -> tuple[list[Decimal], list[tuple[tuple[Hashable, Decimal], ...]]]:
    """Return by week the hours of its busiest day, and what runs on it."""
    rows = [booking for booking in bookings if booking.hours]
    hours = [_NOTHING] * count
    parts: list[tuple[tuple[Hashable, Decimal], ...]] = [()] * count
    for first, last, total, active in booked_segments(rows):
        numbers = _week_numbers(first, last, start, count)
        if not numbers:
            continue
        running = tuple((rows[index].key, rows[index].hours) for index in sorted(active))
        for number in numbers:
            if total > hours[number]:
                hours[number], parts[number] = total, running
    return hours, parts


def _week_numbers(first: date, last: date | None, start: date, count: int) -> range:
    """Return which of the weeks, counted from 0, have a day of this period."""
    from_number = max((first - start).days // 7, 0)
    to_number = count - 1 if last is None else min((last - start).days // 7, count - 1)
    return range(from_number, to_number + 1)


def _content(row: GridRow) -> tuple[object, ...]:
    """Return what a reader sees of a row, apart from its period."""
    days = [
        [(booking.key, booking.is_proposed) for booking in taking]
        for taking in (*row.days, row.unfixed)
    ]
    return row.hours, days


def _holds(old: Overload | WeekdayClash, new: Overload | WeekdayClash) -> bool:
    """Tell whether the one period lies within the other."""
    if new.start < old.start:
        return False
    return old.end is None or (new.end is not None and new.end <= old.end)
