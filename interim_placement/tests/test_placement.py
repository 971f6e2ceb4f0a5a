from datetime import date, datetime, timedelta

from psycopg2 import errors

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestPlacement(PlacementCommon):
    def test_name_says_who_which_role_and_where(self):
        placement = self._create_placement()
        self.assertEqual(
            placement.name, "Sanne de Vries, Communication adviser, Gemeente Waterrijk"
        )
        self.client.name = "Gemeente Waterland"
        self.assertTrue(placement.name.endswith("Gemeente Waterland"))
        placement = self._create_placement(
            assignment_id=False, professional_id=self._create_professional("Bo").id
        )
        self.assertEqual(placement.name, "Bo")

    @mute_logger("odoo.sql_db")
    def test_a_professional_is_once_on_an_assignment(self):
        placement = self._create_placement()
        with self.assertRaises(errors.UniqueViolation), self.cr.savepoint():
            self._create_placement()
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        self.assertTrue(self._create_placement(), "After closing, a new case is possible")

    def test_followup_date(self):
        company = self.env.company
        placement = self._create_placement(
            terms={**TERMS, "date_start": date(2026, 11, 25), "date_end": date(2027, 5, 31)}
        )
        self.assertEqual(placement.followup_date, date(2027, 2, 26), "28 February is a Sunday")
        company.interim_followup_months = 2
        self.assertEqual(placement.followup_date, date(2027, 3, 31))
        placement.date_start = date(2027, 5, 3)
        self.assertEqual(placement.followup_date, date(2027, 5, 3), "Never before the start")
        placement.date_end = False
        self.assertFalse(placement.followup_date)

    def test_followup_date_moves_with_the_days_off(self):
        placement = self._create_placement(terms={**TERMS, "date_end": date(2027, 7, 31)})
        self.assertEqual(placement.followup_date, date(2027, 4, 30))
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Day off",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "company_id": self.env.company.id,
                "date_from": datetime(2027, 4, 30),
                "date_to": datetime(2027, 4, 30, 23, 59),
            }
        )
        self.assertEqual(placement.followup_date, date(2027, 4, 29))
        leave.write({"date_from": datetime(2027, 5, 3), "date_to": datetime(2027, 5, 3, 23, 59)})
        self.assertEqual(placement.followup_date, date(2027, 4, 30))
        leave.write({"date_from": datetime(2027, 4, 30), "date_to": datetime(2027, 4, 30, 23, 59)})
        leave.unlink()
        self.assertEqual(placement.followup_date, date(2027, 4, 30))

    # Closing

    def test_closing_asks_for_a_reason(self):
        placements = self._create_placement() | self._create_placement(
            professional_id=self._create_professional("Bo").id
        )
        action = placements.with_user(self.recruiter).action_archive()
        self.assertEqual(action["res_model"], "interim.placement.close")
        self.assertTrue(all(placements.mapped("active")))
        with self.assertRaises(ValidationError):
            placements.write({"active": False})
            self.env.flush_all()

    def test_closing_many_with_a_reason_and_a_note(self):
        placements = self._create_placement() | self._create_placement(
            professional_id=self._create_professional("Bo").id
        )
        placements[0].activity_schedule("mail.mail_activity_data_call")
        reason = self.env.ref("interim_placement.close_reason_rate")
        action = placements.with_user(self.recruiter).action_close()
        with Form.from_action(self.env(user=self.recruiter), action) as form:
            form.close_reason_id = reason
            form.note = "Ten euros apart <b>at the end</b>"
        form.record.action_close()
        self.assertRecordValues(placements, [{"active": False, "close_reason_id": reason.id}] * 2)
        self.assertFalse(placements.activity_ids, "Nothing is left to do on a closed case")
        bodies = placements[1].message_ids.mapped("body")
        self.assertTrue(any("Ten euros apart &lt;b&gt;" in body for body in bodies))

    def test_reopening(self):
        placement = self._create_placement("proposal")
        reason = self.env.ref("interim_placement.close_reason_rate")
        placement.write({"active": False, "close_reason_id": reason.id})
        placement.with_user(self.recruiter).action_reopen()
        self.assertRecordValues(
            placement, [{"active": True, "close_reason_id": False, "phase": "proposal"}]
        )

    # Onboarding

    def test_entering_onboarding_launches_the_checklist_once(self):
        start = date.today() + timedelta(days=60)
        placement = self._create_placement(
            "onboarding",
            terms={**TERMS, "date_start": start, "date_end": start + timedelta(days=180)},
            agreed=True,
        )
        steps = placement.activity_ids
        self.assertEqual(len(steps), 6)
        self.assertEqual(steps.user_id, self.recruiter)
        deadlines = {step.activity_type_id.name: step.date_deadline for step in steps}
        self.assertEqual(deadlines["VOG requested"], start - timedelta(days=15))
        self.assertEqual(deadlines["Contact on the first day"], start)
        self.assertRecordValues(placement, [{"checklist_total": 6, "checklist_done": 0}])
        steps[0].action_feedback()
        placement.invalidate_recordset()
        self.assertRecordValues(placement, [{"checklist_total": 6, "checklist_done": 1}])
        placement.stage_id = self.stages["negotiation"]
        placement.stage_id = self.stages["onboarding"]
        self.assertEqual(len(placement.stage_checklist_ids), 6, "What was done stays done")

    def test_checklist_of_a_start_in_the_past_is_due_now(self):
        start = date.today() - timedelta(days=30)
        placement = self._create_placement(
            "onboarding",
            terms={**TERMS, "date_start": start, "date_end": start + timedelta(days=180)},
            agreed=True,
        )
        self.assertEqual(min(placement.activity_ids.mapped("date_deadline")), date.today())

    def test_checklist_can_be_started_again_when_nothing_is_left_of_it(self):
        placement = self._create_placement("onboarding", terms=TERMS, agreed=True)
        placement.activity_ids.unlink()
        placement.with_user(self.recruiter).action_launch_checklist()
        self.assertEqual(len(placement.activity_ids), 6)

    def test_checklists_of_many_cost_no_query_each(self):
        def create(count):
            professionals = self.env["interim.professional"].create(
                [{"name": f"P{n}", "consent_date": date(2026, 1, 1)} for n in range(count)]
            )
            placements = self.env["interim.placement"].create(
                [
                    {
                        "professional_id": professional.id,
                        "assignment_id": self.assignment.id,
                        "terms_ids": [Command.create({**TERMS, "state": "agreed"})],
                    }
                    for professional in professionals
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            return placements.with_context(tracking_disable=True)

        counts = []
        for placements in (create(5), create(50)):
            before = self.cr.sql_log_count
            placements.stage_id = self.stages["onboarding"]
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(placements.activity_ids), 6 * len(placements))
        self.assertLessEqual(counts[1], counts[0] + 10)

    # Meetings

    def _schedule(self, placement, **values):
        action = placement.with_user(self.recruiter).action_schedule_meeting()
        with Form.from_action(self.env(user=self.recruiter), action) as form:
            form.start = datetime(2027, 2, 1, 10)
            for name, value in values.items():
                form[name] = value
        form.record.action_schedule()
        return placement.meeting_ids.sorted("id")[-1]

    def test_first_meeting_mails_nobody(self):
        placement = self._create_placement()
        mails = self.env["mail.mail"].search_count([])
        meeting = self._schedule(placement)
        self.assertEqual(
            meeting.partner_ids, self.recruiter.partner_id | self.professional.partner_id
        )
        self.assertIn("First Meeting: Sanne de Vries", meeting.name)
        self.assertEqual(placement.meeting_count, 1)
        self.assertEqual(placement.next_meeting_start, datetime(2027, 2, 1, 10))
        meeting.write({"start": datetime(2027, 2, 2, 10), "stop": datetime(2027, 2, 2, 11)})
        meeting.partner_ids += self.contact
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "Nor when it changes")

    def test_interview_invites_the_client_if_chosen(self):
        placement = self._create_placement("proposal")
        known = self.env["mail.message"].search([])
        meeting = self._schedule(placement, notify_attendees=True)
        self.assertIn(self.contact, meeting.partner_ids)
        self.assertNotIn("@", meeting.description or "", "No side's address for the other")
        invited = (self.env["mail.message"].search([]) - known).notified_partner_ids
        self.assertLessEqual(self.contact | self.professional.partner_id, invited)

    def test_moving_the_meeting_moves_its_activity(self):
        placement = self._create_placement()
        meeting = self._schedule(placement)
        activity = placement.activity_ids
        self.assertEqual(activity.date_deadline, date(2027, 2, 1))
        meeting.write({"start": datetime(2027, 2, 8, 10), "stop": datetime(2027, 2, 8, 11)})
        self.assertEqual(activity.date_deadline, date(2027, 2, 8))
        activity.date_deadline = date(2027, 2, 10)
        self.assertEqual(meeting.start, datetime(2027, 2, 10, 10))

    def test_setting_proposes_to_mail(self):
        self.env.company.interim_auto_send = True
        action = self._create_placement().with_user(self.recruiter).action_schedule_meeting()
        self.assertTrue(Form.from_action(self.env(user=self.recruiter), action).notify_attendees)

    # The chain

    def test_chain_is_of_one_professional(self):
        first = self._create_placement()
        other = self._create_placement(professional_id=self._create_professional("Bo").id)
        with self.assertRaises(ValidationError):
            other.previous_placement_id = first
        second = self._create_placement(assignment_id=False, previous_placement_id=first.id)
        self.assertEqual(first.next_placement_ids, second)
        with self.assertRaises(ValidationError):
            first.previous_placement_id = second

    def test_agreeing_without_terms_says_what_to_do(self):
        with self.assertRaises(UserError) as refusal:
            self._create_placement().action_agree_terms()
        self.assertIn("Fill in period, hours and rates first", str(refusal.exception))
