from odoo import models

from ..tools.automatic_mail import is_automatic


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        # Odoo keeps no trace of the headers that tell it, and posts the mail as a person's.
        threads = self.with_context(interim_automatic_mail=True) if is_automatic(message) else self
        return super(MailThread, threads)._message_route_process(message, message_dict, routes)
