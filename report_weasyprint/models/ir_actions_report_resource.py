import base64
import logging
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from odoo import http, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools.image import image_guess_size_from_field_name, image_process
from odoo.tools.mimetypes import guess_mimetype

from ..tools import inline

_logger = logging.getLogger(__name__)

STORED = re.compile(
    r"/web/(?:image|content)"
    r"(?:/(?P<model>[a-z0-9_.]+)/(?P<id>\d+)/(?P<field>\w+)"
    r"|/(?P<attachment_id>\d+)(?:-[^/]*)?"
    r"|/(?P<xmlid>\w+\.\w+))?"
    r"(?:/(?P<width>\d+)x(?P<height>\d+))?"
    r"(?:/[^/]*)?"
)
LOGOS = ("/logo", "/logo.png", "/web/binary/company_logo")
BARCODE = re.compile(r"/report/barcode(?:/(?P<type>\w+)/(?P<value>.+))?/?")
FONTS = {"ttf": "font/ttf", "otf": "font/otf", "woff": "font/woff", "woff2": "font/woff2"}


class IrActionsReport(models.Model):
    """What reports refer to on this server, read as the current user and never over HTTP."""

    _inherit = "ir.actions.report"

    def _resolve_weasyprint_url(self, url):
        """Return what an internal URL shows as a `data:` URL, or None: it is left out then."""
        path, query = self._split_internal_url(url)
        if not path:
            return None
        try:
            content = self._read_internal(path, query)
        except (AccessError, MissingError, UserError, ValueError, KeyError) as error:
            _logger.info("Left out of a PDF for user %s: %s (%s)", self.env.uid, path, error)
            return None
        if not content:
            return None
        return inline.data_url(guess_mimetype(content, default="image/png"), content)

    def _split_internal_url(self, url):
        """Path and parameters of a URL on this server; no path when it is elsewhere."""
        parameters = self.env["ir.config_parameter"].sudo()
        for name in ("report.url", "web.base.url"):
            base = (parameters.get_param(name) or "").rstrip("/")
            if base and url.startswith(base + "/"):
                url = url[len(base) :]
        if not url.startswith("/") or url.startswith("//"):
            return None, {}
        parts = urlsplit(url)
        return unquote(parts.path), dict(parse_qsl(parts.query))

    def _read_internal(self, path, query):
        if path in LOGOS:
            company_id = int(query.get("company") or 0) or self.env.company.id
            return self._read_binary(self.env["res.company"].browse(company_id), "logo_web")
        if match := BARCODE.fullmatch(path):
            options = {"barcode_type": match["type"], "value": match["value"], **query}
            return self._draw_barcode(options)
        if match := STORED.fullmatch(path):
            named = {name: value for name, value in match.groupdict().items() if value}
            return self._read_stored(**{**query, **named})
        return self._read_static(path)

    def _draw_barcode(self, options):
        try:
            return self.barcode(**options)
        except Exception as error:
            raise UserError(str(error)) from error

    def _read_stored(self, xmlid=None, model="ir.attachment", field="raw", **options):
        """The picture that /web/image shows for these parameters."""
        res_id = options.get("attachment_id") or options.get("id")
        record = self.env["ir.binary"]._find_record(
            xmlid, model, res_id and int(res_id), options.get("access_token"), field=field
        )
        content = self._read_binary(record, field)
        size = int(options.get("width") or 0), int(options.get("height") or 0)
        if not content:
            return None
        size = size if any(size) else image_guess_size_from_field_name(field)
        if not any(size) or guess_mimetype(content).startswith("image/svg"):
            return content
        return image_process(content, size=size, crop=options.get("crop") or False)

    def _read_binary(self, record, field):
        """The bytes of a binary field; the streams of ir.binary want an HTTP request."""
        definition = record._fields.get(field)
        if not definition or definition.type != "binary":
            raise KeyError(field)
        record._check_field_access(definition, "read")
        if record._name == "ir.attachment":
            return self._read_static(record.url or "") if record.type == "url" else record.raw
        return base64.b64decode(record.with_context(bin_size=False)[field] or b"")

    def _read_static(self, path):
        file = http.root.get_static_file(path)
        if not file:
            return None
        with open(file, "rb") as content:
            return content.read()

    def _resolve_static_url(self, url):
        """Return a static file that a stylesheet of ours needs as a `data:` URL, or None."""
        path = url.split("?")[0].split("#")[0]
        content = self._read_static(path) if path.startswith("/") else None
        if content is None:
            return None
        mimetype = FONTS.get(path.rsplit(".")[-1]) or guess_mimetype(content, default="image/png")
        return inline.data_url(mimetype, content)
