from http import HTTPStatus

from lxml import html

from odoo.tests import tagged

from .common_answer_page import AnswerPageCommon, AnswerPageTests


@tagged("post_install", "-at_install")
class TestCheckinPage(AnswerPageTests, AnswerPageCommon):
    """The page of two minutes behind each side's own link."""

    answer_model = "interim.checkin.response"
    path = "/checkin"
    answer = {
        "score": "8",
        "remark": "Quick to see the point",
        "improvement": "More days in the office",
        "wants_extension": "yes",
    }
    must = "score"
    text_field = "remark"
    closed = "This check-in is closed"

    @classmethod
    def _ask(cls):
        cls.checkin = cls.placement.checkin_ids.sorted()[0]
        return cls.env["interim.checkin.response"].create(
            [
                {"checkin_id": cls.checkin.id, "party": party, "partner_id": partner.id}
                for party, partner in (
                    ("client", cls.contact),
                    ("professional", cls.professional.partner_id),
                )
            ]
        )

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
        self.assertEqual(self.client_answer.remark, self.answer["remark"])
        self.assertEqual(self.client_answer.improvement, self.answer["improvement"])
        self.assertEqual(self.client_answer.wants_extension, "yes")
        self.assertFalse(self.checkin.professional_score, "Each link is for its own side")
        text = self._get_text(self._get(self.client_url))
        self.assertIn("Thank you for your answer", text)
        self.assertIn("8 out of 10", text)
        self.assertIn(self.answer["remark"], text)
        self.assertNotIn("<form", self._get(self.client_url).text)

    def test_score_of_the_other_side_stays_unseen(self):
        self._post(self.client_url, score="3")
        self._post(self.professional_url)
        self.assertNotIn(">3<", self._get(self.professional_url).text)

    def test_closed(self):
        self.checkin.action_done()
        for page in (self._get(self.client_url), self._post(self.client_url)):
            self.assertIn("This check-in is closed", page.text)
            self.assertIn("mailto:rina@agency.test", page.text)
        self.assertFalse(self.checkin.client_score)

    def test_wrong_input(self):
        for score in ("", "0", "11", "-1", "8.5", "abc", "٣", "1 OR 1=1"):
            with self.subTest(score=score):
                page = self._post(self.client_url, score=score)
                self.assertEqual(page.status_code, HTTPStatus.UNPROCESSABLE_ENTITY)
                self.assertIn("Choose a score from 1 to 10.", page.text)
                tree = html.fromstring(page.content)
                self.assertTrue(tree.xpath("//input[@value='yes' and @checked]"))
        self.assertEqual(self.client_answer.state, "asked")

    def test_only_the_four_fields_are_read(self):
        self._post(
            self.client_url,
            party="professional",
            state="recorded",
            checkin_id="1",
            access_token="x",
            wants_extension="always",
        )
        self.assertEqual(self.client_answer.party, "client")
        self.assertEqual(self.client_answer.state, "answered")
        self.assertEqual(self.client_answer.wants_extension, "unknown")
        self.assertTrue(self._get(self.client_url).ok)

    def test_language(self):
        self._load_dutch()
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
        url = self._get_page_path(response)
        self.recruiter.tz = "Europe/Amsterdam"
        self.assertIn("You answered on January 1, 2027", self._get(url).text)
        self.contact.tz = "UTC"
        self.assertIn("You answered on December 31, 2026", self._get(url).text)
