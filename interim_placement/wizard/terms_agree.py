from odoo import api, fields, models


class InterimTermsAgree(models.TransientModel):
    """Show what terms run into before they are agreed; the recruiter may go on (R3)."""

    _name = "interim.terms.agree"
    _description = "Agree Terms"

    terms_ids = fields.Many2many("interim.terms", required=True)
    conflict_message = fields.Text(compute="_compute_conflict_message")

    @api.depends("terms_ids")
    def _compute_conflict_message(self):
        for wizard in self:
            conflicts = wizard.terms_ids.placement_id._get_conflicts(wizard.terms_ids)
            wizard.conflict_message = "\n".join(
                sentence for sentences in conflicts.values() for sentence in sentences
            )

    def action_agree(self):
        """Agree the terms; the conflicts are logged on the placements."""
        self.terms_ids.with_context(interim_conflict_accepted=True).action_agree()
        return {"type": "ir.actions.act_window_close"}
