from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.interim_placement.models.placement_my_day import MY_DAY

from .common import TERMS
from .common_checkin import PERIOD, CheckinCommon

# The worked example of the domain, which ends on 2027-05-31.
START = "2026-11-25 09:00:00"
OPENS = date(2027, 2, 26)  # 28 February is a Sunday
DEADLINE = date(2027, 3, 31)
END = date(2027, 5, 31)


def at(day):
    """Freeze the time on a day, in the morning."""
    return freeze_time(datetime(day.year, day.month, day.day, 9))


class FollowupCommon(CheckinCommon):
    """A placement on assignment in the period of the worked example."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(START):
            cls.placement = cls._create_active()

    @classmethod
    def _create_others(cls, count):
        """Create placements on assignment, each of another professional, as an import does."""
        cls.env["interim.placement.stage"].search([]).requirement_ids = False
        assignment = cls._create_assignment("Many", positions=count)
        professionals = cls.env["interim.professional"].create(
            [{"name": f"P{number}"} for number in range(count)]
        )
        return cls.env["interim.placement"].create(
            [
                {
                    "professional_id": professional.id,
                    "assignment_id": assignment.id,
                    "user_id": cls.recruiter.id,
                    "stage_id": cls.stages["active"].id,
                    "terms_ids": [Command.create({**PERIOD, "state": "agreed"})],
                }
                for professional in professionals
            ]
        )

    def _run_followup(self, day=None):
        self.env.flush_all()  # what is computed from today is computed today
        with self.enter_registry_test_mode(), at(day or date.today()):
            self.env.ref("interim_placement.cron_followup").method_direct_trigger()

    def _get_preparation(self, placement=None):
        """Return the open activities that prepare the follow-up."""
        return (placement or self.placement).activity_ids.filtered("interim_followup_deadline")

    def _count_notes(self, text, placement=None):
        messages = (placement or self.placement).message_ids
        return len(messages.filtered(lambda message: text in (message.body or "")))

    def _draft(self, end=date(2027, 11, 30)):
        return self._agree(self.placement, date_end=end, state="draft")


@tagged("post_install", "-at_install")
@freeze_time(START)
class TestFollowupDates(FollowupCommon):
    """When the window opens, and by when it is to be decided."""

    def test_worked_example(self):
        self.assertEqual(self.placement.followup_date, OPENS)
        self.assertEqual(self.placement.followup_deadline, DEADLINE)

    def test_follows_the_end(self):
        self._agree(self.placement, date_end=date(2027, 7, 31))
        self.assertEqual(self.placement.followup_deadline, DEADLINE + timedelta(days=61))

    def test_never_before_the_window_opens(self):
        terms = {**TERMS, "date_start": date(2027, 5, 3), "date_end": date(2027, 6, 30)}
        placement = self._create_placement(
            professional_id=self._create_professional("Bo").id, terms=terms
        )
        self.assertEqual(placement.followup_deadline, date(2027, 5, 3), "Never before the start")
        placement.date_end = False
        self.assertFalse(placement.followup_deadline)
        company = placement.company_id
        company.write({"interim_followup_months": 2, "interim_decision_months": 2})
        self.assertEqual(self.placement.followup_deadline, self.placement.followup_date)
        company.interim_decision_months = 0
        self.assertEqual(self.placement.followup_deadline, END)

    def test_follows_the_days_off(self):
        leave = self._add_day_off(DEADLINE)
        self.assertEqual(self.placement.followup_deadline, date(2027, 3, 30))
        leave.unlink()
        self.assertEqual(self.placement.followup_deadline, DEADLINE)
        with at(date(2027, 3, 1)):
            self._add_day_off(DEADLINE)
            self.assertEqual(self.placement.followup_deadline, date(2027, 3, 30))

    def test_limits(self):
        company = self.env.company
        with self.assertRaisesRegex(ValidationError, "Let it begin earlier"):
            company.interim_decision_months = 4
        with self.assertRaisesRegex(ValidationError, "Let it begin earlier"):
            company.interim_followup_months = 1

    def test_both_settings_at_once(self):
        for start, decision in ((6, 5), (1, 1)):
            settings = self.env["res.config.settings"].create(
                {"interim_followup_months": start, "interim_decision_months": decision}
            )
            settings.execute()
            company = self.env.company
            self.assertEqual(
                (company.interim_followup_months, company.interim_decision_months),
                (start, decision),
            )
        self.assertEqual(self.placement.followup_deadline, date(2027, 4, 30))

    def test_settings_bring_the_activities_along_soon(self):
        trigger = [("cron_id", "=", self.env.ref("interim_placement.cron_followup").id)]
        before = self.env["ir.cron.trigger"].search_count(trigger)
        self.env.company.interim_decision_months = 1
        self.assertEqual(self.env["ir.cron.trigger"].search_count(trigger), before + 1)

    def test_derived(self):
        for name, value in (
            ("followup_deadline", END),
            ("followup_move", "own"),
            ("followup_move_end", END),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "cannot be filled in"):
                self.placement.with_user(self.manager).write({name: value})


@tagged("post_install", "-at_install")
@freeze_time(START)
class TestFollowupWindow(FollowupCommon):
    """The window opens by itself, for everybody, and follows what is agreed (R5)."""

    def test_opens_on_its_day(self):
        self._run_followup(OPENS - timedelta(days=1))
        self.assertEqual(self.placement.phase, "active")
        self.assertFalse(self._get_preparation())
        self._run_followup(OPENS)
        self.assertEqual(self.placement.stage_id, self.stages["followup"])
        activity = self._get_preparation()
        self.assertRecordValues(
            activity,
            [
                {
                    "date_deadline": DEADLINE,
                    "user_id": self.recruiter.id,
                    "summary": "Prepare the follow-up",
                    "activity_type_id": self.env.ref("interim_placement.activity_type_followup").id,
                }
            ],
        )
        self.assertEqual(self._count_notes("The follow-up begins: the placement ends on"), 1)
        self.assertTrue(self._get_activity(self.placement), "The check-ins go on")

    def test_a_week_without_scheduler(self):
        self._run_followup(OPENS + timedelta(days=8))
        self.assertEqual(self.placement.phase, "followup")
        self.assertEqual(self._get_preparation().date_deadline, DEADLINE)

    def test_found_after_the_deadline(self):
        late = DEADLINE + timedelta(days=5)
        self._run_followup(late)
        self.assertEqual(self._get_preparation().date_deadline, late, "It is to be done now")
        self._run_followup(late + timedelta(days=1))
        self.assertEqual(self._get_preparation().date_deadline, late, "And late tomorrow")

    def test_second_run_changes_nothing(self):
        self._run_followup(OPENS)
        self.env.flush_all()
        before = self.placement.write_date, self._get_preparation().write_date
        messages = self.placement.message_ids
        self._run_followup(OPENS)
        self._run_followup(OPENS + timedelta(days=3))
        after = self.placement.write_date, self._get_preparation().write_date
        self.assertEqual(before, after)
        self.assertEqual(self.placement.message_ids, messages)
        with at(OPENS):
            self.assertFalse(self.env["interim.placement"]._search_unsynced_followups())

    def test_no_checklist_is_launched(self):
        plan = self.env.ref("interim_placement.activity_plan_onboarding").copy()
        self.stages["followup"].activity_plan_id = plan
        before = self.placement.activity_ids
        self._run_followup(OPENS)
        self.assertEqual(self.placement.activity_ids - before, self._get_preparation())
        self.assertTrue(self.placement.checklist_unplanned)
        self.placement.action_launch_checklist()
        self.assertFalse(self.placement.checklist_unplanned)

    def test_setting(self):
        self.env.company.interim_followup_auto_move = False
        self._run_followup(OPENS)
        self.assertEqual(self.placement.phase, "active")
        self.assertTrue(self._get_preparation(), "It is to be prepared all the same")
        with at(OPENS):
            self.assertFalse(self.env["interim.placement"]._search_unsynced_followups())

    def test_without_a_stage_for_it(self):
        self.env["interim.placement.stage"].search([("phase", "=", "followup")]).active = False
        self._run_followup(OPENS)
        self.assertEqual(self.placement.phase, "active")
        self.assertTrue(self._get_preparation())

    def test_requirements_are_respected(self):
        self.stages["followup"].requirement_ids = self.env.ref(
            "interim_placement.requirement_followup_decided"
        )
        self._run_followup(OPENS)
        self._run_followup(OPENS + timedelta(days=1))
        self.assertEqual(self.placement.phase, "active")
        self.assertTrue(self._get_preparation())
        self.assertEqual(self._count_notes("Missing for Follow-up: Follow-up is decided."), 1)
        self.stages["followup"].requirement_ids = False
        self._run_followup(OPENS + timedelta(days=2))
        self.assertEqual(self.placement.phase, "followup", "Nothing is missing any more")

    def test_only_who_runs_by_agreed_terms(self):
        onboarding = self._create_placement(
            "onboarding",
            professional_id=self._create_professional("Bo").id,
            assignment_id=self._create_assignment("Other").id,
            terms=PERIOD,
            agreed=True,
        )
        self._run_followup(OPENS)
        self.assertEqual(onboarding.phase, "onboarding")
        self.assertFalse(self._get_preparation(onboarding))
        with at(OPENS + timedelta(days=1)):
            onboarding.stage_checklist_ids.filtered("active").action_feedback()
            onboarding.stage_id = self.stages["active"]
        self.assertEqual(onboarding.phase, "active", "Not under the hands of who moves it")
        self.assertTrue(self._get_preparation(onboarding), "At once")
        with at(OPENS + timedelta(days=1)):
            onboarding.stage_id = self.stages["onboarding"]
        self.assertFalse(self._get_preparation(onboarding))

    def test_card_that_a_person_took_back(self):
        self._run_followup(OPENS)
        with at(OPENS):
            self.placement.with_user(self.recruiter).stage_id = self.stages["active"]
        self._run_followup(OPENS + timedelta(days=1))
        self.assertEqual(self.placement.phase, "active")
        self.assertTrue(self._get_preparation())
        with at(OPENS + timedelta(days=2)):
            self._agree(self.placement, date_end=date(2027, 11, 30))
        self._run_followup(date(2027, 8, 31))
        self.assertEqual(self.placement.phase, "followup", "Another end is another window")

    def test_earlier_end(self):
        self._agree(self.placement, "change", date_end=date(2027, 2, 25))
        self.assertTrue(self._get_preparation(), "At once")
        self.assertEqual(self._get_preparation().date_deadline, date(2026, 12, 24))
        self._run_followup(date(2026, 11, 26))
        self.assertEqual(self.placement.phase, "followup")

    def test_extension(self):
        self._run_followup(OPENS)
        with at(date(2027, 3, 10)):
            self._agree(self.placement, date_end=date(2027, 11, 30))
        self.assertFalse(self._get_preparation())
        self.assertEqual(self.placement.phase, "active", "It runs again")
        self.assertEqual(self._count_notes("Extended until 11/30/2027"), 1)
        self._run_followup(date(2027, 3, 11))
        self.assertEqual(self.placement.phase, "active")
        self.assertEqual(self.placement.followup_date, date(2027, 8, 30))
        self._run_followup(date(2027, 8, 30))
        self.assertEqual(self.placement.phase, "followup")
        self.assertEqual(self._get_preparation().date_deadline, date(2027, 9, 30))

    def test_extension_that_no_program_told_of(self):
        self._run_followup(OPENS)
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE interim_placement SET date_end = '2027-11-30', followup_date = '2027-08-30',
                   followup_deadline = '2027-09-30' WHERE id = %s
            """,
            [self.placement.id],
        )
        self.env.invalidate_all()
        self._run_followup(date(2027, 3, 11))
        self.assertEqual(self.placement.phase, "active")
        self.assertFalse(self._get_preparation())

    def test_short_extension(self):
        self._run_followup(OPENS)
        with at(date(2027, 3, 10)):
            self._agree(self.placement, date_end=date(2027, 6, 4))
        self.assertEqual(self.placement.phase, "followup", "Its window is open as well")
        self.assertEqual(self._get_preparation().date_deadline, date(2027, 4, 2))

    def test_card_that_a_person_moved_stays(self):
        with at(date(2027, 2, 1)):
            self.placement.stage_id = self.stages["followup"]
            self.assertFalse(self._get_preparation(), "The window is not open")
        self._run_followup(OPENS)
        self.assertTrue(self._get_preparation())
        with at(date(2027, 3, 10)):
            self._agree(self.placement, date_end=date(2027, 11, 30))
        self.assertEqual(self.placement.phase, "followup")
        self.assertFalse(self._get_preparation())

    def test_extension_in_discussion(self):
        self._run_followup(OPENS)
        activity = self._get_preparation()
        draft = self._draft()
        self.assertEqual(activity.summary, "Prepare the follow-up (extension in discussion)")
        self.assertEqual(activity.date_deadline, DEADLINE)
        self._run_followup(DEADLINE + timedelta(days=3))
        self.assertEqual(self._get_preparation(), activity)
        self.assertEqual(activity.date_deadline, DEADLINE, "It keeps its day")
        with at(DEADLINE + timedelta(days=3)):
            draft.action_reject()
        self.assertEqual(activity.summary, "Prepare the follow-up")

    def test_extension_in_discussion_when_the_window_opens(self):
        draft = self._draft()
        self._run_followup(OPENS)
        self.assertEqual(self.placement.phase, "active")
        self.assertFalse(self._get_preparation())
        with at(OPENS + timedelta(days=1)):
            draft.unlink()
        self.assertTrue(self._get_preparation(), "At once")
        self._run_followup(OPENS + timedelta(days=2))
        self.assertEqual(self.placement.phase, "followup")

    def test_decision(self):
        self._run_followup(OPENS)
        with at(OPENS):
            self.placement.with_user(self.recruiter).followup_state = "available"
            self.assertFalse(self._get_preparation())
            self._run_followup(OPENS + timedelta(days=1))
            self.assertFalse(self._get_preparation())
            self.placement.followup_state = "undecided"
            self.assertTrue(self._get_preparation())

    def test_closed_and_reopened(self):
        self._run_followup(OPENS)
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        with at(OPENS):
            self.placement.write({"active": False, "close_reason_id": reason.id})
            self.assertFalse(self.env["mail.activity"].search([("res_id", "=", self.placement.id)]))
            self._run_followup(OPENS + timedelta(days=1))
            self.assertFalse(self._get_preparation())
            self.placement.action_reopen()
        self.assertTrue(self._get_preparation())

    def test_deleted_placement(self):
        self._run_followup(OPENS)
        activity = self._get_preparation()
        self.env.cr.execute("DELETE FROM interim_terms WHERE placement_id = %s", self.placement.ids)
        self.env.invalidate_all()
        self.placement.unlink()
        self.assertFalse(activity.exists())

    def test_queries_do_not_depend_on_the_number(self):
        counts = []
        with at(OPENS):
            for placements in (self._create_others(3), self._create_others(30)):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                placements._sync_followup()
                self.env.flush_all()
                counts.append(self.cr.sql_log_count - before)
                self.assertEqual(set(placements.mapped("phase")), {"followup"})
        self.assertLessEqual(counts[1], counts[0] + 10)


