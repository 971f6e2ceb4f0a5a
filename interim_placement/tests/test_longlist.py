from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..tools import matching
from .common import TERMS, PlacementCommon
from .common_longlist import TODAY, LonglistCommon

SECRETS = ("97.31", "97,31", "Difficult with aldermen", "Quarrel", "Utrecht", "55 44 33")


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLonglist(LonglistCommon):
    """Professionals are presented in words that were seen, with permission, and on record."""

    def _get_lines(self, form):
        return {line.professional_id.name: line for line in form.save().line_ids}

    def test_what_is_shown(self):
        form = self._open()
        lines = self._get_lines(form)
        self.assertEqual(list(lines), ["Sanne de Vries", "Bo Jansen"])
        sanne, bo = lines.values()
        self.assertEqual((sanne.included, sanne.problem), (True, False))
        self.assertEqual(sanne.permission, "Given on 1 Mar 2027, by phone")
        self.assertFalse(bo.included)
        self.assertIn("No permission for this assignment", bo.problem)
        self.assertEqual(form.recipient_ids[:], self.contact)
        self.assertEqual(form.subject, "Professionals for Communication adviser (WR-2291)")
        for text in (
            "Dear Anja Bakker",
            "Sanne de Vries",
            "Level: Senior",
            "Expertise: Participation talk, Crisis talk",
            "Available: from April 1, 2027",
            "Hours a week: 24 to 32",
            "Days: Mon, Thu",
            "Result: Participation up 40 pct (Gemeente Waterrijk)",
        ):
            self.assertIn(text, form.body)
        for text in ("Bo Jansen", *SECRETS):
            self.assertNotIn(text, form.body)
        self.assertFalse(form.problem)
        with self.mock_mail_gateway():
            form.save()
        self.assertFalse(self._new_mails, "Nothing goes before Send (R4)")
        self.assertFalse(self.assignment.disclosure_ids)

    def test_send(self):
        form = self._open()
        form.body = form.body.replace("we like to present", "we gladly present")
        form.subject = "Our people"
        self.assertEqual(len(self._send(form)), 1)
        mail = self.assertSentEmail(self.recruiter.partner_id, [self.contact], subject="Our people")
        self.assertIn("we gladly present", mail["body"])
        disclosure = self.assignment.disclosure_ids
        self.assertEqual(disclosure.professional_id, self.professional)
        self.assertEqual(disclosure.client_id, self.client)
        self.assertEqual(disclosure.recipient_ids, self.contact)
        self.assertEqual(disclosure.recipients, "Anja Bakker <anja@waterrijk.test>")
        self.assertEqual(disclosure.sent_on, datetime(2027, 3, 3, 9))
        self.assertEqual(disclosure.user_id, self.recruiter)
        self.assertEqual(disclosure.permission_id, self.permission)
        self.assertEqual(disclosure.shown_as, "Sanne de Vries")
        self.assertEqual(disclosure.subject, "Our people")
        self.assertIn("we gladly present", disclosure.body)
        self.assertFalse(disclosure.cv_names)
        for text in SECRETS:
            self.assertNotIn(text, mail["body"])
            self.assertNotIn(text, str(disclosure.read()))
        self.assertEqual(self.assignment.disclosure_count, 1)
        self.assertEqual(self.professional.disclosure_count, 1)
        self.contact.write({"name": "Anja Jansen", "email": "else@waterrijk.test"})
        self.assertEqual(disclosure.recipients, "Anja Bakker <anja@waterrijk.test>")

    def test_the_chatter_says_who_and_to_whom_only(self):
        lead = self.env["crm.lead"].create({"name": "Deal", "partner_id": self.contact.id})
        self.assignment.lead_id = lead
        self.assignment.message_subscribe(self.contact.ids)
        self.env.flush_all()
        known = lead.message_ids
        self._send(self._open())
        message = self.assignment.message_ids[0]
        self.assertIn("Longlist sent to Anja Bakker", message.body)
        self.assertIn("Sanne de Vries", message.body)
        self.assertNotIn("Senior", message.body)
        self.assertFalse(message.notification_ids, "Who follows is told nothing")
        self.assertFalse(message.attachment_ids)
        self.assertEqual(lead.message_ids, known)

    def test_permission_does_not_hold_for_another_client(self):
        other = self.env["res.partner"].create(
            {"name": "Provincie Hoogland", "is_company": True, "email": "p@hoogland.test"}
        )
        self.assignment.write({"client_id": other.id, "contact_id": False})
        self.assertEqual(self.permission.client_id, self.client)
        self.assertFalse(
            self.env["interim.permission"]._get_latest(self.assignment, self.professional)
        )

    def test_permission_given_today(self):
        form = self._open()
        self._set_line(form, "Bo Jansen", given_how="talk")
        self.assertIn("Bo Jansen", form.body)
        self.assertFalse(form.problem)
        self._send(form)
        permission = self.bo.permission_ids
        self.assertEqual(
            (permission.assignment_id, permission.given_on, permission.how, permission.user_id),
            (self.assignment, date(2027, 3, 3), "talk", self.recruiter),
        )
        self.assertEqual(self.bo.disclosure_ids.permission_id, permission)
        self.assertEqual(len(self.assignment.disclosure_ids), 2)

    def test_without_permission_refused(self):
        self.permission.action_withdraw()
        nobody = self._create_professional("Cor Visser", consent_date=False)
        later = self._create_professional("Dirk Bos", consent_date=date(2027, 3, 4))
        gone = self._create_professional("Eva Post", active=False)
        self._permit(nobody)
        self._permit(later)
        self._permit(gone)
        everybody = self.professional | self.bo | nobody | later | gone
        form = self._open(professionals=everybody)
        wizard = form.save()
        self.assertFalse(wizard.line_ids.filtered("included"))
        with self.assertRaisesRegex(UserError, "Nobody is ticked"):
            wizard.action_send()
        wizard.line_ids.included = True
        wizard.action_rewrite()
        with self.mock_mail_gateway(), self.assertRaises(UserError) as refusal:
            wizard.action_send()
        for text in (
            "Sanne de Vries: Withdrew the permission",
            "Bo Jansen: No permission for this assignment",
            "Cor Visser: No CV consent on record",
            "Dirk Bos: The CV consent is from",
            "Eva Post: Archived",
        ):
            self.assertIn(text, str(refusal.exception))
        self.assertFalse(self._new_mails)
        self.assertFalse(self.assignment.disclosure_ids)

    def test_permission_and_consent_are_asked_again_when_it_is_sent(self):
        form = self._open()
        wizard = form.save()
        self.professional.consent_date = False
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "No CV consent on record"):
            wizard.action_send()

    def test_a_permission_is_for_one_assignment(self):
        other = self._create_assignment("Spokesperson")
        form = self._open(professionals=self.professional, assignment=other)
        (line,) = form.save().line_ids
        self.assertIn("No permission for this assignment", line.problem)

    def test_given_today_does_not_help_without_consent(self):
        self.bo.consent_date = False
        form = self._open()
        self._set_line(form, "Bo Jansen", given_how="phone")
        self.assertFalse(self._get_lines(form)["Bo Jansen"].included)

    def test_text_follows_the_ticks_until_it_is_changed(self):
        self._permit(self.bo)
        form = self._open()
        self.assertIn("Bo Jansen", form.body)
        self._set_line(form, "Bo Jansen", included=False)
        self.assertNotIn("Bo Jansen", form.body)
        form.body = form.body.replace("Kind regards", "Until soon")
        self._set_line(form, "Bo Jansen", included=True)
        self.assertIn("Until soon", form.body, "What was typed stays")
        self.assertIn("does not present Bo Jansen", form.problem)
        with self.assertRaisesRegex(UserError, "does not present Bo Jansen"):
            form.save().action_send()
        form.save().action_rewrite()
        form = self._reopen(form)
        self.assertIn("Bo Jansen", form.body)
        self.assertNotIn("Until soon", form.body)
        self.assertFalse(form.problem)

    def _reopen(self, form):
        return type(form)(self.env["interim.longlist"].with_user(self.recruiter).browse(form.id))

    def test_a_name_without_a_tick_is_refused(self):
        form = self._open()
        form.body = form.body.replace("Whom would you", "bo  JANSEN is free, too. Whom would you")
        self.assertIn("The text names Bo Jansen", form.problem)
        with self.mock_mail_gateway(), self.assertRaisesRegex(UserError, "names Bo Jansen"):
            form.save().action_send()
        self.assertFalse(self._new_mails)

    def test_a_name_whose_line_was_taken_away_is_refused(self):
        self._permit(self.bo)
        form = self._open()
        form.body = form.body.replace("Kind regards", "Until soon")
        form.line_ids.remove(1)
        self.assertIn("The text names Bo Jansen, who is not ticked", form.problem)
        with self.assertRaisesRegex(UserError, "names Bo Jansen"):
            form.save().action_send()

    def test_permission_given_today_is_noted_of_all(self):
        self.bo.consent_date = False
        form = self._open()
        self._set_line(form, "Bo Jansen", given_how="message")
        self._send(form)
        self.assertEqual(self.bo.permission_ids.how, "message")
        self.assertFalse(self.bo.disclosure_ids)

    def test_anonymous(self):
        self._permit(self.bo)
        form = self._open()
        form.attach_cvs = True
        form.is_anonymous = True
        self.assertFalse(form.problem)
        self.assertIn("Professional A", form.body)
        self.assertIn("Professional B", form.body)
        self.assertIn("Result: Participation up 40 pct", form.body)
        for text in ("Sanne", "Bo Jansen", "Gemeente Waterrijk)", *SECRETS):
            self.assertNotIn(text, form.body)
        self._send(form)
        mail = self.assertSentEmail(self.recruiter.partner_id, [self.contact])
        self.assertFalse(mail["attachments"], "A CV has a name")
        rows = self.assignment.disclosure_ids
        self.assertEqual(
            {(row.professional_id, row.shown_as) for row in rows},
            {(self.professional, "Professional A"), (self.bo, "Professional B")},
        )
        self.assertFalse(any(self.assignment.disclosure_ids.mapped("cv_names")))

    def test_anonymous_with_a_name_refused(self):
        form = self._open()
        form.is_anonymous = True
        form.body = form.body.replace("Professional A", "Professional A (Sanne de Vries)")
        with self.assertRaisesRegex(UserError, "is to go without names"):
            form.save().action_send()

    def test_cvs_go_along(self):
        self._permit(self.bo)
        form = self._open()
        form.attach_cvs = True
        self.assertIn("No CV on record, so none goes along: Bo Jansen", form.warning)
        self._send(form)
        mail = self.assertSentEmail(self.recruiter.partner_id, [self.contact])
        self.assertEqual([attachment[0] for attachment in mail["attachments"]], ["CV Sanne.pdf"])
        self.assertEqual(self.professional.disclosure_ids.cv_names, "CV Sanne.pdf")
        self.assertFalse(self.bo.disclosure_ids.cv_names)
        self.assertTrue(self.professional.cv_ids.exists())

    def test_presented_before(self):
        self._send(self._open())
        form = self._open()
        line = self._get_lines(form)["Sanne de Vries"]
        self.assertEqual(
            line.presented, "Presented on 3 Mar 2027 to Anja Bakker <anja@waterrijk.test>"
        )
        self.assertFalse(line.included)
        self.assertFalse(line.problem)
        form = self._open()
        self._set_line(form, "Sanne de Vries", included=True)
        self._send(form)
        self.assertEqual(len(self.professional.disclosure_ids), 2, "You may go on")

    def test_sent_once(self):
        form = self._open()
        wizard = form.save()
        self._send(form)
        with self.assertRaisesRegex(UserError, "sent already"):
            wizard.action_send()
        self.assertEqual(len(self.assignment.disclosure_ids), 1)

    def test_the_same_person_twice(self):
        form = self._open(professionals=self.professional)
        with form.line_ids.new() as line:
            line.professional_id = self.professional
        with self.assertRaisesRegex(UserError, "ticked twice"):
            form.save().action_send()

    def test_nobody_to_send_it_to(self):
        self.contact.email = False
        form = self._open()
        self.assertIn("Choose a contact of Gemeente Waterrijk with an e-mail", form.problem)
        with self.assertRaisesRegex(UserError, "Nobody to send it to"):
            form.save().action_send()
        form.recipient_ids.add(self.contact)
        with self.assertRaisesRegex(UserError, "Anja Bakker has no e-mail address"):
            form.save().action_send()

    def test_only_to_the_client(self):
        stranger = self.env["res.partner"].create({"name": "Ben Smit", "email": "ben@else.test"})
        form = self._open()
        form.recipient_ids.add(stranger)
        with self.assertRaisesRegex(UserError, "Ben Smit: no contact of Gemeente Waterrijk"):
            form.save().action_send()

    def test_only_for_open_assignments(self):
        form = self._open()
        self.assignment.state = "on_hold"
        with self.assertRaisesRegex(UserError, "is not open \\(on hold\\)"):
            form.save().action_send()
        with self.assertRaisesRegex(UserError, "is not open"):
            self._open()
        self.assignment.write({"state": "open", "active": False})
        with self.assertRaisesRegex(UserError, "is archived"):
            self._open()

    def test_who_is_proposed(self):
        closed = self._create_placement(professional_id=self._create_professional("Cor").id)
        reason = self.env.ref("interim_placement.close_reason_rate")
        closed.write({"active": False, "close_reason_id": reason.id})
        self._create_placement("interview", professional_id=self._create_professional("Dirk").id)
        self.assertEqual(list(self._get_lines(self._open())), ["Sanne de Vries", "Bo Jansen"])

    def test_after_the_closing_time(self):
        self.assignment.deadline = datetime(2027, 3, 1, 9)
        self.assertIn("The client closed the request on 03/01/2027", self._open().warning)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.contact.lang = "nl_NL"
        self.env["ir.module.module"].search(
            [("name", "=", "interim_placement")]
        )._update_translations("nl_NL")
        form = self._open()
        self.assertIn("1 april 2027", form.body)

    def test_what_a_client_is_told(self):
        """Expired certificates and what nobody knows are left out."""
        certifications = self.env["interim.certification"].create(
            [{"name": "Talk course"}, {"name": "Old course"}]
        )
        self.bo.certificate_ids = [
            Command.create({"certification_id": certifications[0].id}),
            Command.create(
                {"certification_id": certifications[1].id, "valid_until": date(2027, 3, 2)}
            ),
        ]
        self.bo.write({"hours_max": 24, "hours_min": 24})
        pairs = self._present(self.bo)
        self.assertEqual(
            pairs, {"Level": "Medior", "Certificates": "Talk course", "Hours a week": "24"}
        )
        self.bo.write({"availability_confirmed_on": date(2027, 3, 1), "hours_min": 0})
        pairs = self._present(self.bo)
        self.assertEqual((pairs["Available"], pairs["Hours a week"]), ("at once", "at most 24"))
        terms = {**TERMS, "date_start": date(2027, 1, 4)}
        self._create_placement(
            "active",
            terms,
            agreed=True,
            professional_id=self.bo.id,
            assignment_id=self._create_assignment("Editor").id,
        )
        pairs = self._present(self.bo)
        self.assertEqual(pairs["Available"], "from July 1, 2027")
        self.assertEqual(pairs["Hours a week"], "at most 24")

    def _present(self, professional):
        return dict(professional._get_presentations(self.assignment)[professional.id])

    def _book(self, professional, **terms):
        self._create_placement(
            "active",
            {**TERMS, "date_start": date(2027, 1, 4), **terms},
            agreed=True,
            professional_id=professional.id,
            assignment_id=self._create_assignment("Editor").id,
        )

    def test_told_what_the_match_says(self):
        """When and how much are what is left for this assignment beside what is agreed."""
        self.assignment.write({"hours_min": 16, "hours_max": 20})
        self.bo.write(
            {
                "availability_confirmed_on": date(2027, 3, 1),
                "hours_min": 24,
                "hours_max": 36,
                **dict.fromkeys(("monday", "tuesday", "wednesday"), True),
            }
        )
        self._book(self.bo, hours_per_week=16, monday=True, date_end=date(2027, 10, 31))
        pairs = self._present(self.bo)
        self.assertEqual((pairs["Available"], pairs["Hours a week"]), ("at once", "8 to 20"))
        self.assertEqual(pairs["Days"], "Tue, Wed")
        candidate = self.bo._get_candidates()[self.bo.id]
        demand = self.assignment._get_demands()[self.assignment.id]
        weights = self.env.company._get_match_weights()
        found = matching.match(candidate, demand, weights, date(2027, 3, 3))
        details = {part.subject: part.detail for part in found.parts}
        self.assertEqual((details["start"].day, details["hours"]), (date(2027, 3, 3), 20))
        # More hours than are left: once the other assignment has ended.
        self.assignment.write({"hours_min": 32, "hours_max": 36})
        pairs = self._present(self.bo)
        self.assertEqual(
            (pairs["Available"], pairs["Hours a week"]), ("from November 1, 2027", "24 to 36")
        )

    def test_told_nothing_that_nobody_knows(self):
        self.bo.hours_min = 24
        self._book(self.bo, hours_per_week=16)
        told = self._present(self.bo)
        self.assertFalse({"Available", "Hours a week"} & set(told), "The limit is not known")
        self.professional.write({"unavailable_said_on": date(2027, 3, 2)})
        self._book(self.professional, date_end=date(2027, 4, 30))
        self.assertNotIn("Available", self._present(self.professional), "Not for now")

    def test_nobody_ticked(self):
        form = self._open()
        self._set_line(form, "Sanne de Vries", included=False)
        self.assertIn("Tick somebody first.", form.body)
        self.assertNotIn("agreed to be presented", form.body)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Nobody is ticked"):
            wizard.action_send()
        self._set_line(form, "Sanne de Vries", included=True)
        self.assertIn("agreed to be presented", form.body)
        self.assertNotIn("Tick somebody", form.body)

    def test_as_many_queries_as_for_one(self):
        def count(number):
            people = self.env["interim.professional"]
            for _number in range(number):
                people |= self._create_professional("P Q")
            for person in people:
                self._permit(person)
            for _time in range(2):  # rules and the like are loaded once
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._show(people)
            return self.env.cr.sql_log_count - before

        # One more when Python has cleared away an environment meanwhile.
        for number in (3, 12):
            self.assertLessEqual(count(number), 40 + 1, number)

    def _show(self, people):
        """Open the longlist of some people, as the web client does."""
        assignment = self.assignment.with_user(self.recruiter)
        action = assignment._get_longlist_action(people)
        lines = {"fields": {name: {} for name in ("permission", "known", "included")}}
        wizard = assignment.env["interim.longlist"].browse(action["res_id"])
        wizard.web_read({"body": {}, "problem": {}, "warning": {}, "line_ids": lines})
        self.env.flush_all()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPermission(LonglistCommon):
    """A permission is for one assignment, and what was relied on stays."""

    def test_one_at_a_time(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._permit(self.professional)
        self.permission.action_withdraw()
        self.assertEqual(self.permission.withdrawn_on, date(2027, 3, 3))
        self._permit(self.professional)
        self.assertEqual(len(self.professional.permission_ids), 2)

    def test_noted_on_the_forms(self):
        with (
            Form(self.assignment.with_user(self.recruiter)) as form,
            form.permission_ids.new() as line,
        ):
            line.professional_id = self.bo
            line.how = "talk"
        permission = self.bo.permission_ids
        self.assertEqual(permission.given_on, date(2027, 3, 3))
        self.assertEqual(permission.user_id, self.recruiter)
        permission.with_user(self.recruiter).action_withdraw()
        with (
            Form(self.bo.with_user(self.recruiter)) as form,
            form.permission_ids.new() as line,
        ):
            line.assignment_id = self.assignment
            line.how = "mail"
        self.assertEqual(len(self.bo.permission_ids), 2)
        self.assertEqual(self.bo.permission_ids.filtered(lambda p: not p.withdrawn_on).how, "mail")

    def test_not_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "is still to come"):
            self._permit(self.bo, given_on=date(2027, 3, 4))

    def test_who_noted_it_is_a_fact(self):
        values = {
            "professional_id": self.bo.id,
            "assignment_id": self.assignment.id,
            "how": "mail",
        }
        permissions = self.env["interim.permission"].with_user(self.recruiter)
        with self.assertRaisesRegex(UserError, "follows from other data"):
            permissions.create({**values, "user_id": self.colleague.id})
        forged = permissions.with_context(default_user_id=self.colleague.id)
        self.assertEqual(forged.create(values).user_id, self.recruiter)

    def test_whom_it_is_about_stays(self):
        for vals in (
            {"professional_id": self.bo.id},
            {"assignment_id": self._create_assignment("Editor").id},
        ):
            with self.assertRaisesRegex(UserError, "stays so"):
                self.permission.write(vals)

    def test_what_was_relied_on_stays(self):
        self.permission.how = "mail"
        self._send(self._open())
        for attempt in (
            lambda: self.permission.write({"how": "talk"}),
            lambda: self.permission.write({"given_on": date(2027, 2, 1)}),
            lambda: self.permission.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "was presented with this permission"):
                attempt()
        self.permission.note = "Only for this one"
        self.permission.action_withdraw()
        with self.assertRaisesRegex(UserError, "was withdrawn on"):
            self.permission.withdrawn_on = False
        self.permission.action_withdraw()

    def test_what_was_not_relied_on_can_go(self):
        self.permission.unlink()
        self._permit(self.bo)
        self.placements.unlink()
        self.bo.unlink()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestClientHistory(LonglistCommon):
    """Who was proposed to this client before, and how it ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("interim_placement.close_reason_rate")
        cls.placements.write({"active": False, "close_reason_id": cls.reason.id})

    def _place(self, phase, role, professional=None, **values):
        placement = self._create_placement(
            phase,
            assignment_id=self._create_assignment(role).id,
            professional_id=(professional or self.bo).id,
            **values,
        )
        self.env.cr.execute(
            "UPDATE interim_placement SET create_date = %s WHERE id = %s",
            ["2026-03-03 10:00:00", placement.id],
        )
        placement.invalidate_recordset(["create_date"])
        return placement

    def _describe(self, professional=None, user=None, client=None):
        professional = (professional or self.bo).with_user(user or self.recruiter)
        told = professional._describe_history_with(client or self.client, self.assignment)
        return told[professional.id]

    def test_nothing_to_tell(self):
        self.assertEqual(self._describe(), "")
        self.assertEqual(self._describe(client=self.env.company.partner_id), "")
        self._create_placement(assignment_id=False, professional_id=self.bo.id)
        nobody = self.env["res.partner"]
        self.assertEqual(self.bo._describe_history_with(nobody), {self.bo.id: ""})

    def test_how_it_ended(self):
        closed = self._place("interview", "Editor")
        self.assertEqual(
            self._describe(),
            "Proposed on 3 Mar 2026 for Editor: still running, now at Client interview",
        )
        closed.write({"active": False, "close_reason_id": self.reason.id})
        self.assertEqual(
            self._describe(),
            "Proposed on 3 Mar 2026 for Editor: not placed (no agreement on the rate), got as far"
            " as Client interview",
        )
        self.assertEqual(self._describe(client=self.contact), self._describe())

    def test_placed(self):
        placement = self._place("active", "Editor", terms=TERMS, agreed=True)
        told = "Placed from 4 Jan 2027 to 30 Jun 2027 for Editor"
        self.assertEqual(self._describe(), told)
        placement.write({"active": False, "close_reason_id": self.reason.id})
        self.assertEqual(self._describe(), f"{told}, then closed (no agreement on the rate)")

    def test_recorded_later_than_it_began(self):
        self._place(
            "active", "Editor", terms={**TERMS, "date_start": date(2026, 1, 5)}, agreed=True
        )
        professional = self.bo.with_user(self.recruiter)
        ((entry,),) = professional._get_history_with_client(self.client, self.assignment).values()
        self.assertEqual((entry.on, entry.outcome), (date(2026, 1, 5), "placed"))

    def test_a_first_talk_is_no_proposal(self):
        placement = self._place("meeting", "Editor")
        told = "Talked with on 3 Mar 2026 about Editor: "
        self.assertEqual(self._describe(), f"{told}still running, now at First meeting")
        placement.write({"active": False, "close_reason_id": self.reason.id})
        self.assertEqual(self._describe(), f"{told}not proposed (no agreement on the rate)")

    def test_the_longlist_tells_it(self):
        self._place("proposal", "Editor")
        (line,) = self._open(professionals=self.bo).save().line_ids
        self.assertEqual(line.known, self._describe())
        self.assertIn("for Editor", line.known)

    def test_when_it_was_proposed(self):
        """The day it left the first meeting, as the stages were tracked."""
        placement = self._place("meeting", "Editor").with_context(
            tracking_disable=False, mail_notrack=False
        )
        self.flush_tracking()
        placement.stage_id = self.stages["proposal"]
        self.flush_tracking()
        tracked = placement.message_ids.sudo().tracking_value_ids
        self.assertTrue(tracked)
        self.env.cr.execute(
            "UPDATE mail_tracking_value SET create_date = %s WHERE id IN %s",
            ["2026-05-06 10:00:00", tracked._ids],
        )
        self.assertIn("Proposed on 6 May 2026", self._describe())

    def test_the_latest_first(self):
        self._place("interview", "Editor")
        closed = {"active": False, "close_reason_id": self.reason.id}
        self._place("proposal", "Writer").write(closed)
        self.assertIn("Earlier times: 1", self._describe())

    def test_on_a_longlist_only(self):
        other = self._create_assignment("Writer")
        self._permit(self.bo, other)
        self._send(self._open(professionals=self.bo, assignment=other))
        self.assertEqual(self._describe(), "On the longlist of 3 Mar 2027 for Writer")
        self._create_placement("proposal", assignment_id=other.id, professional_id=self.bo.id)
        self.assertIn("Proposed on 3 Mar 2027 for Writer: still running", self._describe())

    def test_of_a_colleague(self):
        self._place("interview", "Secret editor", user_id=self.colleague.id)
        self.assertEqual(
            self._describe(), f"Proposed before by a colleague: ask {self.colleague.name}"
        )
        self.assertIn("Secret editor", self._describe(user=self.colleague))
        entries = self.bo.with_user(self.recruiter)._get_history_with_client(self.client)
        hidden = [entry for rows in entries.values() for entry in rows if entry.outcome == "hidden"]
        for entry in hidden:
            self.assertFalse(entry.placement or entry.role or entry.stage or entry.reason)
        self._place("meeting", "Talk", self.professional, user_id=self.colleague.id)
        self.assertEqual(self._describe(self.professional), "")

    def test_the_list_on_the_assignment(self):
        self._place("interview", "Editor")
        self._place("interview", "Secret", self.professional, user_id=self.colleague.id)
        assignment = self.assignment.with_user(self.recruiter)
        action = assignment.action_view_client_history()
        self.assertEqual(action["name"], "Proposed to Gemeente Waterrijk Before")
        people = assignment.env["interim.professional"].with_context(**action["context"])
        found = people.search(action["domain"])
        self.assertEqual(found, self.bo | self.professional)
        told = {person.name: person.client_history for person in found}
        self.assertIn("for Editor", told["Bo Jansen"])
        self.assertIn("by a colleague", told["Sanne de Vries"])
        self.assertNotIn("Secret", str(told))

    def test_as_many_queries_as_for_one(self):
        def count(number):
            people = self.env["interim.professional"]
            for _number in range(number):
                person = self._create_professional("P Q")
                self._place("proposal", "Editor", person)
                self._place("proposal", "Writer", person, user_id=self.colleague.id)
                people |= person
            people = people.with_user(self.recruiter)
            for _time in range(2):  # rules and the like are loaded once
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                people._describe_history_with(self.client)
            return self.env.cr.sql_log_count - before

        # One more when Python has cleared away an environment meanwhile.
        for number in (2, 9):
            self.assertLessEqual(count(number), 15 + 1, number)


@tagged("post_install", "-at_install")
class TestLonglistTour(PlacementCommon, HttpCase):
    """From the assignment to the log, in a real browser."""

    def test_longlist(self):
        self.recruiter.email = "rina@agency.test"
        self._create_placement(professional_id=self._create_professional("Bo Jansen").id)
        url = f"/odoo/assignments/{self.assignment.id}"
        with mute_logger("odoo.http"):  # once, nobody is ticked
            self.start_tour(url, "interim_longlist", login="rina")
        disclosure = self.assignment.disclosure_ids
        self.assertEqual(disclosure.professional_id.name, "Bo Jansen")
        self.assertEqual(disclosure.permission_id.how, "phone")
        self.assertEqual(disclosure.recipient_ids, self.contact)
        self.assertIn("A fine choice", disclosure.body)
