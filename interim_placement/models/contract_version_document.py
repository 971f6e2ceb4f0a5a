import hashlib
import json

from markupsafe import Markup

from odoo import models
from odoo.tools import LazyTranslate
from odoo.tools.image import image_data_uri

_lt = LazyTranslate(__name__)

# In the language of the document, which need not be installed.
LABELS = {
    "agency": _lt("For the agency"),
    "client": _lt("For the client"),
    "professional": _lt("The professional"),
    "version": _lt("version"),
    "certificate": _lt("Certificate of Signatures"),
    "document": _lt("The document"),
    "title": _lt("Title"),
    "number": _lt("Number and version"),
    "file": _lt("File"),
    "sha256": _lt("SHA-256 of the file"),
    "sent_on": _lt("Sent on"),
    "template": _lt("Text as of"),
    "terms": _lt("SHA-256 of the terms in it"),
    "name": _lt("Name"),
    "capacity": _lt("Capacity"),
    "email": _lt("E-mail"),
    "authentication": _lt("Authenticated by"),
    "link": _lt("own link, sent to the e-mail address above"),
    "login": _lt("own link, and login"),
    "task": _lt("own link, handed out after login"),
    "asked_on": _lt("Asked on"),
    "first_viewed_on": _lt("First opened on"),
    "signed_on": _lt("Signed on"),
    "method": _lt("Signature"),
    "typed": _lt("name typed"),
    "drawn": _lt("drawn by hand"),
    "consent": _lt("Agreed to"),
    "pdf_sha256": _lt("SHA-256 of what was signed"),
    "ip_address": _lt("IP address"),
    "user_agent": _lt("Browser"),
    "proof": _lt("How to check it"),
    "explanation": _lt(
        "The document that was signed is embedded in this file, byte for byte. Save the attachment"
        " and compute its SHA-256: it must be the one above. All times are in UTC. The signatures"
        " are simple electronic signatures in the sense of Regulation (EU) No 910/2014 (eIDAS)."
    ),
}


class InterimContractVersion(models.Model):
    """What a version looks like on paper: the document, and the certificate of its signatures."""

    _inherit = "interim.contract.version"

    def _get_document_lang(self):
        self.ensure_one()
        contract = self.contract_id
        return self.lang or contract.company_id.partner_id.lang or "en_US"

    def _get_document_label(self, name):
        return LABELS[name]._translate(self._get_document_lang())

    def _render_document(self):
        """Return the document that is printed, as complete HTML."""
        self.ensure_one()
        articles = [
            {"number": str(number), "heading": article.heading, "body_html": article.body_html}
            for number, article in enumerate(self.article_ids.sorted(), 1)
        ]
        signatures = [
            {
                "party": self._get_document_label(signer.role),
                "name": signer.partner_id.name,
                "capacity": signer.capacity,
            }
            for signer in self._get_signers()
        ]
        return self._prepare_document(self.title, articles, signatures)

    def _render_certificate(self):
        """Return the certificate: what was signed, by whom, when and how, as complete HTML."""
        self.ensure_one()
        articles = [
            {
                "heading": self._get_document_label("document"),
                "body_html": self._render_rows(self._get_document_facts()),
            }
        ]
        articles += [
            {
                "heading": f"{order}. {self._get_document_label(signer.role)}",
                "body_html": self._render_rows(self._get_signature_facts(signer)),
            }
            for order, signer in enumerate(self._get_signers(), 1)
        ]
        articles.append(
            {
                "heading": self._get_document_label("proof"),
                "body_html": Markup("<p>%s</p>") % self._get_document_label("explanation"),
            }
        )
        return self._prepare_document(self._get_document_label("certificate"), articles)

    def _prepare_document(self, title, articles, signatures=()):
        report = self.env["ir.actions.report"]
        lang = self._get_document_lang()
        version = f"{self._get_document_label('version')} {self.number}"
        return report._prepare_weasyprint_document(
            title=title,
            number=f"{self.contract_id.name}, {version}",
            lang=lang,
            company=report._prepare_letterhead(self.contract_id.company_id.sudo(), lang),
            articles=articles,
            signatures=signatures,
        )

    def _get_signers(self):
        return self.contract_id.all_signer_ids.filtered(lambda s: s.version_id == self).sorted()

    def _get_document_facts(self):
        """Return (label, value) pairs that tell which document was signed."""
        terms = json.dumps(self.terms_values or {}, sort_keys=True).encode()
        return [
            ("title", self.title),
            ("number", f"{self.contract_id.name}, {self.number}"),
            ("file", self.pdf_name),
            ("sha256", self.sha256),
            ("sent_on", self._format_time(self.sent_on)),
            ("template", self._format_time(self.template_changed_on)),
            ("terms", hashlib.sha256(terms).hexdigest()),
        ]

    def _get_signature_facts(self, signer):
        """Return (label, value) pairs of the evidence of one signature."""
        label = self._get_document_label
        authentication = signer.authentication
        if authentication == "link" and signer._get_internal_user():
            authentication = "task"
        if signer.signature:
            image = image_data_uri(signer.with_context(bin_size=False).signature)
            drawn = Markup('<img style="height: 16mm" alt="%s" src="%s"/>') % (
                label("drawn"),
                image,
            )
        return [
            ("name", signer.signed_name),
            ("capacity", signer.capacity),
            ("email", signer.email),
            ("authentication", label(authentication)),
            ("asked_on", self._format_time(signer.asked_on)),
            ("first_viewed_on", self._format_time(signer.first_viewed_on)),
            ("signed_on", self._format_time(signer.signed_on)),
            ("method", drawn if signer.signature else label("typed")),
            ("consent", signer.consent_text),
            ("pdf_sha256", signer.pdf_sha256),
            ("ip_address", signer.ip_address),
            ("user_agent", signer.user_agent),
        ]

    def _render_rows(self, facts):
        rows = Markup("").join(
            Markup('<tr><th scope="row" style="width: 34mm">%s</th><td>%s</td></tr>')
            % (self._get_document_label(name), value)
            for name, value in facts
            if value
        )
        # Who looks for one signature finds it on one page.
        return Markup('<table style="break-inside: avoid; font-size: 9pt">%s</table>') % rows

    def _format_time(self, moment):
        """Return a moment as text that reads the same in all languages."""
        return moment and f"{moment:%Y-%m-%d %H:%M:%S} UTC"
