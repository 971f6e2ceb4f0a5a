"""A small picture of both sides' scores over time, as SVG.

Odoo's graph view shows averages of many records; on one placement a recruiter wants to see at a
glance whether it goes up or down, and whether both sides see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

WIDTH, HEIGHT = 400, 150
LEFT, RIGHT, TOP, BOTTOM = 28, 12, 12, 24
LOWEST, HIGHEST = 1, 10


class Series(NamedTuple):
    """The scores of one side: its label, a CSS colour, whether dashed, and (day, score) pairs."""

    label: str
    color: str
    is_dashed: bool
    points: Sequence[tuple[date, int]]


def draw_scores(
    series: Sequence[Series],
    low_score: int,
    title: str,
    format_day: Callable[[date], str] = date.isoformat,
) -> Markup:
    """Return a line chart of scores from 1 to 10 over time.

    Sides differ in form as well as in colour: one line is dashed and has square marks.

    :param series: what to draw; sides without scores are left out
    :param low_score: scores up to this one lie in the shaded part
    :param title: what a screen reader says of the picture; the scores are added to it
    :param format_day: how the reader writes a day
    :return: an ``svg`` element, empty when there is nothing to draw
    """
    series = [side for side in series if side.points]
    days = sorted({day for side in series for day, _score in side.points})
    if not days:
        return Markup("")
    span = max((days[-1] - days[0]).days, 1)

    def x(day: date) -> float:
        if len(days) == 1:
            return (LEFT + WIDTH - RIGHT) / 2
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0]).days / span, 1)

    def y(score: float) -> float:
        share = (HIGHEST - score) / (HIGHEST - LOWEST)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * share, 1)

    spoken = "; ".join(
        f"{side.label}: " + ", ".join(f"{format_day(day)} {score}" for day, score in side.points)
        for side in series
    )
    parts = [
        Markup('<svg viewBox="0 0 %s %s" width="100%%" style="max-width:%spx" role="img"')
        % (WIDTH, HEIGHT, WIDTH),
        Markup(' aria-label="%s. %s" font-size="12" fill="currentColor">') % (title, spoken),
        Markup('<rect x="%s" y="%s" width="%s" height="%s" fill="#dc3545" opacity="0.08"/>')
        % (LEFT, y(low_score), WIDTH - LEFT - RIGHT, y(LOWEST) - y(low_score)),
    ]
    parts += [
        Markup(
            '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="currentColor" opacity="0.15"/>'
            '<text x="%s" y="%s" text-anchor="end" opacity="0.7">%s</text>'
        )
        % (LEFT, WIDTH - RIGHT, y(score), y(score), LEFT - 6, y(score) + 4, score)
        for score in (LOWEST, 4, low_score, 8, HIGHEST)
    ]
    for day, anchor in {days[0]: "start", days[-1]: "end"}.items():
        where = "middle" if len(days) == 1 else anchor
        parts.append(
            Markup('<text x="%s" y="%s" text-anchor="%s" opacity="0.7">%s</text>')
            % (x(day), HEIGHT - 6, where, format_day(day))
        )
    for side in series:
        path = " ".join(f"{x(day)},{y(score)}" for day, score in side.points)
        parts.append(
            Markup('<polyline points="%s" fill="none" stroke="%s" stroke-width="2.5"%s/>')
            % (path, side.color, Markup(' stroke-dasharray="6 4"') if side.is_dashed else "")
        )
        for day, score in side.points:
            label = f"{side.label}: {score} ({format_day(day)})"
            if side.is_dashed:
                mark = Markup('<rect x="%s" y="%s" width="8" height="8" fill="%s">') % (
                    x(day) - 4,
                    y(score) - 4,
                    side.color,
                )
                parts.append(mark + Markup("<title>%s</title></rect>") % label)
            else:
                mark = Markup('<circle cx="%s" cy="%s" r="4.5" fill="%s">') % (
                    x(day),
                    y(score),
                    side.color,
                )
                parts.append(mark + Markup("<title>%s</title></circle>") % label)
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)
