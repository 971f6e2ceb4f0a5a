from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError

# What falls on a day off is looked for on working days of a year around it.
LONGEST_PUBLIC_LEAVE = timedelta(days=300)


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.constrains("date_from", "date_to", "resource_id")
    def _check_public_length(self):
        for leave in self:
            if not leave.resource_id and leave.date_to - leave.date_from > LONGEST_PUBLIC_LEAVE:
                raise ValidationError(
                    self.env._(
                        "%s is a day off for longer than 300 days: check its dates.",
                        leave.name or leave.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create leaves; what falls on working days moves with public ones (R5)."""
        leaves = super().create(vals_list)
        leaves._refresh_working_days()
        return leaves

    def write(self, vals):
        """Write leaves; what falls on working days moves with public ones (R5)."""
        days = self._get_public_days()
        result = super().write(vals)
        self._refresh_working_days(days)
        return result

    def unlink(self):
        """Delete leaves; what falls on working days moves with public ones (R5)."""
        companies, days = self._get_public_companies(), self._get_public_days()
        result = super().unlink()
        companies._refresh_followup_dates()
        companies._refresh_checkins(days)
        return result

    def _refresh_working_days(self, days_before=()):
        """Move what depends on these days off.

        :param days_before: (first, last) dates of the days off before they changed
        """
        companies = self._get_public_companies()
        companies._refresh_followup_dates()
        companies._refresh_checkins([*days_before, *self._get_public_days()])

    def _get_public_days(self):
        """Return the days that public leaves cover, as (first, last) dates, on the wide side."""
        margin = timedelta(days=1)  # their times are in UTC
        return [
            (leave.date_from.date() - margin, leave.date_to.date() + margin)
            for leave in self
            if not leave.resource_id
        ]

    def _get_public_companies(self):
        """Return the companies whose days off these leaves are, those of one person left out."""
        public = self.filtered(lambda leave: not leave.resource_id)
        return public.company_id
