from odoo import api, models

from ..tools.automatic_mail import is_automatic
from .token_mixin import hide_own_links


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Read a mail that came in; the own link that it quotes is not for who reads it then."""
        values = super().message_parse(message, save_original=save_original)
        if body := values.get("body"):
            values["body"] = type(body)(hide_own_links(body))
        return values

    def _message_route_process(self, message, message_dict, routes):
        # Odoo keeps no trace of the headers that tell it, and posts the mail as a person's.
        threads = self.with_context(interim_automatic_mail=True) if is_automatic(message) else self
        return super(MailThread, threads)._message_route_process(message, message_dict, routes)
