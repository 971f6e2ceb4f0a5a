"""How well a professional and an assignment fit each other, and why.

One function for both directions: `match`. What somebody asks for stands on the side of the demand,
what is on record of the professional on the side of the candidate. What is asked and not on record
is unknown: it lowers the confidence and never the score. What is not asked counts for nothing.

Points advise, a person decides. Only what the work asks for is here: no name, age, gender, origin
or picture has a place in `Candidate`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

# What a subject counts for, unless the settings say otherwise; together 100.
WEIGHTS = {
    "expertise": 30,
    "level": 12,
    "start": 12,
    "hours": 12,
    "weekdays": 6,
    "rate": 10,
    "office": 4,
    "region": 4,
    "sector": 5,
    "wishes": 5,
}
SUBJECTS = tuple(WEIGHTS)

# The share for a level that lies so many steps above the one asked for; any other step is 0.
LEVEL_SHARES = {0: 1.0, 1: 0.8, -1: 0.5}
# Days that somebody is free after the start: these cost nothing, or half; later is 0.
LATE_FITS, LATE_HALF = 14, 45
# Days that somebody who is free waits for the start: these cost nothing, or a quarter; then half.
WAIT_FITS, WAIT_QUARTER = 30, 90
# Who is free for fewer days than this before the next assignment begins is not free.
STAYS_FREE = 30
# How far ahead the week must be free when the demand has no end.
LOOK_AHEAD = 90
# How far above the ceiling a rate still counts half: there is something to negotiate.
RATE_MARGIN = 1.05
# How much farther than wished still counts half.
DISTANCE_MARGIN = 1.5
# What is unknown counts in the rank as if it were half true.
UNKNOWN_SHARE = 0.5

EARTH_RADIUS_KM = 6371.0
# Towns that people write in two ways.
_TOWN_NAMES = {"s gravenhage": "den haag", "s hertogenbosch": "den bosch", "the hague": "den haag"}
_PLACE_SEPARATORS = re.compile(r"[,;/|()\n]| [-–] ")
_ONE_DAY = timedelta(days=1)


class Taken(NamedTuple):
    """A share of the professional's week that agreed terms take, in an inclusive period.

    :param hours: hours a week
    :param weekdays: fixed days, 0 = Monday
    :param is_uncertain: an extension is in discussion, so the end may still move
    """

    start: date
    end: date
    hours: float
    weekdays: frozenset[int] = frozenset()
    is_uncertain: bool = False


class Requirement(NamedTuple):
    """What an assignment asks of the person, by line. With neither key it is free text.

    :param weight: how much it counts in the expertise; 0 or more
    """

    key: Hashable
    is_knockout: bool
    weight: float = 1.0
    expertise: Hashable = None
    certification: Hashable = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a professional can do and wishes. Empty, None or 0 is not on record.

    :param key: of the professional
    :param level: index in the order of levels
    :param certificates: certifications with the last day on which they count, None = no end
    :param available_from: the first day for something new, as told
    :param is_availability_known: whether it was told recently enough to count
    :param refused_on: the day on which the professional said not to be available for now
    :param ask_again_on: from when to ask again, as told then
    :param taken: what agreed terms take of the week, not over yet
    :param hours_max: the most hours a week, all assignments together; 0 = no limit known
    :param rate_min: the lowest rate an hour
    :param place: the town as people write it, for sentences
    :param town: the same as `town_key` writes it
    :param position: (latitude, longitude) in degrees
    :param experience: sectors of earlier clients
    :param types: wished kinds of assignments
    :param sectors: wished sectors
    """

    key: Hashable = None
    level: int | None = None
    expertises: frozenset[Hashable] = frozenset()
    certificates: Mapping[Hashable, date | None] = field(default_factory=dict)
    available_from: date | None = None
    is_availability_known: bool = False
    refused_on: date | None = None
    ask_again_on: date | None = None
    taken: Sequence[Taken] = ()
    hours_min: float = 0.0
    hours_max: float = 0.0
    weekdays: frozenset[int] = frozenset()
    rate_min: float = 0.0
    office_days_max: int = 0
    max_distance_km: int = 0
    place: str = ""
    town: str = ""
    position: tuple[float, float] | None = None
    experience: frozenset[Hashable] = frozenset()
    types: frozenset[Hashable] = frozenset()
    sectors: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Demand:
    """What an assignment asks for. Empty, None or 0 is not asked.

    :param key: of the assignment
    :param start: the first day; None is as soon as possible
    :param end: the last day
    :param expertises: each counts 1 in the expertise, unless a requirement names it
    :param rate_max: the highest rate an hour that the client pays
    :param office_days: days a week at the office; 0 = remote, and then the place asks nothing
    :param place: where the work is as people call it, for sentences
    :param towns: where it is, as `town_keys` writes it
    :param position: (latitude, longitude) in degrees
    :param sector: of the client
    """

    key: Hashable = None
    level: int | None = None
    expertises: frozenset[Hashable] = frozenset()
    requirements: Sequence[Requirement] = ()
    start: date | None = None
    end: date | None = None
    hours_min: float = 0.0
    hours_max: float = 0.0
    weekdays: frozenset[int] = frozenset()
    rate_max: float = 0.0
    office_days: int = 0
    place: str = ""
    towns: frozenset[str] = frozenset()
    position: tuple[float, float] | None = None
    sector: Hashable = None
    type: Hashable = None
    # The same once more as the expertise is judged: what counts for how much.
    expertise_weights: Mapping[Hashable, float] = field(init=False, repr=False, compare=False)
    certification_weights: Mapping[Hashable, float] = field(init=False, repr=False, compare=False)
    knockouts: Sequence[Requirement] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        expertises: dict[Hashable, float] = {}
        certifications: dict[Hashable, float] = {}
        for line in self.requirements:
            for weights, key in (
                (expertises, line.expertise),
                (certifications, line.certification),
            ):
                if key is not None:
                    weights[key] = max(line.weight, weights.get(key, 0.0))
        for key in self.expertises:
            expertises[key] = max(1.0, expertises.get(key, 0.0))
        knockouts = tuple(line for line in self.requirements if line.is_knockout)
        object.__setattr__(self, "expertise_weights", expertises)
        object.__setattr__(self, "certification_weights", certifications)
        object.__setattr__(self, "knockouts", knockouts)


