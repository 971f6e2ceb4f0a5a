from odoo import fields, models

from ..tools import matching

WEIGHT_FIELDS = tuple(f"interim_match_weight_{subject}" for subject in matching.SUBJECTS)


class ResCompany(models.Model):
    """What each subject counts for when professionals and assignments are matched."""

    _inherit = "res.company"

    interim_match_weight_expertise = fields.Integer("Weight of Expertise", default=30)
    interim_match_weight_level = fields.Integer("Weight of Level", default=12)
    interim_match_weight_start = fields.Integer("Weight of Start", default=12)
    interim_match_weight_hours = fields.Integer("Weight of Hours", default=12)
    interim_match_weight_weekdays = fields.Integer("Weight of Days", default=6)
    interim_match_weight_rate = fields.Integer("Weight of Rate", default=10)
    interim_match_weight_office = fields.Integer("Weight of Office Days", default=4)
    interim_match_weight_region = fields.Integer("Weight of Distance", default=4)
    interim_match_weight_sector = fields.Integer("Weight of Sector", default=5)
    interim_match_weight_wishes = fields.Integer("Weight of Wishes", default=5)

    _interim_match_weights_range = models.Constraint(
        f"CHECK(LEAST({', '.join(WEIGHT_FIELDS)}) >= 0"
        f" AND GREATEST({', '.join(WEIGHT_FIELDS)}) <= 1000)",
        "The weights of matching run from 0 to 1000. 0 switches a subject off.",
    )
    _interim_match_weights_counted = models.Constraint(
        f"CHECK({' + '.join(WEIGHT_FIELDS)} > 0)",
        "At least one subject of matching must count. Give one of them a weight above 0.",
    )

    def _get_match_weights(self):
        """Return what each subject counts for in this company, as a dict."""
        self.ensure_one()
        company = self.sudo()
        return {
            subject: company[name]
            for subject, name in zip(matching.SUBJECTS, WEIGHT_FIELDS, strict=True)
        }
