import base64
import http.server
import tempfile
import threading
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

from odoo.addons.report_weasyprint.tools import engine

from .common import as_url, fonts_of, objects_of, picture, read, render, text_of

SECRET = "c0ffee-secret"
# Each is one attempt; {url} is on a server that counts, {other} the same without a scheme, {file} a
# file of ours.
ATTEMPTS = (
    "<img src='{url}'>",
    "<img src='{other}'>",
    "<img src='{file}'>",
    "<img srcset='{url} 2x' src='{url}'>",
    "<picture><source srcset='{url}'><img src='{url}'></picture>",
    "<base href='{url}'><img src='picture.png'>",
    "<base href='{file}'><img src='secret.txt'><link rel='stylesheet' href='secret.txt'>",
    "<link rel='stylesheet' href='{url}'>",
    "<link rel='stylesheet' href='{file}'>",
    "<link rel='attachment' href='{url}'>",
    "<link rel='attachment' href='{file}' title='x'>",
    "<a rel='attachment' href='{file}'>x</a>",
    "<a rel='attachment' href='{url}' download='x'>x</a>",
    "<style>@import url('{url}');</style>",
    "<style>@import '{file}';</style>",
    "<style>p {{ background: url('{url}') }}</style><p>x</p>",
    "<style>p::before {{ content: url('{file}') }}</style><p>x</p>",
    "<style>p {{ list-style: url('{url}'); display: list-item }}</style><p>x</p>",
    "<style>p {{ border-image: url('{url}') 1; mask-border-source: url('{url}') }}</style><p>x</p>",
    "<style>@font-face {{ font-family: x; src: url('{url}') }} p {{ font-family: x }}</style><p>",
    "<style>@font-face {{ font-family: x; src: url('{file}') }} p {{ font-family: x }}</style><p>",
    "<style>@page {{ @top-left {{ content: url('{url}') }} background: url('{file}') }}</style>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{url}'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><use href='{url}#x'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><use href='{file}#x'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><style>@import '{url}';</style></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' fill='url({url}#x)'/></svg>",
    "<img src='{svg}'>",
    "<img src='{entity}'>",
    "<object data='{url}'>x</object>",
    "<object data='{file}' type='text/plain'>x</object>",
    "<embed src='{url}'>",
    "<embed src='{file}' type='image/svg+xml'>",
    "<iframe src='{url}'></iframe>",
    "<iframe src='{file}'></iframe>",
    "<iframe srcdoc=\"<img src='{url}'>\"></iframe>",
    "<video src='{url}' poster='{url}'></video><audio src='{url}'></audio>",
    "<script src='{url}'></script><script>fetch('{url}')</script>",
    "<meta http-equiv='refresh' content='0; url={url}'>",
    "<form action='{url}'><input type='image' src='{url}'><button>x</button></form>",
    "<body background='{url}'>",
    "<img src='ftp://127.0.0.1:{port}/x'>",
    "<img src='HTTP://127.0.0.1:{port}/x'>",
    "<img src='\thttp://127.0.0.1:{port}/x'>",
    "<img src='jar:http://127.0.0.1:{port}/x!/y'>",
)