@tagged("post_install", "-at_install")
@freeze_time("2027-02-26 09:00:00")
class TestFollowupActivity(FollowupCommon):
    """One open activity, whatever people and programs do to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with at(OPENS):
            cls.placement._sync_followup()
        cls.activity = cls.placement.activity_ids.filtered("interim_followup_deadline")

    def test_done_without_a_decision(self):
        self.activity.with_user(self.recruiter).action_feedback(feedback="Asked both")
        self._run_followup(DEADLINE - timedelta(days=1))
        self.assertFalse(self._get_preparation(), "It is being prepared")
        self._run_followup(DEADLINE)
        self.assertEqual(self._get_preparation().date_deadline, DEADLINE, "It is to be decided")
        with at(DEADLINE):
            self._get_preparation().action_feedback()
            self.env.flush_all()
        self._run_followup(DEADLINE + timedelta(days=6))
        self.assertFalse(self._get_preparation())
        week_later = DEADLINE + timedelta(days=7)
        self._run_followup(week_later)
        self.assertEqual(self._get_preparation().date_deadline, week_later)

    def test_done_for_another_window(self):
        self.activity.action_feedback()
        self._agree(self.placement, date_end=date(2027, 11, 30))
        self._run_followup(date(2027, 8, 30))
        self.assertTrue(self._get_preparation())

    def test_deleted(self):
        self.activity.with_user(self.recruiter).unlink()
        self.assertRecordValues(self._get_preparation(), [{"date_deadline": DEADLINE}])

    def test_lost_in_the_database(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mail_activity WHERE id = %s", [self.activity.id])
        self.env.invalidate_all()
        self._run_followup()
        self.assertEqual(self._get_preparation().date_deadline, DEADLINE)

    def test_given_to_somebody_else(self):
        self.activity.with_user(self.manager).user_id = self.colleague
        self.assertEqual(self._get_preparation().user_id, self.recruiter)

    def test_another_day(self):
        chosen = DEADLINE - timedelta(days=9)
        self.activity.with_user(self.recruiter).date_deadline = chosen
        self._run_followup()
        self.assertEqual(self.activity.date_deadline, chosen)
        self._agree(self.placement, "change", date_end=date(2027, 5, 14))
        self.assertEqual(self.activity.date_deadline, date(2027, 3, 12), "The deadline moved")

    def test_recruiter(self):
        self.placement.user_id = self.colleague
        self.assertEqual(self._get_preparation().user_id, self.colleague)
        self.colleague.sudo().action_archive()
        self._run_followup()
        self.assertEqual(len(self._get_preparation()), 1)
        self.assertFalse(self._get_preparation().user_id, "Somebody must take it over")

    def test_in_the_language_of_the_recruiter(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.colleague.lang = "nl_NL"
        self.placement.user_id = self.colleague
        dutch = self.placement.with_context(lang="nl_NL").env
        self.assertEqual(self.activity.summary, dutch._("Prepare the follow-up"))

    def test_forged(self):
        activities = self.env["mail.activity"].with_user(self.recruiter)
        values = {
            "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
            "res_id": self.placement.id,
            "user_id": self.recruiter.id,
        }
        with self.assertRaisesRegex(UserError, "planned by the placement"):
            activities.create({**values, "interim_followup_deadline": END})
        with self.assertRaisesRegex(UserError, "planned by the placement"):
            activities.with_context(default_interim_followup_deadline=END).create(values)
        mine = self.activity.with_user(self.recruiter)
        for changed in ({"interim_followup_deadline": False}, {"interim_followup_deadline": END}):
            with self.assertRaisesRegex(UserError, "planned by the placement"):
                mine.write(changed)
        todo = self.env.ref("mail.mail_activity_data_todo")
        with self.assertRaisesRegex(UserError, "stays so"):
            mine.activity_type_id = todo
        mine.write({"activity_type_id": self.activity.activity_type_id.id, "note": "Call Anja"})

    @mute_logger("odoo.sql_db")
    def test_one_at_a_time(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.activity.copy({"interim_followup_deadline": DEADLINE})
            self.env.flush_all()

    def test_activity_of_the_type_that_a_person_planned(self):
        own = self.placement.activity_schedule("interim_placement.activity_type_followup")
        self._run_followup()
        self.placement.followup_state = "available"
        self.assertTrue(own.exists())
        self.assertFalse(self._get_preparation())


@tagged("post_install", "-at_install")
@freeze_time(START)
class TestFollowupHealth(FollowupCommon):
    """What is not decided in time shows on the board and in the managers' list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.interim_no_contact_days = 0
        cls.stages["active"].rotting_threshold_days = 0
        cls.stages["followup"].rotting_threshold_days = 0
        with freeze_time(START):
            cls.placement.checkin_ids.action_skip()

    def _get_health(self, day):
        """Run the daily jobs on a day, and return what the placement's health is then."""
        self._run_followup(day)
        with self.enter_registry_test_mode(), at(day):
            self.env.ref("interim_placement.cron_refresh_health").method_direct_trigger()
        with at(day):
            self.placement.invalidate_recordset(["health_reasons"])
            return self.placement.health, self.placement.health_reasons or ""

    def test_undecided(self):
        self.assertEqual(self._get_health(DEADLINE), ("on_track", ""))
        self.assertEqual(self.placement.health_review_date, date(2027, 4, 1))
        health, reasons = self._get_health(date(2027, 4, 1))
        self.assertEqual(health, "attention")
        self.assertEqual(
            reasons,
            "Ends on 05/31/2027; what comes next should have been decided by 03/31/2027.",
        )
        self.assertEqual(self._get_health(date(2027, 4, 29))[0], "attention")
        self.assertEqual(self._get_health(date(2027, 4, 30))[0], "at_risk", "A month is left")
        health, reasons = self._get_health(date(2027, 6, 1))
        self.assertEqual(health, "at_risk")
        self.assertEqual(reasons, "Ended on 05/31/2027, and what comes next is not decided.")
        with at(date(2027, 6, 1)):
            self.placement.followup_state = "leaves"
            self.assertEqual(self.placement.health, "on_track")
            self.assertFalse(self.placement.health_review_date)

    def test_notice_towards_month_end(self):
        """Notice for the middle of a month is to be given before the month that ends before it."""
        self._agree(self.placement, "change", date_end=date(2027, 6, 15))
        self.assertEqual(self._get_health(date(2027, 4, 29))[0], "attention")
        self.assertEqual(self._get_health(date(2027, 4, 30))[0], "at_risk")

    def test_longer_notice(self):
        self._agree(self.placement, "change", notice_months=2)
        self.assertEqual(self._get_health(date(2027, 4, 1))[0], "at_risk")

    def test_extension_in_discussion(self):
        self._draft()
        self.assertEqual(self._get_health(DEADLINE), ("on_track", ""))
        health, reasons = self._get_health(date(2027, 5, 3))
        self.assertEqual(health, "attention")
        self.assertIn("should have been settled by 03/31/2027", reasons)
        health, reasons = self._get_health(date(2027, 6, 1))
        self.assertEqual(health, "at_risk")
        self.assertIn("the extension is still in discussion", reasons)
        with at(date(2027, 6, 2)):
            self.placement.action_agree_terms()
            self.assertEqual(self.placement.health, "on_track")

    def test_who_is_undecided_is_told_the_same_everywhere(self):
        plain, discussed, decided, done, closed, later = self._create_others(6)
        cases = plain | discussed | decided | done | closed | later | self.placement
        self._agree(discussed, date_end=date(2027, 11, 30), state="draft")
        decided.followup_state = "available"
        done.stage_id = self.stages["done"]
        closed.write(
            {
                "active": False,
                "close_reason_id": self.env.ref("interim_placement.close_reason_ended_early").id,
            }
        )
        self._agree(later, "change", date_end=date(2028, 12, 31))
        listed = safe_eval(self.env.ref("interim_placement.interim_placement_ending_action").domain)
        self.assertEqual(listed, MY_DAY["ending_undecided"])
        undecided = plain | discussed | self.placement
        report = self.env["interim.followup.report"]
        digest = self.env["digest.digest"].create({"name": "Digest"}).with_user(self.manager)
        for day in (OPENS, DEADLINE + timedelta(days=1), END + timedelta(days=1)):
            with self.subTest(day), at(day):
                self.assertEqual(cases.search(listed, order="id"), undecided.sorted("id"))
                self.assertEqual(
                    cases.filtered(lambda p: not p._is_followup_settled()) - later, undecided
                )
                counted = digest.with_context(
                    start_datetime=datetime.now() - timedelta(days=1), end_datetime=datetime.now()
                )
                self.assertEqual(counted.kpi_interim_ending_undecided_value, len(undecided))
                late = cases.filtered(lambda p: p._get_followup_findings())
                self.assertEqual(late, undecided if day > DEADLINE else cases.browse())
                at_risk = report.search([("margin_at_risk", ">", 0)]).placement_id - later
                self.assertEqual(at_risk, undecided if day <= END else cases.browse())

    def test_list_and_filters(self):
        action = self.env.ref("interim_placement.interim_placement_ending_action")
        other = self._create_active(
            professional_id=self._create_professional("Bo").id,
            assignment_id=self._create_assignment("Other").id,
            terms={**PERIOD, "date_end": date(2027, 9, 30)},
            user_id=self.colleague.id,
        )
        placements = self.env["interim.placement"]
        search = placements.get_view(view_type="search")["arch"]
        filters = {
            name: safe_eval(
                search.split(f'name="{name}"')[1]
                .split('domain="')[1]
                .split('"')[0]
                .replace("&lt;", "<")
            )
            for name in ("followup_to_begin", "decision_overdue")
        }
        listed = safe_eval(action.domain)

        def found(domain, user=None):
            return placements.with_user(user or self.env.user).search(domain)

        self.assertFalse(found(listed))
        with at(OPENS):
            self.assertEqual(found(listed), self.placement)
            self.assertEqual(found(filters["followup_to_begin"]), self.placement)
            self.assertFalse(found(filters["decision_overdue"]))
        with at(date(2027, 8, 2)):
            self.assertEqual(found(listed), self.placement | other)
            self.assertEqual(found(listed, self.recruiter), self.placement)
            self.assertEqual(found(filters["decision_overdue"]), self.placement | other)
            self._draft()
            self.assertEqual(found(filters["followup_to_begin"]), other)
            self.assertEqual(found(listed), self.placement | other, "It is not settled yet")
            other.followup_state = "leaves"
            self.assertEqual(found(listed), self.placement)
        self.assertEqual(self.placement.margin_month, 1560)


