from odoo import api, fields, models

# In the order of date.weekday(): index 0 is Monday.
WEEKDAY_FIELDS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class InterimWeekdayMixin(models.AbstractModel):
    """The fixed working days of a week, for whatever is bound to certain days."""

    _name = "interim.weekday.mixin"
    _description = "Fixed Working Days"

    monday = fields.Boolean()
    tuesday = fields.Boolean()
    wednesday = fields.Boolean()
    thursday = fields.Boolean()
    friday = fields.Boolean()
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    weekday_summary = fields.Char(
        string="Fixed Days",
        compute="_compute_weekday_summary",
        help="The fixed working days in short, e.g. Mon, Tue, Thu.",
    )

    @api.depends(*WEEKDAY_FIELDS)
    @api.depends_context("lang")
    def _compute_weekday_summary(self):
        short_names = self._get_weekday_short_names()
        for record in self:
            record.weekday_summary = ", ".join(
                short_names[day] for day in sorted(record._get_weekdays())
            )

    def _get_weekdays(self):
        """Return the fixed days as a frozenset of weekday numbers, Monday is 0."""
        self.ensure_one()
        return frozenset(
            number for number, field_name in enumerate(WEEKDAY_FIELDS) if self[field_name]
        )

    @api.model
    def _get_weekday_short_names(self):
        """Return the seven short day names in the user's language, Monday first."""
        return [
            self.env._("Mon"),
            self.env._("Tue"),
            self.env._("Wed"),
            self.env._("Thu"),
            self.env._("Fri"),
            self.env._("Sat"),
            self.env._("Sun"),
        ]

    @api.model
    def _get_weekday_names(self):
        """Return the seven day names in the user's language, Monday first."""
        labels = self.fields_get(WEEKDAY_FIELDS, ["string"])
        return [labels[field_name]["string"] for field_name in WEEKDAY_FIELDS]
