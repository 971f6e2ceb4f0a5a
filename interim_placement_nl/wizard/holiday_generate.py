from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.holidays import FIRST_YEAR, LAST_YEAR

MOST_YEARS = 30


class InterimHolidayGenerate(models.TransientModel):
    """Add the Dutch public holidays of some years to working hours."""

    _name = "interim.holiday.generate"
    _description = "Generate Dutch Public Holidays"

    calendar_ids = fields.Many2many(
        "resource.calendar",
        string="Working Hours",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id,
    )
    year_from = fields.Integer(
        "From", required=True, default=lambda self: fields.Date.context_today(self).year
    )
    year_to = fields.Integer(
        "To", required=True, default=lambda self: fields.Date.context_today(self).year + 1
    )

    @api.constrains("year_from", "year_to")
    def _check_years(self):
        for wizard in self:
            in_range = FIRST_YEAR <= wizard.year_from <= wizard.year_to <= LAST_YEAR
            if not in_range or wizard.year_to - wizard.year_from >= MOST_YEARS:
                raise ValidationError(
                    self.env._(
                        "The years %(first)s to %(last)s cannot be used. Choose at most %(most)s"
                        " years between %(low)s and %(high)s, the earlier one first.",
                        first=wizard.year_from,
                        last=wizard.year_to,
                        most=MOST_YEARS,
                        low=FIRST_YEAR,
                        high=LAST_YEAR,
                    )
                )

    def action_generate(self):
        """Add the holidays, and say how many there were to add."""
        self.ensure_one()
        years = range(self.year_from, self.year_to + 1)
        # Days off belong to the administrator; managers may add these, and only these.
        self.calendar_ids.check_access("read")
        added = self.calendar_ids.sudo()._generate_dutch_holidays(years)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s public holidays added.", len(added)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
