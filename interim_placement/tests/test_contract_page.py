import base64
import hashlib
import io
import struct
import zlib
from http import HTTPStatus
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from lxml import html
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from odoo import fields
from odoo.exceptions import LockError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.interim_placement.controllers.drawn_signature import read_drawing

from .common import TERMS, PlacementCommon

ARTICLES = [
    ("scope", "Assignment", "<p>The professional advises on <b>communication</b>.</p>"),
    ("term", "Term", "<p>From 4 January 2027 to 30 June 2027.</p>"),
    ("rate", "Rate", "<p>One hundred an hour.</p>"),
]
SIGNATURE = {"action": "sign", "signed_name": "Anja Bakker", "capacity": "Head", "consent": "yes"}
PREFIX = "data:image/png;base64,"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
RATES = ("110", "95", "15.00", "13.6")


def make_png(width=600, height=200, *, drawn=True, text=""):
    image = Image.new("RGBA", (width, height))
    if drawn:
        ImageDraw.Draw(image).line((20, 20, 300, 150, 500, 30), fill=(20, 33, 61, 255), width=5)
    file = io.BytesIO()
    info = PngInfo()
    info.add_text("Comment", text)
    image.save(file, "PNG", pnginfo=info)
    return file.getvalue()


def make_url(content):
    return PREFIX + base64.b64encode(content).decode()


def make_bomb(width, height):
    """Return a small file that unpacks to a picture of that size."""

    def part(kind, content):
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(4 * 1024 * 1024), 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


