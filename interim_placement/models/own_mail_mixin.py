from odoo import models
from odoo.tools.mail import generate_tracking_message_id


class InterimOwnMailMixin(models.AbstractModel):
    """Mailing somebody a link of their own, in the name of the agency."""

    _name = "interim.own.mail.mixin"
    _description = "Mails with an Own Link"

    def _create_own_mails(self, mails, notes):
        """Make the mails about these records, and log that they go.

        A mail belongs to no record, so that nobody finds the link that is in it in a chatter,
        and is deleted once it is sent. A reply to it finds the record by the note.

        :param dict mails: values of ``mail.mail`` by record: subject, body_html, recipient_ids
        :param dict notes: what the log of each record says of it, without the link, by record
        :return: the mails, in the order of the records, as superuser; they are not sent yet
        """
        author = self.env.user
        if not author._is_internal():
            # A party signed, and now the next is asked: the mail is the recruiter's, and so is the
            # note. Who answers the mail, answers the author of the note (R6).
            author = (self[:1].user_id or self.env.ref("base.user_root")).sudo()
        logged = self._message_log_batch(
            bodies={record.id: note for record, note in notes.items()},
            author_id=author.partner_id.id,
        )
        for message in logged if len(logged) > 1 else ():
            # Odoo gives the notes of a batch one identifier, and a reply must find its own.
            message.message_id = generate_tracking_message_id("message-notify")
        default = author.email_formatted or self[:1].company_id.email_formatted
        reply_to = self.sudo()._notify_get_reply_to(default=default)
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                [
                    {
                        "author_id": author.partner_id.id,
                        "email_from": default,
                        "reply_to": reply_to[record.id],
                        "references": message.message_id,
                        "auto_delete": True,
                        **mails[record],
                    }
                    for record, message in zip(self, logged, strict=True)
                ]
            )
        )
