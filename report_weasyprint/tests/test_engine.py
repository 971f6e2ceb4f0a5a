import datetime
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.report_weasyprint.tools import engine

from .common import (
    CREATED,
    as_url,
    bookmarks_of,
    fonts_of,
    objects_of,
    pages_of,
    picture,
    read,
    render,
    text_of,
)

BODY = (
    "<h1>Agreement</h1><h2>Parties</h2><p>The efficient office of the Client, “finally” "
    "<b>bold</b> and <i>italic</i> — <a href='https://example.com/terms'>terms</a>.</p>"
    "<h2>Term</h2><table><tr><th>From</th><td>1 January</td></tr></table><ul><li>One</li></ul>"
)
ENGINE_ALONE = """
import hashlib, sys, types
package = types.ModuleType("tools")
package.__path__ = [sys.argv[1]]
sys.modules["tools"] = package
from tools import engine
import datetime
created = datetime.date(2027, 1, 4)
pdf = engine.render_pdf([sys.argv[2]], title="A title", lang="en_US", created=created)
print(hashlib.sha256(pdf).hexdigest())
"""
ADDON_ALONE = """
import sys
import odoo.addons
odoo.addons.__path__.append(sys.argv[1])
import odoo.addons.report_weasyprint
sys.exit("weasyprint" in sys.modules)
"""


