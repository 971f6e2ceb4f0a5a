"""The days between one placement and the next, of a person or at a client.

A day on which nobody could have been placed again counts once: periods are inclusive at both ends,
so a placement that begins on the day after the one before leaves a gap of zero days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .periods import days_in_period


def gap_days(previous_end: date, start: date) -> int:
    """Return the free days between two placements; zero when they follow on or overlap.

    2027-06-30 and 2027-07-01 give 0; 2027-06-30 and 2027-08-01 give 31.

    :param previous_end: last day of the placement before
    :param start: first day of the placement after it
    """
    return max((start - previous_end).days - 1, 0)


def gaps(periods: Sequence[tuple[date, date]]) -> list[int | None]:
    """Return for each period how many free days lie before it.

    Counted from the latest end of all that began earlier, not from the one that began last: who
    works on in a long placement is not free when a short one beside it ends. Of periods that begin
    on the same day, the one that stands first in the sequence is the earlier one.

    :param periods: (first day, last day), in any order
    :return: days in the order of the periods; None for the first, which has none before it
    :raises ValueError: when a period ends before it starts
    """
    for start, end in periods:
        days_in_period(start, end)
    found: list[int | None] = [None] * len(periods)
    latest_end = None
    for position in sorted(range(len(periods)), key=lambda number: periods[number][0]):
        start, end = periods[position]
        if latest_end is not None:
            found[position] = gap_days(latest_end, start)
        latest_end = max(end, latest_end or end)
    return found
