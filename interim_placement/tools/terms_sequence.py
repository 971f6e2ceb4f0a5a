"""What a placement's agreed terms book, one row after the other.

Terms are never changed: an extension or a change is a further row. A later row holds from its own
first day on; what earlier rows say after that is void.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

Key = TypeVar("Key")

_ONE_DAY = timedelta(days=1)


class Booked(NamedTuple):
    """The inclusive period in which a row holds."""

    key: object
    start: date
    end: date


def booked_periods(rows: Iterable[tuple[Key, date, date]]) -> list[Booked]:
    """Return the period in which each row holds, in order of time; void rows are left out.

    The periods never overlap. A row that begins on or before the first day of an earlier one
    makes that one void.

    Source: practice of the trade, an amendment replaces what was agreed before from the day on
    which it takes effect.

    :param rows: (key, first day, last day) in the order in which they were agreed
    """
    booked: list[Booked] = []
    for key, start, end in rows:
        before = start - _ONE_DAY
        booked = [
            Booked(earlier, first, min(last, before))
            for earlier, first, last in booked
            if first <= before
        ]
        booked.append(Booked(key, start, end))
    return booked


def seam_days(old_end: date, start: date) -> int:
    """Return the days between an end and what follows: 0 when it follows on the next day.

    2027-06-30 and 2027-07-01 give 0; 2027-07-04 gives a gap of 3; 2027-06-15 gives -16, as many
    days of what was agreed are replaced.

    :param old_end: last day of what was agreed
    :param start: first day of what follows
    """
    return (start - old_end).days - 1