@tagged("report_weasyprint")
class TestEngine(BaseCase):
    def test_pdf_says_that_it_is_pdf_a_3a(self):
        metadata = read(render(engine, BODY)).trailer["/Root"]["/Metadata"].get_data().decode()
        self.assertIn('part="3"', metadata)
        self.assertIn('conformance="A"', metadata)
        self.assertIn("http://www.aiim.org/pdfa/ns/id/", metadata)

    def test_pdf_keeps_the_rules_of_pdf_a(self):
        content, other = as_url(picture()), as_url(picture("blue"))
        svg = as_url(
            f"<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><image width='50' "
            f"height='50' href='{other}'/></svg>".encode(),
            "image/svg+xml",
        )
        body = f"{BODY}<img src='{content}' alt='Red'/><img src='{svg}' alt='Red too'/>"
        pdf = render(engine, body)
        root = read(pdf).trailer["/Root"]
        intent = root["/OutputIntents"][0].get_object()
        self.assertEqual(intent["/S"], "/GTS_PDFA1")
        self.assertEqual(intent["/DestOutputProfile"].get_object()["/N"], 3)
        self.assertTrue(root["/MarkInfo"]["/Marked"])
        self.assertEqual(root["/StructTreeRoot"]["/Type"], "/StructTreeRoot")
        self.assertEqual(root["/Lang"], "en-US")
        self.assertNotIn("/Encrypt", read(pdf).trailer)
        self.assertNotIn("/OpenAction", root)
        self.assertNotIn("/AA", root)
        self.assertIn("/ID", read(pdf).trailer)
        pictures = 0
        for item in objects_of(pdf):
            if isinstance(item, dict):
                self.assertNotIn("/JS", item)
                self.assertNotIn(item.get("/S"), ("/JavaScript", "/Launch"))
                pictures += item.get("/Subtype") == "/Image"
                self.assertNotEqual(str(item.get("/Interpolate")), "True")
        self.assertGreaterEqual(pictures, 2)

    def test_cmyk_picture_becomes_rgb(self):
        content = picture((0, 255, 255, 0), mode="CMYK", kind="JPEG")
        pdf = render(engine, f"<img src='{as_url(content, 'image/jpeg')}' alt='x'/>")
        spaces = {
            item.get("/ColorSpace")
            for item in objects_of(pdf)
            if isinstance(item, dict) and item.get("/Subtype") == "/Image"
        }
        self.assertEqual(spaces, {"/DeviceRGB"})

    def test_all_fonts_are_embedded(self):
        fonts = fonts_of(render(engine, BODY))
        self.assertTrue(fonts)
        for font in fonts:
            self.assertTrue({"/FontFile2", "/FontFile3"} & set(font), font)

    def test_text_is_found(self):
        long_words = "Onroerendezaakbelasting " * 60 + "efficient offices, afschrijving"
        text = text_of(render(engine, f"<div lang='nl'>{long_words}</div>", lang="nl_NL"))
        self.assertEqual(text.count("Onroerendezaakbelasting"), 60)
        self.assertIn("efficient offices, afschrijving", text)

    def test_structure_follows_the_document(self):
        pdf = render(engine, BODY)
        kinds = {
            item["/S"]
            for item in objects_of(pdf)
            if isinstance(item, dict) and item.get("/Type") == "/StructElem"
        }
        self.assertLessEqual({"/H1", "/H2", "/P", "/Table", "/TR", "/TD", "/L", "/Link"}, kinds)
        self.assertEqual(bookmarks_of(pdf), ["Agreement", "Parties", "Term"])
        links = [
            item["/A"]["/URI"]
            for item in objects_of(pdf)
            if isinstance(item, dict) and item.get("/Subtype") == "/Link"
        ]
        self.assertEqual(links, ["https://example.com/terms"])

    def test_metadata(self):
        moment = datetime.datetime(
            2027, 1, 4, 13, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=1))
        )
        pdf = render(engine, BODY, title="A\x01 “title”", author="Agency", created=moment)
        information = read(pdf).metadata
        self.assertEqual(information.title, "A “title”")
        self.assertEqual(information.author, "Agency")
        self.assertEqual(information["/CreationDate"], "D:20270104120500Z")
        metadata = read(pdf).trailer["/Root"]["/Metadata"].get_data().decode()
        self.assertIn("2027-01-04T12:05:00Z", metadata)

    def test_document_cannot_change_the_metadata(self):
        head = "<title>Theirs</title><meta name='author' content='Theirs'>"
        pdf = engine.render_pdf(
            [f"<html lang='xx'><head>{head}</head><body>x</body></html>"],
            title="Ours",
            lang="nl_NL",
            created=CREATED,
        )
        self.assertEqual(read(pdf).metadata.title, "Ours")
        self.assertNotIn(b"Theirs", pdf)
        self.assertEqual(read(pdf).trailer["/Root"]["/Lang"], "nl-NL")

    def test_same_input_gives_the_same_bytes(self):
        first = render(engine, BODY)
        render(engine, "<p style='font-family: monospace'>Another document in between</p>")
        self.assertEqual(first, render(engine, BODY))

    def test_another_process_gives_the_same_bytes(self):
        command = [sys.executable, "-c", ENGINE_ALONE, str(Path(engine.__file__).parent), BODY]
        hashes = {
            subprocess.run(
                command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
            ).stdout
            for seed in ("1", "2")
        }
        self.assertEqual(len(hashes), 1)

    def test_servers_that_print_nothing_do_not_load_weasyprint(self):
        addons = str(Path(engine.__file__).parents[2])
        subprocess.run([sys.executable, "-c", ADDON_ALONE, addons], check=True)

    def test_documents_are_one_pdf_and_count_their_own_pages(self):
        style = (
            "<style>@page { @bottom-right { content: counter(page) '/' counter(pages) } }</style>"
        )
        page = "<p style='break-after: page'>x</p>"
        pages = pages_of(render(engine, f"{style}{page}<h1>One</h1>", f"{style}<h1>Two</h1>"))
        self.assertEqual([page.split()[-1] for page in pages], ["1/2", "2/2", "1/1"])

    def test_files_are_embedded(self):
        file = ("data.json", b'{"a": 1}', "application/json", "The values", "Data")
        pdf = render(engine, BODY, attachments=[file])
        self.assertEqual(read(pdf).attachments["data.json"], [b'{"a": 1}'])
        self.assertIn("/AF", read(pdf).trailer["/Root"])
        specification = next(
            item
            for item in objects_of(pdf)
            if isinstance(item, dict) and item.get("/Type") == "/Filespec"
        )
        self.assertEqual(specification["/AFRelationship"], "/Data")
        self.assertEqual(specification["/Desc"], "The values")
        self.assertEqual(
            specification["/EF"]["/F"].get_object()["/Subtype"].replace("#2f", "/"),
            "/application/json",
        )
        self.assertEqual(pdf, render(engine, BODY, attachments=[file]))

    def test_embedded_file_needs_type_and_relationship(self):
        for wrong in (("f", b"", "", "", "Data"), ("f", b"", "text/plain", "", "Friend")):
            with self.assertRaises(ValueError):
                render(engine, BODY, attachments=[wrong])

    def test_threads_neither_crash_nor_differ(self):
        bodies = [f"{BODY}<p>Number {number}</p>" * 5 for number in range(8)]
        expected = [render(engine, body) for body in bodies]

        def repeat(body):
            return {render(engine, body) for _time in range(5)}

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(repeat, bodies))
        self.assertEqual(found, [{pdf} for pdf in expected])

    def test_long_document(self):
        body = "".join(
            f"<h2>Article {n}</h2><p>{'Lorem ipsum dolor. ' * 60}</p>" for n in range(120)
        )
        pdf = render(engine, body)
        self.assertGreater(len(read(pdf).pages), 30)
        self.assertEqual(bookmarks_of(pdf), [f"Article {n}" for n in range(120)])

    def test_broken_html_is_printed_as_browsers_show_it(self):
        text = text_of(
            render(engine, "<p>One<table><tr><td>Two</b></p></i>&bogus; <<< Three\x00\x07")
        )
        self.assertTrue(re.search("One.*Two.*Three", text), text)
        self.assertNotIn("\x07", text)

    def test_nothing_to_print_is_an_error(self):
        for documents in ([], [""], ["<p>x</p>", " "]):
            with self.assertRaises(engine.RenderingError) as caught:
                engine.render_pdf(documents, title="x", lang="en", created=CREATED)
            self.assertEqual(caught.exception.reason, "empty")
