from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import MailCommon

from .common_followup import TODAY, FollowupCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestFollowupAsk(FollowupCommon, MailCommon):
    """Nothing goes to a client or a professional before the recruiter saw it (R4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.email = "rina@agency.test"

    def _open(self, party=None, user=None, placement=None):
        placement = (placement or self.placement).with_user(user or self.recruiter)
        action = placement.with_context(interim_followup_party=party).action_ask_followup()
        return Form(placement.env["interim.followup.ask"].with_context(**action["context"]))

    def _send(self, form):
        with self.mock_mail_gateway():
            form.save().action_send()
        return self._new_mails

    def _get_question(self, party):
        asked = self.placement.followup_answer_ids.filtered(lambda a: a.party == party)
        return asked.sorted("id")[-1:]

    def test_mails_are_shown(self):
        form = self._open()
        self.assertTrue(form.professional_send)
        self.assertTrue(form.client_send)
        self.assertEqual(form.client_partner_id, self.contact)
        self.assertIn("Dear Anja Bakker", form.client_body)
        self.assertIn("runs until May 31, 2027", form.client_body)
        self.assertIn("Sanne de Vries does not see it", form.client_body)
        self.assertIn("Dear Sanne de Vries", form.professional_body)
        self.assertIn("the client does not see it", form.professional_body)
        for body in (form.client_body, form.professional_body):
            self.assertNotIn("110", body)
            self.assertNotIn("95", body)
        with self.mock_mail_gateway():
            form.save()
        self.assertFalse(self._new_mails, "Nothing goes before Send")
        self.assertFalse(self.placement.followup_answer_ids)

    def test_send(self):
        form = self._open()
        form.client_subject = "About Sanne"
        self.assertEqual(len(self._send(form)), 2)
        for party, partner in (
            ("client", self.contact),
            ("professional", self.professional.partner_id),
        ):
            question = self._get_question(party)
            self.assertEqual((question.state, question.partner_id), ("asked", partner))
            self.assertEqual(question.asked_on, datetime(2027, 3, 1, 9))
            mail = self.assertSentEmail(self.recruiter.partner_id, [partner])
            self.assertIn(question._get_page_url(), mail["body"])
            self.assertIn("/followup/", mail["body"])
            self.assertNotIn("own-link", mail["body"])
        self.assertEqual(self.placement.preparation_client_state, "asked")
        self.assertIn("Asked", self.placement.preparation_client)

    def test_the_link_is_not_in_the_chatter(self):
        self._send(self._open())
        tokens = self.placement.followup_answer_ids.sudo().mapped("access_token")
        self.assertTrue(all(tokens))
        for message in self.placement.message_ids:
            for token in tokens:
                self.assertNotIn(token, message.body)
        bodies = " ".join(self.placement.message_ids.mapped("body"))
        self.assertIn("Anja Bakker was asked what comes next.", bodies)

    def test_one_side(self):
        form = self._open("client")
        self.assertTrue(form.client_send)
        self.assertFalse(form.professional_send)
        self.assertEqual(len(self._send(form)), 1)
        self.assertFalse(self._get_question("professional"))
        form = self._open("client")
        form.client_send = False
        with self.assertRaisesRegex(UserError, "Choose whom to mail"):
            form.save().action_send()

    def test_who_has_answered_is_not_proposed(self):
        self._send(self._open())
        self._answer(self._get_question("client"), extension="unknown")
        form = self._open()
        self.assertFalse(form.client_send)
        self.assertTrue(form.professional_send)

    def test_asked_again(self):
        self._send(self._open("client"))
        first = self._get_question("client")
        link = first._get_page_url()
        self._send(self._open("client"))
        self.assertEqual(self._get_question("client")._get_page_url(), link)
        self._answer(first, extension="unknown")
        self._send(self._open("client"))
        second = self._get_question("client")
        self.assertNotEqual(second, first)
        self.assertNotEqual(second._get_page_url(), link, "What was answered stays")
        self.assertEqual(self.placement.client_answer_id, first)

    def test_another_contact_gets_another_link(self):
        self._send(self._open("client"))
        link = self._get_question("client")._get_page_url()
        colleague = self.contact.copy({"name": "Ben Smit", "email": "ben@waterrijk.test"})
        self.assignment.contact_id = colleague
        self._send(self._open("client"))
        question = self._get_question("client")
        self.assertEqual(question.partner_id, colleague)
        self.assertNotEqual(question._get_page_url(), link)

    def test_lost_link(self):
        form = self._open("client")
        form.client_body = "<p>Dear Anja, what is next?</p>"
        with self.assertRaisesRegex(UserError, "has lost its link"):
            form.save().action_send()
        self.assertFalse(self.placement.followup_answer_ids, "Nothing is half sent")

    def test_no_address(self):
        self.contact.email = False
        form = self._open()
        self.assertFalse(form.client_send)
        self.assertIn("has no e-mail address", form.client_problem)

    def test_only_while_it_runs(self):
        form = self._open()
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        with self.assertRaisesRegex(UserError, "while the placement runs"):
            form.save().action_send()
        with self.assertRaisesRegex(UserError, "while the placement runs"):
            self._open()

    def test_of_a_colleague(self):
        theirs = self._create_active(
            professional_id=self._create_professional("Bo").id,
            user_id=self.colleague.id,
            assignment_id=self._create_assignment("Other").id,
        )
        wizards = self.env["interim.followup.ask"].with_user(self.recruiter)
        for attempt in (
            lambda: self._open(placement=theirs),
            lambda: wizards.create({"placement_id": theirs.id}),
            lambda: wizards.onchange(
                {"placement_id": theirs.id}, ["placement_id"], {"client_body": {}}
            ),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
                self.env.flush_all()

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        module = self.env["ir.module.module"].search([("name", "=", "interim_placement")])
        module._update_translations("nl_NL")
        self.contact.lang = "nl_NL"
        form = self._open()
        self.assertIn("Beste Anja Bakker", form.client_body)
        self.assertIn("31 mei 2027", form.client_body)
        self.assertIn("Dear Sanne", form.professional_body)
