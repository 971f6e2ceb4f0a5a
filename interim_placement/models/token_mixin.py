import re
import secrets

from odoo import api, fields, models

TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes as token_urlsafe() puts them
OWN_LINK = re.compile(rf"(/(?:contract|checkin)/){TOKEN.pattern}")


def hide_own_links(text):
    """Return a text without the secrets of the own links in it, e.g. of a mail that is quoted."""
    return OWN_LINK.sub(r"\1…", text)


class InterimTokenMixin(models.AbstractModel):
    """A record with a public page of its own, opened by the secret in its link.

    A model that inherits this declares the index that the links are found by::

        _token_uniq = models.UniqueIndex("(access_token) WHERE access_token IS NOT NULL")
    """

    _name = "interim.token.mixin"
    _description = "Opened by a Link"

    access_token = fields.Char(groups=fields.NO_ACCESS, copy=False)

    @api.model
    def _find_by_token(self, token):
        """Return the record that a link belongs to, as superuser; empty when there is none.

        :param str token: what the link holds, as the visitor sent it
        """
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return self.sudo().browse()
        return self.sudo().search([("access_token", "=", token)], limit=1)

    def _ensure_token(self):
        """Give each record the secret of its own link, once."""
        for record in self.sudo():
            if not record.access_token:
                record.access_token = secrets.token_urlsafe(TOKEN_BYTES)

    def _get_page_url(self, path):
        """Return the whole address of the record's page.

        :param str path: where pages of this kind are, e.g. ``checkin``
        """
        self.ensure_one()
        self._ensure_token()
        return f"{self.get_base_url()}/{path}/{self.sudo().access_token}"
