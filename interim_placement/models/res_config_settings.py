from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    interim_fulltime_hours = fields.Float(
        related="company_id.interim_fulltime_hours", readonly=False
    )
    interim_followup_months = fields.Integer(
        related="company_id.interim_followup_months", readonly=False
    )
    interim_availability_days = fields.Integer(
        related="company_id.interim_availability_days", readonly=False
    )
    interim_no_contact_days = fields.Integer(
        related="company_id.interim_no_contact_days", readonly=False
    )
    interim_evaluation_months = fields.Integer(
        related="company_id.interim_evaluation_months", readonly=False
    )
    interim_escalation_user_ids = fields.Many2many(
        related="company_id.interim_escalation_user_ids", readonly=False
    )
    interim_auto_send = fields.Boolean(related="company_id.interim_auto_send", readonly=False)
