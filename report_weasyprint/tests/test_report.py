import base64
import json
from unittest.mock import patch

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, TransactionCase, tagged

from odoo.addons.base.models import ir_actions_report as base_report

from .common import fonts_of, objects_of, pages_of, picture, read, text_of

TEMPLATE = """
<t t-name="report_weasyprint.test_report">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="o">
            <t t-call="web.external_layout">
                <div class="page">
                    <h1>Partner <t t-out="o.name"/></h1>
                    <img t-attf-src="/web/image/res.partner/{{o.id}}/image_128" alt="Portrait"/>
                    <t t-out="extra"/>
                </div>
            </t>
        </t>
    </t>
</t>
"""


class ReportCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The bundles are made here once, and not again after each test.
        cls.env["ir.actions.report"]._get_weasyprint_stylesheets()
        cls.view = cls.env["ir.ui.view"].create(
            {
                "name": "report_weasyprint.test_report",
                "key": "report_weasyprint.test_report",
                "type": "qweb",
                "arch": TEMPLATE,
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Partner sheet",
                "model": "res.partner",
                "report_name": "report_weasyprint.test_report",
                "report_type": "qweb-pdf",
                "pdf_engine": "weasyprint",
                "paperformat_id": cls.env.ref("base.paperformat_euro").id,
                "print_report_name": "'Sheet of %s' % object.name",
            }
        )
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": name, "image_1920": base64.b64encode(picture(color))}
                for name, color in (("Alpha", "red"), ("Beta", "blue"))
            ]
        )

    def print(self, partners=None, report=None, user=None, extra="", **context):
        report = (report or self.report).with_context(force_report_rendering=True, **context)
        report = report.with_user(user) if user else report
        ids = (self.partners if partners is None else partners).ids
        pdf, kind = report._render_qweb_pdf(self.report.id, ids, data={"extra": extra})
        self.assertEqual(kind, "pdf")
        return pdf


