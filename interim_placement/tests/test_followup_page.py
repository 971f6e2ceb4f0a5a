from datetime import date
from http import HTTPStatus

from dateutil.relativedelta import relativedelta
from lxml import html

from odoo.tests import tagged

from .common_answer_page import AnswerPageCommon, AnswerPageTests

DAY = date(2031, 9, 1)


@tagged("post_install", "-at_install")
class TestFollowupPage(AnswerPageTests, AnswerPageCommon):
    """The page on which each side tells what comes after the placement."""

    answer_model = "interim.followup.answer"
    path = "/followup"
    # What both sides send: each is read what it is asked.
    answer = {
        "extension": "yes",
        "extension_months": "2",
        "successor": "A project leader",
        "wants_to_stay": "no",
        "available_from": DAY.isoformat(),
        "hours_min": "24",
        "hours_max": "31,5",
        "wishes": "No further than Utrecht",
    }
    must = "extension"
    text_field = "successor"
    closed = "This question is closed"

    @classmethod
    def _ask(cls):
        return cls.env["interim.followup.answer"].create(
            [
                {"placement_id": cls.placement.id, "party": party}
                for party in ("client", "professional")
            ]
        )

    def test_no_rates(self):
        # What the client sends holds no required answer of the professional.
        result = super().test_no_rates()
        self.assertEqual(self.professional_answer.state, "answered")
        return result

    def test_form_of_the_client(self):
        text = self._get_text(self._get(self.client_url))
        self.assertIn("What comes after the assignment of Sanne de Vries?", text)
        self.assertIn("Communication adviser · Gemeente Waterrijk", text)
        self.assertIn("Do you want to extend the assignment of Sanne de Vries?", text)
        self.assertIn("Sanne de Vries does not see it", text)
        self.assertNotIn("available", text)

    def test_form_of_the_professional(self):
        text = self._get_text(self._get(self.professional_url))
        self.assertIn("What do you wish next?", text)
        self.assertIn("Would you like to stay at Gemeente Waterrijk, if that is possible?", text)
        self.assertIn("Gemeente Waterrijk does not see it", text)
        self.assertNotIn("extend", text)

    def test_client_answers(self):
        answer = self._post(self.client_url)
        self.assertEqual(answer.status_code, HTTPStatus.SEE_OTHER)
        said = self.client_answer
        self.assertEqual(
            (said.state, said.extension, said.extension_months), ("answered", "yes", 2)
        )
        self.assertEqual(said.successor, "A project leader")
        self.assertFalse(said.wishes or said.available_from, "It was not asked that")
        self.assertEqual(self.professional_answer.state, "asked")
        text = self._get_text(self._get(self.client_url))
        for words in ("Thank you for your answer", "Yes, months: 2", "A project leader"):
            self.assertIn(words, text)
        self.assertNotIn("<form", self._get(self.client_url).text)

    def test_professional_answers(self):
        types = self.env["interim.assignment.type"].search([], limit=2)
        wrong = str(max(self.env["interim.assignment.type"].search([]).ids) + 1)
        self._post(self.professional_url, types=[*map(str, types.ids), wrong, "x"])
        said = self.professional_answer
        self.assertEqual((said.state, said.wants_to_stay), ("answered", "no"))
        self.assertEqual(said.available_from, DAY)
        self.assertEqual((said.hours_min, said.hours_max), (24.0, 31.5))
        self.assertEqual(said.type_ids, types)
        self.assertEqual(said.extension, "unknown", "It was not asked that")
        self.assertEqual(self.professional.available_from, DAY)
        self.assertEqual(self.professional.hours_max, 36.0, "That the recruiter takes over")
        text = self._get_text(self._get(self.professional_url))
        for words in ("September 1, 2031", "24 to 31.5", types[0].name, "No further than Utrecht"):
            self.assertIn(words, text)

    def test_an_answer_may_be_short(self):
        empty = dict.fromkeys(self.answer, "")
        self._post(self.client_url, **{**empty, "extension": "unknown"})
        self._post(self.professional_url, **{**empty, "wants_to_stay": "unknown"})
        self.assertEqual(self.client_answer.state, "answered")
        self.assertEqual(self.professional_answer.state, "answered")
        self.assertFalse(self.professional.availability_confirmed_on)
        self.assertIn("Not Known", self._get_text(self._get(self.client_url)))

    def test_wrong_input(self):
        end = self.placement.date_end
        for url, values, sentence in (
            (self.client_url, {"extension": "maybe"}, "Choose one of the answers."),
            (self.professional_url, {"wants_to_stay": ""}, "Choose one of the answers."),
            (self.client_url, {"extension_months": "0"}, "Fill in a whole number of months"),
            (self.client_url, {"extension_months": "121"}, "Fill in a whole number of months"),
            (self.client_url, {"extension_months": "٣"}, "Fill in a whole number of months"),
            (self.client_url, {"extension_until": "2031-13-01"}, "Fill in a day"),
            (self.client_url, {"extension_until": "9999-12-31"}, "Fill in a day"),
            (
                self.client_url,
                {"extension_until": end.isoformat(), "extension_months": ""},
                "Choose a day after",
            ),
            (
                self.client_url,
                {"extension_until": (end + relativedelta(months=1)).isoformat()},
                "Fill in the months or the last day.",
            ),
            (self.client_url, {"extension": "no"}, "You filled in how long."),
            (self.professional_url, {"available_from": "tomorrow"}, "Fill in a day"),
            (self.professional_url, {"available_from": "20310901T00"}, "Fill in a day"),
            (self.professional_url, {"available_from": "0031-09-01"}, "Fill in a day"),
            (self.professional_url, {"hours_min": "-1"}, "Fill in hours a week"),
            (self.professional_url, {"hours_max": "169"}, "Fill in hours a week"),
            (self.professional_url, {"hours_max": "nan"}, "Fill in hours a week"),
            (self.professional_url, {"hours_min": "40"}, "The hours must run from low to high."),
        ):
            with self.subTest(values):
                page = self._post(url, **values)
                self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
                self.assertIn(sentence, self._get_text(page))
                tree = html.fromstring(page.content)
                (link,) = tree.xpath("//*[@role='alert']//a/@href")
                self.assertTrue(tree.xpath(f"//*[@id='{link[1:]}']"), "It leads to the field")
        states = (self.client_answer | self.professional_answer).mapped("state")
        self.assertEqual(states, ["asked", "asked"])

    def test_what_was_typed_is_kept(self):
        types = self.env["interim.assignment.type"].search([], limit=1)
        page = self._post(self.professional_url, wants_to_stay="", types=str(types.id))
        tree = html.fromstring(page.content)
        for name, value in (("available_from", DAY.isoformat()), ("hours_max", "31,5")):
            self.assertEqual(tree.xpath(f"//input[@name='{name}']/@value"), [value])
        (checked,) = tree.xpath("//input[@type='checkbox' and @checked]/@value")
        self.assertEqual(checked, str(types.id))

    def test_only_its_fields_are_read(self):
        self._post(
            self.client_url,
            party="professional",
            state="recorded",
            placement_id="1",
            date_end="2040-01-01",
            access_token="x",
            taken_over_on="2027-01-01",
        )
        said = self.client_answer
        self.assertEqual((said.party, said.state), ("client", "answered"))
        self.assertEqual(said.date_end, self.placement.date_end)
        self.assertFalse(said.taken_over_on)
        self.assertTrue(self._get(self.client_url).ok)

    def test_closed_by_an_extension(self):
        end = self.placement.date_end
        self._agree(
            self.placement,
            date_start=end + relativedelta(days=1),
            date_end=end + relativedelta(months=2),
        )
        for page in (self._get(self.client_url), self._post(self.client_url)):
            self.assertIn("This question is closed", page.text)
        self.assertEqual(self.client_answer.state, "asked")

    def test_language(self):
        self._load_dutch()
        page = self._get(self.client_url + "?lang=nl_NL")
        self.assertIn('<html lang="nl-NL">', page.text)
        self.assertIn("Wat komt er na de opdracht van Sanne de Vries?", page.text)
        self.assertIn("Wat wil je hierna?", self._get(self.professional_url + "?lang=nl_NL").text)
        page = self._post(self.client_url + "?lang=nl_NL", extension="")
        self.assertIn("Kies een van de antwoorden.", page.text)
