import base64

from odoo.tests import TransactionCase, tagged

from .common import CREATED, as_url, bookmarks_of, pages_of, picture, read, text_of

ARTICLES = [
    {"number": f"{n}.", "heading": f"Heading {n}", "body_html": f"<p>{'Some text. ' * 100}</p>"}
    for n in range(1, 13)
]


@tagged("report_weasyprint")
class TestDocument(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {
                "name": "Agency & Sons",
                "street": "Keizersgracht 1",
                "zip": "1015 AA",
                "city": "Amsterdam",
                "company_registry": "12345678",
                "logo": base64.b64encode(picture()),
            }
        )

    def make(self, lang="en_US", **values):
        """Print a document; return the bytes."""
        report = self.env["ir.actions.report"]
        values = {
            "title": "Confirmation",
            "number": "C00042",
            "lang": lang,
            "company": report._prepare_letterhead(self.company, lang),
            "articles": ARTICLES,
            "signatures": [
                {"party": "Agency & Sons", "name": "Anna", "image": as_url(picture())},
                {"party": "Client", "capacity": "Director"},
                {"party": "Professional"},
            ],
            **values,
        }
        html = report._prepare_weasyprint_document(**values)
        return report._render_weasyprint_pdf(
            [html], title=f"{values['title']} {values['number']}", lang=lang, created=CREATED
        )

    def test_pages_are_counted_in_the_language_of_the_document(self):
        for lang, words in (("en_US", "page {} of {}"), ("nl_NL", "pagina {} van {}")):
            pages = pages_of(self.make(lang))
            self.assertGreater(len(pages), 2)
            for number, text in enumerate(pages, start=1):
                self.assertIn(words.format(number, len(pages)), text)

    def test_letterhead_stands_on_the_first_page_only(self):
        first, *others = pages_of(self.make())
        for text in ("Keizersgracht 1", "1015 AA Amsterdam", "Registration no. 12345678"):
            self.assertIn(text, first)
            self.assertNotIn(text, " ".join(others))

    def test_other_pages_have_title_and_number_above(self):
        for text in pages_of(self.make())[1:]:
            self.assertIn("Confirmation", text)
            self.assertIn("C00042", text)

    def test_headings_in_order(self):
        pdf = self.make()
        wanted = [f"{n}. Heading {n}" for n in range(1, 13)]
        self.assertEqual(
            [" ".join(title.split()) for title in bookmarks_of(pdf)],
            ["Confirmation", *wanted, "Signatures"],
        )
        text = text_of(pdf)
        places = [text.index(heading) for heading in wanted]
        self.assertEqual(places, sorted(places))

    def test_signatures_are_not_parted(self):
        for lines in range(0, 60, 4):
            body = "<p>Line</p>" * lines
            last = pages_of(self.make(articles=[{"heading": "Text", "body_html": body}]))[-1]
            for text in ("Signatures", "Agency & Sons", "Client", "Professional", "Director"):
                self.assertIn(text, last)

    def test_text_of_parties_is_text(self):
        pdf = self.make(title="<script>x</script> & <b>co</b>", number="<i>1</i>")
        self.assertIn("<script>x</script> & <b>co</b>", text_of(pdf))

    def test_language_that_is_not_installed(self):
        self.assertNotIn("nl_BE", [code for code, _name in self.env["res.lang"].get_installed()])
        pdf = self.make("nl_BE")
        self.assertIn("pagina 1 van", text_of(pdf))
        self.assertIn("Handelsregister 12345678", text_of(pdf))
        self.assertEqual(read(pdf).trailer["/Root"]["/Lang"], "nl-BE")

    def test_same_bytes(self):
        self.assertEqual(self.make(), self.make())
