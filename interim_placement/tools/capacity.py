"""How much of a professional's week is taken, and by what.

A professional may work for several clients at once: fixed weekdays per client, and no more
hours a week than the professional wants. Whoever plans needs to know exactly from when until
when that goes wrong, by how much, and because of which placements.

Both checks sweep over the days on which something begins or ends, never over the calendar, so
their cost depends on the number of bookings and findings and not on how long the periods are.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from .decimals import Number, not_negative
from .periods import overlap

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Booking:
    """A share of a professional's week, during an inclusive period.

    :param key: what is booked, e.g. the id of a placement. Rows that share a key are one
        engagement (the original terms and their extension): they follow each other, so they are
        reported as one and never clash with each other.
    :param label: how people call it, for messages
    :param start: first day
    :param end: last day; None (or the False of an empty Odoo field) is open-ended
    :param hours: hours a week, 0 or more; any number will do, it is kept as a Decimal
    :param weekdays: days of the week that are taken, 0 = Monday to 6 = Sunday; may be empty when
        no fixed days have been agreed
    :param is_proposed: it is not agreed yet; nothing is calculated differently for it
    :raises ValueError: when a day is not a date, the end lies before the start, the hours are
        not a number of 0 or more, or a weekday is unknown
    """

    key: Hashable
    label: str
    start: date
    end: date | None
    hours: Decimal
    weekdays: frozenset[int] = frozenset()
    is_proposed: bool = False

    def __post_init__(self) -> None:
        # The last day of the calendar is another way to write "open-ended"; no day follows it.
        end = None if not self.end or self.end == date.max else self.end
        overlap(self.start, end, self.start, end)  # checks the days
        weekdays = frozenset(self.weekdays)
        if unknown := weekdays - frozenset(range(7)):
            raise ValueError(
                f"{self.label}: weekday {min(unknown, key=repr)!r} is unknown: "
                "use 0 for Monday to 6 for Sunday."
            )
        object.__setattr__(self, "end", end)
        object.__setattr__(self, "hours", not_negative(self.hours, f"{self.label}: hours"))
        object.__setattr__(self, "weekdays", weekdays)


class Overload(NamedTuple):
    """A period in which the bookings together ask too much; as long as it can be.

    ``start`` and ``end`` are inclusive, ``end`` is None when there is no end in sight.
    ``hours_total`` is per week. ``keys`` are in the order of the bookings.
    """

    start: date
    end: date | None
    hours_total: Decimal
    keys: tuple[Hashable, ...]

    def excess(self, hours_max: Number) -> Decimal:
        """Return how many hours a week there are too many, given the most there may be."""
        return plain(self.hours_total - not_negative(hours_max, "hours_max"))


class WeekdayClash(NamedTuple):
    """A period in which two bookings both claim a weekday (0 = Monday to 6 = Sunday).

    ``start`` and ``end`` are inclusive, ``end`` is None when there is no end in sight. The keys
    are in the order of the bookings. The period has at least one such weekday in it.
    """

    weekday: int
    start: date
    end: date | None
    key_a: Hashable
    key_b: Hashable


class Conflicts(NamedTuple):
    """What one booking runs into; false when it fits."""

    overloads: list[Overload]
    clashes: list[WeekdayClash]

    def __bool__(self) -> bool:
        return bool(self.overloads or self.clashes)


def overloads(bookings: Iterable[Booking], hours_max: Number | None) -> list[Overload]:
    """Return when the total weekly hours exceed ``hours_max``, in order of time.

    Each segment is as long as its total and its bookings stay the same. Exactly ``hours_max`` is
    not too many. Bookings of zero hours take part in nothing.

    Example: 24 h in 2027-01-04..06-30 and 16 h in 2027-03-01..08-31 with at most 36 h give one
    segment: 2027-03-01..06-30, 40 h.

    Source: house rule R3, overlapping agreed terms never silently exceed the hours that the
    professional wants.

    :param bookings: all bookings of one professional
    :param hours_max: the most hours a week there may be; None or 0 is no limit
    :raises ValueError: when ``hours_max`` is not a number of 0 or more
    """
    limit = not_negative(hours_max or 0, "hours_max")
    if not limit:
        return []
    rows = [booking for booking in bookings if booking.hours]
    rank = _rank(rows)
    found: list[Overload] = []
    for start, end, total, active in booked_segments(rows):
        if total <= limit:
            continue
        keys = tuple(sorted({rows[index].key for index in active}, key=rank.__getitem__))
        segment = Overload(start, end, plain(total), keys)
        last = found[-1] if found else None
        if last and last[2:] == segment[2:] and _follows(last.end, start):
            found[-1] = last._replace(end=end)
        else:
            found.append(segment)
    return found


def shared_weekdays(bookings: Iterable[Booking]) -> list[WeekdayClash]:
    """Return which weekdays two bookings both claim, and when, in order of time.

    Periods that overlap without such a weekday in them (Thursday to Friday, for Monday) do not
    clash. Bookings with the same key never clash with each other.

    Example: 24 h on Monday to Wednesday beside 12 h on Wednesday and Thursday give one clash, on
    Wednesday, for as long as both run.

    Source: practice of the trade, whoever combines assignments blocks fixed days per client.

    :param bookings: all bookings of one professional
    """
    rows = list(bookings)
    rank = _rank(rows)
    found: list[WeekdayClash] = []
    for weekday in range(7):
        taking = [row for row in rows if weekday in row.weekdays]
        for one, other in _overlapping_pairs(taking):
            if one.key == other.key:
                continue
            start, end = overlap(one.start, one.end, other.start, other.end)  # type: ignore[misc]
            key_a, key_b = sorted((one.key, other.key), key=rank.__getitem__)
            found.append(WeekdayClash(weekday, start, end, key_a, key_b))
    return sorted(
        filter(_happens, _merge_clashes(found, rank)),
        key=lambda clash: (clash.start, clash.weekday, rank[clash.key_a], rank[clash.key_b]),
    )


def conflicts_for(
    booking: Booking, others: Iterable[Booking], hours_max: Number | None
) -> Conflicts:
    """Return the overloads and weekday clashes in which ``booking`` takes part.

    What the others do to each other is left out: it was there before. So are the others that
    share the key of ``booking``, which are earlier readings of the same engagement.

    :param booking: the booking that is about to be made
    :param others: the other bookings of the same professional
    :param hours_max: the most hours a week there may be; None or 0 is no limit
    :return: ``(overloads, clashes)``, false when both are empty
    :raises ValueError: when ``hours_max`` is not a number of 0 or more
    """
    rows = [booking]
    rows += [
        other
        for other in others
        if other.key != booking.key and overlap(booking.start, booking.end, other.start, other.end)
    ]
    by_key: dict[Hashable, list[Booking]] = {}
    for other in rows[1:]:
        by_key.setdefault(other.key, []).append(other)
    # Against each other engagement by itself: what those do to each other costs nothing here.
    clashes = [
        clash for engagement in by_key.values() for clash in shared_weekdays([booking, *engagement])
    ]
    return Conflicts(
        [segment for segment in overloads(rows, hours_max) if booking.key in segment.keys],
        sorted(clashes, key=lambda clash: (clash.start, clash.weekday)),
    )


# === Helpers === #


def _rank(bookings: Sequence[Booking]) -> dict[Hashable, int]:
    """Return the position of each key, because keys themselves need not be sortable."""
    rank: dict[Hashable, int] = {}
    for booking in bookings:
        rank.setdefault(booking.key, len(rank))
    return rank


def booked_segments(
    rows: Sequence[Booking],
) -> Iterator[tuple[date, date | None, Decimal, set[int]]]:
    """Yield (start, end, hours, indexes) between each two days on which something changes.

    The set of indexes is the sweep's own and changes afterwards.

    :param rows: the bookings; the indexes are their positions
    :return: periods in which something runs, in order of time; only the last can have no end
    """
    events = [(row.start, index, True) for index, row in enumerate(rows)]
    events += [(row.end + _ONE_DAY, index, False) for index, row in enumerate(rows) if row.end]
    events.sort(key=lambda event: event[0])
    days = [(day, list(group)) for day, group in groupby(events, key=lambda event: event[0])]
    active: set[int] = set()
    total = Decimal(0)
    for position, (day, changes) in enumerate(days):
        for _day, index, begins in changes:
            if begins:
                active.add(index)
                total += rows[index].hours
            else:
                active.discard(index)
                total -= rows[index].hours
        if active:
            last = position + 1 == len(days)
            yield day, None if last else days[position + 1][0] - _ONE_DAY, total, active


def _overlapping_pairs(rows: Iterable[Booking]) -> Iterator[tuple[Booking, Booking]]:
    """Yield each pair that shares a day, by holding on to those that have not ended yet."""
    running: list[tuple[date, int, Booking]] = []
    for index, row in enumerate(sorted(rows, key=lambda row: row.start)):
        while running and running[0][0] < row.start:
            heapq.heappop(running)
        for _end, _index, earlier in running:
            yield earlier, row
        heapq.heappush(running, (row.end or date.max, index, row))


def _merge_clashes(
    clashes: Iterable[WeekdayClash], rank: dict[Hashable, int]
) -> Iterator[WeekdayClash]:
    """Join clashes of the same two keys on the same weekday that touch or overlap."""
    current: WeekdayClash | None = None
    for clash in sorted(
        clashes,
        key=lambda clash: (clash.weekday, rank[clash.key_a], rank[clash.key_b], clash.start),
    ):
        if (
            current
            and (current.weekday, current.key_a, current.key_b)
            == (clash.weekday, clash.key_a, clash.key_b)
            and (current.end is None or clash.start <= current.end + _ONE_DAY)
        ):
            ends = (current.end, clash.end)
            current = current._replace(end=None if None in ends else max(ends))  # type: ignore[type-var]
            continue
        if current:
            yield current
        current = clash
    if current:
        yield current


def _follows(end: date | None, start: date) -> bool:
    return end is not None and end + _ONE_DAY == start


def _happens(clash: WeekdayClash) -> bool:
    """Tell whether the weekday occurs in the period at all."""
    if clash.end is None:
        return True
    return (clash.weekday - clash.start.weekday()) % 7 <= (clash.end - clash.start).days


def plain(hours: Decimal) -> Decimal:
    """Return the same hours written without needless zeros: 40, not 40.00 or 4E+1.

    :param hours: any number of hours
    """
    return Decimal(f"{hours.normalize():f}")
