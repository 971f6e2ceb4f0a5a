from markupsafe import Markup

from odoo import models


class InterimContractVersion(models.Model):
    """What a version looks like on paper: the document, and the certificate of its signatures."""

    _inherit = "interim.contract.version"

    def _render_body(self):
        """Return the whole text as HTML, articles numbered, to be read on a screen."""
        self.ensure_one()
        return Markup("").join(
            Markup("<h3>%s. %s</h3>%s") % (number, article.heading, article.body_html or "")
            for number, article in enumerate(self.article_ids, 1)
        )

    def _render_document(self):
        return f"<html><body>{self._render_body()}</body></html>"

    def _render_certificate(self):
        return f"<html><body>certificate</body></html>"
