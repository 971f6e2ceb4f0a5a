from odoo import fields, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    dutch_holiday_date = fields.Date(
        readonly=True,
        copy=False,
        help="The day, for a Dutch public holiday that was generated.",
    )

    _dutch_holiday_uniq = models.UniqueIndex(
        "(calendar_id, dutch_holiday_date) WHERE dutch_holiday_date IS NOT NULL",
        "These working hours already have this public holiday.",
    )
