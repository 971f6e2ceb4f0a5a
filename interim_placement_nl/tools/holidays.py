"""The public holidays of the Netherlands.

Source: Algemene termijnenwet, article 3, and the practice of public employers: Liberation Day
counts every year, Good Friday does not.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

FIRST_YEAR = 2014  # of King's Day; before it there was Queen's Day
LAST_YEAR = 2199  # far enough, and within what Easter can be computed for
SUNDAY = 6


def public_holidays(year: int) -> dict[date, list[str]]:
    """Return the public holidays of a year: their names by day, in the order of the year.

    A day can have two names: Ascension Day fell on Liberation Day in 2016. Names are keys:
    new_year, easter_monday, kings_day, liberation_day, ascension_day, whit_monday, christmas_day,
    boxing_day.

    :raises ValueError: when the year is out of range
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"The year is {year}: choose one from {FIRST_YEAR} (the first King's Day) to"
            f" {LAST_YEAR}."
        )
    easter_day = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == SUNDAY:
        kings_day -= timedelta(days=1)
    days = (
        (date(year, 1, 1), "new_year"),
        (easter_day + timedelta(days=1), "easter_monday"),
        (kings_day, "kings_day"),
        (date(year, 5, 5), "liberation_day"),
        (easter_day + timedelta(days=39), "ascension_day"),
        (easter_day + timedelta(days=50), "whit_monday"),
        (date(year, 12, 25), "christmas_day"),
        (date(year, 12, 26), "boxing_day"),
    )
    names: dict[date, list[str]] = {}
    for day, name in sorted(days):
        names.setdefault(day, []).append(name)
    return names
