"""Dates and times as Dutch and English requests write them. A year is never guessed.

There are two exceptions, in which only one year is possible: a day with its weekday, for that fits
one year of the coming twelve months only, and the first day of a period whose last day has a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

YEARS = range(2000, 2100)

MONTHS = {
    "januari": 1,
    "january": 1,
    "jan": 1,
    "februari": 2,
    "february": 2,
    "feb": 2,
    "febr": 2,
    "maart": 3,
    "march": 3,
    "mrt": 3,
    "mar": 3,
    "april": 4,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "juni": 6,
    "june": 6,
    "jun": 6,
    "juli": 7,
    "july": 7,
    "jul": 7,
    "augustus": 8,
    "august": 8,
    "aug": 8,
    "september": 9,
    "sept": 9,
    "sep": 9,
    "oktober": 10,
    "october": 10,
    "okt": 10,
    "oct": 10,
    "november": 11,
    "nov": 11,
    "december": 12,
    "dec": 12,
}
WEEKDAYS = {
    "maandag": 0,
    "monday": 0,
    "ma": 0,
    "mon": 0,
    "dinsdag": 1,
    "tuesday": 1,
    "di": 1,
    "tue": 1,
    "woensdag": 2,
    "wednesday": 2,
    "wo": 2,
    "wed": 2,
    "donderdag": 3,
    "thursday": 3,
    "do": 3,
    "thu": 3,
    "vrijdag": 4,
    "friday": 4,
    "vr": 4,
    "vrij": 4,
    "fri": 4,
    "zaterdag": 5,
    "saturday": 5,
    "za": 5,
    "sat": 5,
    # Not "zo", which begins "zo spoedig mogelijk".
    "zondag": 6,
    "sunday": 6,
    "sun": 6,
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))

_DATE = re.compile(
    rf"(?:\b(?P<weekday>{WEEKDAY})\b\.?,?[^\S\n]+(?:de[^\S\n]+)?)?"
    r"(?:"
    r"(?<![\d/.-])(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?![\d-])"
    r"|(?<![\d/.,-])(?P<day>\d{1,2})[^\S\n]?(?P<mark>[-/.])[^\S\n]?(?P<month>\d{1,2})[^\S\n]?(?P=mark)"
    r"[^\S\n]?(?P<year>\d{4}|'?\d{2})(?![\d%])"
    rf"|(?<![\d/.,-])(?P<nl_day>\d{{1,2}})(?:e|ste|de|st|nd|rd|th)?[^\S\n]+(?:of[^\S\n]+)?"
    rf"(?P<nl_month>{MONTH})\b\.?(?:,?[^\S\n]+(?P<nl_year>\d{{4}}|'\d{{2}})(?!\d))?"
    rf"|\b(?P<en_month>{MONTH})\.?[^\S\n]+(?P<en_day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?!\d)(?:,?[^\S\n]+(?P<en_year>\d{4})(?!\d))?"
    r")",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<!\d)(?:(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?!\d)"
    r"[^\S\n]*(?:uur\b|u\b|h\b|hrs?\b)?[^\S\n]*(?P<half>[ap]\.?m\b\.?)?"
    r"|(?P<whole>[01]?\d|2[0-3])[^\S\n]*(?:uur\b|u\b)"
    r"|(?P<clock>1[0-2]|0?[1-9])[^\S\n]*(?P<clock_half>[ap]\.?m\b\.?))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A day in a text.

    :param value: the date, or None when it is not certain
    :param span: where it stands, start and end
    :param problem: why it is not certain: "no_year", "weekday", "day_or_month"; None = it is
    :param options: the dates that it could be
    :param day: of the month
    :param month: of the year
    """

    value: date | None
    span: tuple[int, int]
    problem: str | None = None
    options: tuple[date, ...] = ()
    day: int = 0
    month: int = 0


def day_at(text, position, today, *, is_english=False, end=None):
    """Return the day that stands at a position of the text, or None."""
    match = _DATE.match(text, position, len(text) if end is None else end)
    return _read(match, today, is_english) if match else None


def days_in(text, start, end, today, *, is_english=False):
    """Yield the days between two positions of the text."""
    for match in _DATE.finditer(text, start, end):
        found = _read(match, today, is_english)
        if found:
            yield found


def time_at(text, position, end):
    """Return (hour, minute, end) of the time of day that stands at a position, or None.

    Before seven in the morning nothing is read: somebody meant the evening.
    """
    match = _TIME.match(text, position, end)
    if not match:
        return None
    hour = int(match["hour"] or match["whole"] or match["clock"])
    minute = int(match["minute"] or 0)
    half = (match["half"] or match["clock_half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return (hour, minute, match.end()) if hour >= 7 else None


def with_year_of(first, last):
    """Return the first day of a period, given without a year, by the last one; or None."""
    for year in (last.year, last.year - 1):
        day = _make(year, first.month, first.day)
        if day and day < last:
            return day
    return None


def is_last_of_month(day):
    """Whether the day is the last one of its month."""
    return (day + timedelta(days=1)).day == 1


def _make(year, month, day):
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _read(match, today, is_english):
    day = int(match["iso_day"] or match["day"] or match["nl_day"] or match["en_day"])
    month = match["iso_month"] or match["month"]
    month = int(month) if month else MONTHS[(match["nl_month"] or match["en_month"]).lower()]
    year = match["iso_year"] or match["year"] or match["nl_year"] or match["en_year"]
    weekday = match["weekday"] and WEEKDAYS[match["weekday"].lower()]
    if year is None:
        return _without_year(match, today, weekday, month, day)
    year = int(year.strip("'"))
    year += 2000 if year < 100 else 0
    value = _make(year, month, day)
    other = None
    if match["mark"] == "/" and is_english:
        other = _make(year, day, month)
        value, other = (value, other) if value else (other, None)
    if not value:
        return None
    span = match.span()
    if other and other != value:
        return Day(None, span, "day_or_month", (value, other), day, month)
    if weekday is not None and weekday != value.weekday():
        return Day(None, span, "weekday", (value,), day, month)
    return Day(value, span, None, (), day, month)


def _without_year(match, today, weekday, month, day):
    """Read a day without a year: by its weekday, if the next one of that date has it."""
    if not _make(2000, month, day):
        return None
    following = next(
        (
            found
            for year in (today.year, today.year + 1)
            if (found := _make(year, month, day)) and found >= today
        ),
        None,
    )
    # A little less than a year, so that there is one year only.
    is_near = following and following - today < timedelta(days=335)
    if is_near and weekday is not None and following.weekday() == weekday:
        return Day(following, match.span(), None, (), day, month)
    return Day(None, match.span(), "no_year", (), day, month)
