from odoo import models


class InterimColleagueFollowersMixin(models.AbstractModel):
    """A thread that only colleagues follow: parties would read each other's words (R6)."""

    _name = "interim.colleague.followers.mixin"
    _description = "Followed by Colleagues"
    _inherit = ["mail.thread"]

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Let colleagues follow only."""
        partners = self.env["res.partner"].sudo().browse(partner_ids or [])
        colleagues = partners.filtered(
            lambda partner: any(not user.share for user in partner.user_ids)
        )
        return super()._message_subscribe(colleagues.ids, subtype_ids, customer_ids)