@tagged("post_install", "-at_install", "report_weasyprint")
class TestReport(ReportCase):
    def count_pictures(self, pdf):
        return sum(
            isinstance(item, dict) and item.get("/Subtype") == "/Image" for item in objects_of(pdf)
        )

    def test_each_report_has_its_engine(self):
        self.assertEqual(self.env["ir.actions.report"].new({}).pdf_engine, "wkhtmltopdf")
        with patch.object(base_report, "_run_wkhtmltopdf") as wkhtmltopdf:
            self.assertIn("Alpha", text_of(self.print()))
            self.assertFalse(wkhtmltopdf.called)
        self.report.pdf_engine = "wkhtmltopdf"
        class_ = type(self.env["ir.actions.report"])
        with (
            patch.object(class_, "_run_wkhtmltopdf", return_value=b"theirs") as run,
            patch.object(class_, "get_wkhtmltopdf_state", return_value="ok"),
        ):
            self.assertEqual(self.print(self.partners[0]), b"theirs")
            self.assertTrue(run.called)

    def test_wkhtmltopdf_is_not_needed(self):
        class_ = type(self.env["ir.actions.report"])
        with patch.object(class_, "get_wkhtmltopdf_state", return_value="install"):
            self.assertIn("Alpha", text_of(self.print()))

    def test_engine_is_on_the_form(self):
        form = Form(self.report, view="base.act_report_xml_view")
        form.pdf_engine = "wkhtmltopdf"
        self.assertEqual(form.save().pdf_engine, "wkhtmltopdf")

    def test_several_records_are_one_tagged_pdf_a(self):
        pdf = self.print()
        pages = pages_of(pdf)
        self.assertEqual(len(pages), 2)
        self.assertIn("Partner Alpha", pages[0])
        self.assertIn("Partner Beta", pages[1])
        root = read(pdf).trailer["/Root"]
        self.assertIn('conformance="A"', root["/Metadata"].get_data().decode())
        self.assertIn("/StructTreeRoot", root)

    def test_letterhead_and_page_numbers(self):
        self.env.company.write(
            {
                "name": "Agency",
                "company_details": "<p>Agency, Amsterdam</p>",
                "report_footer": "Foot",
            }
        )
        extra = "<p style='break-after: page'>x</p>y"
        for layout in self.env["report.layout"].search([]):
            self.env.company.external_report_layout_id = layout.view_id
            with self.subTest(layout.name):
                self.view.arch = TEMPLATE.replace('t-out="extra"/>', "t-if='0'/>" + extra)
                pages = pages_of(self.print(self.partners[0]))
                self.assertEqual(len(pages), 2)
                for number, text in enumerate(pages, start=1):
                    self.assertIn("Amsterdam", text)
                    self.assertIn("Foot", text)
                    self.assertIn(f"Page {number} / 2", text)

    def test_title_names_the_record(self):
        pdf = self.print(self.partners[0], weasyprint_one_file=False)
        self.assertEqual(read(pdf).metadata.title, "Sheet of Alpha")

    def test_fonts_of_odoo_are_embedded(self):
        names = {str(font["/FontName"]).split("+")[-1] for font in fonts_of(self.print())}
        self.assertTrue(any("Lato" in name for name in names), names)

    def test_pictures_are_read_as_the_user(self):
        self.env.company.logo = False
        user = self.env["res.users"].create(
            {
                "name": "Reader",
                "login": "weasyprint_reader",
                "group_ids": [(4, self.env.ref("base.group_user").id)],
            }
        )
        self.assertEqual(self.count_pictures(self.print(self.partners[0], user=user)), 1)
        secret = self.env["ir.attachment"].create(
            {
                "name": "secret.png",
                "raw": picture(),
                "res_model": "ir.config_parameter",
                "res_id": self.env["ir.config_parameter"].search([], limit=1).id,
            }
        )
        report = self.env["ir.actions.report"]
        url = f"/web/image/{secret.id}"
        self.assertTrue(report._resolve_weasyprint_url(url))
        self.assertFalse(report.with_user(user)._resolve_weasyprint_url(url))

    def test_internal_urls(self):
        report = self.env["ir.actions.report"]
        base = self.env["ir.config_parameter"].get_param("web.base.url")
        partner = self.partners[0]
        for url in (
            f"/web/image/res.partner/{partner.id}/image_1920",
            f"{base}/web/image/res.partner/{partner.id}/image_128/x.png",
            f"/web/image/res.partner/{partner.id}/image_1920/10x10",
            f"/web/image?model=res.partner&id={partner.id}&field=image_128",
            "/web/image/web.image_placeholder",
            "/logo",
            f"/logo.png?company={self.env.company.id}",
            "/web/binary/company_logo",
            "/web/static/img/logo.png",
        ):
            self.assertTrue(
                (report._resolve_weasyprint_url(url) or "").startswith("data:image/"), url
            )
        for url in (
            "http://example.com/logo.png",
            "//example.com/logo",
            "file:///etc/passwd",
            "/etc/passwd",
            "/web/static/../../../../etc/passwd",
            "/web/static/%2e%2e/%2e%2e/__manifest__.py",
            "/web/image/res.partner/0/image_128",
            "/web/image/res.partner/x",
            f"/web/image/res.users/{self.env.uid}/password",
            "",
        ):
            self.assertIsNone(report._resolve_weasyprint_url(url), url)

    def test_barcode(self):
        report = self.env["ir.actions.report"]
        with patch.object(type(report), "barcode", return_value=picture()) as barcode:
            for url in (
                "/report/barcode/QR/hello%20you?width=50",
                "/report/barcode/?barcode_type=QR&value=hello%20you&width=50",
            ):
                self.assertTrue(report._resolve_weasyprint_url(url))
                barcode.assert_called_with(barcode_type="QR", value="hello you", width="50")

    def test_foreign_picture_is_left_out(self):
        self.view.arch = TEMPLATE.replace("/web/image/", "http://127.0.0.1:9/web/image/")
        self.assertIn("Portrait", text_of(self.print(self.partners[0])))

    def test_prints_are_kept_and_used_again(self):
        self.report.write({"attachment": "object.name + '.pdf'", "attachment_use": True})
        pages = pages_of(self.print())
        self.assertEqual(len(pages), 2)
        kept = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "in", self.partners.ids),
                ("name", "like", ".pdf"),
            ],
            order="res_id",
        )
        self.assertEqual(kept.mapped("name"), ["Alpha.pdf", "Beta.pdf"])
        for attachment, partner in zip(kept, self.partners, strict=True):
            self.assertIn(f"Partner {partner.name}", text_of(attachment.raw))
            root = read(attachment.raw).trailer["/Root"]
            self.assertIn('conformance="A"', root["/Metadata"].get_data().decode())
        self.partners[0].name = "Changed"
        kept[0].name = "Changed.pdf"
        self.assertEqual(self.print(self.partners[0]), kept[0].raw)

    def test_kept_picture_becomes_a_page(self):
        self.report.write({"attachment": "object.name + '.png'", "attachment_use": True})
        partner = self.partners[0]
        self.env["ir.attachment"].create(
            {
                "name": f"{partner.name}.png",
                "raw": picture(),
                "res_model": partner._name,
                "res_id": partner.id,
            }
        )
        self.assertEqual(len(read(self.print(partner)).pages), 1)

    def test_template_without_records_cannot_be_kept(self):
        self.view.arch = TEMPLATE.replace("web.external_layout", "web.basic_layout")
        self.assertIn("Alpha", text_of(self.print()))
        self.report.attachment = "object.name"
        self.view.arch = TEMPLATE.replace(
            '<t t-call="web.external_layout">', '<div class="article">'
        ).replace("</t>\n        </t>\n    </t>", "</div>\n        </t>\n    </t>")
        with self.assertRaisesRegex(UserError, "Partner sheet.*data-oe-model"):
            self.print()

    def test_streams_are_per_record(self):
        report = self.report.with_context(force_report_rendering=True)
        streams = report._render_qweb_pdf_prepare_streams(self.report.id, {}, self.partners.ids)
        self.assertEqual(list(streams), self.partners.ids)
        for partner in self.partners:
            text = text_of(streams[partner.id]["stream"].getvalue())
            self.assertIn(f"Partner {partner.name}", text)

    def test_tests_get_html_unless_they_ask(self):
        content, kind = self.report._render_qweb_pdf(self.report.id, self.partners.ids)
        self.assertEqual(kind, "html")
        self.assertIn(b"Partner", content)

    def test_error_names_the_report_and_the_remedy(self):
        with self.assertRaisesRegex(UserError, "Sheet of Alpha.*nested too deeply.*Simplify"):
            self.view.arch = TEMPLATE.replace('t-out="extra"', "t-out=\"''\"").replace(
                "<h1>", "<div>" * 150 + "<span/>" + "</div>" * 150 + "<h1>"
            )
            self.print(self.partners[0])

    def test_report_without_records(self):
        self.view.arch = TEMPLATE.replace('t-as="o"', 't-as="o"').replace(
            '<t t-foreach="docs"', '<p>Nobody</p><t t-foreach="docs"'
        )
        report = self.report.with_context(force_report_rendering=True)
        pdf, _kind = report._render_qweb_pdf(self.report.id, None, data={"docs": []})
        self.assertIn("Nobody", text_of(pdf))

    def test_web_client_knows_the_engine(self):
        self.assertIn("pdf_engine", self.report._get_readable_fields())
        action = self.report.report_action(self.partners, config=False)
        self.assertEqual(action["pdf_engine"], "weasyprint")
        self.env.company.external_report_layout_id = False
        action = self.report.with_user(self.env.ref("base.user_admin")).report_action(self.partners)
        self.assertEqual(action["context"]["report_action"]["pdf_engine"], "weasyprint")


