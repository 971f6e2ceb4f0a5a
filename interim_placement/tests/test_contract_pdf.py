import base64
import hashlib
import io
import re
import shutil
import subprocess

import pypdf
from lxml import html

from odoo.tests import tagged

from odoo.addons.report_weasyprint.models.ir_actions_report_document import LABELS, PAGE_LABEL

from .common_contract import PIXEL, ContractCommon

LANGUAGES = ("en_US", "nl_NL")
GET_POPPLER = "On Debian or Ubuntu: apt-get install poppler-utils"
LONG_SCOPE = "".join(
    f"<p>Result {number} is a campaign of its own, <b>planned</b> by week {number}, carried out"
    f" together with the team of the municipality, and measured six weeks after its end.</p>"
    f"<ul><li>Deliverable {number}a: a plan</li><li>Deliverable {number}b: a report</li></ul>"
    for number in range(1, 61)
)


def squeeze(text):
    """Return a text with each run of white space as one space, and none in words with hyphens."""
    return " ".join(text.split()).replace("- ", "-")


def strip_spaces(text):
    """Return a text without white space: what is broken over lines is found all the same."""
    return "".join(text.split())


class Document:
    """A PDF as its reader has it."""

    def __init__(self, content):
        self.content = base64.b64decode(content) if content[:5] != b"%PDF-" else content
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        self.reader = pypdf.PdfReader(io.BytesIO(self.content))
        # As a reader's program finds it: pypdf takes kerning for spaces.
        command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
        text = subprocess.run(command, input=self.content, capture_output=True, check=True).stdout
        self.pages = [squeeze(page) for page in text.decode().split("\f")[:-1]]

    def get_body(self, running):
        """Return the whole text without what stands on each page.

        :param list running: what stands there, as regular expressions
        """
        pages = self.pages
        for pattern in running:
            pages = [re.sub(pattern, " ", page) for page in pages]
        return squeeze(" ".join(pages))

    def find_loose_fonts(self):
        """Return the names of the fonts that the file does not bring itself."""
        loose = set()
        for page in self.reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                font = font.get_object()
                for part in font.get("/DescendantFonts", [font]):
                    part = part.get_object()
                    descriptor = part.get("/FontDescriptor", {})
                    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                        loose.add(part.get("/BaseFont"))
        return loose


