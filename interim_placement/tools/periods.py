"""Periods, notice, working days and full-time equivalents.

Every period is inclusive at both ends, on ``datetime.date``: 1 January up to and including
30 June is six months. That is how Dutch contracts for interim work are written ("van ... tot en
met ..."). The functions that take days refuse a ``datetime``, because which day it is depends on
a time zone that only the caller knows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from dateutil.relativedelta import relativedelta

from .decimals import Number, half_up, not_negative

NoticeRule: TypeAlias = Literal["day", "month_end"]
Direction: TypeAlias = Literal["following", "preceding"]
IsWorkingDay: TypeAlias = Callable[[date], bool]

#: A calendar without one working day in this many days is a mistake, not a long holiday.
MAX_SEARCH_DAYS = 366

_ONE_DAY = timedelta(days=1)
_WEEKS_CONTEXT = Context(prec=28)


# === Periods === #


def period_end(start: date, months: int) -> date:
    """Return the last day of a period of whole months: start + months - 1 day.

    2027-01-01 and 6 months give 2027-06-30; 2027-12-01 and 3 months give 2028-02-29.

    Where the month of arrival has no such day, its last day is taken before the one day is
    subtracted: 2027-01-31 and 1 month give 2027-02-27, and the next period begins on 02-28.

    Source: practice of the trade, periods are inclusive at both ends.

    :param start: first day of the period
    :param months: length in whole months, 1 or more
    :raises ValueError: when ``start`` is not a date, ``months`` is not a whole number of 1 or
        more, or the end lies outside the calendar (years 1 to 9999)
    """
    _check_day(start, "start")
    _check_months(months, minimum=1)
    return _add_days(_add_months(start, months), -1)


def extension_end(old_end: date, months: int) -> date:
    """Return the last day of an extension, which begins on the day after the old end.

    2027-06-30 and 2 months give 2027-08-31. Adding two months to the old end itself would give
    2027-08-30 and lose a day, which is the usual mistake.

    Source: practice of the trade, an extension follows on without a gap.

    :param old_end: last day of the period that is extended
    :param months: length of the extension in whole months, 1 or more
    :raises ValueError: as :func:`period_end`
    """
    _check_day(old_end, "old_end")
    return period_end(_add_days(old_end, 1), months)


def period_length(start: date, end: date) -> tuple[int, int]:
    """Return the length of an inclusive period as whole months and remaining days.

    The inverse of :func:`period_end`, also at month ends: 2027-12-01 up to and including
    2028-02-29 is (3, 0). A period of one day is (0, 1).

    :param start: first day of the period
    :param end: last day of the period, ``start`` or later
    :raises ValueError: when a day is not a date, or ``end`` lies before ``start``
    """
    days_in_period(start, end)
    after = _add_days(end, 1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if _add_months(start, months) > after:
        months -= 1
    return months, (after - _add_months(start, months)).days


def days_in_period(start: date, end: date) -> int:
    """Return the number of days of an inclusive period: one when it starts and ends together.

    :param start: first day of the period
    :param end: last day of the period, ``start`` or later
    :raises ValueError: when a day is not a date, or ``end`` lies before ``start``
    """
    _check_day(start, "start")
    _check_day(end, "end")
    if end < start:
        raise ValueError(
            f"The period ends on {end}, before it starts on {start}: "
            "move the end to the start or later, or swap the two."
        )
    return (end - start).days + 1


def weeks_in_period(start: date, end: date) -> Decimal:
    """Return the length of an inclusive period in weeks: its days divided by seven.

    2027-01-04 up to and including 2027-01-17 is 2. Not rounded (28 significant digits), because
    it is a factor in further arithmetic; for money see :func:`..money.period_value`.

    :param start: first day of the period
    :param end: last day of the period, ``start`` or later
    :raises ValueError: as :func:`days_in_period`
    """
    return _WEEKS_CONTEXT.divide(Decimal(days_in_period(start, end)), Decimal(7))


def overlap(
    start1: date, end1: date | None, start2: date, end2: date | None
) -> tuple[date, date | None] | None:
    """Return the days that two inclusive periods share, or None when they share none.

    Periods that merely follow on (30 June, then 1 July) share no day; periods that meet on one
    day share that day.

    :param start1: first day of one period
    :param end1: its last day; None (or the False of an empty Odoo field) is open-ended
    :param start2: first day of the other period
    :param end2: its last day, likewise
    :return: first and last shared day; the last is None when both periods are open-ended
    :raises ValueError: when a day is not a date, or a period ends before it starts
    """
    for start, end, number in ((start1, end1, "1"), (start2, end2, "2")):
        _check_day(start, f"start{number}")
        if end:
            days_in_period(start, end)
    start = max(start1, start2)
    end = min((end for end in (end1, end2) if end), default=None)
    return None if end is not None and end < start else (start, end)


# === Notice === #


def notice_end(given_on: date, months: int, rule: NoticeRule) -> date:
    """Return the last day of a placement after notice has been given.

    - ``day``, from day to day: the same day of the month, or the last day of a shorter month.
      Given on 2027-01-31, one month: 2027-02-28.
    - ``month_end``, towards the end of the month: the last day of that month.
      Given on 2027-02-01, one month: 2027-03-31.

    Source: both rules occur in Dutch interim agreements; the second is also the rule of
    employment law (art. 7:672 lid 1 BW: notice is given towards the end of the month).

    :param given_on: the day on which notice is given
    :param months: period of notice in whole months, 0 or more
    :param rule: ``day`` or ``month_end``
    :raises ValueError: when ``given_on`` is not a date, ``months`` is not a whole number of 0 or
        more, ``rule`` is unknown, or the end lies outside the calendar
    """
    _check_day(given_on, "given_on")
    _check_months(months, minimum=0)
    if rule == "day":
        return _add_months(given_on, months)
    if rule == "month_end":
        return _add_months(given_on, months) + relativedelta(day=31)
    raise ValueError(f"The notice rule is {rule!r}: choose 'day' or 'month_end'.")


def latest_notice(end: date, months: int, rule: NoticeRule) -> date:
    """Return the last day on which notice can be given so that it ends on ``end`` or before.

    For 2027-06-30 and one month that is 2027-05-31 by both rules; for 2027-06-15 it is 2027-05-15
    from day to day, and 2027-04-30 towards the end of the month. Which day that is follows from
    :func:`notice_end`: a day later, and the notice would end after ``end``.

    Source: practice of the trade, an option to extend is used before the notice period begins.

    :param end: the day on which the placement is to end at the latest
    :param months: period of notice in whole months, 0 or more
    :param rule: ``day`` or ``month_end``
    :raises ValueError: as :func:`notice_end`
    """
    _check_day(end, "end")
    _check_months(months, minimum=0)
    day = _add_months(end, -months)
    if rule == "day":
        # Several days of a long month end on the last day of a short one.
        while notice_end(_add_days(day, 1), months, rule) <= end:
            day = _add_days(day, 1)
        return day
    day += relativedelta(day=31)
    if notice_end(day, months, rule) > end:
        day = _add_days(day.replace(day=1), -1)
    return day


# === Hours === #


def fte(hours: Number, fulltime_hours: Number) -> Decimal:
    """Return weekly hours as full-time equivalents, one decimal, halves up.

    With a full-time week of 36 hours, 28 h is 0.8, 32 h is 0.9 and 16.2 h is 0.5. Floats are
    taken as the decimal that people see; binary arithmetic would make 0.4 of 16.2 h.

    Source: the article on interim work in the public sector (28 h = 0.8 fte, 32 h = 0.9 fte),
    where a full-time week is 36 hours.

    :param hours: hours a week, 0 or more
    :param fulltime_hours: hours of a full-time week, more than 0
    :raises ValueError: when either is not a number, or out of its range
    """
    full = not_negative(fulltime_hours, "fulltime_hours")
    if not full:
        raise ValueError(
            f"fulltime_hours is {fulltime_hours!r}: give the hours of a full-time week, e.g. 36."
        )
    return half_up(Fraction(not_negative(hours, "hours")) / Fraction(full), places=1)


# === Working days === #


def roll(day: date, is_working_day: IsWorkingDay, direction: Direction) -> date:
    """Return ``day`` if it is a working day, else the nearest one in the given direction.

    Source: check-ins fall on working days. One that looks back on a period rolls forward
    (``following``); one that must be in time, such as the exit talk, rolls back (``preceding``).

    :param day: the day that is aimed at
    :param is_working_day: tells whether a day is a working day
    :param direction: ``following`` or ``preceding``
    :raises ValueError: when ``day`` is not a date, ``direction`` is unknown, or there is no
        working day within :data:`MAX_SEARCH_DAYS` days
    """
    _check_day(day, "day")
    if direction not in ("following", "preceding"):
        raise ValueError(f"The direction is {direction!r}: choose 'following' or 'preceding'.")
    return _first_working_day(day, is_working_day, step=1 if direction == "following" else -1)


def add_working_days(day: date, count: int, is_working_day: IsWorkingDay) -> date:
    """Return the working day that lies ``count`` working days after (or before) ``day``.

    ``day`` itself is never counted: one working day after a Friday or a Saturday is Monday, one
    before a Sunday or a Monday is Friday. With a count of 0 the day comes back as it is, also
    when it is not a working day; use :func:`roll` to move it.

    Source: tasks after a bad check-in are due "within one working day", a missed check-in is
    escalated "after three working days".

    :param day: the day to count from
    :param count: number of working days; negative counts back
    :param is_working_day: tells whether a day is a working day
    :raises ValueError: when ``day`` is not a date, ``count`` is not a whole number, or
        :data:`MAX_SEARCH_DAYS` days pass without a working day
    """
    _check_day(day, "day")
    if not _is_whole(count):
        raise ValueError(f"count is {count!r}: give a whole number of working days.")
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _first_working_day(_add_days(day, step), is_working_day, step)
    return day


# === Helpers === #


def _first_working_day(day: date, is_working_day: IsWorkingDay, step: int) -> date:
    candidate = day
    for _ in range(MAX_SEARCH_DAYS + 1):
        if is_working_day(candidate):
            return candidate
        candidate = _add_days(candidate, step)
    raise ValueError(
        f"There is no working day within {MAX_SEARCH_DAYS} days "
        f"{'after' if step > 0 else 'before'} {day}: "
        "check the working hours and the closing days of the calendar."
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_day(day: object, name: str) -> None:
    if isinstance(day, datetime):
        raise ValueError(
            f"{name} is {day!r}, a moment and not a day: "
            "convert it to the time zone of the user and take its date()."
        )
    if not isinstance(day, date):
        raise ValueError(f"{name} is {day!r}, which is not a date: fill in a date.")


def _check_months(months: object, minimum: int) -> None:
    if not _is_whole(months) or months < minimum:  # type: ignore[operator]
        raise ValueError(f"months is {months!r}: give a whole number of {minimum} or more.")


def _add_months(day: date, months: int) -> date:
    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise _outside_calendar(day, f"{months} months") from None


def _add_days(day: date, days: int) -> date:
    try:
        return day + days * _ONE_DAY
    except OverflowError:
        raise _outside_calendar(day, f"{days} days") from None


def _outside_calendar(day: date, distance: str) -> ValueError:
    return ValueError(
        f"{day} plus {distance} lies outside the calendar (years 1 to 9999): "
        "check the year and the length."
    )
