from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

TODAY = date(2027, 1, 11)


@tagged("post_install", "-at_install")
@freeze_time("2027-01-11 09:00:00")
class TestHealth(PlacementCommon):
    """Health follows from stored facts, on change and by the daily job (R5)."""

    def _create_activity(self, placement, deadline, **values):
        return self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                "res_id": placement.id,
                "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                "date_deadline": deadline,
                "user_id": self.recruiter.id,
                **values,
            }
        )

    def test_a_new_placement_is_on_track(self):
        placement = self._create_placement()
        self.assertEqual(placement.health, "on_track")
        self.assertFalse(placement.health_reasons)

    def test_late_activity(self):
        placement = self._create_placement()
        activity = self._create_activity(placement, TODAY)
        self.assertEqual(placement.health, "on_track")
        self.assertEqual(placement.health_review_date, TODAY + timedelta(days=1))
        activity.date_deadline = TODAY - timedelta(days=1)
        self.assertEqual(placement.health, "attention")
        self.assertEqual(placement.health_reasons, "An activity is late since 01/10/2027.")
        activity.action_feedback()
        self.assertEqual(placement.health, "on_track")
        activity = self._create_activity(placement, TODAY - timedelta(days=3))
        self.assertEqual(placement.health, "attention")
        activity.unlink()
        self.assertEqual(placement.health, "on_track")

    def test_activities_of_other_records_do_not_count(self):
        placement = self._create_placement()
        self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": placement.id,
                "date_deadline": TODAY - timedelta(days=1),
            }
        )
        self.assertEqual(placement.health, "on_track")

    def test_too_long_in_stage(self):
        placement = self._create_placement()
        threshold = placement.stage_id.rotting_threshold_days
        placement.date_last_stage_update = datetime(2027, 1, 11, 9) - timedelta(days=threshold)
        self.assertEqual(placement.health, "on_track")
        placement.date_last_stage_update -= timedelta(days=1)
        self.assertEqual(placement.health, "attention")
        self.assertIn("In stage First meeting since", placement.health_reasons)
        placement.stage_id.rotting_threshold_days = 0
        self.assertEqual(placement.health, "on_track")

    def test_start_passed_without_agreed_terms(self):
        placement = self._create_placement(terms=TERMS)
        self.assertEqual(placement.health, "at_risk")
        self.assertEqual(placement.health_reasons, "Started on 01/04/2027 without agreed terms.")
        placement.action_agree_terms()
        self.assertEqual(placement.health, "on_track")

    def test_the_worst_counts_and_all_reasons_are_listed(self):
        placement = self._create_placement(terms=TERMS)
        self._create_activity(placement, TODAY - timedelta(days=1))
        self.assertEqual(placement.health, "at_risk")
        self.assertEqual(len(placement.health_reasons.splitlines()), 2)

    def test_closed_and_completed_placements_are_not_watched(self):
        placement = self._create_placement(terms=TERMS)
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        self.assertEqual(placement.health, "on_track")
        self.assertFalse(placement.health_review_date)
        placement.action_reopen()
        self.assertEqual(placement.health, "at_risk")

    def test_no_contact(self):
        placement = self._create_placement("active", terms=TERMS, agreed=True)
        placement.checkin_ids.action_skip()  # the first one is late, which is another reason
        placement.last_contact_date = TODAY - timedelta(days=21)
        self.assertEqual(placement.health, "on_track")
        placement.last_contact_date = TODAY - timedelta(days=22)
        self.assertEqual(placement.health, "attention")
        self.assertEqual(placement.health_reasons, "No contact for more than 21 days.")
        placement.company_id.interim_no_contact_days = 30
        self.assertEqual(placement.health, "on_track")
        placement.company_id.interim_no_contact_days = 0
        placement.last_contact_date = date(2026, 1, 1)
        self.assertEqual(placement.health, "on_track")

    def test_contact_counts_people_and_not_machines(self):
        placement = self._create_placement()
        placement.message_post(body="A note of the recruiter", message_type="comment")
        self.assertFalse(placement.last_contact_date)
        placement.message_post(
            body="Sent by a machine",
            message_type="auto_comment",
            author_id=self.professional.partner_id.id,
        )
        self.assertFalse(placement.last_contact_date)
        placement.message_post(
            body="I can start on Monday",
            message_type="email",
            author_id=self.professional.partner_id.id,
        )
        self.assertEqual(placement.last_contact_date, TODAY)
        placement.last_contact_date = False
        placement.message_post(body="We like her", message_type="email", author_id=self.contact.id)
        self.assertEqual(placement.last_contact_date, TODAY)

    def test_call_logged_as_done_is_contact(self):
        placement = self._create_placement()
        todo = self.env.ref("mail.mail_activity_data_todo")
        self._create_activity(placement, TODAY, activity_type_id=todo.id).action_feedback()
        self.assertFalse(placement.last_contact_date)
        self._create_activity(placement, TODAY).action_feedback()
        self.assertEqual(placement.last_contact_date, TODAY)

    def test_daily_job_catches_up_after_silence(self):
        late = self._create_placement()
        self._create_activity(late, TODAY + timedelta(days=2))
        start = self._create_placement(
            professional_id=self._create_professional("Bo").id,
            terms={**TERMS, "date_start": TODAY + timedelta(days=3)},
        )
        quiet = self._create_placement(professional_id=self._create_professional("Cor").id)
        quiet.stage_id.rotting_threshold_days = 0
        self.env.flush_all()
        with freeze_time("2027-01-21 09:00:00"):
            self.assertEqual((late | start | quiet).mapped("health"), ["on_track"] * 3)
            with self.enter_registry_test_mode():
                cron = self.env.ref("interim_placement.cron_refresh_health")
                cron.method_direct_trigger()
            self.assertEqual(
                [late.health, start.health, quiet.health], ["attention", "at_risk", "on_track"]
            )
            self.assertFalse(late.health_review_date)
            before = (late | start | quiet).mapped("write_date")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual((late | start | quiet).mapped("write_date"), before)

    def test_done_activities_are_not_late_whatever_the_context(self):
        placement = self._create_placement()
        self._create_activity(placement, TODAY - timedelta(days=3)).action_feedback()
        placement.with_context(active_test=False)._compute_health()
        self.assertEqual(placement.health, "on_track")
        placement.health_review_date = TODAY
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("interim_placement.cron_refresh_health").method_direct_trigger()
        self.assertEqual(placement.health, "on_track")

    def test_daily_job_reads_what_is_due_only(self):
        due = self._create_placement()
        self._create_activity(due, TODAY)
        later = self._create_placement(professional_id=self._create_professional("Bo").id)
        self._create_activity(later, TODAY + timedelta(days=30))
        later.stage_id.rotting_threshold_days = 0
        self.env.flush_all()
        with freeze_time("2027-01-12 09:00:00"):
            domain = [("health_review_date", "<=", fields.Date.today())]
            found = self.env["interim.placement"].search(domain)
            self.assertIn(due, found)
            self.assertNotIn(later, found)

    def test_daily_job_works_in_batches(self):
        placements = self.env["interim.placement"]
        for name in ("Aad", "Bea", "Cas"):
            placement = self._create_placement(professional_id=self._create_professional(name).id)
            self._create_activity(placement, TODAY)
            placements |= placement
        self.env.flush_all()
        cron = self.env.ref("interim_placement.cron_refresh_health")
        cron.code = "model._cron_refresh_health(batch_size=2)"
        with freeze_time("2027-01-12 09:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(set(placements.mapped("health")), {"attention"})

    def test_held_meeting_is_contact(self):
        placement = self._create_placement()
        self.env["calendar.event"].create(
            {
                "name": "First meeting",
                "start": datetime(2027, 1, 12, 10),
                "stop": datetime(2027, 1, 12, 11),
                "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                "res_id": placement.id,
            }
        )
        placement._register_held_meetings()
        self.assertFalse(placement.last_contact_date, "It has not been held yet")
        with freeze_time("2027-01-20 09:00:00"):
            placement._register_held_meetings()
        self.assertEqual(placement.last_contact_date, date(2027, 1, 12))
