from odoo import models


class InterimPlacement(models.Model):
    """Mailing the parties of a placement in the name of the agency."""

    _name = "interim.placement"
    _inherit = ["interim.placement", "interim.own.mail.mixin"]

    def _send_party_mail(self, partner, subject, body, note, attachment_vals_list=()):
        """Mail a party, after this transaction is saved.

        :param partner: who is mailed
        :param str subject: of the mail
        :param str body: HTML, the own link included
        :param str note: what the placement's log says of it, without the link
        :param attachment_vals_list: values of ir.attachment, for files that go along
        :return: the mail.mail, as superuser
        """
        self.ensure_one()
        values = {
            "subject": subject,
            "body_html": body,
            "recipient_ids": [(4, partner.id)],
            "attachment_ids": [(0, 0, vals) for vals in attachment_vals_list],
        }
        mail = self._create_own_mails({self: values}, {self: note})
        mail.send_after_commit()
        return mail
