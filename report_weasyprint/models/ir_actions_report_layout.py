import lxml.html
from lxml import etree

from odoo import models
from odoo.tools import file_open, ormcache

from ..tools import inline

WITH_CLASS = ".//div[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]"
BUNDLES = ("web.report_assets_pdf", "web.report_assets_common")


class IrActionsReport(models.Model):
    """From the HTML of a QWeb report to pages with letterhead, running header and footer."""

    _inherit = "ir.actions.report"

    def _prepare_weasyprint_pages(self, report, res_ids, data):
        """Render the report's template and take it apart.

        :param report: the report, with sudo
        :return: for each of its articles a dict: html (a complete document, str), res_id (the
            record it is of, or None), lang
        """
        debug_free = self.with_context(debug=False, webp_as_jpg=True)
        html = debug_free._render_qweb_html(report, res_ids, data={"debug": False, **data})[0]
        root = lxml.html.fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
        inline.inline_html(root, self._resolve_weasyprint_url)
        main = next(iter(root.xpath("//main")), root.find("body"))
        headers, footers = (self._take_out(main, name) for name in ("header", "footer"))
        articles = main.xpath(WITH_CLASS.format("article")) or [main]
        style = self._get_page_style(report, root)
        documents = []
        for number, article in enumerate(articles):
            header = headers[number] if number < len(headers) else None
            footer = footers[number] if number < len(footers) else None
            is_record = article.get("data-oe-model") == report.model
            lang = article.get("data-oe-lang") or root.get("lang") or self.env.lang or "en_US"
            body = self._prepare_page_body(report, article, header, footer)
            documents.append(
                {
                    "html": self._prepare_page_html(root, body, style, lang),
                    "res_id": int(article.get("data-oe-id") or 0) if is_record else None,
                    "lang": lang,
                }
            )
        return documents

    def _take_out(self, main, name):
        nodes = main.xpath(WITH_CLASS.format(name))
        for node in nodes:
            node.getparent().remove(node)
        return nodes

    def _prepare_page_body(self, report, article, header, footer):
        """The body of one document. Header and footer come first: they run on all of its pages."""
        margins = "o_css_margins" if report.get_paperformat().css_margins else ""
        body = etree.Element("body", {"class": f"o_body_pdf container {margins}"})
        for name, node in (("header", header), ("footer", footer)):
            if node is not None:
                running = etree.SubElement(
                    body, "div", {"class": f"o_weasyprint_{name} o_body_pdf container {margins}"}
                )
                running.append(node)
        body.append(article)
        return body

    def _prepare_page_html(self, root, body, style, lang):
        html = etree.Element("html", {"lang": lang.replace("_", "-")})
        etree.SubElement(html, "head")
        head_style = etree.SubElement(html[0], "style")
        head_style.text = style
        html[0].extend(root.xpath("//head/style"))
        source = root.find("body")
        if source is not None and source.get("dir"):
            body.set("dir", source.get("dir"))
        html.append(body)
        return lxml.html.tostring(html, encoding="unicode", doctype="<!DOCTYPE html>")

    def _get_page_style(self, report, root):
        """Size and margins of the pages: the paper format, and what the template says otherwise."""
        paper = report.get_paperformat()
        width, height = paper.print_page_width or 210, paper.print_page_height or 297
        if root.get("data-report-landscape") or self.env.context.get("landscape"):
            width, height = max(width, height), min(width, height)
        top = root.get("data-report-margin-top") or paper.margin_top
        bottom = root.get("data-report-margin-bottom") or paper.margin_bottom
        return (
            f"@page {{ size: {float(width)}mm {float(height)}mm; margin: {float(top)}mm "
            f"{paper.margin_right}mm {float(bottom)}mm {paper.margin_left}mm }}"
        )

    def _get_weasyprint_stylesheets(self):
        """The styles of Odoo's reports, with the fonts in them, and what pages need beside them."""
        with file_open("report_weasyprint/static/src/report/report.css") as file:
            return [self._get_bundle_style(name) for name in BUNDLES] + [file.read()]

    def _get_bundle_style(self, name):
        lang = self.env["res.lang"].sudo()._get_data(code=self.env.lang or self.env.user.lang)
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            name,
            css=True,
            js=False,
            debug_assets=False,
            rtl=lang.direction == "rtl",
            autoprefix=True,
        )
        attachment = bundle.css().sudo()[:1]
        return self._inline_bundle(attachment)

    @ormcache("attachment.checksum", cache="assets")
    def _inline_bundle(self, attachment):
        css = inline.drop_unused_fonts((attachment.raw or b"").decode())
        return inline.inline_css(css, self._resolve_static_url)