@tagged("post_install", "-at_install", "report_weasyprint")
class TestDownload(HttpCase, ReportCase):
    def test_download(self):
        self.authenticate("admin", "admin")
        partner = self.partners[0]
        url = f"/report/pdf/{self.report.report_name}/{partner.id}"
        response = self.url_open(
            "/report/download",
            data={
                "data": json.dumps([url, "qweb-pdf"]),
                "context": json.dumps({"force_report_rendering": True}),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        response.raise_for_status()
        self.assertIn("Partner Alpha", text_of(response.content))
        self.assertIn("Sheet%20of%20Alpha.pdf", response.headers["Content-Disposition"])

    def test_web_client_does_not_ask_for_wkhtmltopdf(self):
        code = """
            const { download } = odoo.loader.modules.get("@web/core/network/download");
            const asked = [];
            const fetchNow = window.fetch;
            window.fetch = (url, ...others) => {
                asked.push(String(url));
                return fetchNow(url, ...others);
            };
            download._download = async (options) => {
                const [url, type] = JSON.parse(options.data.data);
                const wanted = "/report/pdf/report_weasyprint.test_report/%(partner)s";
                if (type !== "qweb-pdf" || url !== wanted) {
                    throw new Error(`downloads ${url} as ${type}`);
                }
                if (asked.some((url) => url.includes("check_wkhtmltopdf"))) {
                    throw new Error("asked for wkhtmltopdf");
                }
                console.log("test successful");
            };
            odoo.__WOWL_DEBUG__.root.env.services.action.doAction(%(report)s, {
                additionalContext: { active_ids: [%(partner)s] },
            });
        """
        values = {"partner": self.partners[0].id, "report": self.report.id}
        admin = self.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False  # it loads things that nobody waits for
        class_ = type(self.env["ir.actions.report"])
        with patch.object(class_, "get_wkhtmltopdf_state", return_value="install"):
            self.browser_js(
                "/odoo",
                code % values,
                "!!odoo.__WOWL_DEBUG__?.root?.env?.services?.action",
                login="admin",
            )