@tagged("post_install", "-at_install")
class TestContractPdf(ContractCommon):
    """The paper of real contracts: whole, searchable, archivable, and the one that was signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not shutil.which("pdftotext"):
            raise AssertionError(f"pdftotext reads the PDFs, and is not there. {GET_POPPLER}")
        cls.env["res.lang"]._activate_lang("nl_NL")
        cls.recruiter.name = "Rina Smit"

    def _make(self, lang, party, scope=None):
        """Return a new contract in this language with one party."""
        (self.contact | self.professional.partner_id).lang = lang
        if scope:
            self.assignment.description = scope
        self.terms.contract_ids._filter_valid()._cancel()
        contracts = self._make_contracts(self.terms)
        contract = contracts[0 if party == "client" else 1]
        self.assertEqual(contract.version_id.lang, lang)
        return contract

    def _get_document(self, contract, name="pdf"):
        return Document(contract.version_id.with_context(bin_size=False)[name])

    def _get_page_label(self, contract, page, pages):
        label = PAGE_LABEL._translate(contract.version_id.lang)
        return label % {"page": page, "pages": pages}

    def _get_running(self, contract, document):
        """Return what stands at the edges of the pages, as regular expressions."""
        version = contract.version_id
        number = f"{contract.name}, {version._get_document_label('version')} {version.number}"
        count = len(document.pages)
        labels = [self._get_page_label(contract, page + 1, count) for page in range(count)]
        company = re.escape(contract.company_id.name)
        return [
            rf"{company} (?:{'|'.join(map(re.escape, labels))})$",
            rf"^{re.escape(squeeze(version.title))} {re.escape(number)}",
        ]

    def _get_phrases(self, contract):
        """Return every piece of text of the articles: paragraphs, points of lists, cells."""
        for article in contract.article_ids.sorted():
            yield article.heading
            body = html.fragment_fromstring(str(article.body_html), create_parent="div")
            for block in body.iter("p", "li", "td", "th", "h4"):
                if not block.xpath(".//p | .//li | .//td | .//th"):
                    yield block.text_content()

    def assert_complete(self, contract, document):
        """Each phrase can be found, headings in their order, pages numbered."""
        count = len(document.pages)
        for number, page in enumerate(document.pages, 1):
            self.assertIn(self._get_page_label(contract, number, count), page)
        body = document.get_body(self._get_running(contract, document))
        position = 0
        for number, article in enumerate(contract.article_ids.sorted(), 1):
            heading = squeeze(f"{number} {article.heading}")
            self.assertIn(heading, body[position:])
            position = body.index(heading, position)
        phrases = [phrase for phrase in map(squeeze, self._get_phrases(contract)) if phrase]
        self.assertGreater(len(phrases), 25)
        for phrase in phrases:
            self.assertIn(phrase, body)

    def assert_archivable(self, document, lang):
        """It says that it is PDF/A-3a, is tagged, and needs nothing that it does not bring."""
        catalog = document.reader.trailer["/Root"]
        xmp = document.reader.xmp_metadata.rdf_root.toxml()
        self.assertRegex(xmp, r"pdfaid:part(=\"|>)3\b")
        self.assertRegex(xmp, r"(?i)pdfaid:conformance(=\"|>)A\b")
        self.assertTrue(catalog["/MarkInfo"]["/Marked"])
        self.assertIn("/StructTreeRoot", catalog)
        self.assertEqual(catalog["/Lang"], lang.replace("_", "-"))
        self.assertTrue(document.reader.metadata.title)
        self.assertFalse(document.find_loose_fonts())
        self.assertTrue(document.reader.outline)

    def assert_signatures_stand_with_text(self, contract, document):
        """The place to sign is on one page, together with the last article or a part of it."""
        version = contract.version_id
        heading = LABELS["signatures"]._translate(version.lang)
        signers = version._get_signers()
        (page,) = [text for text in document.pages if version._get_document_label("agency") in text]
        for signer in signers:
            self.assertIn(squeeze(signer.partner_id.name), page)
            self.assertIn(version._get_document_label(signer.role), page)
        for pattern in self._get_running(contract, document):
            page = re.sub(pattern, " ", page)
        before = squeeze(page).partition(f"{heading} ")[0]
        last = squeeze([*self._get_phrases(contract)][-1])
        # So that nobody can put other text before a page of mere signatures.
        self.assertIn(last[-40:], before)

    def test_pages_of_each_contract(self):
        for lang in LANGUAGES:
            for party in ("client", "professional"):
                with self.subTest(lang=lang, party=party):
                    contract = self._make(lang, party)
                    self._send(contract)
                    document = self._get_document(contract)
                    self.assertGreater(len(document.pages), 2)
                    self.assert_complete(contract, document)
                    self.assert_archivable(document, lang)
                    self.assert_signatures_stand_with_text(contract, document)

    def test_very_long_scope(self):
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                contract = self._make(lang, "client", LONG_SCOPE)
                self._send(contract)
                document = self._get_document(contract)
                self.assertGreater(len(document.pages), 8)
                self.assert_complete(contract, document)
                self.assert_archivable(document, lang)
                self.assert_signatures_stand_with_text(contract, document)

    def test_signatures_stand_with_text_wherever_the_page_ends(self):
        contract = self.client_contract
        self._add_signer(contract)
        version = contract.version_id
        last = version.article_ids.sorted()[-1]
        (version.article_ids - last).unlink()
        # From one page to the next.
        for lines in range(20, 56, 2):
            last.body_html = "".join(f"<p>Point {line} is agreed.</p>" for line in range(lines))
            with self.subTest(lines=lines):
                document = Document(version._render_pdf()[1])
                self.assert_signatures_stand_with_text(contract, document)

    def _add_signer(self, contract):
        """Let three sign, which is two rows of signatures."""
        self.env["interim.contract.signer"].with_user(self.recruiter).create(
            {
                "contract_id": contract.id,
                "role": "professional",
                "sequence": 30,
                "partner_id": self.professional.partner_id.id,
            }
        )

    def test_rendering_again_gives_the_same_bytes(self):
        for party, contract in (
            ("client", self.client_contract),
            ("professional", self.professional_contract),
        ):
            with self.subTest(party=party):
                first = contract.version_id._render_pdf()[1]
                self.assertEqual(contract.version_id._render_pdf()[1], first)
                self._send(contract)
                self.assertEqual(self._get_document(contract).content, first)
                self.assertEqual(contract.version_id._render_pdf()[1], first)

    def test_evidence_names_the_file(self):
        contract = self._sign(self._send(self.client_contract))
        document = self._get_document(contract)
        self.assertEqual(contract.version_id.sha256, document.sha256)
        self.assertEqual(set(contract.signer_ids.mapped("pdf_sha256")), {document.sha256})

    def test_signed_pdf_holds_text_certificate_and_original(self):
        for lang in LANGUAGES:
            for party in ("client", "professional"):
                with self.subTest(lang=lang, party=party):
                    contract = self._make(lang, party)
                    self._sign(self._send(contract), signature=PIXEL)
                    original = self._get_document(contract)
                    signed = self._get_document(contract, "signed_pdf")
                    version = contract.version_id
                    self.assertEqual(version.signed_sha256, signed.sha256)
                    self.assert_archivable(signed, lang)
                    count = len(original.pages)
                    self.assertEqual(signed.pages[:count], original.pages)
                    self.assertEqual(
                        signed.reader.attachments, {version.pdf_name: [original.content]}
                    )
                    self.assert_certified(contract, signed.pages[count:])

    def assert_certified(self, contract, pages):
        """The certificate says all that is known of the document and of each signature."""
        version = contract.version_id
        for number, page in enumerate(pages, 1):
            self.assertIn(self._get_page_label(contract, number, len(pages)), page)
        text = strip_spaces(" ".join(pages))
        facts = [*version._get_document_facts()]
        for signer in version._get_signers():
            signature_facts = dict(version._get_signature_facts(signer))
            drawing = signature_facts.pop("method")
            self.assertIn("<img", drawing)
            missing = [name for name, value in signature_facts.items() if not value]
            self.assertFalse(missing)
            facts += signature_facts.items()
        for name, value in facts:
            row = strip_spaces(f"{version._get_document_label(name)} {value}")
            self.assertIn(row, text, f"{name} of the certificate")
        for signer in version._get_signers():
            # Nothing of what is known of a signature stands on another page than its name.
            (page,) = [page for page in pages if f" {signer.signed_name} " in page]
            self.assertIn(strip_spaces(signer.user_agent), strip_spaces(page))
