import base64
import hashlib

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import placeholders, redline


class InterimContractVersion(models.Model):
    """One version of a contract: text, the terms it was made from, and the PDF that was sent.

    It can be worked on until it is sent. From then on nobody changes it, the system neither: who
    signed, signed exactly this.
    """

    _name = "interim.contract.version"
    _description = "Contract Version"
    _inherit = ["interim.line.mixin"]
    _order = "contract_id, number desc"
    _check_company_auto = True
    _line_parent = "contract_id"

    contract_id = fields.Many2one(
        "interim.contract", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="contract_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )
    number = fields.Integer(required=True, readonly=True)
    title = fields.Char()
    lang = fields.Char("Language", help="Code of the language of the text.")
    template_changed_on = fields.Datetime(
        "Template As Of", readonly=True, help="When the template was changed last before."
    )
    article_ids = fields.One2many("interim.contract.version.article", "version_id", "Articles")
    terms_values = fields.Json("Terms Then", help="What the terms said when it was made.")
    is_current = fields.Boolean(compute="_compute_is_current")

    body_html = fields.Html("Text", compute="_compute_body_html")

    # From the moment that it was sent
    sent_on = fields.Datetime(readonly=True)
    is_frozen = fields.Boolean(compute="_compute_is_frozen")
    document_html = fields.Binary(
        "Source of the PDF", attachment=True, readonly=True, help="The page that was printed."
    )
    pdf = fields.Binary("PDF", attachment=True, readonly=True)
    pdf_name = fields.Char(compute="_compute_file_names")
    sha256 = fields.Char("SHA-256", readonly=True)
    redline_html = fields.Html(
        "Changes",
        compute="_compute_redline_html",
        help="What is new against the version that was sent before.",
    )
    signed_pdf = fields.Binary("Signed PDF", attachment=True, readonly=True)
    signed_pdf_name = fields.Char(compute="_compute_file_names")
    signed_sha256 = fields.Char("SHA-256 of the Signed PDF", readonly=True)
    integrity = fields.Selection(
        [("intact", "Unchanged"), ("altered", "Altered!")],
        compute="_compute_integrity",
        help="Whether the files still are what their SHA-256 says.",
    )

    _number_uniq = models.UniqueIndex("(contract_id, number)", "Versions are numbered once.")

    @api.depends("contract_id", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(contract)s, version %(number)s",
                contract=version.contract_id.name,
                number=version.number,
            )

    @api.depends("contract_id.version_id")
    def _compute_is_current(self):
        for version in self:
            version.is_current = version.contract_id.version_id == version

    @api.depends("sent_on")
    def _compute_is_frozen(self):
        for version in self:
            version.is_frozen = bool(version.sent_on)

    @api.depends("article_ids.heading", "article_ids.body_html", "article_ids.sequence")
    def _compute_body_html(self):
        for version in self:
            version.body_html = Markup("").join(
                Markup("<h3>%s. %s</h3>%s") % (number, article.heading, article.body_html or "")
                for number, article in enumerate(version.article_ids.sorted(), 1)
            )

    @api.depends("contract_id.name", "number")
    def _compute_file_names(self):
        for version in self:
            name = f"{version.contract_id.name}-{version.number}".replace("/", "-")
            version.pdf_name = f"{name}.pdf"
            version.signed_pdf_name = self.env._("%s-signed.pdf", name)

    @api.depends("article_ids.heading", "article_ids.body_html", "article_ids.sequence")
    def _compute_redline_html(self):
        for version in self:
            before = version._get_sent_before()
            if before and version.article_ids:
                version.redline_html = redline.redline(
                    before.article_ids._get_texts(), version.article_ids._get_texts()
                )
            else:
                version.redline_html = False

    @api.depends("pdf", "sha256", "signed_pdf", "signed_sha256")
    def _compute_integrity(self):
        for version in self.with_context(bin_size=False):
            files = [(version.pdf, version.sha256), (version.signed_pdf, version.signed_sha256)]
            hashes = [(self._hash(base64.b64decode(f)), h) for f, h in files if h]
            if hashes:
                version.integrity = "intact" if all(a == b for a, b in hashes) else "altered"
            else:
                version.integrity = False

    def write(self, vals):
        """Write values; what was sent is never changed, by nobody.

        :raises UserError: for versions that were sent
        """
        added_at_the_end = {"signed_pdf", "signed_sha256"}
        for version in self.filtered("sent_on"):
            if version.signed_sha256 or not added_at_the_end.issuperset(vals):
                raise UserError(version._get_frozen_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for version in self.filtered("sent_on"):
            raise UserError(version._get_frozen_message())

    def action_open_document(self):
        """Open the PDF: the one that was sent, otherwise as it would be sent now."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/interim/contract/{self.id}/document/{self.pdf_name}",
            "target": "new",
        }

    def action_open_signed_document(self):
        """Open the signed PDF with its certificate."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/interim/contract/{self.id}/signed/{self.signed_pdf_name}",
            "target": "new",
        }

    def _get_frozen_message(self):
        return self.env._(
            "%s was sent and stays as it is. Make a new version to change something.",
            self.display_name,
        )

    def _get_sent_before(self):
        """Return the last version before this one that the other side has seen, or none."""
        self.ensure_one()
        earlier = self.contract_id.version_ids.filtered(
            lambda v: v.sent_on and v.number < self.number
        )
        return earlier.sorted("number")[-1:]

    def _find_problems(self):
        """Return what is missing in the text, as sentences with the remedy."""
        self.ensure_one()
        if self.contract_id.paper == "received":
            return [] if self.pdf else [self.env._("The file of the contract is missing.")]
        if not self.article_ids:
            return [self.env._("It has no articles. Check the template and make a new version.")]
        problems = []
        gaps, headings = {}, []
        for article in self.article_ids:
            labels = placeholders.find_gaps(article.body_html or "")
            gaps.update(dict.fromkeys(labels))
            headings += [article.heading] if labels else []
        if gaps:
            problems.append(
                self.env._(
                    "Missing: %(values)s. Fill in what is missing where it comes from, then make a"
                    " new version; or write it into the text (%(articles)s).",
                    values=", ".join(gaps),
                    articles=", ".join(headings),
                )
            )
        to_review = self.article_ids.filtered("needs_review")
        if to_review:
            problems.append(
                self.env._(
                    "Changed by hand, while the template or the terms now say something else: %s."
                    " Read and correct these articles, then mark them as checked.",
                    ", ".join(to_review.mapped("heading")),
                )
            )
        return problems

    def _render_pdf(self):
        """Return (source, PDF) of the version, as strings of HTML and bytes.

        The same text gives the same bytes: what is shown before sending is what is sent.
        """
        self.ensure_one()
        html = self._render_document()
        # Not when it is sent, or the file would not be the one that was shown before.
        return html, self._print([html], self.create_date)

    def _print(self, html_documents, created, attachments=()):
        contract = self.contract_id
        return self.env["ir.actions.report"]._render_weasyprint_pdf(
            html_documents,
            title=f"{self.title} {contract.name}",
            lang=(self.lang or "en_US").replace("_", "-"),
            created=created,
            author=contract.company_id.name,
            attachments=attachments,
        )

    def _freeze(self):
        """Render text and PDF once, for good, with the hash of the exact bytes.

        The PDF of a received contract is the file that came.
        """
        self.ensure_one()
        values = {"sent_on": fields.Datetime.now()}
        if self.contract_id.paper == "received":
            pdf = base64.b64decode(self.with_context(bin_size=False).pdf)
        else:
            html, pdf = self._render_pdf()
            values.update(
                document_html=base64.b64encode(html.encode()),
                pdf=base64.b64encode(pdf),
            )
        self.write({**values, "sha256": self._hash(pdf)})

    def _join_certificate(self):
        """Keep the signed PDF: the pages that were signed, the certificate, the original inside.

        The pages are laid out from the same source as the original, which is embedded byte for
        byte, so that anybody can compare its hash with the certificate. Of a received contract the
        original is embedded only.
        """
        self.ensure_one()
        version = self.with_context(bin_size=False)
        original = base64.b64decode(version.pdf)
        documents = [self._render_certificate()]
        if version.document_html:
            documents.insert(0, base64.b64decode(version.document_html).decode())
        attachment = (
            self.pdf_name,
            original,
            "application/pdf",
            self.env._("The document that was signed"),
            "Source",
        )
        signed = self._print(documents, fields.Datetime.now(), [attachment])
        self.write({"signed_pdf": base64.b64encode(signed), "signed_sha256": self._hash(signed)})

    def _is_intact(self):
        """Return whether the PDF still is the one that was sent."""
        self.ensure_one()
        pdf = self.with_context(bin_size=False).pdf
        return bool(pdf) and self._hash(base64.b64decode(pdf)) == self.sha256

    @api.model
    def _hash(self, content):
        return hashlib.sha256(content or b"").hexdigest()
