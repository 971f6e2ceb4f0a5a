from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    interim_fulltime_hours = fields.Float(
        related="company_id.interim_fulltime_hours", readonly=False
    )
    # Both at once: one may not be more than the other, and each alone could be.
    interim_followup_months = fields.Integer(
        "Follow-up Lead Months",
        compute="_compute_interim_followup",
        inverse="_inverse_interim_followup",
    )
    interim_decision_months = fields.Integer(
        "Follow-up Decision Months",
        compute="_compute_interim_followup",
        inverse="_inverse_interim_followup",
    )
    interim_followup_auto_move = fields.Boolean(
        related="company_id.interim_followup_auto_move", readonly=False
    )
    interim_availability_days = fields.Integer(
        related="company_id.interim_availability_days", readonly=False
    )
    interim_availability_link_days = fields.Integer(
        related="company_id.interim_availability_link_days", readonly=False
    )
    interim_deadline_days = fields.Integer(
        related="company_id.interim_deadline_days", readonly=False
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

    @api.depends("company_id.interim_followup_months", "company_id.interim_decision_months")
    def _compute_interim_followup(self):
        for settings in self:
            settings.interim_followup_months = settings.company_id.interim_followup_months
            settings.interim_decision_months = settings.company_id.interim_decision_months

    def _inverse_interim_followup(self):
        names = ("interim_followup_months", "interim_decision_months")
        for settings in self:
            changed = {
                name: settings[name]
                for name in names
                if settings[name] != settings.company_id[name]
            }
            settings.company_id.write(changed)
