from datetime import date

from odoo import models

from ..tools import capacity
from ..tools.terms_sequence import booked_periods


class InterimPlacement(models.Model):
    """What a placement takes of its professional's week, and how it is called there."""

    _inherit = "interim.placement"

    def action_view_capacity(self):
        """Open the weeks of the professional: hours, fixed days, conflicts."""
        self.ensure_one()
        return self.professional_id.action_view_capacity()

    def _get_planned_bookings(self):
        """Return what is agreed, and what will be if all that is proposed is agreed.

        Proposed are drafts, of extensions and changes as well. They need a first day; without a
        last one they are open-ended.

        :return: (agreed, planned), two lists of bookings of these placements of one professional;
            where a draft replaces something agreed, it stands in the second list instead of it
        """
        agreed, planned = [], []
        for placement in self:
            rows = placement.terms_ids.sorted("sequence")
            accepted = rows.filtered(lambda t: t.state == "agreed")
            proposed = rows.filtered(lambda t: t.state == "draft" and t.date_start)
            agreed += placement._prepare_bookings(accepted)
            planned += placement._prepare_bookings(accepted + proposed)
        return agreed, planned

    def _prepare_bookings(self, rows):
        """Return what these terms of the placement book.

        :param rows: terms with a first day, in their order
        """
        self.ensure_one()
        periods = booked_periods((row, row.date_start, row.date_end or date.max) for row in rows)
        return [
            capacity.Booking(
                key=self.id,
                label=self.name,
                start=start,
                end=end,
                hours=row.hours_per_week,
                weekdays=row._get_weekdays(),
                is_proposed=row.state == "draft",
            )
            for row, start, end in periods
        ]

    def _get_capacity_names(self):
        """Return by id (what, for whom) of placements on the page of their professional.

        Of a placement that the user may not read it is only told whose it is (R7).
        """
        readable_ids = set(self._filtered_access("read").ids)
        names = {}
        for placement in self.sudo():
            if placement.id not in readable_ids:
                names[placement.id] = (self._describe_other(placement.id), "")
                continue
            role, client = placement.assignment_id.name or "", placement.client_id.name or ""
            names[placement.id] = (role or client or placement.name, client if role else "")
        return names

    def _get_proposals_without_period(self):
        """Return those of these placements that are proposed, and do not say from when."""
        return self.filtered(
            lambda p: (
                p.terms_state != "agreed"
                and p.phase != "done"
                and not any(t.state == "draft" and t.date_start for t in p.terms_ids)
            )
        )
