import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.own_link import has_place, put_link

TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes as token_urlsafe() puts them
OWN_LINK = re.compile(rf"(/(?:contract|checkin|followup|availability)/){TOKEN.pattern}")


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

    # Where pages of this kind are, e.g. ``checkin``. To be overridden.
    _page_path = None

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

    def _get_page_url(self):
        """Return the whole address of the record's page: the own link."""
        self.ensure_one()
        self._ensure_token()
        return f"{self.get_base_url()}/{self._page_path}/{self.sudo().access_token}"

    @api.model
    def _get_link_place(self):
        """Return what stands in shown mails where the own link will be (R4)."""
        return f"{self.get_base_url()}/{self._page_path}/own-link"

    def _put_own_link(self, body):
        """Return a mail as it is sent: with the own link where the shown mail held its place."""
        return put_link(body, self._get_link_place(), self._get_page_url())

    @api.model
    def _check_shown_mail(self, name, subject, body, needs_link=True):
        """Refuse a mail that was shown and changed, and that its reader cannot use.

        :param str name: of the reader
        :raises UserError: without a subject, or without the place of the link
        """
        if not subject:
            raise UserError(self.env._("The mail to %s has no subject. Fill it in.", name))
        place = self._get_link_place()
        if needs_link and not has_place(body, place):
            raise UserError(
                self.env._(
                    "The mail to %(name)s has lost its link. Put %(link)s back where the reader"
                    " is to click: the own link takes its place.",
                    name=name,
                    link=place,
                )
            )