class CountingServer(http.server.ThreadingHTTPServer):
    """A server on this machine that remembers who connects, whatever they say."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
        self.connections = 0

    def verify_request(self, request, client_address):
        self.connections += 1
        return False


@tagged("report_weasyprint")
class TestIsolation(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = CountingServer()
        thread = threading.Thread(target=cls.server.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.file = Path(folder.name) / "secret.txt"
        cls.file.write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><text>{SECRET}</text></svg>")

    def make_attempts(self):
        port = self.server.server_port
        url, file = f"http://127.0.0.1:{port}/x", self.file.as_uri()
        svg = (
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
            f"<image xlink:href='{url}'/><image href='{file}'/>"
            f"<style>@import '{url}'; text {{ fill: url({url}) }}</style><text>x</text></svg>"
        )
        entity = (
            f"<!DOCTYPE svg [<!ENTITY x SYSTEM '{file}'><!ENTITY y SYSTEM '{url}'>]>"
            "<svg xmlns='http://www.w3.org/2000/svg'><text>&x;&y;</text></svg>"
        )
        values = {
            "url": url,
            "other": f"//127.0.0.1:{port}/x",
            "file": file,
            "port": port,
            "svg": as_url(svg.encode(), "image/svg+xml"),
            "entity": as_url(entity.encode(), "image/svg+xml"),
        }
        return [attempt.format(**values) for attempt in ATTEMPTS]

    def assert_nothing_got_in(self, pdf):
        self.assertEqual(self.server.connections, 0)
        self.assertNotIn(SECRET, text_of(pdf))
        self.assertFalse(read(pdf).attachments)
        for item in objects_of(pdf):
            if hasattr(item, "get_data"):
                self.assertNotIn(SECRET.encode(), item.get_data())
            if isinstance(item, dict):
                self.assertNotIn(item.get("/Subtype"), ("/FileAttachment", "/Widget"))

    def test_the_server_counts(self):
        import socket

        counting = CountingServer()
        thread = threading.Thread(target=counting.handle_request)
        thread.start()
        socket.create_connection(counting.server_address).close()
        thread.join(10)
        counting.server_close()
        self.assertEqual(counting.connections, 1)

    def test_hostile_html_fetches_nothing(self):
        for attempt in self.make_attempts():
            with self.subTest(attempt[:100]):
                pdf = render(engine, f"<p>Before</p>{attempt}<p>After</p>")
                self.assertIn("Before", text_of(pdf))
                self.assert_nothing_got_in(pdf)

    def test_all_of_it_at_once(self):
        self.assert_nothing_got_in(render(engine, "".join(self.make_attempts())))

    def test_foreign_colour_profile_is_refused(self):
        url = f"http://127.0.0.1:{self.server.server_port}/x"
        for source in (url, self.file.as_uri()):
            with self.assertRaises(engine.RenderingError) as caught, self.assertLogs(level="INFO"):
                render(engine, f"<style>@color-profile --x {{ src: url('{source}') }}</style>x")
            self.assertEqual(caught.exception.reason, "layout")
        self.assertEqual(self.server.connections, 0)

    def test_only_harmless_links_stay(self):
        targets = (
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            self.file.as_uri(),
            "https://example.com/",
            "mailto:a@example.com",
            "#here",
            "relative/path",
        )
        body = "".join(f"<p><a href='{target}'>x</a></p>" for target in targets)
        found = [
            item.get("/A", {}).get("/URI") or item.get("/Dest")
            for item in objects_of(render(engine, f"{body}<p id='here'>x</p>"))
            if isinstance(item, dict) and item.get("/Subtype") == "/Link"
        ]
        self.assertEqual(found, ["https://example.com/", "mailto:a@example.com", "here"])

    def test_data_must_be_a_picture(self):
        for mimetype, content in (
            ("text/plain", SECRET.encode()),
            ("image/png", b"%PDF-1.7 " + SECRET.encode()),
            ("font/ttf", b"\x00\x01\x00\x00" + SECRET.encode()),
        ):
            with self.assertRaises(engine.BlockedResource):
                engine.DataFetcher().fetch(as_url(content, mimetype))

    def test_huge_picture_is_left_out(self):
        content = picture(1, size=(20000, 20000), mode="1")
        self.assertLess(len(content), 1_000_000)
        self.assertIn(
            "Large", text_of(render(engine, f"<img src='{as_url(content)}' alt='Large'>"))
        )

    def test_font_of_a_document_is_not_used(self):
        with file_open("web/static/fonts/lato/Lato-Reg-webfont.ttf", "rb") as file:
            font = as_url(file.read(), "font/ttf")
        style = (
            f"@font-face {{ font-family: Theirs; src: url('{font}') }} p {{ font-family: Theirs }}"
        )
        before = render(engine, "<p style='font-family: Theirs, serif'>x</p>")
        pdf = render(engine, f"<style>{style}</style><p>x</p>")
        self.assertEqual(before, render(engine, "<p style='font-family: Theirs, serif'>x</p>"))
        self.assertTrue(fonts_of(pdf))
        self.assertNotIn("Lato", str(fonts_of(pdf)))

    def test_data_url_in_base64_and_plain(self):
        svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9'><text y='9'>Shown</text></svg>"
        encoded = base64.b64encode(svg.encode()).decode()
        for url in (f"data:image/svg+xml;base64,{encoded}", f"data:image/svg+xml,{svg}"):
            self.assertIn("Shown", text_of(render(engine, f'<img src="{url}">')))
