from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_followup import TODAY, FollowupCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestFollowupAnswer(FollowupCommon):
    """What both sides say of what comes next: on their own page, or to the recruiter."""

    def test_client_answers(self):
        question = self._ask_for("client")
        self.assertEqual(question.partner_id, self.contact)
        self.assertEqual((question.state, question.date_end), ("asked", date(2027, 5, 31)))
        self.assertEqual(self.placement.preparation_client_state, "asked")
        self.assertFalse(self.placement.client_answer_id)
        self._answer(question, extension="yes", extension_months=2, successor="A project leader")
        self.assertEqual((question.state, question.extension_months), ("answered", 2))
        self.assertEqual(self.placement.client_answer_id, question)
        self.assertTrue(self.placement.client_wants_extension)
        self.assertEqual(self.placement.last_contact_date, date(2027, 3, 1))
        message = self.placement.message_ids[0]
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.notified_partner_ids, self.recruiter.partner_id)
        self.assertTrue(message.subtype_id.internal)
        for text in ("Anja Bakker answered what comes next", "Yes, months: 2", "A project leader"):
            self.assertIn(text, message.body)

    def test_professional_answers(self):
        question = self._ask_for("professional")
        self._answer(
            question,
            wants_to_stay="no",
            available_from=date(2027, 6, 14),
            hours_min=24.0,
            hours_max=32.0,
            type_ids=[(6, 0, self.project.ids)],
            wishes="No further than Utrecht",
        )
        self.assertEqual(self.placement.professional_answer_id, question)
        body = self.placement.message_ids[0].body
        for text in ("June 14, 2027", "24 to 32", "Project", "No further than Utrecht"):
            self.assertIn(text, body)

    def test_only_the_questions_of_the_side_are_noted(self):
        question = self._ask_for("client")
        self._answer(
            question,
            extension="no",
            available_from=date(2027, 6, 1),
            party="professional",
            state="recorded",
            access_token="x",
        )
        self.assertEqual((question.party, question.state), ("client", "answered"))
        self.assertFalse(question.available_from)

    def test_answered_once(self):
        question = self._ask_for("client")
        self._answer(question, extension="unknown")
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(question, extension="yes")
        for user in (self.recruiter, self.manager):
            with self.assertRaisesRegex(UserError, "was answered by Anja Bakker"):
                question.with_user(user).extension = "yes"

    def test_asked_again_after_an_answer(self):
        first = self._ask_for("client")
        self._answer(first, extension="unknown")
        with freeze_time("2027-04-01 09:00:00"):
            second = self._ask_for("client")
            self.assertEqual(self.placement._get_followup_question("client"), second)
            self.assertEqual(self.placement.client_answer_id, first, "Until there is another")
            self._answer(second, extension="yes")
        self.assertEqual(self.placement.client_answer_id, second)
        self.assertEqual(first.extension, "unknown")

    def test_one_open_question_a_side(self):
        self._ask_for("client")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._ask_for("client")

    def test_extension_asks_anew(self):
        question, said = self._ask_for("client"), self._ask_for("professional")
        self._answer(said, wants_to_stay="yes")
        self._agree(self.placement, date_start=date(2027, 6, 1), date_end=date(2027, 7, 31))
        self.assertFalse(question._is_open())
        self.assertFalse(self.placement.professional_answer_id)
        self.assertFalse(self.placement._get_followup_question("client"))
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(question, extension="no")
        self.assertEqual(self._ask_for("client").date_end, date(2027, 7, 31))

    def test_earlier_end_asks_nothing_anew(self):
        question, said = self._ask_for("client"), self._ask_for("professional")
        self._answer(said, wants_to_stay="yes")
        self._agree(
            self.placement, "change", date_start=date(2027, 3, 2), date_end=date(2027, 4, 30)
        )
        self.assertEqual(self.placement.date_end, date(2027, 4, 30))
        self.assertTrue(question._is_open())
        self.assertEqual(self.placement.professional_answer_id, said)
        self.assertEqual(said.date_end, date(2027, 5, 31), "What was said stays as it was")

    def test_closed_with_the_placement(self):
        question = self._ask_for("client")
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        self.assertFalse(question._is_open())

    def test_markup_is_text(self):
        self._answer(self._ask_for("client"), extension="no", successor="<script>1</script>\n<b>x")
        for shown in (self.placement.message_ids[0].body, self.placement.preparation_client):
            self.assertIn("&lt;script&gt;", shown)
            self.assertNotIn("<b>x", shown)

    # What the professional's record learns

    def test_own_availability_is_noted_at_once(self):
        self.professional.available_from = date(2027, 1, 1)
        self.cr.flush()  # what is made in this transaction is not tracked in it
        with freeze_time("2027-03-05 09:00:00"):
            self._answer(self._ask_for("professional"), available_from=date(2027, 6, 14))
        self.cr.flush()
        self.professional.invalidate_recordset(["message_ids"])
        self.assertEqual(self.professional.available_from, date(2027, 6, 14))
        self.assertEqual(self.professional.availability_confirmed_on, date(2027, 3, 5))
        tracked = self.professional.message_ids.filtered("tracking_value_ids")[0]
        self.assertEqual(tracked.author_id, self.professional.partner_id)

    def test_without_a_day_nothing_is_confirmed(self):
        self.professional.write(
            {"available_from": "2027-01-01", "availability_confirmed_on": "2026-11-01"}
        )
        self._answer(self._ask_for("professional"), wants_to_stay="yes", hours_max=20.0)
        self.assertEqual(self.professional.available_from, date(2027, 1, 1))
        self.assertEqual(self.professional.availability_confirmed_on, date(2026, 11, 1))

    def test_the_rest_is_taken_over_by_a_person(self):
        self.professional.write({"hours_min": 16.0, "hours_max": 36.0})
        question = self._ask_for("professional")
        self._answer(question, hours_min=24.0, hours_max=32.0, type_ids=[(6, 0, self.bridging.ids)])
        self.assertEqual(self.professional.hours_max, 36.0, "Nothing silently")
        self.assertFalse(self.professional.assignment_type_ids)
        self.assertIn("Hours a Week, To: 32 (on record: 36)", self.placement.preparation_takeover)
        self.assertIn("Wished Types: Bridging (on record: nothing)", question.takeover)
        self.placement.with_user(self.recruiter).action_take_over_answer()
        self.assertRecordValues(self.professional, [{"hours_min": 24.0, "hours_max": 32.0}])
        self.assertEqual(self.professional.assignment_type_ids, self.bridging)
        self.assertEqual(question.taken_over_on, date(2027, 3, 1))
        self.assertFalse(self.placement.preparation_takeover)
        self.professional.hours_max = 36.0
        self.assertFalse(question.takeover, "It was weighed already")

    def test_half_a_range_of_hours(self):
        question = self._ask_for("professional")
        for low, high, known, taken in (
            (0, 20, (24, 36), {"hours_min": 20, "hours_max": 20}),
            (0, 30, (24, 36), {"hours_max": 30}),
            (28, 0, (16, 24), {"hours_min": 28, "hours_max": 28}),
            (28, 0, (16, 0), {"hours_min": 28}),
            (0, 0, (16, 24), {}),
        ):
            with self.subTest(low=low, high=high):
                self.professional.write({"hours_min": known[0], "hours_max": known[1]})
                question.sudo().write(
                    {"hours_min": low, "hours_max": high, "answered_on": "2027-03-01"}
                )
                self.assertEqual(question._get_professional_values(), taken)

    def test_nothing_to_take_over(self):
        question = self._ask_for("professional")
        with self.assertRaisesRegex(UserError, "nothing to take over yet"):
            question.with_user(self.recruiter).action_take_over()

    # Noted by the recruiter

    def test_note(self):
        noted = self._note("client", extension="yes", extension_until=date(2027, 8, 31))
        self.assertEqual((noted.state, noted.party), ("recorded", "client"))
        self.assertEqual(noted.partner_id, self.contact)
        self.assertEqual(noted.answered_on, datetime(2027, 3, 1, 9))
        self.assertEqual(noted.date_end, date(2027, 5, 31))
        self.assertEqual(self.placement.last_contact_date, date(2027, 3, 1))
        self.assertIn("What comes next, as Anja Bakker said", self.placement.message_ids[0].body)
        self.assertIn("until August 31, 2027", self.placement.message_ids[0].body)

    def test_a_note_that_is_left_notes_nothing(self):
        for party in ("client", "professional"):
            with self.assertRaisesRegex(AssertionError, "is a required field"):
                self._open_note(party).save()
        self.assertFalse(self.placement.followup_answer_ids)

    def test_note_is_corrected_and_both_stay_in_the_log(self):
        noted = self._note("client", extension="yes")
        self.assertEqual(self._note("client", extension="no"), noted)
        self.assertEqual(noted.extension, "no")
        logged = [m for m in self.placement.message_ids if "as Anja Bakker said" in (m.body or "")]
        self.assertEqual(len(logged), 2)

    def test_not_known_is_an_answer_too(self):
        question = self._ask_for("client")
        self.assertEqual(self._note("client"), question)
        self.assertEqual((question.state, question.extension), ("recorded", "unknown"))
        self.assertIn("Extension: Not Known", self.placement.message_ids[0].body)

    def test_own_words_win_from_hearsay(self):
        question = self._ask_for("client")
        noted = self._note("client", extension="no")
        self.assertEqual(noted, question, "The question that was asked is answered by it")
        self.assertEqual(question.state, "recorded")
        self._answer(question, extension="yes")
        self.assertEqual((question.state, question.extension), ("answered", "yes"))

    def test_note_after_an_answer_is_another(self):
        question = self._ask_for("client")
        self._answer(question, extension="unknown")
        noted = self._note("client", extension="yes")
        self.assertNotEqual(noted, question)
        self.assertEqual(noted.state, "recorded")

    def test_nothing_is_passed_off_as_own_words(self):
        records = self.env["interim.followup.answer"].with_user(self.manager)
        values = {"placement_id": self.placement.id, "party": "client"}
        for forged in (
            {"state": "answered"},
            {"answered_on": "2027-02-01"},
            {"asked_on": "2027-02-01"},
            {"partner_id": self.employee.partner_id.id},
            {"date_end": "2030-01-01"},
            {"taken_over_on": "2027-01-01"},
        ):
            with self.subTest(forged), self.assertRaisesRegex(UserError, "other data"):
                records.create({**values, **forged})
        for name, value in (("default_state", "answered"), ("default_date_end", "2030-01-01")):
            with self.cr.savepoint():
                made = records.with_context(**{name: value}).create(values)
                self.assertEqual(made.state, "recorded")
                self.assertEqual(made.date_end, date(2027, 5, 31))
                made.sudo().unlink()
        question = self._ask_for("client").with_user(self.manager)
        for forged in ({"state": "answered"}, {"date_end": "2030-01-01"}):
            with self.subTest(forged), self.assertRaisesRegex(UserError, "other data"):
                question.write(forged)
        with self.assertRaisesRegex(UserError, "stays so"):
            question.party = "professional"
        with self.assertRaises(AccessError):
            question.unlink()

    def test_of_a_colleague(self):
        theirs = self._create_active(
            professional_id=self._create_professional("Bo").id,
            user_id=self.colleague.id,
            assignment_id=self._create_assignment("Other").id,
        )
        question = self._ask_for("client", theirs)
        mine = question.with_user(self.recruiter)
        for attempt in (
            lambda: mine.read(["state"]),
            lambda: mine.write({"extension": "no"}),
            lambda: mine.create({"placement_id": theirs.id, "party": "professional"}),
            lambda: self._open_note("client", placement=theirs),
            lambda: theirs.with_user(self.recruiter).action_ask_followup(),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
                self.env.flush_all()
        self.assertFalse(mine.search([("placement_id", "=", theirs.id)]))
        self.assertTrue(question.with_user(self.colleague).read(["state"]))

    def test_token_is_for_nobody(self):
        question = self._ask_for("client")
        question._get_page_url()
        for user in (self.recruiter, self.manager):
            with self.assertRaises(AccessError):
                question.with_user(user).read(["access_token"])
            self.assertNotIn("access_token", question.with_user(user).read()[0])
