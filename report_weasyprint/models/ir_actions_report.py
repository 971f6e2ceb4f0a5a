import io

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval, time


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")],
        string="PDF Engine",
        default="wkhtmltopdf",
        required=True,
        help="WeasyPrint makes tagged, archivable PDF/A-3a without another program. It runs no "
        "JavaScript and loads nothing from other servers.",
    )

    @api.model
    def _render_weasyprint_pdf(
        self,
        html_documents,
        *,
        title,
        lang,
        created,
        author=None,
        attachments=(),
        stylesheets=(),
    ):
        """Lay out documents one after the other in one tagged PDF/A-3a.

        Nothing is fetched: pictures are `data:` URLs, styles are in the document. The same input
        gives the same bytes on the same server.

        :param list html_documents: complete HTML documents (str); each counts its pages by itself
        :param str title: title of the PDF, which messages name it by
        :param str lang: code of the language, such as nl_NL; it need not be installed
        :param created: date or datetime (UTC) of the metadata
        :param str author: author of the PDF
        :param attachments: files to embed: (name, bytes, mimetype, description, relationship), the
            relationship as in PDF: Source, Data, Alternative, Supplement or Unspecified
        :param stylesheets: CSS (str) of ours for all documents: it may bring fonts
        :rtype: bytes
        :raise UserError: it cannot be printed; says why and what helps
        """
        # Here, as it takes most of a second that servers that print nothing need not wait.
        from ..tools import engine

        try:
            return engine.render_pdf(
                html_documents,
                title=title,
                lang=lang,
                created=created,
                author=author,
                attachments=attachments,
                stylesheets=stylesheets,
            )
        except engine.RenderingError as error:
            raise UserError(self._get_weasyprint_message(error, title)) from error

    @api.model
    def _get_weasyprint_message(self, error, title):
        """Why a document could not be printed, in the user's words, with the remedy."""
        name = title or self.env._("Document")
        if error.reason == "empty":
            return self.env._("“%(name)s” has nothing to print. Add a text to it.", name=name)
        if error.reason == "busy":
            return self.env._(
                "“%(name)s” was not printed, as others are still being printed. "
                "Try again in a minute.",
                name=name,
            )
        if error.reason in ("size", "time", "memory"):
            return self.env._(
                "“%(name)s” is too large or too complex to print. Print fewer records at once, or "
                "make its text shorter or its pictures smaller.",
                name=name,
            )
        if error.reason == "depth":
            return self.env._(
                "“%(name)s” cannot be printed: its elements are nested too deeply. "
                "Simplify its layout.",
                name=name,
            )
        return self.env._(
            "“%(name)s” cannot be printed: %(detail)s. Simplify its layout and styles.",
            name=name,
            detail=error.detail,
        )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"pdf_engine"}

    def report_action(self, docids, data=None, config=True):
        """Let the web client know which engine prints the report."""
        action = super().report_action(docids, data=data, config=config)
        # It may be wrapped in the question for the company's layout.
        printed = action
        if action.get("type") != "ir.actions.report":
            printed = (action.get("context") or {}).get("report_action") or {}
        printed["pdf_engine"] = self.pdf_engine
        return action

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if report.pdf_engine == "weasyprint" and not self._keeps_prints(report):
            # Nobody needs one file per record. Joined afterwards they would be no PDF/A any more.
            printing = self.with_context(weasyprint_one_file=report.id)
            return super(IrActionsReport, printing)._render_qweb_pdf(report_ref, res_ids, data)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.pdf_engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        return self._prepare_weasyprint_streams(
            report, {"report_type": "pdf", **(data or {})}, res_ids
        )

    def _keeps_prints(self, report):
        return report.attachment and not self.env.context.get("report_pdf_no_attachment")

    def _prepare_weasyprint_streams(self, report, data, res_ids):
        """What `_render_qweb_pdf_prepare_streams` returns, from WeasyPrint.

        :param report: the report, with sudo; what it prints is read as the current user
        """
        ids = list(dict.fromkeys(res_ids or ()))
        has_duplicates = len(ids) != len(res_ids or ())
        streams = {} if has_duplicates else self._get_kept_prints(report, ids)
        missing = [res_id for res_id in ids if not streams.get(res_id, {}).get("stream")]
        if ids and not missing:
            return streams
        wanted = list(res_ids) if has_duplicates else missing
        documents = self._prepare_weasyprint_pages(report, wanted or None, data)
        is_one_file = self.env.context.get("weasyprint_one_file") == report.id
        if not ids or has_duplicates or (is_one_file and len(ids) > 1):
            return {False: self._print_pages(report, documents)}
        by_id = {}
        for document in documents:
            by_id.setdefault(document["res_id"], []).append(document)
        if set(by_id) != set(missing):
            self._check_prints_are_separable(report)
            by_id = {
                res_id: documents
                if missing == [res_id]
                else self._prepare_weasyprint_pages(report, [res_id], data)
                for res_id in missing
            }
        for res_id in missing:
            streams[res_id]["stream"] = self._print_pages(report, by_id[res_id], res_id)["stream"]
        return streams

    def _get_kept_prints(self, report, ids):
        """For each record what is stored of an earlier printing."""
        prints = {}
        for record in self.env[report.model].browse(ids):
            attachment = report.retrieve_attachment(record) if self._keeps_prints(report) else None
            is_used = attachment and report.attachment_use
            prints[record.id] = {
                "stream": self._read_kept_print(attachment) if is_used else None,
                "attachment": attachment,
            }
        return prints

    def _read_kept_print(self, attachment):
        if not attachment.mimetype.startswith("image"):
            return io.BytesIO(attachment.raw)
        page = io.BytesIO()
        Image.open(io.BytesIO(attachment.raw)).convert("RGB").save(page, "PDF")
        return page

    def _check_prints_are_separable(self, report):
        if self._keeps_prints(report):
            raise UserError(
                self.env._(
                    "The report “%(report)s” cannot be saved per record. Give the div with the "
                    "class “article” in its template the attributes data-oe-model and data-oe-id, "
                    "as web.external_layout does, or empty “Save as Attachment Prefix”.",
                    report=report.name,
                )
            )

    def _print_pages(self, report, documents, res_id=None):
        content = self._render_weasyprint_pdf(
            [document["html"] for document in documents],
            title=self._get_print_title(report, res_id),
            lang=documents[0]["lang"] if documents else "en_US",
            created=fields.Datetime.now(),
            author=self.env.company.name,
            stylesheets=self._get_weasyprint_stylesheets(),
        )
        return {"stream": io.BytesIO(content), "attachment": None}

    def _get_print_title(self, report, res_id):
        if not (report.print_report_name and res_id):
            return report.name
        record = self.env[report.model].browse(res_id)
        return str(safe_eval(report.print_report_name, {"object": record, "time": time}))
