"""Which open assignments come nearest to what a professional can do and wishes next.

Points advise, and each of them says why it was given or not; a person decides. Only what the work
asks for counts: level, expertise, kind of assignment, hours, days, start and rate. Nothing here
knows who the professional is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

# Points at most; together they are 100.
POINTS = {
    "expertise": 30,
    "level": 20,
    "start": 15,
    "type": 10,
    "hours": 10,
    "weekdays": 5,
    "rate": 10,
}
# Days between coming free and the start of the assignment: these cost nothing, or half.
EARLY_FITS, EARLY_HALF = 14, 45
LATE_FITS, LATE_HALF = 30, 90


@dataclass(frozen=True)
class Wanted:
    """What a professional can do and wishes next. What is empty is not known, and fits nothing.

    :param free_from: the first day for something new
    :param level: index in the order of levels, or None
    :param expertises: keys of what the professional is good at
    :param types: keys of the wished kinds of assignments
    :param hours_min: hours a week, 0 = not known
    :param hours_max: hours a week, 0 = not known
    :param weekdays: days that the professional works, 0 = Monday
    :param rate_min: the lowest rate an hour, 0 = not known
    """

    free_from: date
    level: int | None = None
    expertises: frozenset[Hashable] = frozenset()
    types: frozenset[Hashable] = frozenset()
    hours_min: float = 0.0
    hours_max: float = 0.0
    weekdays: frozenset[int] = frozenset()
    rate_min: float = 0.0


@dataclass(frozen=True)
class Opening:
    """What an open assignment asks for. What is empty is not known, and fits nothing.

    :param key: of the assignment
    :param start: the first day; None is as soon as possible
    :param rate_max: the highest rate an hour that the client pays, 0 = no ceiling
    """

    key: Hashable
    start: date | None = None
    level: int | None = None
    expertises: frozenset[Hashable] = frozenset()
    type: Hashable | None = None
    hours_min: float = 0.0
    hours_max: float = 0.0
    weekdays: frozenset[int] = frozenset()
    rate_max: float = 0.0


class Reason(NamedTuple):
    """Why points were given.

    :param subject: one of `POINTS`
    :param share: from 0.0 to 1.0 of the points; None when one side is not known
    :param detail: for ``expertise`` the shared keys; for ``start`` the days from coming free to the
        start, negative when it starts before; for ``weekdays`` the days that the professional does
        not work; otherwise None
    """

    subject: str
    share: float | None
    detail: object = None


class Match(NamedTuple):
    """An opening with its points, from 0 to 100, and the reasons, in the order of `POINTS`."""

    key: Hashable
    score: int
    reasons: Sequence[Reason]


def best_matches(
    wanted: Wanted, openings: Iterable[Opening], today: date, most: int = 5
) -> list[Match]:
    """Return the openings that fit best, the best one first.

    Openings that share neither expertise, level nor a wished type are left out: hours and dates
    alone make no match. With equal points, what came first stays first.

    :param today: what is asked for as soon as possible starts today
    :param most: how many to return at most
    """
    matches = [match(wanted, opening, today) for opening in openings]
    fitting = [
        found
        for found in matches
        if any(
            reason.share
            for reason in found.reasons
            if reason.subject in ("expertise", "level", "type")
        )
    ]
    return sorted(fitting, key=lambda found: -found.score)[:most]


def match(wanted: Wanted, opening: Opening, today: date) -> Match:
    """Return how well one opening fits, with the reasons.

    :param today: what is asked for as soon as possible starts today
    """
    reasons = [
        _judge_expertise(wanted, opening),
        _judge_level(wanted, opening),
        _judge_start(wanted, opening, today),
        _judge_type(wanted, opening),
        _judge_hours(wanted, opening),
        _judge_weekdays(wanted, opening),
        _judge_rate(wanted, opening),
    ]
    points = sum(POINTS[reason.subject] * (reason.share or 0) for reason in reasons)
    return Match(opening.key, round(points), reasons)


def _judge_expertise(wanted: Wanted, opening: Opening) -> Reason:
    if not wanted.expertises or not opening.expertises:
        return Reason("expertise", None)
    shared = wanted.expertises & opening.expertises
    return Reason("expertise", len(shared) / len(opening.expertises), shared)


def _judge_level(wanted: Wanted, opening: Opening) -> Reason:
    if wanted.level is None or opening.level is None:
        return Reason("level", None)
    steps = abs(wanted.level - opening.level)
    return Reason("level", {0: 1.0, 1: 0.5}.get(steps, 0.0))


def _judge_start(wanted: Wanted, opening: Opening, today: date) -> Reason:
    # What should have begun waits for somebody: it starts at once.
    days = (max(opening.start or today, today) - max(wanted.free_from, today)).days
    fits, half = (EARLY_FITS, EARLY_HALF) if days < 0 else (LATE_FITS, LATE_HALF)
    return Reason("start", 1.0 if abs(days) <= fits else 0.5 if abs(days) <= half else 0.0, days)


def _judge_type(wanted: Wanted, opening: Opening) -> Reason:
    if not wanted.types or opening.type is None:
        return Reason("type", None)
    return Reason("type", float(opening.type in wanted.types))


def _judge_hours(wanted: Wanted, opening: Opening) -> Reason:
    if not (wanted.hours_min or wanted.hours_max) or not (opening.hours_min or opening.hours_max):
        return Reason("hours", None)
    low = max(wanted.hours_min, opening.hours_min)
    high = min(wanted.hours_max or float("inf"), opening.hours_max or float("inf"))
    return Reason("hours", float(low <= high))


def _judge_weekdays(wanted: Wanted, opening: Opening) -> Reason:
    if not wanted.weekdays or not opening.weekdays:
        return Reason("weekdays", None)
    missing = opening.weekdays - wanted.weekdays
    return Reason("weekdays", 1 - len(missing) / len(opening.weekdays), missing)


def _judge_rate(wanted: Wanted, opening: Opening) -> Reason:
    if not opening.rate_max:
        return Reason("rate", 1.0)
    if not wanted.rate_min:
        return Reason("rate", None)
    return Reason("rate", float(wanted.rate_min <= opening.rate_max))
