from collections import defaultdict

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools import capacity
from .weekday_mixin import WEEKDAY_FIELDS


class InterimPlacement(models.Model):
    """The professional's week: hours above the maximum, and days taken twice (R3)."""

    _inherit = "interim.placement"

    has_conflict = fields.Boolean("Overbooked", compute="_compute_has_conflict", store=True)
    conflict_message = fields.Text(compute="_compute_conflict_message")

    @api.depends(
        "terms_ids.state",
        "professional_id.hours_max",
        "professional_id.placement_ids.active",
        "professional_id.placement_ids.terms_ids.state",
        "professional_id.placement_ids.terms_state",
        "professional_id.placement_ids.date_start",
        "professional_id.placement_ids.date_end",
        "professional_id.placement_ids.hours_per_week",
        *(f"professional_id.placement_ids.{name}" for name in WEEKDAY_FIELDS),
    )
    def _compute_has_conflict(self):
        conflicts = self._get_conflicts()
        for placement in self:
            placement.has_conflict = bool(conflicts[placement])

    @api.depends("has_conflict", "hours_per_week", "date_start", "date_end", *WEEKDAY_FIELDS)
    @api.depends_context("uid", "lang")
    def _compute_conflict_message(self):
        conflicts = self.filtered("has_conflict")._get_conflicts()
        for placement in self:
            placement.conflict_message = "\n".join(conflicts.get(placement, ()))

    def _get_conflicts(self, agreeing=None):
        """Return, by placement, sentences on what its terms run into: exact weeks, hours, days.

        The placement's agreed terms, or the draft while nothing is agreed, are held against the
        agreed terms of the same professional's other open placements.

        :param agreeing: draft terms to count as agreed, to see what agreeing them would do
        """
        agreed_bookings = self._get_agreed_bookings(agreeing)
        conflicts = {}
        for placement in self:
            key = placement._origin.id or placement.id
            bookings = agreed_bookings.get(placement.professional_id.id, [])
            own = [booking for booking in bookings if booking.key == key]
            if not own and placement.active:
                own = placement._get_draft_bookings(key)
            others = [booking for booking in bookings if booking.key != key]
            sentences = []
            for booking in own:
                found = capacity.conflicts_for(booking, others, placement.professional_id.hours_max)
                sentences += placement._describe_overloads(found.overloads)
                sentences += placement._describe_clashes(found.clashes, key)
            conflicts[placement] = sentences
        return conflicts

    def _get_agreed_bookings(self, agreeing=None):
        """Return the agreed bookings of these placements' professionals, by professional id."""
        # Whose placement it is does not matter to the week of the professional; what a recruiter
        # may not see is left out of the sentences, not out of the sum.
        terms = (
            self.env["interim.terms"]
            .sudo()
            .search(
                [
                    ("state", "=", "agreed"),
                    ("placement_id.active", "=", True),
                    ("placement_id.professional_id", "in", self.professional_id.ids),
                ]
            )
        )
        if agreeing:
            terms |= agreeing.sudo().filtered(lambda t: not t._get_empty_labels())
        bookings = defaultdict(list)
        for placement, rows in terms.grouped("placement_id").items():
            for row, start, end in rows._get_booked_periods():
                bookings[placement.professional_id.id].append(
                    capacity.Booking(
                        key=placement.id,
                        label=placement.name,
                        start=start,
                        end=end,
                        hours=row.hours_per_week,
                        weekdays=row._get_weekdays(),
                    )
                )
        return bookings

    def _get_draft_bookings(self, key):
        """Return what the placement would book as it stands, if it has a period."""
        self.ensure_one()
        if not self.date_start or (self.date_end and self.date_end < self.date_start):
            return []
        return [
            capacity.Booking(
                key=key,
                label=self.name,
                start=self.date_start,
                end=self.date_end or None,
                hours=max(self.hours_per_week, 0.0),
                weekdays=self._get_weekdays(),
            )
        ]

    def _describe_overloads(self, overloads):
        return [
            self.env._(
                "%(total)s of %(maximum)s hours a week %(period)s.",
                total=f"{overload.hours_total:g}",
                maximum=f"{self.professional_id.hours_max:g}",
                period=self._describe_period(overload.start, overload.end),
            )
            for overload in overloads
        ]

    def _describe_clashes(self, clashes, key):
        weekdays = defaultdict(list)
        for clash in clashes:
            other = clash.key_b if clash.key_a == key else clash.key_a
            weekdays[other, clash.start, clash.end].append(clash.weekday)
        names = self._get_weekday_names()
        return [
            self.env._(
                "%(days)s is also taken by %(placement)s %(period)s.",
                days=", ".join(names[day] for day in days),
                placement=self._describe_other(other),
                period=self._describe_period(start, end),
            )
            for (other, start, end), days in weekdays.items()
        ]

    def _describe_other(self, placement_id):
        """Name another placement, as far as the user may know of it (R7)."""
        other = self.browse(placement_id)
        if self.env.context.get("interim_anonymous"):
            return self.env._("another placement")
        if self.env.su or other.has_access("read"):
            return other.sudo().name
        return self.env._(
            "a placement of %s", other.sudo().user_id.name or self.env._("another recruiter")
        )

    def _describe_period(self, start, end):
        """Return an inclusive period in words, in the user's language."""
        if not end:
            return self.env._("from %s on", format_date(self.env, start, date_format="d MMMM y"))
        start_format = "d MMMM" if start.year == end.year else "d MMMM y"
        return self.env._(
            "from %(start)s to %(end)s",
            start=format_date(self.env, start, date_format=start_format),
            end=format_date(self.env, end, date_format="d MMMM y"),
        )
