import re

from markupsafe import Markup

from odoo import api, models
from odoo.tools import LazyTranslate, file_open
from odoo.tools.image import image_data_uri

_lt = LazyTranslate(__name__)

PAGE_LABEL = _lt("page %(page)s of %(pages)s")
LABELS = {
    "signatures": _lt("Signatures"),
    "signature": _lt("Signature"),
    "name": _lt("Name"),
    "capacity": _lt("Capacity"),
    "place": _lt("Place"),
    "date": _lt("Date"),
    "registration": _lt("Registration no."),
    "vat": _lt("VAT no."),
}
COUNTERS = {"%(page)s": "counter(page)", "%(pages)s": "counter(pages)"}


class IrActionsReport(models.Model):
    """Legal documents: one layout for them all, in any language, installed or not."""

    _inherit = "ir.actions.report"

    @api.model
    def _prepare_weasyprint_document(
        self, *, title, number, lang, company, articles, signatures=()
    ):
        """Return a legal document as complete HTML, for `_render_weasyprint_pdf`.

        :param str title: the heading of the document
        :param str number: the number under it
        :param str lang: code of its language, such as nl_NL
        :param company: whose letterhead it is: name, lines (list of str), logo (`data:` URL or
            None); `_prepare_letterhead` makes it from a company
        :param articles: dicts with number (str, may be left out), heading, body_html
        :param signatures: dicts with party, and where known name, capacity, place, date, image
            (`data:` URL of the signature); they stand two beside each other
        :rtype: str
        """
        with file_open("report_weasyprint/static/src/document/document.css") as file:
            style = file.read() + self._get_page_label_style(lang)
        signatures = list(signatures)
        rows = [[*signatures[i : i + 2], None][:2] for i in range(0, len(signatures), 2)]
        values = {
            "title": title,
            "number": number,
            "html_lang": lang.replace("_", "-"),
            "company": company,
            "articles": [self._mark_safe_body(article) for article in articles],
            "signature_rows": rows,
            "labels": {name: label._translate(lang) for name, label in LABELS.items()},
            "style": Markup(style),  # noqa: S704  a file of ours and words of our translation
        }
        # The texts are the caller's, in its own language; QWeb is to translate nothing.
        view = self.env["ir.qweb"].with_context(lang=None, inherit_branding=False)
        return str(view._render("report_weasyprint.document", values))

    def _mark_safe_body(self, article):
        # A document runs no script and loads nothing, so its HTML can do no more than look odd.
        return {**article, "body_html": Markup(article["body_html"] or "")}  # noqa: S704

    @api.model
    def _prepare_letterhead(self, company, lang):
        """What `_prepare_weasyprint_document` wants to know of a company, for one language.

        :param company: res.company
        :param str lang: code of the language
        """
        place = " ".join(filter(None, [company.zip, company.city]))
        registration = company.company_registry
        lines = [
            company.street,
            company.street2,
            place,
            " · ".join(filter(None, [company.phone, company.email])),
            company.website,
            registration and f"{LABELS['registration']._translate(lang)} {registration}",
            company.vat and f"{LABELS['vat']._translate(lang)} {company.vat}",
        ]
        return {
            "name": company.name,
            "lines": [line for line in lines if line],
            "logo": (
                image_data_uri(company.logo)
                if company.logo and not company.uses_default_logo
                else None
            ),
        }

    @api.model
    def _get_page_label_style(self, lang):
        """The words at the foot of each page, in the document's language, as CSS."""
        parts = re.split(r"(%\(pages?\)s)", PAGE_LABEL._translate(lang))
        content = " ".join(
            COUNTERS.get(part) or '"' + re.sub(r'["\\\n<]', "", part) + '"'
            for part in parts
            if part
        )
        return f"@page {{ @bottom-right {{ content: {content} }} }}"
