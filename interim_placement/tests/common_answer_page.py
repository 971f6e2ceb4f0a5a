from http import HTTPStatus

from dateutil.relativedelta import relativedelta
from lxml import html

from odoo import fields
from odoo.tests import HttpCase

from .common_checkin import PERIOD, CheckinCommon

# A red pixel.
LOGO = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5Erk"
    b"Jggg=="
)
RATES = ("110", "95", "15.00", "15,00", "13.6", "13,6")
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class AnswerPageCommon(CheckinCommon, HttpCase):
    """A running placement, with a link for each side. The browser knows the real time only."""

    # Of one kind of page. To be overridden.
    answer_model = None
    path = None
    answer = {}  # what the client sends
    text_field = None

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
        cls.client_answer, cls.professional_answer = cls._ask()
        cls.client_url, cls.professional_url = (
            cls._get_page_path(answer) for answer in (cls.client_answer, cls.professional_answer)
        )

    @classmethod
    def _ask(cls):
        """Return the questions to the client and to the professional."""
        raise NotImplementedError

    @classmethod
    def _get_page_path(cls, answer):
        return f"{cls.path}/" + answer._get_page_url().rsplit("/", 1)[-1]

    def setUp(self):
        super().setUp()
        # Wrong links of other tests, from the same address, do not count here.
        self.env.registry._interim_page_attempts = None

    def _get(self, url, **headers):
        return self.url_open(url, headers=headers, allow_redirects=False)

    def _post(self, url, **values):
        return self.url_open(url, data={**self.answer, **values}, allow_redirects=False)

    def _get_text(self, response):
        return " ".join(html.fromstring(response.content).text_content().split())

    def _load_dutch(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        module = self.env["ir.module.module"].search([("name", "=", "interim_placement")])
        module._update_translations("nl_NL")


class AnswerPageTests:
    """What holds for each page on which a party answers by its own link. No test case itself."""

    # The heading of the page that can no longer be answered, and a field without which there is no
    # answer. To be overridden.
    closed = None
    must = None

    def test_used_link(self):
        self._post(self.client_url)
        said = self.client_answer[self.text_field]
        again = self._post(self.client_url, **{self.text_field: "Something else"})
        self.assertEqual(again.status_code, HTTPStatus.OK)
        self.assertIn("Thank you", again.text)
        self.assertEqual(self.client_answer[self.text_field], said)

    def test_other_side_stays_unseen(self):
        self._post(self.client_url, **{self.text_field: "Not on time"})
        for page in (
            self._get(self.professional_url),
            self._post(self.professional_url),
            self._get(self.professional_url),
        ):
            self.assertNotIn("Not on time", page.text)

    def test_no_rates(self):
        for url in (self.client_url, self.professional_url):
            for page in (
                self._get(url),
                self._post(url, **{self.must: ""}),
                self._post(url),
                self._get(url),
            ):
                text = self._get_text(page)
                for rate in RATES:
                    self.assertNotIn(rate, text)

    def test_closed_placement(self):
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        for page in (self._get(self.client_url), self._post(self.client_url)):
            self.assertIn(self.closed, page.text)
            self.assertIn("mailto:rina@agency.test", page.text)
        self.assertEqual(self.client_answer.state, "asked")

    def test_wrong_links(self):
        token = self.client_url.rsplit("/", 1)[-1]
        wrong = ["", "/", "/" + token[:-1], "/" + token.swapcase(), "/own-link", "/%00", "/%25"]
        for end in wrong:
            with self.subTest(end=end):
                page = self._get(self.path + end)
                self.assertEqual(page.status_code, HTTPStatus.NOT_FOUND)
                self.assertIn("This link does not work", page.text)
                self.assertNotIn("Sanne", page.text)

    def test_ten_thousand_guesses(self):
        # Past the limit, one request costs as much as the next: the first tell what all get.
        statuses = [self._get(f"{self.path}/{number:043d}").status_code for number in range(60)]
        self.assertEqual(
            statuses, [HTTPStatus.NOT_FOUND] * 20 + [HTTPStatus.TOO_MANY_REQUESTS] * 40
        )
        find = self.env[self.answer_model]._find_by_token
        self.assertFalse(any(find(f"{number:043d}") for number in range(10_000)))
        busy = self._post(f"{self.path}/{1:043d}")
        self.assertGreater(int(busy.headers["Retry-After"]), 0)
        self.assertIn("Too many attempts", busy.text)
        right = self._get(self.client_url)
        self.assertEqual(right.status_code, HTTPStatus.OK, "A town hall shares one address")
        self.assertEqual(self.client_answer.state, "asked")

    def test_far_too_much(self):
        answer = self._post(self.client_url, **{self.text_field: "x" * 100_000})
        self.assertEqual(answer.status_code, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.assertEqual(self.client_answer.state, "asked")

    def test_too_much(self):
        page = self._post(self.client_url, **{self.text_field: "x" * 2001})
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertIn("at most 2000 characters", page.text)
        self.assertEqual(self.client_answer.state, "asked")

    def test_problems_lead_to_their_fields(self):
        page = self._post(self.client_url, **{self.must: "", self.text_field: "Typed before"})
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        tree = html.fromstring(page.content)
        (link,) = tree.xpath("//*[@role='alert']//a/@href")
        self.assertTrue(tree.xpath(f"//*[@id='{link[1:]}']"))
        (area,) = tree.xpath(f"//textarea[@id='{self.text_field}']")
        self.assertEqual(area.text, "Typed before")
        for described in tree.xpath("//@aria-describedby"):
            for name in described.split():
                self.assertTrue(tree.xpath(f"//*[@id='{name}']"), name)

    def test_markup_is_text(self):
        page = self._post(self.client_url, **{self.must: "", self.text_field: EVIL})
        self.assertNotIn("<script", page.text)
        self.assertNotIn("<img src=x", page.text)
        self._post(self.client_url, **{self.text_field: EVIL})
        for shown in (self._get(self.client_url).text, self.placement.message_ids[0].body):
            self.assertIn("&lt;script&gt;", shown)
            self.assertNotIn("<script", shown)
            self.assertNotIn("<img src=x", shown)

    def test_lines_stay_lines_in_the_chatter(self):
        self._post(self.client_url, **{self.text_field: "One\r\n<b>Two</b>"})
        self.assertIn("One<br>&lt;b&gt;Two&lt;/b&gt;", self.placement.message_ids[0].body)

    def test_recruiter_is_told_and_it_is_contact(self):
        self.placement.last_contact_date = False
        self._post(self.client_url)
        message = self.placement.message_ids[0]
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.notified_partner_ids, self.recruiter.partner_id)
        self.assertTrue(message.subtype_id.internal)
        self.assertEqual(self.placement.last_contact_date, fields.Date.today())

    def test_nothing_but_text(self):
        """No script, no cookie; the address goes nowhere and stays nowhere."""
        for page in (self._get(self.client_url), self._post(self.client_url), self._get(self.path)):
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertIn("noindex", page.headers["X-Robots-Tag"])
            self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
            self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))
            self.assertNotIn("<script", page.text)

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

    def test_it_costs_a_few_queries(self):
        self._get(self.client_url)
        with self.assertQueryCount(40):
            self._get(self.client_url)

    def test_nothing_is_read_from_the_query(self):
        chosen = self.answer[self.must]
        page = self._post(
            f"{self.client_url}?{self.must}={chosen}&{self.text_field}=Forged",
            **{self.must: "", self.text_field: ""},
        )
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertNotIn("Forged", self._get_text(page))
        missing = {name: value for name, value in self.answer.items() if name != self.must}
        page = self.url_open(
            f"{self.client_url}?{self.must}={chosen}", data=missing, allow_redirects=False
        )
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertEqual(self.client_answer.state, "asked")

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
