ADDONS = ["report_weasyprint"]
import base64, io
from odoo.addons.report_weasyprint.tests.common import picture
from odoo.addons.report_weasyprint.tests.test_report import TEMPLATE

env.company.write(
    {
        "name": "Agency & Sons B.V.",
        "street": "Keizersgracht 1",
        "zip": "1015 AA",
        "city": "Amsterdam",
        "country_id": env.ref("base.nl").id,
        "company_registry": "12345678",
        "phone": "+31 20 123 45 67",
        "email": "info@agency.example",
        "website": "https://agency.example",
        "vat": "NL123456782B01",
        "report_footer": "Agency & Sons · www.agency.example",
    }
)
env.company.company_details = (
    "<p>Agency & Sons B.V.<br/>Keizersgracht 1<br/>1015 AA Amsterdam<br/>Netherlands</p>"
)
view = env["ir.ui.view"].create(
    {"name": "x", "key": "report_weasyprint.test_report", "type": "qweb", "arch": TEMPLATE}
)
rep = env["ir.actions.report"].create(
    {
        "name": "Sheet",
        "model": "res.partner",
        "report_name": "report_weasyprint.test_report",
        "pdf_engine": "weasyprint",
        "paperformat_id": env.ref("base.paperformat_euro").id,
    }
)
p = env["res.partner"].create({"name": "Alpha", "image_1920": base64.b64encode(picture())})
extra = "<p>" + "Lorem ipsum dolor sit amet. " * 60 + "</p>"
view.arch = TEMPLATE.replace(
    '<t t-out="extra"/>',
    '<t t-set="layout_document_title">Invoice 42</t><t t-set="address"><div>Client Ltd</div><div>Street 1</div></t><table class="o_main_table table"><thead><tr><th>A</th><th class="text-end">B</th></tr></thead><tbody><tr><td>x</td><td class="text-end">1.00</td></tr><tr><td>y</td><td class="text-end">2.00</td></tr></tbody></table>'
    + extra * 5,
)
import time

for l in env["report.layout"].search([]):
    env.company.external_report_layout_id = l.view_id
    t = time.time()
    pdf = rep._render_qweb_pdf(rep.id, p.ids)[0]
    print(l.name, time.time() - t)
    open("/tmp/lay-%s.pdf" % l.name, "wb").write(pdf)
    rep.pdf_engine = "wkhtmltopdf"
    try:
        open("/tmp/wk-%s.pdf" % l.name, "wb").write(rep._render_qweb_pdf(rep.id, p.ids)[0])
    except Exception as e:
        print(e)
    rep.pdf_engine = "weasyprint"
import contracts

r = env["ir.actions.report"]
html = r._prepare_weasyprint_document(
    title="Overeenkomst van opdracht",
    number="C00042",
    lang="nl_NL",
    company=r._prepare_letterhead(env.company, "nl_NL"),
    articles=[
        {
            "number": f"{i}.",
            "heading": h,
            "body_html": f"<p>{contracts.CLAUSE.format(number=1)}</p>" * n
            or contracts.TABLE.format(rate=95),
        }
        for i, (h, n) in enumerate(contracts.ARTICLES, 1)
    ],
    signatures=[
        {"party": "Agency & Sons B.V.", "name": "Anna de Wit", "capacity": "Directeur"},
        {"party": "Gemeente Utrecht", "name": "Jan Jansen"},
        {"party": "P. de Boer"},
    ],
)
open("/tmp/doc.pdf", "wb").write(
    r._render_weasyprint_pdf([html], title="x", lang="nl_NL", created=contracts.CREATED)
)
print("bar: x 1 (limit 1)")
env.cr.rollback()
