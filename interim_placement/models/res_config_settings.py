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
    interim_contract_signatory_id = fields.Many2one(
        related="company_id.interim_contract_signatory_id", readonly=False
    )
    interim_contract_expiry_days = fields.Integer(
        related="company_id.interim_contract_expiry_days", readonly=False
    )
    interim_contract_reminder_days = fields.Integer(
        related="company_id.interim_contract_reminder_days", readonly=False
    )
    interim_contract_reminder_mail = fields.Boolean(
        related="company_id.interim_contract_reminder_mail", readonly=False
    )
    interim_contract_auto_final = fields.Boolean(
        related="company_id.interim_contract_auto_final", readonly=False
    )
    interim_contract_auto_move = fields.Boolean(
        related="company_id.interim_contract_auto_move", readonly=False
    )
