"""When to check in during an assignment.

A plan is a list of steps, each relative to the start or the end of the placement. This module
turns a plan and a period into days, without knowing what a placement is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from dateutil.relativedelta import relativedelta

from .periods import Direction, IsWorkingDay, add_working_days, roll

Anchor = Literal["start", "end"]
Unit = Literal["days", "weeks", "months"]

# A plan with more moments than this in one placement is a mistake, e.g. a repetition without end.
MAX_OCCURRENCES = 600

# Source: domain, "Check-ins in practice".
LOW_SCORE = 6  # asks for attention, and a task within one working day
ALARMING_SCORE = 4  # is a risk: a task today, and the manager is told
WIDE_DIFFERENCE = 3  # between both sides
MISSED_WORKING_DAYS = 3  # late, before the manager is told


@dataclass(frozen=True)
class Step:
    """One kind of check-in.

    :param key: what tells the step from the others
    :param anchor: ``start`` or ``end`` of the period
    :param offset: distance from the anchor, 0 or more
    :param unit: of the distance: ``days``, ``weeks`` or ``months``
    :param is_before: whether the distance is counted back from the anchor
    :param roll: where to go from a day off: ``following`` or ``preceding``
    :param repeat_months: months between repetitions; 0 happens once
    :param guard_days: no check-in of this step in the last so many days of the period
    """

    key: Hashable
    anchor: Anchor
    offset: int = 0
    unit: Unit = "days"
    is_before: bool = False
    roll: Direction = "following"
    repeat_months: int = 0
    guard_days: int = 0


class Moment(NamedTuple):
    """A check-in to be held: which step, its number, the day aimed at, the working day."""

    key: Hashable
    occurrence: int
    target: date
    planned: date


def plan_checkins(
    steps: Iterable[Step], start: date, end: date, is_working_day: IsWorkingDay
) -> list[Moment]:
    """Return all moments of a plan in an inclusive period, in order of time.

    A moment whose target lies outside the period does not happen. One that would leave the period
    by rolling goes to the nearest working day on the other side of its target; when there is none
    in the period either, it does not happen.

    Repetition counts from the anchor, so that the 31st gives the last day of a short month and the
    31st again after it.

    Source: domain, "Check-ins in practice" and the worked example 2026-11-25 to 2027-05-31.

    :raises ValueError: when the period ends before it starts, or a step is not a sensible one
    """
    if end < start:
        raise ValueError(f"The period ends on {end}, before it starts on {start}.")
    moments = []
    for step in steps:
        for occurrence, target in enumerate(_targets(step, start, end), start=1):
            planned = _roll_within(step, target, start, end, is_working_day)
            if planned and not _is_guarded(step, planned, end):
                moments.append(Moment(step.key, occurrence, target, planned))
    return sorted(moments, key=lambda moment: (moment.planned, moment.target))


def judge_score(score: int) -> Literal["at_risk", "attention"] | None:
    """Return what a score asks for, None when all is well.

    :param score: 1 to 10; 0 = none was given, which says nothing
    """
    if not score or score > LOW_SCORE:
        return None
    return "at_risk" if score <= ALARMING_SCORE else "attention"


def do_scores_differ(one: int, other: int) -> bool:
    """Return whether two scores are so far apart that somebody sees it too rosily or too darkly.

    :param one: 1 to 10; 0 = none was given
    :param other: likewise
    """
    return bool(one and other) and abs(one - other) >= WIDE_DIFFERENCE


def is_missed(planned: date, today: date, is_working_day: IsWorkingDay) -> bool:
    """Return whether a check-in is so late that the manager must know.

    :param planned: the day on which it was to be held
    """
    if planned >= today:
        return False
    return add_working_days(planned, MISSED_WORKING_DAYS, is_working_day) <= today


def _targets(step: Step, start: date, end: date) -> list[date]:
    """Return the days that a step aims at within the period."""
    if step.offset < 0 or step.repeat_months < 0 or step.guard_days < 0:
        raise ValueError(
            f"Step {step.key!r}: offset, repetition and guard must be 0 or more; choose the"
            " direction instead of a negative number."
        )
    anchor = start if step.anchor == "start" else end
    sign = -1 if step.is_before else 1
    targets = []
    for number in range(MAX_OCCURRENCES):
        months = step.repeat_months * number + (step.offset if step.unit == "months" else 0)
        days = {"days": 1, "weeks": 7}.get(step.unit, 0) * step.offset
        target = anchor + relativedelta(months=sign * months, days=sign * days)
        if start <= target <= end:
            targets.append(target)
        if not step.repeat_months or (target < start if step.is_before else target > end):
            break
    return targets


def _roll_within(
    step: Step, target: date, start: date, end: date, is_working_day: Callable[[date], bool]
) -> date | None:
    opposite: Direction = "preceding" if step.roll == "following" else "following"
    for direction in (step.roll, opposite):
        day = roll(target, is_working_day, direction)
        if start <= day <= end:
            return day
    return None


def _is_guarded(step: Step, planned: date, end: date) -> bool:
    return bool(step.guard_days) and (end - planned).days < step.guard_days
