from odoo import api, fields, models

from .res_company_match import WEIGHT_FIELDS


class ResConfigSettings(models.TransientModel):
    """The weights of matching."""

    _inherit = "res.config.settings"

    # All at once: at least one of them counts, and that may be another one than before.
    interim_match_weight_expertise = fields.Integer(
        "Weight of Expertise",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_level = fields.Integer(
        "Weight of Level",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_start = fields.Integer(
        "Weight of Start",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_hours = fields.Integer(
        "Weight of Hours",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_weekdays = fields.Integer(
        "Weight of Days",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_rate = fields.Integer(
        "Weight of Rate",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_office = fields.Integer(
        "Weight of Office Days",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_region = fields.Integer(
        "Weight of Distance",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_sector = fields.Integer(
        "Weight of Sector",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )
    interim_match_weight_wishes = fields.Integer(
        "Weight of Wishes",
        compute="_compute_interim_match_weights",
        inverse="_inverse_interim_match_weights",
    )

    @api.depends(*(f"company_id.{name}" for name in WEIGHT_FIELDS))
    def _compute_interim_match_weights(self):
        for settings in self:
            for name in WEIGHT_FIELDS:
                settings[name] = settings.company_id[name]

    def _inverse_interim_match_weights(self):
        for settings in self:
            changed = {
                name: settings[name]
                for name in WEIGHT_FIELDS
                if settings[name] != settings.company_id[name]
            }
            if changed:
                settings.company_id.write(changed)
