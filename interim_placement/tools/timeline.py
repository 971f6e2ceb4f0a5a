"""A picture of placements over time, as SVG: one bar for each, and the days between them.

Drawn from labels, dates and numbers. Nothing is told by colour alone: what is still to come has a
dashed outline, gaps carry their days as text, and a screen reader hears every bar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

WIDTH, LEFT, RIGHT = 900, 250, 14
LEAST_WIDTH = 640
ROW, TOP, BOTTOM = 40, 8, 26
BAR = 16
LONGEST_LABEL = 38
#: So many years or quarters are marked below; more would not be readable.
MOST_MARKS = 10
MARK_WIDTH = 52

STYLES = {
    "past": 'fill="#6c757d" stroke="#6c757d"',
    "present": 'fill="#0d7f86" stroke="#0d7f86"',
    "future": 'fill="none" stroke="#0d7f86" stroke-width="2" stroke-dasharray="5 3"',
}


class Bar(NamedTuple):
    """One placement: what it is called, in two lines, its days, the free days before it (or None).

    ``joints`` are the first days of extensions, which are marked on the bar.
    """

    label: str
    detail: str
    start: date
    end: date
    gap: int | None = None
    joints: Sequence[date] = ()


def draw_timeline(
    bars: Sequence[Bar],
    today: date,
    title: str,
    today_label: str,
    format_day: Callable[[date], str] = date.isoformat,
    format_gap: Callable[[int], str] = str,
) -> Markup:
    """Return the bars over time, the earliest on top.

    :param bars: what to draw, in any order
    :param today: marked by a line; what ended before is past, what begins later is to come
    :param title: what a screen reader says of the picture; every bar is added to it
    :param today_label: what stands at that line
    :param format_day: how the reader writes a day
    :param format_gap: how the reader writes a number of free days
    :return: an ``svg`` element, empty when there is nothing to draw
    """
    bars = sorted(bars, key=lambda bar: (bar.start, bar.end))
    if not bars:
        return Markup("")
    first = min(bars[0].start, today)
    last = max([today, *(bar.end for bar in bars)])
    scale = (WIDTH - LEFT - RIGHT) / max((last - first).days + 1, 1)
    height = TOP + ROW * len(bars) + BOTTOM

    def x(day: date) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    parts = [
        Markup(
            # On a narrow screen it scrolls; smaller than this, nobody could read it.
            '<svg viewBox="0 0 %s %s" width="100%%" role="img"'
            ' style="min-width:%spx;max-width:%spx"'
        )
        % (WIDTH, height, LEAST_WIDTH, WIDTH),
        Markup(' aria-label="%s" font-size="13" fill="currentColor">')
        % _describe(bars, title, format_day, format_gap),
    ]
    for day, label in _get_marks(first, last):
        parts.append(
            Markup('<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="currentColor" opacity="0.15"/>')
            % (x(day), x(day), TOP, height - BOTTOM)
        )
        if x(day) + MARK_WIDTH <= WIDTH:
            parts.append(
                Markup('<text x="%s" y="%s" opacity="0.75">%s</text>')
                % (x(day) + 3, height - 8, label)
            )
    parts.append(
        Markup(
            '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="#c2570c" stroke-width="1.5">'
            "<title>%s</title></line>"
        )
        % (x(today), x(today), TOP, height - BOTTOM, f"{today_label}: {format_day(today)}")
    )
    for number, bar in enumerate(bars):
        top = TOP + ROW * number
        if bar.gap:
            free_from = max(bar.start - timedelta(days=bar.gap), first)
            parts.append(_draw_gap(x(free_from), x(bar.start), top, format_gap(bar.gap)))
        parts.append(_draw_bar(bar, x, top, today, format_day))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _describe(bars, title, format_day, format_gap):
    spoken = []
    for bar in bars:
        if bar.gap:
            spoken.append(format_gap(bar.gap))
        spoken.append(_describe_bar(bar, format_day))
    return f"{title}. {'; '.join(spoken)}"


def _describe_bar(bar, format_day):
    name = ", ".join(part for part in (bar.label, bar.detail) if part)
    return f"{name}: {format_day(bar.start)} – {format_day(bar.end)}"


def _shorten(text):
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _draw_bar(bar, x, top, today, format_day):
    style = "past" if bar.end < today else "future" if bar.start > today else "present"
    left, right = x(bar.start), x(bar.end + timedelta(days=1))
    y = top + (ROW - BAR) / 2
    drawn = Markup(
        "<g><title>%s</title>"
        '<text x="%s" y="%s" text-anchor="end">%s</text>'
        '<text x="%s" y="%s" text-anchor="end" font-size="11" opacity="0.75">%s</text>'
        '<rect x="%s" y="%s" width="%s" height="%s" rx="3" %s/>'
    ) % (
        _describe_bar(bar, format_day),
        LEFT - 10,
        top + ROW / 2 - 2,
        _shorten(bar.label),
        LEFT - 10,
        top + ROW / 2 + 12,
        _shorten(bar.detail),
        left,
        y,
        max(round(right - left, 1), 2),
        BAR,
        Markup(STYLES[style]),  # noqa: S704 (one of three constants)
    )
    color = "#0d7f86" if style == "future" else "#fff"
    for joint in bar.joints:
        drawn += Markup('<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="%s" stroke-width="2"/>') % (
            x(joint),
            x(joint),
            y,
            y + BAR,
            color,
        )
    return drawn + Markup("</g>")


def _draw_gap(left, right, top, label):
    y = top + ROW / 2
    line = Markup(
        '<line x1="%s" x2="%s" y1="%s" y2="%s" stroke="#c2570c" stroke-width="2"'
        ' stroke-dasharray="2 3"/>'
    ) % (left, right, y, y)
    # Beside the bar there is no room in a short gap: above the line there always is.
    middle = max(round((left + right) / 2, 1), LEFT + 30)
    return line + Markup(
        '<text x="%s" y="%s" text-anchor="middle" font-size="11" fill="#c2570c">%s</text>'
    ) % (middle, y - 10, label)


def _get_marks(first, last):
    """Return (day, label) of the years, or of the quarters when there are few of those."""
    months = (1,) if (last - first).days > MOST_MARKS * 91 else (1, 4, 7, 10)
    starts = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in months
        if first <= date(year, month, 1) <= last
    ]
    step = -(-len(starts) // MOST_MARKS) or 1
    return [
        (day, str(day.year) if day.month == 1 else f"{day.month}-{day.year}")
        for day in starts[::step]
    ]
