from ast import literal_eval
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common_checkin import FIRST_DAY, CheckinCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinResponse(CheckinCommon):
    """What both sides answer: on their own page, or to the recruiter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-25 09:00:00"):
            cls.placement = cls._create_active()
        cls.checkin = cls.placement.checkin_ids.sorted()[0]
        cls.response = cls.env["interim.checkin.response"].create(
            {"checkin_id": cls.checkin.id, "party": "client", "partner_id": cls.contact.id}
        )

    def _answer(self, score=8, remark="", improvement="", wish="unknown"):
        public = self.env["interim.checkin.response"].with_user(self.env.ref("base.public_user"))
        response = public._find_by_token(self.response._get_page_url().split("/")[-1])
        response._answer(score, remark, improvement, wish)

    def test_answer(self):
        self._answer(8, "Quick to see the point", "More time in the office", "yes")
        self.assertEqual(self.checkin.client_score, 8)
        self.assertEqual(self.checkin.client_state, "answered")
        self.assertEqual(self.checkin.client_extension, "yes")
        self.assertEqual(self.placement.client_score, 8)
        self.assertEqual(self.placement.last_contact_date, date(2026, 11, 25))
        self.assertEqual(self.checkin.state, "planned", "The recruiter still talks to both")
        message = self.placement.message_ids[0]
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.notified_partner_ids, self.recruiter.partner_id)
        for text in ("8", "Quick to see the point", "More time in the office", "Yes"):
            self.assertIn(text, message.body)
        self.assertTrue(message.subtype_id.internal)

    def test_markup_is_text(self):
        self._answer(8, "<script>alert(1)</script>", "<b>bold</b>")
        body = self.placement.message_ids[0].body
        self.assertIn("&lt;script&gt;", body)
        self.assertNotIn("<script", body)
        self.assertNotIn("<b>bold", body)

    def test_answered_once(self):
        self._answer()
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(3)
        with self.assertRaises(UserError) as refused:
            self.checkin.client_score = 3
        self.assertIn("was answered by Anja Bakker", str(refused.exception))
        self.checkin.write({"professional_score": 6, "summary": "We talked"})
        self.assertEqual(self.checkin.client_score, 8)

    def test_until_it_is_closed(self):
        self.checkin.action_skip()
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer()
        self.checkin.action_reopen()
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer()
        self.placement.action_reopen()
        self._answer()
        self.assertEqual(self.checkin.client_state, "answered")

    def test_states(self):
        self.assertEqual(
            (self.checkin.client_state, self.checkin.professional_state), ("asked", False)
        )
        self.checkin.professional_score = 7
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.checkin.professional_state, "recorded")

    def test_own_words_win_from_hearsay(self):
        self.checkin.client_score = 5
        self.assertEqual(self.response.state, "recorded")
        self._answer(7)
        self.assertEqual((self.checkin.client_score, self.response.state), (7, "answered"))

    def test_tokens(self):
        first = self.response._get_page_url()
        self.assertEqual(self.response._get_page_url(), first, "It stays the same")
        token = first.split("/")[-1]
        self.assertGreaterEqual(len(token), 43, "256 bits")
        find = self.env["interim.checkin.response"]._find_by_token
        self.assertEqual(find(token), self.response)
        for wrong in (None, False, "", token[:-1], token.swapcase(), "%", "_" * 43, 1, [token]):
            with self.subTest(wrong=wrong):
                self.assertFalse(find(wrong))

    def test_alarm_from_the_page(self):
        self._answer(4)
        self.assertEqual(self.placement.health, "at_risk")
        task = self._get_tasks(self.placement)
        self.assertEqual((task.user_id, task.date_deadline), (self.recruiter, date(2026, 11, 25)))

    def test_scores_are_averaged_without_what_is_none(self):
        self._answer(8)
        self.checkin.professional_extension = "yes"
        action = self.env.ref("interim_placement.interim_checkin_score_action")
        domain = literal_eval(action.domain)
        rows = self.env["interim.checkin.response"].formatted_read_group(
            domain, ["client_id"], ["score:avg"]
        )
        self.assertEqual([row["score:avg"] for row in rows], [8.0])


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinAsk(CheckinCommon, MailCommon):
    """Nothing goes to a client or a professional before the recruiter saw it (R4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-25 09:00:00"):
            cls.placement = cls._create_active()
        cls.checkin = cls.placement.checkin_ids.sorted()[0]
        cls.recruiter.email = "rina@agency.test"

    def _open(self, checkin=None, user=None):
        checkin = (checkin or self.checkin).with_user(user or self.recruiter)
        context = checkin.action_ask_feedback()["context"]
        return Form(checkin.env["interim.checkin.ask"].with_context(**context))

    def _send(self, form):
        with self.mock_mail_gateway():
            form.save().action_send()
        return self._new_mails

    def _get_response(self, party, checkin=None):
        return (checkin or self.checkin).response_ids.filtered(lambda r: r.party == party)

    def test_mails_are_shown(self):
        form = self._open()
        self.assertTrue(form.professional_send)
        self.assertTrue(form.client_send)
        self.assertEqual(form.client_partner_id, self.contact)
        self.assertIn("Dear Anja Bakker", form.client_body)
        self.assertIn("Sanne de Vries does not see it", form.client_body)
        self.assertIn("Dear Sanne de Vries", form.professional_body)
        self.assertIn("the client does not see it", form.professional_body)
        for body in (form.client_body, form.professional_body):
            self.assertNotIn("110", body)
            self.assertNotIn("95", body)
        with self.mock_mail_gateway():
            form.save()
        self.assertFalse(self._new_mails, "Nothing goes before Send")
        self.assertFalse(self.checkin.response_ids)

    def test_send(self):
        form = self._open()
        form.client_subject = "A word about Sanne"
        mails = self._send(form)
        self.assertEqual(len(mails), 2)
        for party, partner in (
            ("client", self.contact),
            ("professional", self.professional.partner_id),
        ):
            response = self._get_response(party)
            self.assertEqual((response.state, response.partner_id), ("asked", partner))
            self.assertEqual(response.asked_on, datetime(2026, 11, 25, 9))
            mail = self.assertSentEmail(self.recruiter.partner_id, [partner])
            self.assertIn(response._get_page_url(), mail["body"])
            self.assertNotIn("own-link", mail["body"])
            other = self._get_response("client" if party == "professional" else "professional")
            self.assertNotIn(other._get_page_url(), mail["body"])
        self.assertEqual(self.checkin.client_state, "asked")

    def test_the_link_is_not_in_the_chatter(self):
        self._send(self._open())
        tokens = self.checkin.response_ids.sudo().mapped("access_token")
        self.assertTrue(all(tokens))
        for message in self.placement.message_ids:
            for token in tokens:
                self.assertNotIn(token, message.body)
        self.assertTrue(
            self.placement.message_ids.filtered(
                lambda m: "Feedback asked of Anja Bakker: First day" in m.body
            )
        )
        messages = self.env["mail.message"].with_user(self.colleague).search([])
        self.assertFalse(messages.filtered(lambda m: tokens[0] in (m.body or "")))

    def test_one_side_only(self):
        form = self._open()
        form.professional_send = False
        self.assertEqual(len(self._send(form)), 1)
        self.assertFalse(self._get_response("professional"))
        form = self._open()
        form.professional_send = False
        form.client_send = False
        with self.assertRaisesRegex(UserError, "Choose whom to mail"):
            form.save().action_send()

    def test_audience_of_the_step(self):
        self.env.ref(FIRST_DAY).audience = "professional"
        form = self._open()
        self.assertFalse(form.client_send)
        self.assertTrue(form.professional_send)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        module = self.env["ir.module.module"].search([("name", "=", "interim_placement")])
        module._update_translations("nl_NL")
        self.contact.lang = "nl_NL"
        form = self._open()
        self.assertIn("Beste Anja Bakker", form.client_body)
        self.assertIn("Dear Sanne", form.professional_body)

    def test_no_address(self):
        self.contact.email = False
        form = self._open()
        self.assertFalse(form.client_send)
        self.assertIn("has no e-mail address", form.client_problem)
        self.assertEqual(len(self._send(form)), 1)
        self.contact.email = "anja"
        self.assertIn("anja is no e-mail address", self._open().client_problem)
        self.assignment.contact_id = False
        self.client.email = "info@waterrijk.test"
        self.assertEqual(self._open().client_partner_id, self.client)

    def test_lost_link(self):
        form = self._open()
        form.client_body = "<p>Dear Anja, how is it going?</p>"
        with self.assertRaisesRegex(UserError, "has lost its link"):
            form.save().action_send()
        self.assertFalse(self.checkin.response_ids, "Nothing is half sent")

    def test_asked_again(self):
        self._send(self._open())
        link = self._get_response("client")._get_page_url()
        self._send(self._open())
        self.assertEqual(self._get_response("client")._get_page_url(), link)
        colleague = self.contact.copy({"name": "Ben Smit", "email": "ben@waterrijk.test"})
        self.assignment.contact_id = colleague
        self._send(self._open())
        response = self._get_response("client")
        self.assertEqual(response.partner_id, colleague)
        self.assertNotEqual(response._get_page_url(), link, "Another person, another link")

    def test_answered_or_closed(self):
        self._send(self._open())
        self._get_response("client")._answer(8, "", "", "unknown")
        form = self._open()
        self.assertFalse(form.client_send)
        self.assertIn("has already answered", form.client_problem)
        self.checkin.action_done()
        with self.assertRaisesRegex(UserError, "is closed"):
            self._open()

    def test_of_a_colleague(self):
        bo = self._create_professional("Bo").id
        theirs = self._create_active(
            professional_id=bo,
            user_id=self.colleague.id,
            assignment_id=self._create_assignment("Other").id,
        )
        checkin = theirs.checkin_ids[0]
        with self.assertRaises(AccessError):
            self._open(checkin)
        with self.assertRaises(AccessError):
            self.env["interim.checkin.ask"].with_user(self.recruiter).create(
                {"checkin_id": checkin.id}
            )
            self.env.flush_all()
        wizards = self.env["interim.checkin.ask"].with_user(self.recruiter)
        with self.assertRaises(AccessError):
            wizards.onchange({"checkin_id": checkin.id}, ["checkin_id"], {"client_body": {}})

    def test_a_reply_comes_to_the_placement(self):
        self._send(self._open())
        mail = next(m for m in self._mails if self.contact.email in str(m["email_to"]))
        reference = mail["references"].split()[0]
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                False,
                "From: Anja Bakker <anja@waterrijk.test>\n"
                "To: rina@agency.test\n"
                "Subject: Re: How is it going?\n"
                "Message-Id: <reply@waterrijk.test>\n"
                f"References: {reference}\n"
                "Content-Type: text/plain\n\nVery well, thank you.",
            )
        message = self.placement.message_ids[0]
        self.assertEqual(message.author_id, self.contact)
        self.assertIn("Very well", message.body)
        self.assertEqual(self.placement.last_contact_date, date(2026, 11, 25))

    def test_out_of_office_is_no_contact(self):
        self._send(self._open())
        self.placement.last_contact_date = False
        mail = next(m for m in self._mails if self.contact.email in str(m["email_to"]))
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                False,
                "From: Anja Bakker <anja@waterrijk.test>\n"
                "To: rina@agency.test\n"
                "Subject: Out of office\n"
                "Auto-Submitted: auto-replied\n"
                "Message-Id: <away@waterrijk.test>\n"
                f"References: {mail['references'].split()[0]}\n"
                "Content-Type: text/plain\n\nI am on holiday.",
            )
        self.assertIn("I am on holiday", self.placement.message_ids[0].body)
        self.assertFalse(self.placement.last_contact_date)

    def test_mail_that_fails_is_seen(self):
        form = self._open()
        form.professional_send = False
        wizard = form.save()
        server = type(self.env["ir.mail_server"])
        with (
            patch.object(server, "_connect__", side_effect=OSError("No server")),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            wizard.action_send()
        self.assertTrue(self._get_response("client").is_undelivered)
