from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools import capacity_weeks
from ..tools.capacity_chart import Words, draw_capacity

WEEK = timedelta(days=7)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class InterimProfessionalCapacity(models.TransientModel):
    """The weeks of a professional: hours agreed and proposed, fixed days, conflicts (R3).

    A window of its own and no page of the professional's form, which would compute it on each
    opening. It remembers which weeks its user looks at, and nothing else.
    """

    _name = "interim.professional.capacity"
    _inherit = ["interim.derived.mixin", "interim.readable.links.mixin"]
    _description = "Capacity of a Professional"
    # Somebody leaves the page open until tomorrow.
    _transient_max_hours = 48.0

    professional_id = fields.Many2one("interim.professional", required=True, ondelete="cascade")
    date_first = fields.Date(
        "From",
        required=True,
        default=lambda self: capacity_weeks.monday_of(fields.Date.context_today(self)),
        help="The first week that is shown has this day.",
    )
    week_count = fields.Selection(
        [("13", "13 Weeks"), ("26", "26 Weeks"), ("52", "52 Weeks")],
        "Weeks",
        required=True,
        default="26",
    )
    period_text = fields.Char("Period", compute="_compute_overview", compute_sudo=False)
    summary_text = fields.Char("Summary", compute="_compute_overview", compute_sudo=False)
    # Drawn from names, dates and numbers, each of them escaped.
    overview = fields.Html(
        compute="_compute_overview",
        compute_sudo=False,  # names placements, so to who may read them (R7)
        sanitize=False,
    )

    _first_range = models.Constraint(
        "CHECK(date_first BETWEEN '1970-01-01' AND '2099-12-31')",
        "The weeks to show begin before 1970 or after 2099. Check the year.",
    )

    @api.depends("professional_id")
    def _compute_display_name(self):
        for window in self:
            window.display_name = self.env._(
                "Capacity of %s", window.professional_id.display_name or ""
            )

    @api.depends("professional_id", "date_first", "week_count")
    @api.depends_context("uid", "lang", "tz")
    def _compute_overview(self):
        for window in self:
            window.professional_id.check_access("read")
            shown = _Shown(window)
            window.period_text = window._format_weeks(shown.start, shown.end)
            window.summary_text = window._format_summary(shown)
            window.overview = self.env["ir.qweb"]._render(
                "interim_placement.professional_capacity_overview", window._prepare_overview(shown)
            )

    # Which weeks

    def action_earlier(self):
        """Show as many weeks, those before."""
        self._move(-1)

    def action_later(self):
        """Show as many weeks, those after."""
        self._move(1)

    def action_today(self):
        """Show the weeks from the present one on."""
        self.date_first = capacity_weeks.monday_of(fields.Date.context_today(self))

    def action_show_13_weeks(self):
        """Show a quarter of a year."""
        self.week_count = "13"

    def action_show_26_weeks(self):
        """Show half a year."""
        self.week_count = "26"

    def action_show_52_weeks(self):
        """Show a year."""
        self.week_count = "52"

    def action_open_professional(self):
        """Open the professional."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.professional",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.professional_id.id,
        }

    def _move(self, direction):
        for window in self:
            window.date_first += direction * int(window.week_count) * WEEK

    # What is shown

    def _prepare_overview(self, shown):
        """Return the values of the template of the overview."""
        self.ensure_one()
        return {
            "chart": self._draw(shown),
            "conflicts": self._describe_findings(shown, shown.known),
            "proposed_conflicts": self._describe_findings(shown, shown.added),
            "no_conflicts": self.env._("No conflicts from %s on.", self._format_week(shown.start)),
            "nothing_booked": self.env._(
                "Nothing is agreed or proposed from %s on.", self._format_week(shown.start)
            ),
            "weekdays": shown.weekdays,
            "weekday_names": self.professional_id._get_weekday_short_names(),
            "has_unfixed": any(row.unfixed for row in shown.grid),
            "grid": [self._prepare_grid_row(shown, row) for row in shown.grid],
            "bookings": [self._prepare_booking(shown, booking) for booking in shown.bookings],
            "without_period": [", ".join(filter(None, name)) for name in shown.without_period],
        }

    def _draw(self, shown):
        return draw_capacity(
            shown.weeks,
            shown.letters,
            self.professional_id.hours_max,
            shown.today,
            Words(
                title=self.display_name,
                agreed=self.env._("Agreed"),
                proposed=self.env._("Proposed"),
                too_many=self.env._("Too many hours (outline: if agreed)"),
                maximum=self.env._(
                    "At most %s hours", self._format_hours(self.professional_id.hours_max)
                ),
                today=self.env._(
                    "Today: %s", format_date(self.env, shown.today, date_format="d MMMM y")
                ),
                month=self._format_month,
                weeks=lambda first, last: self._describe_hours(shown, first, last),
            ),
        )

    def _describe_hours(self, shown, first, last):
        """Return what is taken in the weeks from one to another, in one sentence."""
        sentence = self.env._(
            "%(weeks)s: %(agreed)s hours agreed",
            weeks=self._format_weeks(first.start, last.start + timedelta(days=6)),
            agreed=self._format_hours(first.agreed),
        )
        names = [shown.letters[key] for key, _hours in first.parts]
        if names:
            sentence += f" ({', '.join(names)})"
        parts = [sentence]
        if first.proposed:
            parts.append(self.env._("%s more proposed", self._format_hours(first.proposed)))
        if first.is_overload:
            parts.append(self.env._("too many"))
        elif first.would_overload:
            parts.append(self.env._("too many if agreed"))
        elif first.free:
            parts.append(self.env._("%s free", self._format_hours(first.free)))
        return ", ".join(parts)

    def _describe_findings(self, shown, findings):
        """Return what goes wrong in sentences, with the exact weeks and days."""
        maximum = self.professional_id.hours_max
        sentences = [
            self.env._(
                "%(weeks)s: %(total)s of %(maximum)s hours, %(excess)s too many (%(placements)s).",
                weeks=self._format_weeks(overload.start, overload.end),
                total=self._format_hours(overload.hours_total),
                maximum=self._format_hours(maximum),
                excess=self._format_hours(overload.excess(maximum)),
                placements=", ".join(shown.letters[key] for key in overload.keys),
            )
            for overload in findings.overloads
            if _runs_after(overload, shown.start)
        ]
        days = defaultdict(list)
        for clash in findings.clashes:
            if not _runs_after(clash, shown.start):
                continue
            days[clash.key_a, clash.key_b, clash.start, clash.end].append(clash.weekday)
        names = self.professional_id._get_weekday_names()
        return sentences + [
            self.env._(
                "%(weeks)s: %(days)s taken by both %(one)s and %(other)s.",
                weeks=self._format_weeks(start, end),
                days=", ".join(names[day] for day in sorted(weekdays)),
                one=shown.letters[key_a],
                other=shown.letters[key_b],
            )
            for (key_a, key_b, start, end), weekdays in days.items()
        ]

    def _prepare_grid_row(self, shown, row):
        maximum = self.professional_id.hours_max
        hours, is_too_many = self._format_hours(row.hours), bool(maximum) and row.hours > maximum
        if is_too_many:
            # A sign as well as a colour.
            hours = self.env._(
                "! %(hours)s of %(maximum)s", hours=hours, maximum=self._format_hours(maximum)
            )
        return {
            "period": self._format_weeks(row.start, row.end),
            "days": [
                [self._prepare_cell(shown, booking) for booking in row.days[day]]
                for day in shown.weekdays
            ],
            "unfixed": [self._prepare_cell(shown, booking) for booking in row.unfixed],
            "hours": hours,
            "is_too_many": is_too_many,
        }

    def _prepare_cell(self, shown, booking):
        what, client = shown.names[booking.key]
        return {
            "letter": shown.letters[booking.key],
            "name": client or what,
            "is_proposed": booking.is_proposed,
        }

    def _prepare_booking(self, shown, booking):
        what, client = shown.names[booking.key]
        short_names = self.professional_id._get_weekday_short_names()
        return {
            "letter": shown.letters[booking.key],
            "what": what,
            "client": client,
            "placement_id": booking.key in shown.readable_ids and booking.key,
            "is_proposed": booking.is_proposed,
            "period": self._format_weeks(booking.start, booking.end),
            "hours": self._format_hours(booking.hours),
            "days": ", ".join(short_names[day] for day in sorted(booking.weekdays)),
        }

    def _format_summary(self, shown):
        """Return what is free in the first week and what is asked at most, in one line."""
        maximum = self.professional_id.hours_max
        if not maximum:
            return self.env._(
                "How many hours a week there may be is not known: fill it in on the professional,"
                " and what is free and what is too many shows here."
            )
        return self.env._(
            "At most %(maximum)s hours a week; %(free)s free in week %(week)s.",
            maximum=self._format_hours(maximum),
            free=self._format_hours(shown.weeks[0].free),
            week=shown.start.isocalendar().week,
        )

    # Numbers and days, as the reader writes them

    @api.model
    def _format_hours(self, hours):
        return f"{float(hours):g}"

    @api.model
    def _format_month(self, month):
        return format_date(self.env, month, date_format="MMM y" if month.month == 1 else "MMM")

    @api.model
    def _format_week(self, day):
        year, week, _weekday = day.isocalendar()
        return self.env._("week %(week)s of %(year)s", week=week, year=year)

    @api.model
    def _format_weeks(self, start, end):
        """Return the numbers of the weeks of a period, with its days.

        :param date start: first day
        :param end: last day, or None when there is no end in sight
        """
        year, week, _weekday = start.isocalendar()
        if not end:
            return self.env._(
                "From week %(week)s of %(year)s (%(day)s) on",
                week=week,
                year=year,
                day=format_date(self.env, start, date_format="d MMMM y"),
            )
        last_year, last_week, _weekday = end.isocalendar()
        is_told = start.year == end.year == year == last_year
        days = [
            format_date(self.env, day, date_format="d MMMM" if is_told else "d MMMM y")
            for day in (start, end)
        ]
        values = {"week": week, "year": year, "start": days[0], "end": days[1]}
        if (year, week) == (last_year, last_week):
            if start == end:
                return self.env._("Week %(week)s of %(year)s (%(start)s)", **values)
            return self.env._("Week %(week)s of %(year)s (%(start)s to %(end)s)", **values)
        values |= {"last_week": last_week, "last_year": last_year}
        if year == last_year:
            return self.env._(
                "Weeks %(week)s to %(last_week)s of %(year)s (%(start)s to %(end)s)", **values
            )
        return self.env._(
            "Week %(week)s of %(year)s to week %(last_week)s of %(last_year)s (%(start)s to"
            " %(end)s)",
            **values,
        )


class _Shown:
    """What one window shows, calculated once: its weeks, and what runs in them or later."""

    def __init__(self, window):
        professional = window.professional_id
        count = int(window.week_count)
        self.today = fields.Date.context_today(window)
        self.start = capacity_weeks.monday_of(window.date_first)
        self.end = self.start + count * WEEK - timedelta(days=1)
        placements = professional._get_booking_placements()
        agreed, planned = placements._get_planned_bookings()
        hours_max = professional.hours_max
        self.weeks = capacity_weeks.weeks(agreed, planned, hours_max, self.start, count)
        self.grid = capacity_weeks.weekly_grid(planned, self.start, self.end)
        self.known = capacity_weeks.findings(agreed, hours_max)
        self.added = capacity_weeks.added_findings(
            self.known, capacity_weeks.findings(planned, hours_max)
        )
        # What is over is no news any more; what comes later than these weeks is.
        self.bookings = sorted(
            (booking for booking in planned if _runs_after(booking, self.start)),
            key=lambda booking: (booking.start, booking.key),
        )
        keys = dict.fromkeys(booking.key for booking in [*self.bookings, *agreed, *planned])
        self.letters = {key: self._make_letter(number) for number, key in enumerate(keys)}
        seen = placements.with_env(window.env)
        self.names = seen._get_capacity_names()
        self.readable_ids = set(seen._filtered_access("read").ids)
        self.without_period = [
            self.names[placement.id] for placement in placements._get_proposals_without_period()
        ]
        taken = {day for row in self.grid for day in range(7) if row.days[day]}
        self.weekdays = sorted(taken | set(range(5)))

    @staticmethod
    def _make_letter(number):
        round_number, position = divmod(number, len(ALPHABET))
        return f"{ALPHABET[position]}{round_number or ''}"


def _runs_after(period, day):
    """Tell whether something with a start and an end is not over before a day."""
    return period.end is None or period.end >= day
