from odoo import fields, models


class InterimTermsReject(models.TransientModel):
    """Why an extension or a change came to nothing."""

    _name = "interim.terms.reject"
    _description = "Reject or Withdraw Terms"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_depends = frozenset({"terms_id"})
    _placement_link_access = "write"

    terms_id = fields.Many2one("interim.terms", required=True, ondelete="cascade")
    placement_id = fields.Many2one(related="terms_id.placement_id")
    outcome = fields.Selection(
        [("rejected", "Rejected by the Other Side"), ("withdrawn", "Withdrawn by Us")],
        required=True,
        default="rejected",
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Close the draft terms, with the reason; what waited for them goes on."""
        self.ensure_one()
        self.terms_id._give_up(self.outcome, self.reason)
        return {"type": "ir.actions.act_window_close"}
