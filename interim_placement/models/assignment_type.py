from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import periods


class InterimAssignmentType(models.Model):
    _name = "interim.assignment.type"
    _description = "Assignment Type"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    months_min = fields.Integer(
        "Usual Months, From", help="The shortest usual length. Empty = no usual length."
    )
    months_max = fields.Integer(
        "Usual Months, To", help="The longest usual length. Empty = no usual length."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "An assignment type with this code already exists."
    )

    @api.constrains("months_min", "months_max")
    def _check_months(self):
        for assignment_type in self:
            low, high = assignment_type.months_min, assignment_type.months_max
            if low < 0 or high < 0 or (high and low > high):
                raise ValidationError(
                    self.env._(
                        "Assignment type %(name)s: the usual length runs from %(low)s to"
                        " %(high)s months. Enter a lower number first, or leave both empty.",
                        name=assignment_type.name,
                        low=low,
                        high=high,
                    )
                )

    def _get_length_warning(self, start, end):
        """Return why the inclusive period is unusual for this type, or an empty string.

        A length outside the usual range warns and never blocks.
        """
        self.ensure_one()
        if not (start and end and end >= start):
            return ""
        months, days = periods.period_length(start, end)
        if self.months_min and months < self.months_min:
            return self.env._(
                "%(months)s months and %(days)s days is shorter than usual for a %(type)s"
                " assignment (%(low)s to %(high)s months).",
                months=months,
                days=days,
                type=self.name,
                low=self.months_min,
                high=self.months_max,
            )
        if self.months_max and (months, days) > (self.months_max, 0):
            return self.env._(
                "%(months)s months and %(days)s days is longer than usual for a %(type)s"
                " assignment (%(low)s to %(high)s months).",
                months=months,
                days=days,
                type=self.name,
                low=self.months_min,
                high=self.months_max,
            )
        return ""