class Part(NamedTuple):
    """One subject that was asked for, and how far it is met.

    :param share: from 0.0 to 1.0, of what is known; 0.0 when nothing is
    :param weight: what the subject counts for
    :param known: which part of it is known, from 0.0 to 1.0
    :param detail: for ``start`` a `Free`; for ``hours`` the hours that are still free, or None
        without a limit; for ``weekdays`` the asked days that are not worked and those that are
        taken; for ``region`` the distance in kilometres or None; otherwise None
    """

    subject: str
    share: float
    weight: float
    known: float
    detail: object = None


class Knockout(NamedTuple):
    """A knock-out requirement with its state: ``met``, ``unmet`` or ``unknown``.

    :param key: of the requirement
    :param expired: the last day of a certificate that does not reach the start, or None
    """

    key: Hashable
    state: str
    expired: date | None = None


class Match(NamedTuple):
    """How well two fit.

    :param score: from 0 to 100, of what is known
    :param confidence: which share of what counts is known, from 0 to 100
    :param rank: the score, unrounded, in which what is unknown counts for half
    :param parts: what was asked for, in the order of `SUBJECTS`
    :param knockouts: in the order of the demand
    """

    score: int
    confidence: int
    rank: float
    parts: Sequence[Part]
    knockouts: Sequence[Knockout]

    @property
    def knockout_state(self) -> str:
        """``unmet`` when one is, else ``unknown`` when one is, else ``met``; ``none`` is asked."""
        states = {knockout.state for knockout in self.knockouts}
        for state in ("unmet", "unknown", "met"):
            if state in states:
                return state
        return "none"


class Free(NamedTuple):
    """From when somebody has the hours that are asked for.

    :param day: the first such day, and from there on
    :param wait: days from that day to the start, negative when the start comes first
    :param is_uncertain: an extension in discussion may move it
    :param is_told: whether it was told, or follows from what was agreed; False when nobody knows
    :param is_limit_known: False when it cannot be said, because the most hours are not known
    """

    day: date
    wait: int
    is_uncertain: bool = False
    is_told: bool = True
    is_limit_known: bool = True