class ContractPageCommon(PlacementCommon, HttpCase):
    """A contract with the client that was sent: the agency signs first, then the client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.email = "rina@agency.test"
        cls.placement = cls._create_placement("negotiation", terms=TERMS)
        cls.terms = cls.placement.terms_ids
        cls.contract = cls._create_contract("client", cls.contact)
        cls.agency, cls.signer = cls.contract.signer_ids.sorted()

    @classmethod
    def _create_contract(cls, party, partner, articles=ARTICLES, **values):
        contract = cls.env["interim.contract"].create(
            {"terms_id": cls.terms.id, "party": party, **values}
        )
        contract._add_version(cls._prepare_articles(articles), title="Agreement", lang="en_US")
        cls._add_signers(contract, [("agency", cls.recruiter.partner_id), (party, partner)])
        cls._send(contract)
        return contract

    @classmethod
    def _prepare_articles(cls, articles):
        return [
            {
                "key": topic,
                "sequence": sequence,
                "topic": topic,
                "heading": heading,
                "body_html": body_html,
            }
            for sequence, (topic, heading, body_html) in enumerate(articles)
        ]

    @classmethod
    def _add_signers(cls, contract, people):
        cls.env["interim.contract.signer"].create(
            [
                {
                    "contract_id": contract.id,
                    "role": role,
                    "partner_id": partner.id,
                    "sequence": sequence,
                }
                for sequence, (role, partner) in enumerate(people, 1)
            ]
        )

    @classmethod
    def _send(cls, contract):
        expires_on = fields.Date.today() + relativedelta(days=14)
        contract._send_for_signature(contract._render_mails("sign"), expires_on)

    def setUp(self):
        super().setUp()
        # Wrong links of other tests, from the same address, do not count here.
        self.env.registry._interim_page_attempts = None

    def _get_url(self, signer):
        return "/contract/" + signer._get_page_url().rsplit("/", 1)[-1]

    def _get(self, url, **headers):
        return self.url_open(url, headers=headers, allow_redirects=False)

    def _post(self, signer, query="", **values):
        return self.url_open(self._get_url(signer) + query, data=values, allow_redirects=False)

    def _sign(self, signer, **values):
        return self._post(signer, **{**SIGNATURE, **values})

    def _sign_for_agency(self):
        self.assertEqual(self._sign(self.agency).status_code, HTTPStatus.SEE_OTHER)

    def _get_text(self, response):
        return " ".join(html.fromstring(response.content).text_content().split())

    def _assert_heading(self, response, heading):
        headings = html.fromstring(response.content).xpath("//*[@id='status']//h2")
        self.assertEqual([h.text_content() for h in headings], [heading])


@tagged("post_install", "-at_install")
class TestContractPage(ContractPageCommon):
    """What a signer sees and does behind the own link."""

    def test_open(self):
        self._sign_for_agency()
        page = self._get(self._get_url(self.signer))
        self.assertEqual(page.status_code, HTTPStatus.OK)
        self._assert_heading(page, "It is your turn to sign")
        text = self._get_text(page)
        for part in (
            f"Contract {self.contract.name}, version 1",
            "Agreement",
            "Anja Bakker (Client)",
            "Anja Bakker (Client, you)",
            "1. Assignment",
            "2. Term",
            "3. Rate",
            "From 4 January 2027 to 30 June 2027.",
            "version 1, and agree to it",
        ):
            self.assertIn(part, text)
        tree = html.fromstring(page.content)
        for link in tree.xpath("//nav[@class='contents']//a/@href"):
            self.assertTrue(tree.xpath(f"//*[@id='{link[1:]}']//h3"))
        self.assertTrue(self.signer.first_viewed_on)

    def test_looking_is_noted_once(self):
        self.assertFalse(self.agency.first_viewed_on)
        self.url_open(self._get_url(self.agency), method="HEAD")
        self.assertFalse(self.agency.first_viewed_on, "A program looked whether there is a page")
        self._get(self._get_url(self.agency))
        first = self.agency.first_viewed_on
        self.assertTrue(first)
        self._get(self._get_url(self.agency))
        self.assertEqual(self.agency.first_viewed_on, first)

    def test_sign_by_name(self):
        self._sign_for_agency()
        answer = self._sign(self.signer, capacity="Head of\r\n communication")
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        path, _hash, anchor = answer.headers["Location"].partition("#")
        self.assertTrue(path.endswith(self._get_url(self.signer)))
        self.assertEqual(anchor, "status")
        signer = self.signer
        self.assertEqual(signer.state, "signed")
        self.assertEqual((signer.signed_name, signer.signature_method), ("Anja Bakker", "typed"))
        self.assertEqual(signer.capacity, "Head of communication")
        self.assertEqual(signer.authentication, "link")
        self.assertEqual(signer.ip_address, "127.0.0.1")
        self.assertIn("python-requests", signer.user_agent)
        self.assertIn(self.contract.name, signer.consent_text)
        self.assertEqual(signer.pdf_sha256, self.contract.version_id.sha256)
        self.assertEqual(self.contract.state, "signed")

    def test_sign_by_drawing(self):
        self._sign(self.agency, signature=make_url(make_png()))
        self.assertEqual(self.agency.signature_method, "drawn")
        image = Image.open(io.BytesIO(base64.b64decode(self.agency.signature)))
        self.assertEqual((image.format, image.size, image.mode), ("PNG", (600, 200), "RGB"))

    def test_order(self):
        page = self._get(self._get_url(self.signer))
        self._assert_heading(page, "It is not your turn to sign yet")
        self.assertNotIn('value="sign"', page.text)
        answer = self._sign(self.signer)
        self.assertEqual(answer.status_code, HTTPStatus.CONFLICT)
        self.assertIn("This came too late", answer.text)
        self.assertEqual(self.signer.state, "waiting")
        self._sign_for_agency()
        page = self._get(self._get_url(self.agency))
        self._assert_heading(page, "You have signed")
        self.assertIn("You signed on", page.text)

    def test_all_signed(self):
        self._sign_for_agency()
        url = self._get_url(self.signer)
        self.assertEqual(self._get(url + "/signed.pdf").status_code, HTTPStatus.NOT_FOUND)
        self._sign(self.signer)
        for signer in (self.agency, self.signer):
            page = self._get(self._get_url(signer))
            self._assert_heading(page, "All have signed")
            (link,) = html.fromstring(page.content).xpath(
                "//a[contains(@href, 'signed.pdf')]/@href"
            )
            signed = self._get(link)
            self.assertEqual(signed.headers["Content-Type"], "application/pdf")
            version = self.contract.version_id
            self.assertEqual(hashlib.sha256(signed.content).hexdigest(), version.signed_sha256)

    def test_document(self):
        answer = self._get(self._get_url(self.signer) + "/document.pdf")
        self.assertEqual(answer.status_code, HTTPStatus.OK)
        version = self.contract.version_id
        self.assertEqual(hashlib.sha256(answer.content).hexdigest(), version.sha256)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        disposition = answer.headers["Content-Disposition"]
        self.assertTrue(disposition.startswith("inline"))
        self.assertIn(version.pdf_name, disposition)
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")

    def test_decline(self):
        self._sign_for_agency()
        answer = self._post(self.signer, action="decline", reason="  ")
        self.assertEqual(answer.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertIn("Write why you do not sign.", answer.text)
        answer = self._post(self.signer, action="decline", reason="No budget")
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        self.assertEqual((self.signer.state, self.contract.state), ("declined", "declined"))
        page = self._get(self._get_url(self.signer))
        self._assert_heading(page, "You have declined")
        self.assertIn("No budget", page.text)
        page = self._get(self._get_url(self.agency))
        self._assert_heading(page, "This contract was declined")
        self.assertNotIn("No budget", page.text)
        again = self._post(self.signer, action="decline", reason="Again")
        self.assertEqual(again.status_code, HTTPStatus.SEE_OTHER)
        self.assertEqual(self.signer.decline_reason, "No budget")

    def test_remark(self):
        rate = self.contract.version_id.article_ids.filtered(lambda a: a.topic == "rate")
        answer = self._post(
            self.signer, action="remark", remark_article=rate.id, remark="Less\r\nplease"
        )
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER, "Before it is their turn, too")
        self.assertTrue(answer.headers["Location"].endswith("#remarks"))
        remark = self.contract.remark_ids
        self.assertEqual((remark.text, remark.article_id), ("Less\nplease", rate))
        self.assertEqual(remark.signer_id, self.signer)
        self._post(self.signer, action="remark", remark="On the whole of it")
        remark.sudo().write({"state": "rejected", "answer": "This is the usual rate."})
        text = self._get_text(self._get(self._get_url(self.signer)))
        for part in ("Not accepted", "Less please", "This is the usual rate.", "Not answered yet"):
            self.assertIn(part, text)
        other = self._get_text(self._get(self._get_url(self.agency)))
        self.assertNotIn("Less please", other)

    def test_deviations_stay_inside(self):
        self.env["interim.contract.remark"].create(
            {"contract_id": self.contract.id, "text": "Their notice is too long"}
        )
        self.assertNotIn("Their notice", self._get(self._get_url(self.signer)).text)

    def test_nothing_typed_is_lost(self):
        drawing = make_url(make_png())
        answer = self._post(
            self.agency,
            **{**SIGNATURE, "consent": ""},
            signature=drawing,
            remark="A remark, begun",
            reason="A reason, begun",
        )
        self.assertEqual(answer.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        tree = html.fromstring(answer.content)
        self.assertEqual(tree.xpath("//input[@name='signed_name']/@value"), ["Anja Bakker"])
        self.assertEqual(tree.xpath("//input[@name='capacity']/@value"), ["Head"])
        self.assertEqual(tree.xpath("//input[@name='signature']/@value"), [drawing])
        self.assertEqual(tree.xpath("//textarea[@id='remark']")[0].text, "A remark, begun")
        self.assertEqual(tree.xpath("//textarea[@id='reason']")[0].text, "A reason, begun")
        self.assertTrue(tree.xpath("//details[@id='decline' and @open]"))
        (link,) = tree.xpath("//*[@role='alert']//a/@href")
        self.assertEqual(link, "#consent")

    def test_what_is_missing(self):
        for values, field in (
            ({"signed_name": ""}, "signed_name"),
            ({"signed_name": " . "}, "signed_name"),
            ({"signed_name": "x" * 101}, "signed_name"),
            ({"capacity": "x" * 101}, "capacity"),
            ({"consent": ""}, "consent"),
            ({"action": "remark", "remark": ""}, "remark"),
            ({"action": "remark", "remark": "x" * 2001}, "remark"),
            ({"action": "decline", "reason": "x" * 2001}, "reason"),
        ):
            with self.subTest(values=values):
                answer = self._sign(self.agency, **values)
                self.assertEqual(answer.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
                tree = html.fromstring(answer.content)
                self.assertEqual(tree.xpath("//*[@role='alert']//a/@href"), [f"#{field}"])
                (described,) = tree.xpath(f"//*[@id='{field}']/@aria-describedby")
                self.assertIn(f"{field}_problem", described.split())
                self.assertTrue(tree.xpath(f"//*[@id='{field}_problem']"))
        self.assertEqual(self.agency.state, "asked")
        self.assertFalse(self.contract.remark_ids)

    def test_unknown_action(self):
        for action in ("", "withdraw", "_sign", "<b>"):
            answer = self._sign(self.agency, action=action)
            self.assertEqual(answer.status_code, HTTPStatus.BAD_REQUEST)
            self.assertIn("Anja Bakker", answer.text)
        self.assertEqual(self.agency.state, "asked")

    def test_second_click(self):
        self._sign_for_agency()
        again = self._sign(self.agency, signed_name="Somebody Else")
        self.assertEqual(again.status_code, HTTPStatus.SEE_OTHER)
        self.assertEqual(self.agency.signed_name, "Anja Bakker")

    def test_lost_race(self):
        signers = self.env.registry["interim.contract.signer"]
        with patch.object(signers, "_sign", side_effect=LockError("Locked")):
            answer = self._sign(self.agency)
        self.assertEqual(answer.status_code, HTTPStatus.CONFLICT)
        self.assertIn("at this very moment", answer.text)
        self.assertIn('value="Anja Bakker"', answer.text)
        self.assertNotIn("Locked", answer.text)

    def test_too_late_for_a_remark(self):
        self.contract.action_withdraw()
        answer = self._post(self.signer, action="remark", remark="A long remark")
        self.assertEqual(answer.status_code, HTTPStatus.CONFLICT)
        self.assertIn("This came too late", answer.text)
        self.assertIn("A long remark", answer.text, "It can be copied")
        self.assertFalse(self.contract.remark_ids)

    def test_what_was_taken_back_is_not_shown(self):
        """Superseded, revised, withdrawn: why, without what the text said."""
        url = self._get_url(self.signer)

        def check(heading):
            for page in (self._get(url), self._sign(self.signer)):
                self._assert_heading(page, heading)
                self.assertNotIn("One hundred an hour", page.text)
                self.assertNotIn("<form", page.text)
                self.assertIn("mailto:rina@agency.test", page.text)
            document = self._get(url + "/document.pdf")
            self.assertEqual(document.status_code, HTTPStatus.GONE)
            self._assert_heading(document, heading)
            self.assertEqual(self._get(url + "/signed.pdf").status_code, HTTPStatus.NOT_FOUND)

        self.contract.action_withdraw()
        check("This contract is being revised")
        self.contract._add_version(
            self._prepare_articles(ARTICLES[:2]), title="Agreement", lang="en_US"
        )
        check("This contract is being revised")
        self._send(self.contract)
        check("There is a newer version")
        self.contract.action_cancel()
        page = self._get(self._get_url(self.contract.signer_ids.sorted()[1]))
        self._assert_heading(page, "This contract was withdrawn")

    def test_redline(self):
        self.contract.action_withdraw()
        articles = [*ARTICLES[:2], ("rate", "Rate", "<p>Ninety-nine an hour.</p>")]
        self.contract._add_version(
            self._prepare_articles(articles), title="Agreement", lang="en_US"
        )
        self._send(self.contract)
        tree = html.fromstring(self._get(self._get_url(self.contract.signer_ids[0])).content)
        (changes,) = tree.xpath("//details[@id='changes']//div[@lang='en-US']")
        self.assertIn("Ninety-nine", "".join(changes.xpath(".//ins//text()")))
        self.assertIn("One", "".join(changes.xpath(".//del//text()")))
        self.assertEqual(changes.xpath(".//section/h2/text()"), ["Rate"])
        self.assertIn(
            "Articles that stayed as they were: 2",
            tree.xpath("string(//details[@id='changes'])"),
        )

    def test_redline_without_a_change(self):
        self.contract.action_withdraw()
        self.contract._add_version(
            self._prepare_articles(ARTICLES), title="Another title", lang="en_US"
        )
        self._send(self.contract)
        tree = html.fromstring(self._get(self._get_url(self.contract.signer_ids[0])).content)
        self.assertIn("No article has changed.", tree.xpath("string(//details[@id='changes'])"))
        self.assertFalse(tree.xpath("//details[@id='changes']//div"))

    def test_stale(self):
        self.terms.hours_per_week = 32
        page = self._get(self._get_url(self.agency))
        self._assert_heading(page, "This contract is being revised")
        self.assertEqual(self._sign(self.agency).status_code, HTTPStatus.CONFLICT)
        self.assertEqual(self.agency.state, "asked")

    def test_expired(self):
        yesterday = fields.Date.today() - relativedelta(days=2)
        self.env.cr.execute(
            "UPDATE interim_contract SET expires_on = %s WHERE id = %s",
            (yesterday, self.contract.id),
        )
        self.contract.invalidate_recordset()
        page = self._get(self._get_url(self.agency))
        self._assert_heading(page, "The last day to sign has passed")
        self.assertEqual(self._sign(self.agency).status_code, HTTPStatus.CONFLICT)

    def test_received_paper(self):
        self.contract.action_cancel()
        pdf = base64.b64encode(b"%PDF-1.4 theirs")
        contract = self.env["interim.contract"].create(
            {"terms_id": self.terms.id, "party": "client", "paper": "received"}
        )
        contract._add_version([], title="Their agreement", pdf=pdf)
        self._add_signers(contract, [("client", self.contact)])
        self._send(contract)
        signer = contract.signer_ids
        page = self._get(self._get_url(signer))
        self._assert_heading(page, "It is your turn to sign")
        self.assertIn("The text is in the document.", page.text)
        self.assertNotIn("remark_article", page.text)
        document = self._get(self._get_url(signer) + "/document.pdf")
        self.assertEqual(document.content, b"%PDF-1.4 theirs")
        self._post(signer, action="remark", remark="Please note")
        self.assertEqual(contract.remark_ids.text, "Please note")

    def test_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        page = self._get(self._get_url(self.agency) + "?lang=nl_NL")
        tree = html.fromstring(page.content)
        self.assertEqual(tree.xpath("/html/@lang"), ["nl-NL"])
        self.assertEqual(tree.xpath("//h1/@lang"), ["en-US"], "The text is in its own language")
        self.assertEqual(tree.xpath("//section[@id='text']/div/@lang"), ["en-US"])
        answer = self._sign(self.agency)
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)

    def test_it_costs_a_few_queries(self):
        url = self._get_url(self.signer)
        self._get(url)
        with self.assertQueryCount(60):
            self._get(url)

    def test_headers(self):
        for page in (
            self._get(self._get_url(self.agency)),
            self._sign(self.agency, consent=""),
            self._get("/contract"),
            self._sign(self.agency),
        ):
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("noindex", page.headers["X-Robots-Tag"])
            policy = page.headers["Content-Security-Policy"]
            self.assertEqual(
                sorted(policy.split("; ")),
                [
                    "base-uri 'none'",
                    "default-src 'none'",
                    "form-action 'self'",
                    "frame-ancestors 'none'",
                    "img-src 'self' data:",
                    "script-src 'self'",
                    "style-src 'self'",
                ],
            )
            self.assertNotIn("Set-Cookie", page.headers)
            tree = html.fromstring(page.content) if page.content else None
            if tree is not None:
                self.assertFalse(tree.xpath("//script[not(@src)] | //style | //*[@style]"))

    def test_no_rates_beside_the_text(self):
        for signer in self.contract.signer_ids:
            text = self._get_text(self._get(self._get_url(signer)))
            for rate in RATES:
                self.assertNotIn(rate, text)

    def test_others_stay_unseen(self):
        page = self._get(self._get_url(self.signer))
        self.assertNotIn(self.agency.sudo().access_token or "-", page.text)
        self._sign_for_agency()
        page = self._get(self._get_url(self.signer))
        for unseen in (self.agency.email or "-@-", "127.0.0.1", "python-requests"):
            body = html.fromstring(page.content).xpath("//section[@id='signers']")[0]
            self.assertNotIn(unseen, body.text_content())


@tagged("post_install", "-at_install")
class TestContractPageAccess(ContractPageCommon):
    """Who has no right to it gets nothing of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_contract = cls._create_contract(
            "professional",
            cls.professional.partner_id,
            [("rate", "Rate", "<p>Eighty an hour.</p>")],
        )
        cls.other_signer = cls.other_contract.signer_ids.sorted()[1]
        cls.users = {
            name: new_test_user(cls.env, name, "base.group_portal", partner_id=partner.id)
            for name, partner in (
                ("portal_client", cls.contact),
                ("portal_professional", cls.professional.partner_id),
            )
        }

    def test_wrong_links(self):
        url = self._get_url(self.signer)
        token = url.rsplit("/", 1)[-1]
        ends = ["", "/", "/" + token[:-1], "/" + token.swapcase(), "/own-link", "/%00", "/%25"]
        ends += [f"/{token}/more", f"/{token}/document", f"/{token}%0a", f"/{token}%2F.."]
        for end in [*ends, f"/{token[:-1]}/document.pdf", f"/{token[:-1]}/signed.pdf"]:
            with self.subTest(end=end):
                page = self._get("/contract" + end)
                self.assertEqual(page.status_code, HTTPStatus.NOT_FOUND)
                self.assertIn("This link does not work", page.text)
                self.assertNotIn("Anja", page.text)

    def test_wrong_links_count_at_all_pages(self):
        for number in range(20):
            kind = ("contract", "checkin")[number % 2]
            self.assertEqual(self._get(f"/{kind}/{number}").status_code, HTTPStatus.NOT_FOUND)
        for path in ("/contract/x", "/checkin/x", "/contract/x/document.pdf"):
            self.assertEqual(self._get(path).status_code, HTTPStatus.TOO_MANY_REQUESTS)
        right = self._get(self._get_url(self.signer))
        self.assertEqual(right.status_code, HTTPStatus.OK)

    def test_other_side(self):
        for signer, unseen in (
            (self.signer, "Eighty an hour"),
            (self.other_signer, "One hundred an hour"),
        ):
            page = self._get(self._get_url(signer))
            self.assertNotIn(unseen, page.text)
            self.assertNotIn(unseen, self._sign(signer).text)
        self.assertIn("One hundred an hour", self._get(self._get_url(self.signer)).text)

    def test_article_of_another_contract(self):
        foreign = self.other_contract.version_id.article_ids
        for article in (foreign.id, "0", "-1", "x", "1e3", "٣", f"{foreign.id} OR 1=1"):
            answer = self._post(
                self.agency, action="remark", remark="Eighty?", remark_article=article
            )
            self.assertEqual(answer.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
            self.assertIn("Choose an article of this contract.", answer.text)
        self.assertFalse(self.contract.remark_ids)

    def test_nothing_is_read_from_the_query(self):
        query = "?action=sign&signed_name=Forged&consent=yes&remark=Forged"
        answer = self._post(self.agency, query, action="sign")
        self.assertEqual(answer.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertNotIn("Forged", self._get_text(answer))
        answer = self._post(self.agency, query, signed_name="A")
        self.assertEqual(answer.status_code, HTTPStatus.BAD_REQUEST)
        self.assertEqual(self.agency.state, "asked")

    def test_other_fields_are_not_read(self):
        self._sign(
            self.agency,
            state="asked",
            role="client",
            authentication="login",
            ip_address="1.1.1.1",
            consent_text="Nothing",
            signed_on="2020-01-01",
        )
        self.assertEqual((self.agency.state, self.agency.role), ("signed", "agency"))
        self.assertEqual(self.agency.authentication, "link")
        self.assertEqual(self.agency.ip_address, "127.0.0.1")
        self.assertGreater(self.agency.signed_on.year, 2020)
        self.assertNotEqual(self.agency.consent_text, "Nothing")

    def test_far_too_much(self):
        answer = self._sign(self.agency, reason="x" * 500_000)
        self.assertEqual(answer.status_code, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.assertEqual(self.agency.state, "asked")

    def test_markup_is_text(self):
        answer = self._sign(self.agency, consent="", signed_name=EVIL, capacity=EVIL, reason=EVIL)
        self._assert_no_markup(answer)
        self._post(self.agency, action="remark", remark=EVIL)
        self._sign(self.agency, signed_name=EVIL[:100], capacity='"><b>x</b>')
        self._assert_no_markup(self._get(self._get_url(self.agency)))
        self._assert_no_markup(self._get(self._get_url(self.signer)))
        for message in self.placement.message_ids:
            self.assertNotIn("<script", message.body)
            self.assertNotIn("<img src=x", message.body)

    def _assert_no_markup(self, page):
        tree = html.fromstring(page.content)
        self.assertFalse(
            tree.xpath("//script[not(@src)] | //*[@onerror] | //img[@src='x'] | //b[.='x']")
        )

    def test_invisible_characters(self):
        self._sign(self.agency, signed_name="Anja\x00\u202e\tBak\u2028ker", capacity="\x07Head")
        self.assertEqual(self.agency.signed_name, "Anja Bak ker")
        self.assertEqual(self.agency.capacity, "Head")

    def test_hostile_pictures(self):
        good = make_png()
        svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
        for name, drawing in {
            "no picture": PREFIX + base64.b64encode(b"GIF89a" + bytes(100)).decode(),
            "svg": "data:image/svg+xml;base64," + svg,
            "svg that says it is a png": PREFIX + svg,
            "address": "https://example.com/x.png",
            "not base64": PREFIX + "@@@" + good.hex(),
            "not ascii": PREFIX + "é",
            "empty": PREFIX,
            "broken off": make_url(good[:200]),
            "huge picture": make_url(make_bomb(50_000, 50_000)),
            "large picture": make_url(make_bomb(2401, 100)),
            "more behind it": make_url(good + b"<script>alert(1)</script>"),
            "large file": make_url(make_png(text="x" * 210 * 1024)),
        }.items():
            with self.subTest(name=name):
                answer = self._sign(self.agency, signature=drawing)
                self.assertEqual(answer.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
                self.assertIn("The drawing could not be read.", answer.text)
                self.assertNotIn(drawing, answer.text)
                self.assertIn('value="Anja Bakker"', answer.text)
        self.assertEqual(self.agency.state, "asked")

    def test_only_the_picture_is_kept(self):
        self.assertIsNone(read_drawing(""))
        self.assertIsNone(read_drawing(make_url(make_png(drawn=False))), "Nothing is drawn")
        kept = read_drawing(make_url(make_png(text="<script>alert(1)</script>")))
        self.assertNotIn(b"script", kept)
        self.assertTrue(kept.startswith(b"\x89PNG"))
        image = Image.open(io.BytesIO(read_drawing(make_url(make_png(2400, 800)))))
        self.assertEqual((image.size, image.mode), ((900, 300), "RGB"))
        self.assertEqual(image.getpixel((0, 0)), (255, 255, 255))

    def test_login_is_noted(self):
        self.authenticate("rina", "rina")
        self._sign(self.agency)
        self.assertEqual(self.agency.authentication, "login")
        self.authenticate("portal_professional", "portal_professional")
        self._sign(self.signer)
        self.assertEqual(self.signer.authentication, "link", "Logged in, but somebody else")

    def test_my_contracts(self):
        self._sign_for_agency()
        self.authenticate("portal_client", "portal_client")
        page = self.url_open("/my/contracts")
        self.assertEqual(page.status_code, HTTPStatus.OK)
        self.assertIn(self.contract.name, page.text)
        self.assertIn("To sign", page.text)
        self.assertNotIn(self.other_contract.name, page.text)
        self.assertNotIn(self.signer.access_token, page.text)
        last_day = f"{self.contract.expires_on:%B} {self.contract.expires_on:%-d, %Y}"
        self.assertIn(last_day, page.text)
        self.assertIn(last_day, self._get(self._get_url(self.signer)).text, "In the same words")
        home = self.url_open("/my/home")
        self.assertIn("/my/contracts", home.text)
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["interim_contract_count"]}
        )
        self.assertEqual(counters["interim_contract_count"], 1)
        answer = self._get(f"/my/contracts/{self.signer.id}")
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        self.assertTrue(answer.headers["Location"].endswith(self._get_url(self.signer)))

    def test_my_contracts_of_others(self):
        self._sign_for_agency()
        self._sign(self.other_contract.signer_ids.sorted()[0])
        self.authenticate("portal_professional", "portal_professional")
        for signer_id in (self.signer.id, self.agency.id, 0, 2**31 - 1, 2**70):
            answer = self._get(f"/my/contracts/{signer_id}")
            self.assertEqual(answer.status_code, HTTPStatus.NOT_FOUND)
            self.assertNotIn(self.signer.access_token, answer.text)
        text = self.url_open("/my/contracts").text
        self.assertIn(self.other_contract.name, text)
        self.assertNotIn(self.contract.name, text)
        self.authenticate(None, None)
        answer = self._get(f"/my/contracts/{self.signer.id}")
        self.assertIn("/web/login", answer.headers["Location"])

    def test_my_contracts_before_and_after(self):
        self.authenticate("portal_client", "portal_client")
        self.assertNotIn(self.contract.name, self.url_open("/my/contracts").text, "Not asked yet")
        answer = self._get(f"/my/contracts/{self.signer.id}")
        self.assertEqual(answer.status_code, HTTPStatus.NOT_FOUND)
        self._sign_for_agency()
        self.assertIn(self.contract.name, self.url_open("/my/contracts").text)
        self.contract.action_cancel()
        self.assertNotIn(self.contract.name, self.url_open("/my/contracts").text)

    def test_search_and_sort(self):
        self._sign_for_agency()
        self.authenticate("portal_client", "portal_client")
        for query, is_found in (
            (f"search={self.contract.name}", True),
            ("search=agreem", True),
            ("search=nothing+like+it", False),
            ("sortby=newest", True),
            ("sortby=state", True),
            ("sortby=access_token+desc", True),
        ):
            with self.subTest(query=query):
                page = self.url_open(f"/my/contracts?{query}")
                self.assertEqual(page.status_code, HTTPStatus.OK)
                self.assertEqual(self.contract.name in page.text.split("<tbody>")[-1], is_found)
        self.assertEqual(self.url_open("/my/contracts/page/99").status_code, HTTPStatus.OK)
