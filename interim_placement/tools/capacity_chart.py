"""A picture of somebody's weeks, as SVG: hours taken by week, against the most there may be.

Nothing is told by colour alone: what is proposed is hatched, what is too much carries a mark, each
booking carries its letter, and a screen reader hears all weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from markupsafe import Markup

from .capacity_weeks import Week
from .decimals import Number

WIDTH, LEFT, RIGHT = 900, 44, 14
LEAST_WIDTH = 720
LEGEND, TOP, PLOT, BOTTOM = 24, 26, 200, 42
#: A bar takes so much of the room of its week.
BAR_SHARE = 0.8
AGREED, TOO_MANY, TODAY = "#0d7f86", "#c62f3e", "#c2570c"
#: Steps of the scale of hours; the first with few enough lines is taken.
STEPS = (8, 12, 24, 48, 96, 192)
MOST_LINES = 6
LETTER_WIDTH = 12
CHARACTER = 6.6


class Words(NamedTuple):
    """What stands at the picture, in the reader's language.

    :param title: what a screen reader says of the picture first
    :param agreed: what solid bars are
    :param proposed: what hatched bars are
    :param too_many: what the mark says
    :param maximum: what stands at the line of the maximum
    :param today: what the line of the present day is
    :param month: a month by its first day, as short as can be
    :param weeks: what the weeks from one to another hold, which is the same in all of them
    """

    title: str
    agreed: str
    proposed: str
    too_many: str
    maximum: str
    today: str
    month: Callable[[date], str]
    weeks: Callable[[Week, Week], str]


def draw_capacity(
    weeks: Sequence[Week],
    letters: Mapping[Hashable, str],
    hours_max: Number,
    today: date,
    words: Words,
) -> Markup:
    """Return the weeks as stacked bars: agreed, proposed on top, and the maximum as a line.

    :param weeks: what to draw, each following on the one before
    :param letters: by key of a booking, what it is called in the picture
    :param hours_max: the most hours a week there may be; 0 when no limit is known
    :param today: marked by a line when it lies within the weeks
    :param words: what stands at it
    :return: an ``svg`` element, empty when there is nothing to draw
    """
    if not weeks:
        return Markup("")
    scale = _Scale(weeks, hours_max)
    parts = [
        Markup(
            # On a narrow screen it scrolls; smaller than this, nobody could read it.
            '<svg viewBox="0 0 %s %s" width="100%%" role="img" class="o_interim_capacity_chart"'
            ' style="min-width:%spx;max-width:%spx" aria-label="%s" font-size="12"'
            ' fill="currentColor">'
        )
        % (WIDTH, scale.height, LEAST_WIDTH, WIDTH, _speak(weeks, words)),
        _define_hatches(),
        _draw_legend(words),
        *_draw_hours(scale),
        *_draw_months(weeks, scale, words),
    ]
    drawn: set[Hashable] = set()
    for number, week in enumerate(weeks):
        parts.append(_draw_week(number, week, scale, letters, drawn, words))
        drawn = {key for key, _hours in week.parts}
    parts.append(_draw_maximum(scale, words))
    parts.append(_draw_today(weeks, scale, today, words))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


class _Scale:
    """Where weeks and hours stand in the picture."""

    def __init__(self, weeks: Sequence[Week], hours_max: Number) -> None:
        self.maximum = float(hours_max or 0)
        # A mark stands on top of the highest bar.
        most = max([self.maximum, STEPS[0], *(float(week.total) * 1.05 for week in weeks)])
        self.step = next((step for step in STEPS if most / step <= MOST_LINES), STEPS[-1])
        self.most = self.step * -(-most // self.step)
        self.width = (WIDTH - LEFT - RIGHT) / len(weeks)
        self.bottom = LEGEND + TOP + PLOT
        self.height = self.bottom + BOTTOM

    def x(self, number: float) -> float:
        """Return where the week with this number begins, counted from 0."""
        return round(LEFT + number * self.width, 1)

    def y(self, hours: Decimal | float) -> float:
        """Return how low this number of hours stands."""
        return round(self.bottom - PLOT * float(hours) / self.most, 1)


def _speak(weeks: Sequence[Week], words: Words) -> str:
    spoken = [words.weeks(first, last) for first, last in _runs(weeks)]
    return ". ".join([words.title, *spoken])


def _runs(weeks: Sequence[Week]) -> Iterator[tuple[Week, Week]]:
    """Yield the first and the last of the weeks that follow on each other and say the same."""
    for _content, group in groupby(weeks, key=lambda week: week[1:]):
        run = list(group)
        yield run[0], run[-1]


def _define_hatches() -> Markup:
    return Markup("<defs>") + (
        Markup("").join(
            Markup(
                '<pattern id="%s" width="6" height="6" patternUnits="userSpaceOnUse"'
                ' patternTransform="rotate(45)"><rect width="6" height="6" fill="%s" opacity="0.12"'
                '/><line x1="0" x2="0" y1="0" y2="6" stroke="%s" stroke-width="4"/></pattern>'
            )
            % (name, color, color)
            for name, color in (
                ("interim_capacity_proposed", AGREED),
                ("interim_capacity_too_many", TOO_MANY),
            )
        )
        + Markup("</defs>")
    )


def _draw_legend(words: Words) -> Markup:
    drawn = Markup('<g aria-hidden="true">')
    left = float(LEFT)
    for fill, label in (
        (AGREED, words.agreed),
        ("url(#interim_capacity_proposed)", words.proposed),
        (None, words.too_many),
    ):
        if fill:
            drawn += Markup('<rect x="%s" y="6" width="12" height="12" fill="%s" stroke="%s"/>') % (
                left,
                fill,
                AGREED,
            )
        else:
            drawn += _draw_mark(left + 6, 19, is_agreed=True)
        drawn += Markup('<text x="%s" y="17">%s</text>') % (left + 18, label)
        left = round(left + 18 + CHARACTER * len(label) + 22, 1)
    return drawn + Markup("</g>")


def _draw_hours(scale: _Scale) -> Iterator[Markup]:
    hours = 0
    while hours <= scale.most:
        yield Markup(
            '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="currentColor" opacity="0.15"/>'
            '<text x="%s" y="%s" text-anchor="end" opacity="0.75">%s</text>'
        ) % (
            *(LEFT, WIDTH - RIGHT, scale.y(hours), scale.y(hours)),
            *(LEFT - 8, scale.y(hours) + 4, hours),
        )
        hours += scale.step


def _draw_months(weeks: Sequence[Week], scale: _Scale, words: Words) -> Iterator[Markup]:
    """Draw the numbers of the weeks, and below them the months in which their Thursdays are."""
    thursdays = [week.start + timedelta(days=3) for week in weeks]
    for number, thursday in enumerate(thursdays):
        yield Markup(
            '<text x="%s" y="%s" text-anchor="middle" font-size="10" opacity="0.75">%s</text>'
        ) % (scale.x(number + 0.5), scale.bottom + 14, thursday.isocalendar().week)
    starts = [
        number
        for number, thursday in enumerate(thursdays)
        if not number or thursday.month != thursdays[number - 1].month
    ]
    for number, following in pairwise([*starts, len(weeks)]):
        left, right = scale.x(number), scale.x(following)
        yield Markup(
            '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="currentColor" opacity="0.25"/>'
        ) % (left, left, scale.bottom, scale.bottom + 34)
        label = words.month(thursdays[number].replace(day=1))
        # Of a month of one week there is no room for the name.
        if left + 8 + CHARACTER * len(label) <= right:
            yield Markup('<text x="%s" y="%s" opacity="0.75">%s</text>') % (
                left + 4,
                scale.bottom + 32,
                label,
            )


def _draw_week(
    number: int,
    week: Week,
    scale: _Scale,
    letters: Mapping[Hashable, str],
    drawn: set[Hashable],
    words: Words,
) -> Markup:
    """Draw one bar.

    :param drawn: what runs in the week before, and has its letter already
    """
    width = round(scale.width * BAR_SHARE, 1)
    left = round(scale.x(number) + (scale.width - width) / 2, 1)
    middle = round(left + width / 2, 1)
    bar = Markup("<g><title>%s</title>") % words.weeks(week, week)
    # The whole height answers the mouse, also where nothing is booked.
    bar += Markup('<rect x="%s" y="%s" width="%s" height="%s" fill="none" pointer-events="all"/>')
    bar %= (left, scale.y(scale.most), width, PLOT)
    top = Decimal(0)
    for key, hours in week.parts:
        bar += _draw_box(left, width, scale.y(top), scale.y(top + hours), AGREED)
        room = scale.y(top) - scale.y(top + hours)
        if key not in drawn and width >= LETTER_WIDTH and room >= LETTER_WIDTH:
            bar += Markup(
                '<text x="%s" y="%s" text-anchor="middle" font-size="11" fill="#fff">%s</text>'
            ) % (middle, round(scale.y(top + hours / 2) + 4, 1), letters.get(key, ""))
        top += hours
    if week.proposed:
        bar += _draw_box(
            *(left, width, scale.y(top), scale.y(week.total)),
            "url(#interim_capacity_proposed)",
            AGREED,
        )
    if week.would_overload or week.is_overload:
        bar += _draw_excess(left, width, week, scale)
    return bar + Markup("</g>")


def _draw_box(
    left: float, width: float, low: float, high: float, fill: str, stroke: str | None = None
) -> Markup:
    """Draw a part of a bar, a hair lower than it is, so that parts can be told apart."""
    height = max(round(low - high - 1, 1), 0.5)
    return Markup('<rect x="%s" y="%s" width="%s" height="%s" fill="%s"%s/>') % (
        *(left, high, width, height, fill),
        Markup(' stroke="%s"') % stroke if stroke else "",
    )


def _draw_excess(left: float, width: float, week: Week, scale: _Scale) -> Markup:
    """Draw what is above the maximum, and the mark on top of it."""
    drawn = Markup("")
    line = scale.y(scale.maximum)
    if week.is_overload:
        drawn += _draw_box(left, width, line, scale.y(week.agreed), TOO_MANY)
        line = scale.y(week.agreed)
    if week.proposed:
        drawn += _draw_box(
            *(left, width, line, scale.y(week.total)), "url(#interim_capacity_too_many)", TOO_MANY
        )
    high = min(scale.y(max(week.total, week.agreed)), scale.y(scale.maximum))
    return drawn + _draw_mark(round(left + width / 2, 1), high - 3, is_agreed=week.is_overload)


def _draw_mark(middle: float, low: float, *, is_agreed: bool) -> Markup:
    """Draw a triangle with an exclamation mark; an outline when it is only proposed."""
    fill, ink = (TOO_MANY, "#fff") if is_agreed else ("none", TOO_MANY)
    return Markup(
        '<path d="M%s %sl7 13h-14z" fill="%s" stroke="%s" stroke-linejoin="round"/>'
        '<text x="%s" y="%s" text-anchor="middle" font-size="10" font-weight="bold"'
        ' fill="%s" aria-hidden="true">!</text>'
    ) % (middle, round(low - 13, 1), fill, TOO_MANY, middle, round(low - 2, 1), ink)


def _draw_maximum(scale: _Scale, words: Words) -> Markup:
    if not scale.maximum:
        return Markup("")
    line = scale.y(scale.maximum)
    return Markup(
        '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="currentColor" stroke-width="2"'
        ' stroke-dasharray="8 4"/>'
        '<text x="%s" y="17" text-anchor="end" font-weight="bold">%s</text>'
        '<line x1="%s" x2="%s" y1="12" y2="12" stroke="currentColor" stroke-width="2"'
        ' stroke-dasharray="8 4"/>'
    ) % (
        *(LEFT, WIDTH - RIGHT, line, line),
        *(WIDTH - RIGHT - 36, words.maximum),
        *(WIDTH - RIGHT - 30, WIDTH - RIGHT),
    )


def _draw_today(weeks: Sequence[Week], scale: _Scale, today: date, words: Words) -> Markup:
    days = (today - weeks[0].start).days
    if not 0 <= days < 7 * len(weeks):
        return Markup("")
    left = scale.x((days + 0.5) / 7)
    return Markup(
        '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="%s" stroke-width="1.5">'
        "<title>%s</title></line>"
    ) % (left, left, LEGEND + TOP - 6, scale.bottom + 4, TODAY, words.today)
