from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import strategies as st
from hypothesis.stateful import rule

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TERMS
from .common_availability import NOW, TODAY, AvailabilityCommon
from .state_machine import OdooMachine


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAvailabilityAnswer(AvailabilityCommon):
    """What a professional says is on the record at once, with who and when."""

    def test_asked(self):
        question = self._ask()
        self.assertEqual(question.state, "open")
        self.assertEqual(question.asked_on, datetime(2027, 1, 11, 9))
        self.assertEqual(question.asked_by_id, self.recruiter)
        self.assertEqual(question.email, "sanne@professional.test")
        self.assertEqual(question.expires_on, date(2027, 2, 10))
        self.assertEqual(self.professional.availability_question_state, "open")
        self.assertEqual(self.professional.availability_asked_on, question.asked_on)
        self.assertFalse(self.professional.availability_answered_on)
        self.assertIn("sanne@professional.test", self.professional.message_ids[0].body)
        self.assertIn(question._get_page_url(), question.mail_id.sudo().body_html)

    def test_the_link_is_of_the_contact_that_was_asked(self):
        question = self._ask()
        other = self.env["res.partner"].create({"name": "Cor Visser"})
        self.professional.partner_id = other
        self.assertFalse(question._is_open())
        with self.assertRaises(UserError):
            question._answer({"is_available": "yes"})

    def test_on_record_at_once(self):
        sector = self.env["res.partner.industry"].search([], limit=1)
        self._answer(
            self._ask(),
            available_from=date(2027, 3, 1),
            hours_min=16.0,
            hours_max=24.0,
            tuesday=True,
            friday=True,
            assignment_type_ids=[Command.set(self.bridging.ids)],
            industry_ids=[Command.set(sector.ids)],
            office_days_max=2,
            max_distance_km=40,
            wishes="Not alone",
        )
        professional = self.professional
        self.assertEqual(professional.available_from, date(2027, 3, 1))
        self.assertEqual((professional.hours_min, professional.hours_max), (16.0, 24.0))
        self.assertEqual(professional.weekday_summary, "Tue, Fri", "Monday was not told any more")
        self.assertEqual(professional.assignment_type_ids, self.bridging)
        self.assertEqual(professional.industry_ids, sector)
        self.assertEqual((professional.office_days_max, professional.max_distance_km), (2, 40))
        self.assertEqual(professional.wishes, "Not alone")
        self.assertEqual(professional.availability_confirmed_on, TODAY)
        self.assertEqual(professional.availability, "soon")
        self.assertEqual(professional.availability_question_state, "answered")
        self.assertEqual(professional.availability_answered_on, datetime(2027, 1, 11, 9))
        self.assertIn("Hours a week: 16 to 24", professional.availability_said)

    def test_what_the_agency_judged_stays(self):
        self.professional.write({"level": "senior", "rate_min": 98, "notes": "Calm"})
        self._answer(self._ask(), level="junior", rate_min=10, notes="x", user_id=1)
        self.assertEqual((self.professional.level, self.professional.rate_min), ("senior", 98))
        self.assertIn("Calm", self.professional.notes)
        self.assertEqual(self.professional.user_id, self.recruiter)

    def test_recruiter_is_told_from_what_to_what(self):
        self._answer(
            self._ask(user=self.colleague),
            available_from=date(2027, 2, 1),
            hours_min=24.0,
            hours_max=28.0,
            monday=True,
            tuesday=True,
            assignment_type_ids=[Command.set(self.project.ids)],
        )
        message = self.professional.message_ids.filtered(lambda m: m.message_type == "comment")[0]
        self.assertEqual(message.author_id, self.professional.partner_id)
        self.assertTrue(message.subtype_id.internal)
        self.assertEqual(message.notified_partner_ids, (self.recruiter | self.colleague).partner_id)
        self.assertIn("Hours a week: 24 to 36 → 24 to 28", message.body)
        for unchanged in ("Available from", "Days", "Wished types"):
            self.assertNotIn(unchanged, message.body)

    def test_who_confirmed_is_tracked(self):
        question = self._ask()
        self.cr.flush()  # what is made in this transaction is not tracked in it
        self._answer(question, hours_max=8.0)
        self.cr.flush()
        self.professional.invalidate_recordset(["message_ids"])
        tracked = self.professional.message_ids.filtered("tracking_value_ids")[:1]
        self.assertEqual(tracked.author_id, self.professional.partner_id)

    def test_confirmed_as_it_is(self):
        professional = self.professional
        professional.available_from = False
        self._answer(
            self._ask(),
            hours_min=24.0,
            hours_max=36.0,
            monday=True,
            tuesday=True,
            assignment_type_ids=[Command.set(self.project.ids)],
        )
        self.assertEqual(professional.availability, "available")
        message = professional.message_ids.filtered(lambda m: m.message_type == "comment")[0]
        self.assertIn("all as it is on record", message.body)
        self.assertNotIn("→", message.body)

    def test_not_for_now(self):
        professional = self.professional
        self._answer(self._ask(), "no", ask_again_on=date(2027, 9, 1), wishes="A year abroad")
        self.assertEqual(professional.availability, "unknown")
        self.assertFalse(professional.availability_confirmed_on)
        self.assertEqual(professional.unavailable_said_on, TODAY)
        self.assertEqual(professional.ask_again_on, date(2027, 9, 1))
        self.assertEqual(professional.hours_max, 36.0, "What was known of the rest stays")
        self.assertEqual(professional.wishes, "A year abroad")
        message = professional.message_ids.filtered(lambda m: m.message_type == "comment")[0]
        self.assertIn("A year abroad", message.body)
        self.assertEqual(professional.availability_summary, "Not for now, said on 11 Jan 2027")
        self.assertIn("Ask again from: September 1, 2027", professional.availability_said)
        self.assertIn("before 1 Sep 2027", professional._get_ask_hint())
        professional.action_confirm_availability()
        self.assertFalse(professional.unavailable_said_on or professional.ask_again_on)
        self.assertEqual(professional.availability, "soon")

    def test_not_for_now_keeps_the_wishes(self):
        self.professional.wishes = "Near the sea"
        self._answer(self._ask(), "no", wishes="")
        self.assertEqual(self.professional.wishes, "Near the sea")

    def test_refusal_in_words(self):
        professional = self.professional
        self.assertEqual(professional._describe_refusal(), "")
        professional.unavailable_said_on = TODAY
        said = "Said on 11 Jan 2027 not to be available"
        self.assertEqual(professional._describe_refusal(), f"{said}.")
        professional.ask_again_on = date(2027, 9, 1)
        self.assertEqual(professional._describe_refusal(), f"{said}; ask again from 1 Sep 2027.")
        professional.action_confirm_availability()
        self.assertEqual(professional._describe_refusal(), "")

    def test_known(self):
        professional = self.professional
        last = professional.availability_confirmed_on + timedelta(
            days=self.env.company.interim_availability_days
        )
        self.assertTrue(professional._is_availability_known(last))
        self.assertFalse(professional._is_availability_known(last + timedelta(days=1)))
        self._create_placement("active", {**TERMS, "date_start": TODAY}, agreed=True)
        self.assertEqual(professional.availability, "placed")
        self.assertTrue(professional._is_availability_known(TODAY), "Placed or not")
        professional.unavailable_said_on = TODAY
        self.assertFalse(professional._is_availability_known(TODAY))
        self.assertFalse(self.unknown._is_availability_known(TODAY))

    def test_no_more_mails(self):
        self._answer(self._ask(), stop_asking=True)
        self.assertTrue(self.professional.stop_asking)
        self.assertIn("does not want to be asked", self.professional._get_ask_problem())
        self.assertEqual(self.professional.availability, "available")

    def test_said_once_and_never_changed(self):
        question = self._ask()
        self._answer(question, hours_max=24.0)
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(question, hours_max=8.0)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            question.sudo().hours_max = 8.0
        for user in (self.recruiter, self.manager):
            theirs = question.with_user(user)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(theirs.has_access(operation))
            with self.assertRaises(UserError), self.cr.savepoint():
                theirs.write({"hours_max": 8.0})
            with self.assertRaises(AccessError), self.cr.savepoint():
                theirs.write({"expires_on": TODAY})
        self.assertEqual(question.hours_max, 24.0)

    def test_asked_again(self):
        first = self._ask()
        second = self._ask()
        self.assertEqual((first.state, second.state), ("withdrawn", "open"))
        self.assertTrue(first._is_replaced())
        self.assertFalse(second._is_replaced())
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(first)
        self._answer(second)
        third = self._ask()
        self.assertEqual(second.state, "answered")
        self.assertNotEqual(third._get_page_url(), second._get_page_url())
        self.assertEqual(self.professional.availability_question_state, "open")
        self.assertTrue(self.professional.availability_answered_on)

    def test_withdrawn(self):
        question = self._ask()
        question.with_user(self.recruiter).action_withdraw()
        self.assertEqual(question.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(question)
        answered = self._ask()
        self._answer(answered)
        answered.with_user(self.recruiter).action_withdraw()
        self.assertEqual(answered.state, "answered")

    def test_expires(self):
        question = self._ask()
        cron = self.env.ref("interim_placement.cron_expire_availability_answers")
        with freeze_time("2027-02-10 22:00:00"), self.enter_registry_test_mode():
            self.assertTrue(question._is_open(), "The last day counts")
            cron.method_direct_trigger()
            self.assertEqual(question.state, "open")
        # Days without a scheduler
        with freeze_time("2027-02-20 03:00:00"), self.enter_registry_test_mode():
            self.assertFalse(question._is_open())
            cron.method_direct_trigger()
            self.assertEqual(question.state, "expired")
            self.assertEqual(self.professional.availability_question_state, "expired")
            self.assertFalse(self.professional._get_ask_hint())
            cron.method_direct_trigger()
        self.env.company.interim_availability_link_days = 0
        self.assertFalse(self._ask().expires_on)

    def test_archived(self):
        question = self._ask()
        self.professional.active = False
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(question)

    def test_less_than_what_is_agreed(self):
        self._create_placement(terms={**TERMS, "thursday": True}, agreed=True)
        other = self._create_assignment("Editor")
        terms = {**TERMS, "date_start": date(2027, 3, 1), "hours_per_week": 8.0}
        self._create_placement(terms=terms, agreed=True, assignment_id=other.id)
        self._answer(self._ask(), hours_max=28.0, monday=True)
        message = self.professional.message_ids.filtered(lambda m: m.message_type == "comment")[0]
        self.assertIn(
            "Please check: 32 of 28 hours a week from 1 March to 30 June 2027", message.body
        )
        self.assertIn("Agreed days that were not told: Thursday", message.body)
        for name in ("Editor", "Waterrijk", "110", "95"):
            self.assertNotIn(name, message.body, "No placement of a colleague, and no rate")
        self._answer(self._ask(), hours_max=36.0)
        message = self.professional.message_ids.filtered(lambda m: m.message_type == "comment")[0]
        self.assertNotIn("Please check", message.body)

    def test_states_in_words(self):
        professional = self.professional
        cases = (
            ({}, "From 1 Feb 2027"),
            ({"available_from": False}, "Available now"),
            ({"availability_confirmed_on": date(2026, 3, 3)}, "Unknown: not confirmed since 3 Mar"),
            ({"availability_confirmed_on": False}, "Unknown: never confirmed"),
        )
        for values, words in cases:
            with self.subTest(words):
                professional.write(values)
                self.assertIn(words, professional.availability_summary)
        self._create_placement(terms=TERMS, agreed=True)
        self.assertEqual(professional.availability_summary, "Placed until 30 Jun 2027")
        self.assertEqual(professional._get_next_start(), date(2027, 7, 1))

    def test_found_by_state(self):
        professionals = self.env["interim.professional"].with_user(self.recruiter)
        ours = self.professional | self.unknown
        domain = [("id", "in", ours.ids), ("availability_question_state", "=", "open")]
        self.assertFalse(professionals.search(domain))
        self._ask(self.unknown)
        self.assertEqual(professionals.search(domain), self.unknown)
        self._answer(self._get_question(self.unknown))
        self.assertFalse(professionals.search(domain))

    def test_who_may_see(self):
        question = self._ask()
        portal = new_test_user(self.env, "portia", "base.group_portal")
        for user in (self.employee, portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError), self.cr.savepoint():
                question.with_user(user).read(["state"])
            with self.assertRaises(AccessError), self.cr.savepoint():
                question.with_user(user).action_withdraw()
        for user in (self.recruiter, self.manager):
            question.with_user(user).read(["state", "summary"])
            with self.assertRaises(AccessError), self.cr.savepoint():
                question.with_user(user).read(["access_token"])
            with self.assertRaises(AccessError), self.cr.savepoint():
                question.with_user(user).search([("access_token", "like", "a")])
            with self.assertRaises(AccessError), self.cr.savepoint():
                question.with_user(user).create(
                    {"professional_id": self.professional.id, "state": "answered"}
                )
        company = self.env["res.company"].create({"name": "Other Agency"})
        self.env.user.company_ids += company
        foreign = self._create_professional("Dirk", company_id=company.id, user_id=False)
        theirs = self.env["interim.availability.answer"]._ask({foreign: ("x", "y")})
        self.assertEqual(theirs.company_id, company)
        for user in (self.recruiter, self.manager):
            self.assertFalse(theirs.with_user(user).search([("id", "=", theirs.id)]))
            with self.assertRaises(AccessError), self.cr.savepoint():
                theirs.with_user(user).action_withdraw()
            with self.assertRaises(AccessError), self.cr.savepoint():
                foreign.with_user(user).action_ask_availability()

    def test_derived_fields_are_not_written(self):
        for values in (
            {"unavailable_said_on": TODAY},
            {"availability_asked_on": NOW},
            {"availability_question_state": "answered"},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.professional.with_user(self.manager).write(values)

    def test_states_by_chance(self):
        """Whatever happens in whatever order: one open question, and the record as last said."""
        AvailabilityMachine.run_in(self, examples=4, steps=12)


class AvailabilityMachine(OdooMachine):
    """Asking, answering, withdrawing, confirming and waiting, in any order."""

    def __init__(self):
        super().__init__()
        self.professional = self.test.professional
        self.day = TODAY
        self.frozen = freeze_time(self._get_moment())
        self.frozen.start()

    def teardown(self):
        self.frozen.stop()
        return super().teardown()

    def _get_moment(self):
        return datetime.combine(self.day, datetime.min.time()) + timedelta(hours=9)

    @rule()
    def ask(self):
        self._try(lambda: self.test._ask(self.professional))
        self._check()

    @rule(number=st.integers(0, 3), hours=st.sampled_from([0.0, 8.0, 24.0, 36.0]))
    def answer(self, number, hours):
        answers = self.professional.availability_answer_ids.sorted("id")
        if not answers:
            return
        question = answers[-1 - number % len(answers)]
        was_open = question._is_open()
        self._try(lambda: self.test._answer(question, hours_max=hours))
        assert was_open == (question.answered_on == self._get_moment()) or not was_open
        if was_open:
            assert self.professional.hours_max == hours
            assert self.professional.availability_confirmed_on == self.day
        self._check()

    @rule()
    def refuse(self):
        question = self.test._get_question(self.professional)
        if question and question._is_open():
            self._try(lambda: self.test._answer(question, "no"))
            assert self.professional.availability in ("unknown", "placed")
        self._check()

    @rule()
    def withdraw(self):
        question = self.test._get_question(self.professional).with_user(self.test.recruiter)
        self._try(lambda: question.action_withdraw())
        self._check()

    @rule()
    def confirm(self):
        self._try(lambda: self.professional.action_confirm_availability())
        self._check()

    @rule(days=st.integers(1, 70))
    def wait(self, days):
        self.frozen.stop()
        self.day += timedelta(days=days)
        self.frozen = freeze_time(self._get_moment())
        self.frozen.start()
        env = self.test.env
        with patch.object(type(env["ir.cron"]), "_commit_progress", return_value=60):
            env["interim.professional"]._cron_refresh_availability()
            env["interim.availability.answer"]._cron_expire()
        self._check()

    def _check(self):
        professional = self.professional
        professional.env.flush_all()
        professional.invalidate_recordset()
        answers = professional.availability_answer_ids
        assert len(answers.filtered(lambda answer: answer.state == "open")) <= 1
        assert professional.availability_question_state == answers.sorted("id")[-1:].state
        confirmed = professional.availability_confirmed_on
        is_valid = bool(confirmed) and confirmed + timedelta(days=60) >= self.day
        assert (professional.availability == "unknown") == (not is_valid)
        assert not (confirmed and professional.unavailable_said_on)
        assert professional.availability_summary
