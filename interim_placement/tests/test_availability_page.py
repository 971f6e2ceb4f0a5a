from datetime import date, timedelta
from http import HTTPStatus

from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common_answer_page import EVIL, AnswerPageCommon
from .common_availability import AvailabilityCommon

DAY = date(2031, 9, 1)


@tagged("post_install", "-at_install")
class TestAvailabilityPage(AvailabilityCommon, HttpCase):
    """The page on which a professional tells when and how much, by its own link."""

    answer = {
        "is_available": "yes",
        "available_from": DAY.isoformat(),
        "hours_min": "24",
        "hours_max": "31,5",
        "days": ["monday", "thursday"],
        "office_days_max": "2",
        "max_distance_km": "40",
        "wishes": "No further than Utrecht",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.professional.write(
            {
                "available_from": DAY,
                "availability_confirmed_on": fields.Date.today() - timedelta(days=30),
                "rate_min": 98.5,
                "notes": "<p>Difficult in the morning</p>",
            }
        )
        cls.question = cls._ask()
        cls.url = "/availability/" + cls.question._get_page_url().rsplit("/", 1)[-1]

    def setUp(self):
        super().setUp()
        # Wrong links of other tests, from the same address, do not count here.
        self.env.registry._interim_page_attempts = None

    def _get(self, url=None):
        return self.url_open(url or self.url, allow_redirects=False)

    def _post(self, url=None, **values):
        data = {**self.answer, **values}
        return self.url_open(url or self.url, data=data, allow_redirects=False)

    _get_text = AnswerPageCommon._get_text
    _load_dutch = AnswerPageCommon._load_dutch

    def _press_confirm(self):
        tree = html.fromstring(self._get().content)
        (value,) = tree.xpath("//button[@name='confirm']/@value")
        return self.url_open(self.url, data={"confirm": value}, allow_redirects=False)

    def test_form_is_filled_in_with_what_is_known(self):
        page = self._get()
        text = self._get_text(page)
        for words in (
            "When are you available?",
            "Dear Sanne de Vries",
            "Available from September 1, 2031",
            "Hours a week 24 to 36",
            "Days Monday, Tuesday",
        ):
            self.assertIn(words, text)
        for secret in ("98", "Difficult"):
            self.assertNotIn(secret, text)
        tree = html.fromstring(page.content)
        for name, value in (
            ("available_from", DAY.isoformat()),
            ("hours_min", "24"),
            ("hours_max", "36"),
        ):
            self.assertEqual(tree.xpath(f"//input[@name='{name}']/@value"), [value])
        checked = tree.xpath("//input[@checked]/@value")
        self.assertEqual(checked, ["yes", "monday", "tuesday", str(self.project.id)])

    def test_confirmed_with_one_click(self):
        answer = self._press_confirm()
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        self.assertEqual(self.question.state, "answered")
        professional = self.professional
        self.assertEqual(professional.availability_confirmed_on, fields.Date.today())
        self.assertEqual(professional.available_from, DAY)
        self.assertEqual((professional.hours_min, professional.hours_max), (24.0, 36.0))
        self.assertEqual(professional.weekday_summary, "Mon, Tue")
        self.assertEqual(professional.assignment_type_ids, self.project)
        self.assertIn("Thank you", self._get().text)

    def test_what_changed_meanwhile_is_not_confirmed(self):
        tree = html.fromstring(self._get().content)
        (value,) = tree.xpath("//button[@name='confirm']/@value")
        self.professional.hours_max = 40
        page = self.url_open(self.url, data={"confirm": value}, allow_redirects=False)
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertIn("has changed since you opened this page", page.text)
        self.assertIn('value="40"', page.text)
        self.assertEqual(self.question.state, "open")

    def test_answered(self):
        sector = self.env["res.partner.industry"].search([], limit=1)
        wrong = str(max(self.env["interim.assignment.type"].search([]).ids) + 1)
        answer = self._post(
            types=[str(self.bridging.id), wrong, "x"],
            sectors=[str(sector.id)],
            days=["friday", "someday"],
        )
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        professional = self.professional
        self.assertEqual((professional.hours_min, professional.hours_max), (24.0, 31.5))
        self.assertEqual(professional.weekday_summary, "Fri")
        self.assertEqual(professional.assignment_type_ids, self.bridging)
        self.assertEqual(professional.industry_ids, sector)
        self.assertEqual((professional.office_days_max, professional.max_distance_km), (2, 40))
        text = self._get_text(self._get())
        for words in ("September 1, 2031", "24 to 31.5", "Friday", "No further than Utrecht"):
            self.assertIn(words, text)
        self.assertNotIn("<form", self._get().text)

    def test_a_day_that_has_passed(self):
        page = self._post(is_available="no", ask_again_on="2020-01-01", available_from="2020-01-01")
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertIn("This day has passed. Fill in a day to come.", self._get_text(page))
        self.assertEqual(self.question.state, "open")
        answer = self._post(ask_again_on="2020-01-01", available_from="2020-01-01")
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER, "Since then is at once")
        self.assertEqual(self.professional.availability, "available")

    def test_not_available(self):
        self._post(is_available="no", ask_again_on=DAY.isoformat(), hours_max="nonsense")
        self.assertEqual(self.question.is_available, "no")
        self.assertEqual(self.professional.ask_again_on, DAY)
        self.assertEqual(self.professional.availability, "unknown")
        self.assertEqual(self.professional.hours_max, 36.0)
        self.assertIn("not for now", self._get_text(self._get()))
        # Asked again, nothing is there to confirm.
        self.professional.ask_again_on = False
        url = "/availability/" + self._ask()._get_page_url().rsplit("/", 1)[-1]
        self.assertNotIn('name="confirm"', self._get(url).text)

    def test_nothing_is_known_yet(self):
        url = "/availability/" + self._ask(self.unknown)._get_page_url().rsplit("/", 1)[-1]
        page = self._get(url)
        self.assertNotIn('name="confirm"', page.text)
        self.assertFalse(html.fromstring(page.content).xpath("//input[@checked]"))
        empty = dict.fromkeys(self.answer, "")
        self._post(url, **{**empty, "is_available": "yes"})
        self.assertEqual(self.unknown.availability, "available")

    def test_wrong_input(self):
        for values, sentence in (
            ({"is_available": ""}, "Choose one of the answers."),
            ({"is_available": "outdated"}, "has changed since"),
            ({"available_from": "tomorrow"}, "Fill in a day"),
            ({"available_from": "0031-09-01"}, "Fill in a day"),
            ({"hours_min": "-1"}, "Fill in hours a week"),
            ({"hours_max": "169"}, "Fill in hours a week"),
            ({"hours_min": "40"}, "The hours must run from low to high."),
            ({"office_days_max": "8"}, "Fill in a number of days from 1 to 7."),
            ({"max_distance_km": "0"}, "Fill in a whole number of kilometres"),
            ({"max_distance_km": "٣"}, "Fill in a whole number of kilometres"),
            ({"is_available": "no", "ask_again_on": "2031-13-01"}, "Fill in a day"),
            ({"wishes": "x" * 2001}, "at most 2000 characters"),
        ):
            with self.subTest(values):
                page = self._post(**values)
                self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
                self.assertIn(sentence, self._get_text(page))
                tree = html.fromstring(page.content)
                (link,) = tree.xpath("//*[@role='alert']//a/@href")
                self.assertTrue(tree.xpath(f"//*[@id='{link[1:]}']"), "It leads to the field")
                for described in tree.xpath("//@aria-describedby"):
                    for name in described.split():
                        self.assertTrue(tree.xpath(f"//*[@id='{name}']"), name)
        self.assertEqual(self.question.state, "open")

    def test_what_was_typed_is_kept(self):
        page = self._post(is_available="", stop_asking="yes", types=str(self.bridging.id))
        tree = html.fromstring(page.content)
        for name, value in (("available_from", DAY.isoformat()), ("hours_max", "31,5")):
            self.assertEqual(tree.xpath(f"//input[@name='{name}']/@value"), [value])
        checked = tree.xpath("//input[@checked]/@value")
        self.assertEqual(checked, ["monday", "thursday", str(self.bridging.id), "yes"])

    def test_only_its_fields_are_read(self):
        self._post(state="open", professional_id=str(self.unknown.id), level="junior", rate_min="1")
        self.assertEqual(self.question.state, "answered")
        self.assertEqual(self.question.professional_id, self.professional)
        self.assertEqual(self.professional.rate_min, 98.5)
        self.assertFalse(self.unknown.availability_confirmed_on)

    def test_used_link(self):
        self._post()
        again = self._post(wishes="Something else")
        self.assertEqual(again.status_code, HTTPStatus.OK)
        self.assertIn("Thank you", again.text)
        self.assertEqual(self.question.wishes, "No further than Utrecht")

    def test_newer_question(self):
        self._ask()
        for page in (self._get(), self._post()):
            self.assertIn("There is a newer question", page.text)
            self.assertIn("mailto:rina@agency.test", page.text)
            self.assertNotIn("<form", page.text)
        self.assertEqual(self.question.state, "withdrawn")

    def test_expired(self):
        self.question.expires_on = fields.Date.today() - timedelta(days=2)
        for page in (self._get(), self._post()):
            self.assertIn("This question is closed", page.text)
        self.assertEqual(self.question.state, "open", "Until the daily job")
        self.assertFalse(self.question.answered_on)

    def test_wrong_links(self):
        token = self.url.rsplit("/", 1)[-1]
        for end in ("", "/", "/" + token[:-1], "/" + token.swapcase(), "/own-link", "/%00"):
            with self.subTest(end=end):
                page = self._get("/availability" + end)
                self.assertEqual(page.status_code, HTTPStatus.NOT_FOUND)
                self.assertIn("This link does not work", page.text)
                self.assertNotIn("Sanne", page.text)

    def test_markup_is_text(self):
        page = self._post(is_available="", wishes=EVIL)
        self.assertNotIn("<script", page.text)
        self._post(wishes=EVIL)
        messages = self.professional.message_ids.filtered(lambda m: m.message_type == "comment")
        for shown in (self._get().text, messages[0].body):
            self.assertIn("&lt;script&gt;", shown)
            self.assertNotIn("<script", shown)
            self.assertNotIn("<img src=x", shown)

    def test_nothing_but_text(self):
        for page in (self._get(), self._post(), self._get("/availability")):
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
            self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))
            self.assertNotIn("<script", page.text)

    def test_it_costs_a_few_queries(self):
        self._get()
        with self.assertQueryCount(40):
            self._get()

    def test_nothing_is_read_from_the_query(self):
        page = self._post(f"{self.url}?is_available=yes&wishes=Forged", is_available="", wishes="")
        self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.assertNotIn("Forged", self._get_text(page))

    def test_far_too_much(self):
        answer = self._post(wishes="x" * 100_000)
        self.assertEqual(answer.status_code, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.assertEqual(self.question.state, "open")
