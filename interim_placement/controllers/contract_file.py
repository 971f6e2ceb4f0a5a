import base64

from odoo import http
from odoo.http import content_disposition, request


class ContractFile(http.Controller):
    """The PDF of a contract for those who work on it; the parties have a page of their own."""

    @http.route(
        [
            "/interim/contract/<int:version_id>/document/<string:_name>",
            "/interim/contract/<int:version_id>/signed/<string:_name>",
        ],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def contract_file(self, version_id, _name):
        """Show the PDF as it was sent or signed; before sending, as it would be sent now.

        :param int version_id: of an interim.contract.version that the user may read
        """
        version = request.env["interim.contract.version"].browse(version_id).exists()
        if not version:
            return request.not_found()
        version.check_access("read")
        version = version.sudo().with_context(bin_size=False)
        if f"/{version_id}/signed/" in request.httprequest.path:
            content, name = version.signed_pdf, version.signed_pdf_name
        else:
            content, name = version.pdf, version.pdf_name
            if not content and version.contract_id.paper == "own":
                content = base64.b64encode(version._render_pdf()[1])
        if not content:
            return request.not_found()
        return request.make_response(
            base64.b64decode(content),
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