@tagged("post_install", "-at_install")
@freeze_time(START)
class TestContactDays(FollowupCommon):
    """Each day of real contact is noted once, by the system alone."""

    def _get_days(self, placement=None):
        return sorted((placement or self.placement).contact_day_ids.mapped("date"))

    def test_contact(self):
        today = date(2026, 11, 25)
        self.placement._register_contact(today)
        self.placement._register_contact(today)
        self.placement._register_contact(date(2026, 11, 20))
        self.assertEqual(self._get_days(), [date(2026, 11, 20), today])
        self.assertEqual(self.placement.last_contact_date, today)
        self.assertEqual(self.placement.contact_day_ids.user_id, self.recruiter)
        self.placement.user_id = self.colleague
        self.assertEqual(self.placement.contact_day_ids.user_id, self.colleague)

    def test_checkin_that_was_held(self):
        checkin = self.placement.checkin_ids.sorted()[0]
        checkin.write({"state": "done", "done_on": date(2026, 11, 24)})
        self.assertIn(date(2026, 11, 24), self._get_days())

    def test_meetings_before_the_last_contact(self):
        self.placement._register_contact(date(2026, 11, 25))
        for day in (20, 23):
            self.env["calendar.event"].create(
                {
                    "name": "Interview",
                    "start": datetime(2026, 11, day, 10),
                    "stop": datetime(2026, 11, day, 11),
                    "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                    "res_id": self.placement.id,
                }
            )
        self.env["interim.placement"]._register_held_meetings()
        days = [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 25)]
        self.assertEqual(self._get_days(), days)
        self.assertEqual(self.placement.last_contact_date, days[-1])

    def test_many_cost_as_much_as_one(self):
        placements = self._create_others(5)
        placements.flush_recordset()
        with self.assertQueryCount(1):
            self.env["interim.contact.day"]._note(placements, date(2026, 11, 25))
        self.assertEqual(len(placements.contact_day_ids), 5)

    def test_nobody_writes_them(self):
        self.placement._register_contact(date(2026, 11, 25))
        for user in (self.recruiter, self.manager):
            days = self.placement.contact_day_ids.with_user(user)
            self.assertEqual(days.date, date(2026, 11, 25))
            for use in (
                lambda d=days: d.write({"date": date(2026, 11, 1)}),
                lambda d=days: d.create({"placement_id": self.placement.id, "date": END}),
                lambda d=days: d.unlink(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    use()

    def test_of_own_placements_only(self):
        other = self._create_active(
            professional_id=self._create_professional("Bo").id,
            assignment_id=self._create_assignment("Other").id,
            user_id=self.colleague.id,
        )
        (self.placement | other)._register_contact(date(2026, 11, 25))
        model = self.env["interim.contact.day"]
        self.assertEqual(model.with_user(self.recruiter).search([]).placement_id, self.placement)
        self.assertIn(other, model.with_user(self.colleague).search([]).placement_id)
        with self.assertRaises(AccessError):
            other.contact_day_ids.with_user(self.recruiter).read(["date"])
        with self.assertRaises(AccessError):
            model.with_user(self.employee).search([])
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.assertFalse(model.with_user(self.manager).search([]))