class Week(NamedTuple):
    """What of the week is taken once the assignment runs.

    :param hours: the most hours that are taken at once
    :param weekdays: fixed days that are taken
    """

    hours: float = 0.0
    weekdays: frozenset[int] = frozenset()


_EMPTY_WEEK = Week()


def match(candidate: Candidate, demand: Demand, weights: Mapping[str, float], today: date) -> Match:
    """Return how well the two fit each other.

    :param weights: what each of `SUBJECTS` counts for, 0 or more; 0 switches it off
    :param today: what is asked for as soon as possible starts today, and nothing starts before
    """
    start = max(demand.start or today, today)
    parts = []
    asked = known = earned = 0.0
    judged = _judge_all(candidate, demand, start, today)
    for subject, found in zip(SUBJECTS, judged, strict=True):
        weight = weights[subject]
        if found is None or not weight:
            continue
        share, part_known, detail = found
        parts.append(Part(subject, share, weight, part_known, detail))
        asked += weight
        known += weight * part_known
        earned += weight * part_known * share
    return Match(
        _round(100 * earned / known) if known else 0,
        _round(100 * known / asked) if asked else 0,
        _get_rank(asked, known, earned),
        parts,
        [_judge_knockout(candidate, line, start) for line in demand.knockouts],
    )


def rank(
    candidate: Candidate, demand: Demand, weights: Mapping[str, float], today: date
) -> tuple[float, bool]:
    """Return the rank of a match and whether a knock-out requirement is not met, and no reasons.

    The same as `match` finds, in less time: for the order of many thousands.

    :param weights: as of `match`
    :param today: as of `match`
    """
    start = max(demand.start or today, today)
    asked = known = earned = 0.0
    judged = _judge_all(candidate, demand, start, today)
    for found, weight in zip(judged, map(weights.__getitem__, SUBJECTS), strict=True):
        if found is not None:
            asked += weight
            known += weight * found[1]
            earned += weight * found[1] * found[0]
    is_unmet = any(
        _judge_knockout(candidate, line, start).state == "unmet" for line in demand.knockouts
    )
    return _get_rank(asked, known, earned), is_unmet


@lru_cache(maxsize=10_000)
def town_key(text: str | None) -> str:
    """Return the name of a town as it is compared: without case, accents and punctuation.

    >>> town_key(" 's-Gravenhage")
    'den haag'
    """
    plain = unicodedata.normalize("NFKD", text or "")
    words = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).casefold())
    name = " ".join(words)
    return _TOWN_NAMES.get(name, name)


def first_place(text: str | None) -> str:
    """Return the first place of a text, as people call it: Utrecht of "Utrecht, town hall"."""
    return _PLACE_SEPARATORS.split(text or "")[0].strip()


