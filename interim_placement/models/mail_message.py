from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _compute_record_name(self):
        """Name what messages are about; who gets the message may know, whoever sent it."""
        result = super()._compute_record_name()
        ours = self.filtered(lambda m: m.model == "interim.placement" and m.res_id)
        placements = self.env["interim.placement"].sudo().browse(ours.mapped("res_id")).exists()
        names = {placement.id: placement.name for placement in placements}
        for message in ours:
            message.record_name = names.get(message.res_id)
        return result
