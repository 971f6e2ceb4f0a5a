from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        """Write values; check-ins move when other days are worked (R5)."""
        result = super().write(vals)
        if "attendance_ids" in vals:
            companies = self.env["res.company"].sudo()
            companies.search([("resource_calendar_id", "in", self.ids)])._refresh_checkins()
        return result
