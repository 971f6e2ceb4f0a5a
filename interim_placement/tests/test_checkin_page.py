from http import HTTPStatus

from dateutil.relativedelta import relativedelta
from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common_checkin import PERIOD, CheckinCommon

ANSWER = {
    "score": "8",
    "remark": "Quick to see the point",
    "improvement": "More days in the office",
    "wants_extension": "yes",
}
# A red pixel.
LOGO = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5Erk"
    b"Jggg=="
)
RATES = ("110", "95", "15.00", "15,00", "13.6", "13,6")


class CheckinPageCommon(CheckinCommon, HttpCase):
    """A running placement, with a link for each side. The browser knows the real time only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        terms = {
            **PERIOD,
            "date_start": today,
            "date_end": today + relativedelta(months=6),
        }
        cls.recruiter.email = "rina@agency.test"
        cls.placement = cls._create_active(terms=terms)
        cls.checkin = cls.placement.checkin_ids.sorted()[0]
        cls.client_response, cls.professional_response = cls.env["interim.checkin.response"].create(
            [
                {"checkin_id": cls.checkin.id, "party": party, "partner_id": partner.id}
                for party, partner in (
                    ("client", cls.contact),
                    ("professional", cls.professional.partner_id),
                )
            ]
        )
        cls.client_url, cls.professional_url = (
            "/checkin/" + response._get_page_url().rsplit("/", 1)[-1]
            for response in (cls.client_response, cls.professional_response)
        )

    def setUp(self):
        super().setUp()
        # Wrong links of other tests, from the same address, do not count here.
        self.env.registry._interim_page_attempts = None

    def _get(self, url, **headers):
        return self.url_open(url, headers=headers, allow_redirects=False)

    def _post(self, url, **values):
        return self.url_open(url, data={**ANSWER, **values}, allow_redirects=False)

    def _get_text(self, response):
        return " ".join(html.fromstring(response.content).text_content().split())


@tagged("post_install", "-at_install")
class TestCheckinPage(CheckinPageCommon):
    """The page of two minutes behind each side's own link."""

    def test_form_of_the_client(self):
        page = self._get(self.client_url)
        self.assertEqual(page.status_code, HTTPStatus.OK)
        text = self._get_text(page)
        self.assertIn("How is the assignment of Sanne de Vries going?", text)
        self.assertIn("Communication adviser · Gemeente Waterrijk", text)
        self.assertIn("First day", text)
        self.assertIn("is read by rina (interim_placement.group_interim_user_own)", text)
        self.assertIn("Sanne de Vries does not see it", text)

    def test_form_of_the_professional(self):
        text = self._get_text(self._get(self.professional_url))
        self.assertIn("How is your assignment going?", text)
        self.assertIn("Dear Sanne de Vries", text)
        self.assertIn("Gemeente Waterrijk does not see it", text)

    def test_answer(self):
        answer = self._post(self.client_url)
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        self.assertTrue(answer.headers["Location"].endswith(self.client_url))
        self.assertEqual((self.checkin.client_score, self.checkin.client_state), (8, "answered"))
        self.assertEqual(self.client_response.remark, ANSWER["remark"])
        self.assertEqual(self.client_response.improvement, ANSWER["improvement"])
        self.assertEqual(self.client_response.wants_extension, "yes")
        self.assertFalse(self.checkin.professional_score, "Each link is for its own side")
        message = self.placement.message_ids[0]
        self.assertEqual(message.notified_partner_ids, self.recruiter.partner_id)
        text = self._get_text(self._get(self.client_url))
        self.assertIn("Thank you for your answer", text)
        self.assertIn("8 out of 10", text)
        self.assertIn(ANSWER["remark"], text)
        self.assertNotIn("<form", self._get(self.client_url).text)

    def test_used_link(self):
        self._post(self.client_url)
        again = self._post(self.client_url, score="1")
        self.assertEqual(again.status_code, HTTPStatus.OK)
        self.assertIn("Thank you", again.text)
        self.assertEqual(self.checkin.client_score, 8)

    def test_other_side_stays_unseen(self):
        self._post(self.client_url, score="3", remark="Not on time")
        for page in (self._get(self.professional_url), self._post(self.professional_url)):
            self.assertNotIn("Not on time", page.text)
        self.assertNotIn("Not on time", self._get(self.professional_url).text)
        self.assertNotIn(">3<", self._get(self.professional_url).text)

    def test_no_rates(self):
        for url in (self.client_url, self.professional_url):
            for page in (self._get(url), self._post(url, score=""), self._get(url)):
                text = self._get_text(page)
                for rate in RATES:
                    self.assertNotIn(rate, text)

    def test_closed(self):
        self.checkin.action_done()
        for page in (self._get(self.client_url), self._post(self.client_url)):
            self.assertIn("This check-in is closed", page.text)
            self.assertIn("mailto:rina@agency.test", page.text)
        self.assertFalse(self.checkin.client_score)

    def test_closed_placement(self):
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        self.assertIn("This check-in is closed", self._post(self.client_url).text)
        self.assertFalse(self.client_response.score)

    def test_wrong_links(self):
        token = self.client_url.rsplit("/", 1)[-1]
        wrong = ["", "/", "/" + token[:-1], "/" + token.swapcase(), "/own-link", "/%00", "/%25"]
        for end in wrong:
            with self.subTest(end=end):
                page = self._get("/checkin" + end)
                self.assertEqual(page.status_code, HTTPStatus.NOT_FOUND)
                self.assertIn("This link does not work", page.text)
                self.assertNotIn("Sanne", page.text)

    def test_ten_thousand_guesses(self):
        # Past the limit, one request costs as much as the next: the first tell what all get.
        statuses = [self._get(f"/checkin/{number:043d}").status_code for number in range(60)]
        self.assertEqual(
            statuses, [HTTPStatus.NOT_FOUND] * 20 + [HTTPStatus.TOO_MANY_REQUESTS] * 40
        )
        find = self.env["interim.checkin.response"]._find_by_token
        self.assertFalse(any(find(f"{number:043d}") for number in range(10_000)))
        busy = self._post(f"/checkin/{1:043d}")
        self.assertGreater(int(busy.headers["Retry-After"]), 0)
        self.assertIn("Too many attempts", busy.text)
        right = self._get(self.client_url)
        self.assertEqual(right.status_code, HTTPStatus.OK, "A town hall shares one address")
        self.assertFalse(self.checkin.client_score)

    def test_wrong_input(self):
        for score in ("", "0", "11", "-1", "8.5", "abc", "٣", "1 OR 1=1"):
            with self.subTest(score=score):
                page = self._post(self.client_url, score=score)
                self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
                self.assertIn("Choose a score from 1 to 10.", page.text)
                tree = html.fromstring(page.content)
                self.assertEqual(tree.xpath("//textarea[@id='remark']")[0].text, ANSWER["remark"])
                self.assertTrue(tree.xpath("//input[@value='yes' and @checked]"))
                (link,) = tree.xpath("//*[@role='alert']//a/@href")
                self.assertTrue(tree.xpath(f"//*[@id='{link[1:]}']"), "It leads to the field")
        page = self._post(self.client_url, remark="x" * 2001)
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertIn("at most 2000 characters", page.text)
        self.assertEqual(self.client_response.state, "asked")

    def test_only_the_four_fields_are_read(self):
        self._post(
            self.client_url,
            party="professional",
            state="recorded",
            checkin_id="1",
            access_token="x",
            wants_extension="always",
        )
        self.assertEqual(self.client_response.party, "client")
        self.assertEqual(self.client_response.state, "answered")
        self.assertEqual(self.client_response.wants_extension, "unknown")
        self.assertTrue(self._get(self.client_url).ok)

    def test_far_too_much(self):
        answer = self._post(self.client_url, remark="x" * 100_000)
        self.assertEqual(answer.status_code, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.assertEqual(self.client_response.state, "asked")

    def test_markup_is_text(self):
        evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        page = self._post(self.client_url, score="", remark=evil, improvement='"><b>x</b>')
        self.assertNotIn("<script", page.text)
        self.assertNotIn("<img src=x", page.text)
        self.assertNotIn("<b>x", page.text)
        self._post(self.client_url, remark=evil)
        for shown in (self._get(self.client_url).text, self.placement.message_ids[0].body):
            self.assertIn("&lt;script&gt;", shown)
            self.assertNotIn("<script", shown)
            self.assertNotIn("<img src=x", shown)

    def test_nothing_but_text(self):
        """No script, no cookie; the address goes nowhere and stays nowhere."""
        for page in (
            self._get(self.client_url),
            self._post(self.client_url),
            self._get("/checkin"),
        ):
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertIn("noindex", page.headers["X-Robots-Tag"])
            self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
            self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))
            self.assertNotIn("<script", page.text)

    def test_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        module = self.env["ir.module.module"].search([("name", "=", "interim_placement")])
        module._update_translations("nl_NL")
        page = self._get(self.client_url)
        self.assertIn('<html lang="en-US">', page.text)
        self.assertIn('lang="nl-NL"', page.text, "A way to the other language")
        page = self._get(self.client_url + "?lang=nl_NL")
        self.assertIn('<html lang="nl-NL">', page.text)
        self.assertIn("Hoe gaat de opdracht van Sanne de Vries?", page.text)
        self.assertIn("Eerste dag", page.text)
        page = self._post(self.client_url + "?lang=nl_NL", score="")
        self.assertIn("Kies een cijfer van 1 tot 10.", page.text)
        self.contact.lang = "nl_NL"
        self.assertIn('<html lang="nl-NL">', self._get(self.client_url).text)
        for wanted, got in (("nl", "nl-NL"), ("fr, nl;q=0.5, en;q=0.2", "nl-NL"), ("fr", "en-US")):
            page = self._get("/checkin/x", **{"Accept-Language": wanted})
            self.assertIn(f'<html lang="{got}">', page.text)
        self.assertIn('<html lang="nl-NL">', self._get(self.client_url + "?lang=xx_XX").text)

    def test_it_costs_a_few_queries(self):
        self._get(self.client_url)
        with self.assertQueryCount(40):
            self._get(self.client_url)

    def test_nothing_is_read_from_the_query(self):
        page = self._post(self.client_url + "?score=10&remark=Forged", score="", remark="")
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertNotIn("Forged", self._get_text(page))
        self.assertFalse(self.checkin.client_score)
        missing = {name: value for name, value in ANSWER.items() if name != "score"}
        page = self.url_open(self.client_url + "?score=10", data=missing, allow_redirects=False)
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)

    def test_redirect_stays_here(self):
        answer = self._post(self.client_url + "?lang=en_US&x=%0d%0aSet-Cookie:a=b")
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        self.assertNotIn("a=b", answer.headers.get("Set-Cookie", ""))
        self.assertTrue(answer.headers["Location"].partition("?")[0].endswith(self.client_url))

    def test_link_with_more_behind_it(self):
        for end in ("/", "/more", "/more/of/it", "%2F..", "%0a", ">"):
            with self.subTest(end=end):
                page = self._get(self.client_url + end)
                if end == "/":
                    continue  # Odoo may take it for the link itself
                self.assertEqual(page.status_code, HTTPStatus.NOT_FOUND)
                self.assertIn("This link does not work", page.text)

    def test_nearest_language(self):
        for code in ("pt_BR", "pt_PT", "kab_DZ"):
            self.env["res.lang"]._activate_lang(code)
        for wanted, got in (
            ("pt-PT", "pt-PT"),
            ("pt-BR", "pt-BR"),
            ("ka", "en-US"),
            ("pt;q=0, en;q=0.1", "en-US"),
            ("*", "en-US"),
            ("-, ;;q=x", "en-US"),
        ):
            with self.subTest(wanted=wanted):
                page = self._get("/checkin/x", **{"Accept-Language": wanted})
                self.assertIn(f'<html lang="{got}">', page.text)

    def test_day_of_the_answer_is_that_of_the_reader(self):
        response = self.env["interim.checkin.response"].create(
            {
                "checkin_id": self.placement.checkin_ids.sorted()[1].id,
                "party": "client",
                "partner_id": self.contact.id,
                "state": "answered",
                "score": 8,
                "answered_on": "2026-12-31 23:30:00",
            }
        )
        url = "/checkin/" + response._get_page_url().rsplit("/", 1)[-1]
        self.recruiter.tz = "Europe/Amsterdam"
        self.assertIn("You answered on January 1, 2027", self._get(url).text)
        self.contact.tz = "UTC"
        self.assertIn("You answered on December 31, 2026", self._get(url).text)

    def test_page_and_what_it_loads_set_no_cookie(self):
        self.env.company.logo = LOGO
        page = self._get(self.client_url)
        tree = html.fromstring(page.content)
        (logo,) = tree.xpath("//header//img")
        self.assertTrue(logo.get("src").startswith("data:image/"))
        self.assertEqual(logo.get("alt"), self.env.company.name)
        self.assertFalse(tree.xpath("//header//span"), "A logo says the name")
        loaded = tree.xpath("//link[@rel='stylesheet']/@href")
        self.assertEqual(len(loaded), 2)
        self.opener.cookies.clear()
        for url in (self.client_url, *loaded):
            answer = self._get(url)
            self.assertTrue(answer.ok)
            self.assertNotIn("Set-Cookie", answer.headers)

    def test_lines_stay_lines_in_the_chatter(self):
        self._post(self.client_url, remark="One\r\n<b>Two</b>")
        self.assertIn("One<br>&lt;b&gt;Two&lt;/b&gt;", self.placement.message_ids[0].body)
