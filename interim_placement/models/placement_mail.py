from odoo import models


class InterimPlacement(models.Model):
    """Mailing the parties of a placement in the name of the agency."""

    _inherit = "interim.placement"

    def _send_party_mail(self, partner, subject, body, note, attachment_vals_list=()):
        """Mail a party, after this transaction is saved.

        The mail belongs to no record, so that nobody finds the link that is in it in a chatter,
        and is deleted once it is sent. A reply to it finds the placement by the note.

        :param partner: who is mailed
        :param str subject: of the mail
        :param str body: HTML, the own link included
        :param str note: what the placement's log says of it, without the link
        :param attachment_vals_list: values of ir.attachment, for files that go along
        :return: the mail.mail, as superuser
        """
        self.ensure_one()
        author = self.env.user
        if not author._is_internal():
            # A party signed, and now the next is asked: the mail is the recruiter's, and so is the
            # note. Who answers the mail, answers the author of the note (R6).
            author = (self.user_id or self.env.ref("base.user_root")).sudo()
        logged = self._message_log(body=note, author_id=author.partner_id.id)
        default = author.email_formatted or self.company_id.email_formatted
        placement = self.sudo()
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": subject,
                    "body_html": body,
                    "author_id": author.partner_id.id,
                    "email_from": default,
                    "reply_to": placement._notify_get_reply_to(default=default)[placement.id],
                    "references": logged.message_id,
                    "recipient_ids": [(4, partner.id)],
                    "attachment_ids": [(0, 0, vals) for vals in attachment_vals_list],
                    "auto_delete": True,
                }
            )
        )
        mail.send_after_commit()
        return mail
