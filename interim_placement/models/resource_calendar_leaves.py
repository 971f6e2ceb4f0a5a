from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        """Create leaves; what falls on working days moves with public ones (R5)."""
        leaves = super().create(vals_list)
        leaves._refresh_followup_dates()
        return leaves

    def write(self, vals):
        """Write leaves; what falls on working days moves with public ones (R5)."""
        result = super().write(vals)
        self._refresh_followup_dates()
        return result

    def unlink(self):
        """Delete leaves; what falls on working days moves with public ones (R5)."""
        companies = self._get_public_companies()
        result = super().unlink()
        companies._refresh_followup_dates()
        return result

    def _refresh_followup_dates(self):
        self._get_public_companies()._refresh_followup_dates()

    def _get_public_companies(self):
        """Return the companies whose days off these leaves are, those of one person left out."""
        public = self.filtered(lambda leave: not leave.resource_id)
        return public.company_id
