from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged, users

from odoo.addons.mail.tests.common import MailCommon

from .common_availability import NOW, AvailabilityCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAvailabilityAsk(AvailabilityCommon, MailCommon):
    """Nothing goes to a professional before the recruiter saw it (R4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls.professional | cls.unknown

    def _send(self, form):
        with self.mock_mail_gateway():
            form.save().action_send()
            self.env["mail.mail"].process_email_queue()
        return self._new_mails

    def test_mail_is_shown(self):
        form = self._open(self.both)
        self.assertEqual(form.count, 2)
        self.assertEqual(form.example_id, self.professional)
        self.assertEqual(form.preview_subject, "Are you available, Sanne de Vries?")
        self.assertIn("Dear Sanne de Vries,", form.preview_body)
        self.assertIn("Hours a week: 24 to 36", form.preview_body)
        self.assertIn("Available from: February 1, 2027", form.preview_body)
        self.assertIn("availability/own-link", form.preview_body)
        self.assertNotIn("{", form.preview_body)
        form.example_id = self.unknown
        self.assertIn("Dear Bo Jansen,", form.preview_body)
        self.assertIn("Available from: at once", form.preview_body)
        with self.mock_mail_gateway():
            form.save()
        self.assertFalse(self._new_mails, "Nothing goes before Send")
        self.assertFalse(self.both.availability_answer_ids)

    def test_nobody_gets_a_mail_without_text(self):
        wizard = self._open(self.both).save()
        wizard.mail_ids.unlink()
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, "no text in the language"):
            wizard.action_send()
        self.assertFalse(self._new_mails)
        self.assertFalse(self.both.availability_answer_ids)

    def test_send(self):
        form = self._open(self.both)
        with form.mail_ids.edit(0) as mail:
            mail.subject = "Hello {name}"
        self.assertEqual(form.preview_subject, "Hello Sanne de Vries")
        self.assertEqual(len(self._send(form)), 2)
        for professional in self.both:
            question = self._get_question(professional)
            self.assertEqual((question.state, question.asked_by_id), ("open", self.recruiter))
            mail = self.assertSentEmail(self.recruiter.partner_id, [professional.partner_id])
            self.assertEqual(mail["subject"], f"Hello {professional.name}")
            self.assertIn(question._get_page_url(), mail["body"])
            self.assertNotIn("own-link", mail["body"])
            (other,) = self.both - professional
            self.assertNotIn(other.name, mail["body"])
            self.assertNotIn(self._get_question(other)._get_page_url(), mail["body"])
        with self.assertRaisesRegex(UserError, "sent already"):
            form.record.with_user(self.recruiter).action_send()

    def test_the_link_is_not_in_the_chatter(self):
        self._send(self._open(self.both))
        tokens = self.both.availability_answer_ids.sudo().mapped("access_token")
        self.assertEqual(len(set(tokens)), 2)
        messages = self.both.message_ids
        for token in tokens:
            for message in messages:
                self.assertNotIn(token, message.body)
        notes = messages.filtered(lambda message: "Asked for the availability" in message.body)
        self.assertEqual(len(set(notes.mapped("message_id"))), 2, "A reply finds its own")

    def test_who_cannot_or_should_not_be_mailed(self):
        cases = {
            "No Address": ({"email": False}, "has no e-mail address"),
            "No Sense": ({"email": "no sense"}, "is no e-mail address"),
            "Stop Asking": ({"stop_asking": True}, "does not want to be asked by mail"),
            "Arch Ived": ({"active": False}, "is archived"),
            "Late R": ({"ask_again_on": "2027-09-01"}, "asked before 1 Sep 2027"),
            "Asked Today": ({}, "Asked today, and not answered yet"),
            "Asked Before": ({}, "Asked 5 days ago, and not answered yet"),
        }
        professionals = self.both
        by_name = {}
        for name, (values, _sentence) in cases.items():
            by_name[name] = self._create_professional(name, **values)
            professionals |= by_name[name]
        self._ask(by_name["Asked Today"])
        with freeze_time("2027-01-06 09:00:00"):
            self._ask(by_name["Asked Before"])
        form = self._open(professionals)
        self.assertEqual(form.count, 2)
        wizard = form.save()
        for line in wizard.line_ids:
            name = line.professional_id.name
            self.assertEqual(line.send, name not in cases, name)
            if name in cases:
                self.assertIn(cases[name][1], line.remark)
        ticked = wizard.line_ids.filtered(
            lambda line: line.professional_id in by_name["Late R"] | by_name["Asked Before"]
        )
        ticked.send = True
        with self.mock_mail_gateway():
            wizard.action_send()
        self.assertEqual(
            len(
                professionals.availability_answer_ids.filtered(
                    lambda answer: answer.state == "open"
                )
            ),
            5,
        )

    def test_nothing_is_half_sent(self):
        form = self._open(self.both)
        wizard = form.save()
        self.unknown.email = False
        before = self.env["mail.mail"].sudo().search_count([])
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, "Bo Jansen has no e-mail"):
            wizard.action_send()
        self.assertFalse(self.both.availability_answer_ids)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)

    def test_waits_for_a_night(self):
        for name in ("ask", "ask.line", "ask.mail"):
            model = self.env[f"interim.availability.{name}"]
            self.assertEqual(model._transient_max_hours, 24.0, name)

    def test_nobody(self):
        wizard = self._open().save()
        wizard.line_ids.send = False
        with self.assertRaisesRegex(UserError, "tick at least one"):
            wizard.action_send()

    def test_unusable_texts(self):
        for name, value, sentence in (
            ("body", "<p>When can you begin?</p>", "has lost its link"),
            ("subject", False, "has no subject"),
            ("subject", "Hello {nmae}", "has {nmae} in it"),
        ):
            with self.subTest(sentence):
                wizard = self._open().save()
                wizard.mail_ids[name] = value
                with self.assertRaisesRegex(UserError, sentence):
                    wizard.action_send()
        self.assertFalse(self.professional.availability_answer_ids)

    def test_what_is_filled_in_is_text(self):
        self.professional.name = "<b>Sanne</b> {agency}"
        self.professional.wishes = "<script>alert(1)</script>"
        form = self._open()
        self.assertIn("Dear &lt;b&gt;Sanne&lt;/b&gt; {agency}", form.preview_body)
        self.assertNotIn("<script", form.preview_body)
        self.assertEqual(form.preview_subject, "Are you available, <b>Sanne</b> {agency}?")

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.unknown.lang = "nl_NL"
        form = self._open(self.both)
        self.assertEqual(len(form.mail_ids), 2)
        form.example_id = self.unknown
        wizard = form.save()
        self.assertEqual(set(wizard.mail_ids.mapped("lang")), {"en_US", "nl_NL"})
        dutch = wizard.mail_ids.filtered(lambda mail: mail.lang == "nl_NL")
        dutch.subject = "Ben je beschikbaar, {name}?"
        with self.mock_mail_gateway():
            wizard.action_send()
            self.env["mail.mail"].process_email_queue()
        subjects = set(self._new_mails.mapped("subject"))
        self.assertIn("Ben je beschikbaar, Bo Jansen?", subjects)
        self.assertIn("Are you available, Sanne de Vries?", subjects)

    def test_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        foreign = self._create_professional("Dirk", company_id=company.id, user_id=False)
        wizards = self.env["interim.availability.ask"].with_user(self.recruiter)
        lines = self.env["interim.availability.ask.line"].with_user(self.recruiter)
        wizard = wizards.create({"professional_ids": [(6, 0, self.professional.ids)]})
        for attempt in (
            lambda: wizards.create({"professional_ids": [(6, 0, foreign.ids)]}),
            lambda: wizards.create({"example_id": foreign.id}),
            lambda: wizard.write({"professional_ids": [(4, foreign.id)]}),
            lambda: lines.create({"wizard_id": wizard.id, "professional_id": foreign.id}),
            lambda: wizards.onchange(
                {"professional_ids": [[6, 0, foreign.ids]]},
                ["professional_ids"],
                {"preview_body": {}, "line_ids": {"fields": {"email": {}}}},
            ),
            lambda: wizards.onchange(
                {"example_id": foreign.id}, ["example_id"], {"preview_body": {}}
            ),
        ):
            with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
                attempt()
                self.env.flush_all()
            self.assertNotIn("Dirk", str(refusal.exception))
        self.recruiter.company_ids += company
        both = (self.professional | foreign).with_context(
            allowed_company_ids=[self.env.company.id, company.id]
        )
        wizard = self._open(both).save()
        line = wizard.line_ids.filtered(lambda line: line.professional_id == foreign)
        self.assertIn("in the name of Other Agency", line.remark)
        self.assertTrue(line.send)

    def test_of_a_colleague(self):
        wizard = self._open(user=self.colleague).save()
        for model, records in (
            ("interim.availability.ask", wizard),
            ("interim.availability.ask.line", wizard.line_ids),
            ("interim.availability.ask.mail", wizard.mail_ids),
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                records.with_user(self.recruiter).read(["display_name"])

    @users("rina")
    def test_as_many_queries_for_a_hundred_as_for_ten(self):
        """Asking costs a fixed number, and a few for each hundred."""
        everybody = (
            self.env["interim.professional"]
            .sudo()
            .create(
                [
                    {"name": f"Professional {number}", "email": f"p{number}@p.test"}
                    for number in range(120)
                ]
            )
        )
        counts = []
        self._send_to(everybody[:10])  # what is loaded once
        for chosen in (everybody[10:20], everybody[20:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._send_to(chosen)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        few, many = counts
        self.assertLess(many - few, 30, counts)

    def _send_to(self, professionals):
        wizards = self.env["interim.availability.ask"].with_user(self.recruiter)
        wizard = wizards.create({"professional_ids": [(6, 0, professionals.ids)]})
        wizard.action_send()


@tagged("post_install", "-at_install")
class TestAvailabilityTour(AvailabilityCommon, HttpCase):
    """From the list to the mail, and from the page to the record."""

    def test_from_the_list_to_the_record(self):
        self.professional.availability_confirmed_on = False
        self.start_tour("/odoo/professionals", "interim_availability_ask", login="rina")
        questions = (self.professional | self.unknown).availability_answer_ids
        self.assertEqual(questions.mapped("state"), ["open", "open"])
        mails = questions.mail_id.sudo()
        self.assertEqual(
            set(mails.mapped("subject")), {"Ready, Bo Jansen?", "Ready, Sanne de Vries?"}
        )
        question = self._get_question()
        # Filled in by a browser without scripts: tests/test_answer_pages.py
        self.url_open(
            "/availability/" + question._get_page_url().rsplit("/", 1)[-1],
            data={"is_available": "yes", "hours_max": "20", "days": "friday"},
        )
        self.assertEqual(question.state, "answered")
        self.assertEqual(self.professional.hours_max, 20.0)
        self.assertTrue(self.professional.friday)
        self.assertTrue(self.professional.availability_confirmed_on)