def town_keys(text: str | None) -> frozenset[str]:
    """Return the towns that a place may name: "Utrecht, Stadsplateau 1 (hybrid)" names three."""
    keys = (town_key(part) for part in _PLACE_SEPARATORS.split(text or ""))
    return frozenset(key for key in keys if key)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance over the earth between two (latitude, longitude) in degrees."""
    lat_a, lon_a = math.radians(one[0]), math.radians(one[1])
    lat_b, lon_b = math.radians(other[0]), math.radians(other[1])
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(half, 1.0)))


# === When, and how much of the week === #


def find_free(candidate: Candidate, demand: Demand, start: date, today: date) -> Free:
    """Return from when the professional has enough hours a week for the demand."""
    told = candidate.available_from
    earliest = max(told, today) if told and candidate.is_availability_known else today
    if not candidate.taken:
        wait = (start - earliest).days
        return Free(earliest, wait, is_told=candidate.is_availability_known)
    probe = max(start, earliest)
    day, is_booked = earliest, False
    for full_from, full_until in _full_periods(candidate, demand):
        if full_until < probe:
            day = max(day, full_until + _ONE_DAY)
        elif full_from <= probe:
            day, is_booked = full_until + _ONE_DAY, True
            break
        else:
            break
    return Free(
        day,
        (start - day).days,
        is_uncertain=any(
            taken.is_uncertain and taken.end < max(day, start) for taken in candidate.taken
        ),
        is_told=candidate.is_availability_known or is_booked,
        is_limit_known=bool(candidate.hours_max) or not is_booked,
    )


def _full_periods(candidate: Candidate, demand: Demand) -> list[tuple[date, date]]:
    """Return the periods in which too few hours are left for the demand, in order of time.

    A period begins so many days early that nobody counts as free for a few weeks only. Without a
    known limit, any booking fills the week.
    """
    most = candidate.hours_max
    asked = demand.hours_min or demand.hours_max or candidate.hours_min or most
    spare = most - min(asked, most)
    days = sorted({day for t in candidate.taken for day in (t.start, t.end + _ONE_DAY)})
    full: list[tuple[date, date]] = []
    for day, next_day in pairwise(days):
        hours = sum(t.hours for t in candidate.taken if t.start <= day <= t.end)
        if hours <= spare or (demand.end and day > demand.end):
            continue
        begin, end = day - timedelta(days=STAYS_FREE - 1), next_day - _ONE_DAY
        if full and begin <= full[-1][1] + _ONE_DAY:
            begin = full.pop()[0]
        full.append((begin, end))
    return full


def find_week(candidate: Candidate, demand: Demand, day: date) -> Week:
    """Return what is taken of the week from this day until the demand ends."""
    if not candidate.taken:
        return _EMPTY_WEEK
    until = max(demand.end, day) if demand.end else day + timedelta(days=LOOK_AHEAD)
    taken = [t for t in candidate.taken if t.start <= until and day <= t.end]
    if not taken:
        return _EMPTY_WEEK
    # The sum only rises on a day on which something begins.
    moments = {day, *(t.start for t in taken if t.start > day)}
    return Week(
        max(sum(t.hours for t in taken if t.start <= moment <= t.end) for moment in moments),
        frozenset().union(*(t.weekdays for t in taken)),
    )


def _judge_all(candidate: Candidate, demand: Demand, start: date, today: date) -> tuple:
    """Judge every subject, in the order of `SUBJECTS`."""
    free = find_free(candidate, demand, start, today)
    week = find_week(candidate, demand, max(start, free.day) if free.is_limit_known else start)
    return (
        _judge_expertise(candidate, demand, start),
        _judge_level(candidate, demand),
        _judge_start(free),
        _judge_hours(candidate, demand, week),
        _judge_weekdays(candidate, demand, week),
        _judge_rate(candidate, demand),
        _judge_office(candidate, demand),
        _judge_region(candidate, demand),
        _judge_sector(candidate, demand),
        _judge_wishes(candidate, demand),
    )


def _get_rank(asked: float, known: float, earned: float) -> float:
    return 100 * (earned + UNKNOWN_SHARE * (asked - known)) / asked if asked else 0.0


# === One subject each: (share, known, detail), or None when nothing is asked === #

_Judged = tuple[float, float, object] | None
_UNKNOWN = (0.0, 0.0, None)


def _judge_expertise(candidate: Candidate, demand: Demand, start: date) -> _Judged:
    asked = known = met = 0.0
    for key, weight in demand.expertise_weights.items():
        asked += weight
        if candidate.expertises:
            known += weight
            met += weight if key in candidate.expertises else 0.0
    for key, weight in demand.certification_weights.items():
        asked += weight
        if key in candidate.certificates:
            known += weight
            met += weight if _is_valid(candidate.certificates[key], start) else 0.0
    if not asked:
        return None
    return (met / known, known / asked, None) if known else _UNKNOWN


def _judge_level(candidate: Candidate, demand: Demand) -> _Judged:
    if demand.level is None:
        return None
    if candidate.level is None:
        return _UNKNOWN
    return LEVEL_SHARES.get(candidate.level - demand.level, 0.0), 1.0, None


def _judge_start(free: Free) -> _Judged:
    if not free.is_told or not free.is_limit_known:
        return 0.0, 0.0, free
    if free.wait < 0:
        late = -free.wait
        share = 1.0 if late <= LATE_FITS else 0.5 if late <= LATE_HALF else 0.0
    else:
        share = 1.0 if free.wait <= WAIT_FITS else 0.75 if free.wait <= WAIT_QUARTER else 0.5
    return share, 1.0, free


def _judge_hours(candidate: Candidate, demand: Demand, week: Week) -> _Judged:
    # With one number only, that many hours are asked for.
    low = demand.hours_min or demand.hours_max
    if not low:
        return None
    if not candidate.hours_max:
        if week.hours or not candidate.hours_min:
            return _UNKNOWN
        free = None
    else:
        free = max(candidate.hours_max - week.hours, 0.0)
        if free < low:
            return free / low, 1.0, free
    wanted = max(candidate.hours_min - week.hours, 0.0)
    if demand.hours_max and wanted > demand.hours_max:
        return demand.hours_max / wanted, 1.0, free
    return 1.0, 1.0, free


def _judge_weekdays(candidate: Candidate, demand: Demand, week: Week) -> _Judged:
    asked = demand.weekdays
    if not asked:
        return None
    taken = asked & week.weekdays
    if not candidate.weekdays:
        # Nobody works twice on one day, whatever days it works.
        return (0.0, 1.0, (frozenset(), taken)) if taken == asked else _UNKNOWN
    off = asked - candidate.weekdays
    return 1 - len(off | taken) / len(asked), 1.0, (off, taken)


def _judge_rate(candidate: Candidate, demand: Demand) -> _Judged:
    if not demand.rate_max:
        return None
    if not candidate.rate_min:
        return _UNKNOWN
    if candidate.rate_min <= demand.rate_max:
        return 1.0, 1.0, None
    return (0.5 if candidate.rate_min <= demand.rate_max * RATE_MARGIN else 0.0), 1.0, None


def _judge_office(candidate: Candidate, demand: Demand) -> _Judged:
    if not demand.office_days:
        return None
    if not candidate.office_days_max:
        return _UNKNOWN
    more = demand.office_days - candidate.office_days_max
    return (1.0 if more <= 0 else 0.5 if more == 1 else 0.0), 1.0, None


def _judge_region(candidate: Candidate, demand: Demand) -> _Judged:
    if not demand.office_days or not (demand.towns or demand.position):
        return None
    if candidate.town and candidate.town in demand.towns:
        return 1.0, 1.0, None
    if not candidate.position or not demand.position:
        return _UNKNOWN
    kilometres = distance_km(candidate.position, demand.position)
    most = candidate.max_distance_km
    if not most:
        return 0.0, 0.0, kilometres
    share = 1.0 if kilometres <= most else 0.5 if kilometres <= most * DISTANCE_MARGIN else 0.0
    return share, 1.0, kilometres


def _judge_sector(candidate: Candidate, demand: Demand) -> _Judged:
    if demand.sector is None:
        return None
    if not candidate.experience:
        return _UNKNOWN
    return float(demand.sector in candidate.experience), 1.0, None


def _judge_wishes(candidate: Candidate, demand: Demand) -> _Judged:
    if demand.type is None and demand.sector is None:
        return None
    shares = [
        float(asked in wished)
        for asked, wished in ((demand.type, candidate.types), (demand.sector, candidate.sectors))
        if asked is not None and wished
    ]
    return (sum(shares) / len(shares), 1.0, None) if shares else _UNKNOWN


def _judge_knockout(candidate: Candidate, line: Requirement, start: date) -> Knockout:
    lacks = unknown = False
    expired = None
    if line.expertise is not None:
        unknown = not candidate.expertises
        lacks = not unknown and line.expertise not in candidate.expertises
    if line.certification is not None:
        if line.certification not in candidate.certificates:
            unknown = True
        elif not _is_valid(candidate.certificates[line.certification], start):
            lacks, expired = True, candidate.certificates[line.certification]
    elif line.expertise is None:
        unknown = True
    return Knockout(line.key, "unmet" if lacks else "unknown" if unknown else "met", expired)


def _is_valid(valid_until: date | None, day: date) -> bool:
    return valid_until is None or valid_until >= day


def _round(figure: float) -> int:
    """Round half up, as people do."""
    return math.floor(figure + 0.5)
