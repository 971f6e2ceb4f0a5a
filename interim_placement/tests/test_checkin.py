from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.models.by_system import BY_SYSTEM

from .common_checkin import (
    EVALUATION,
    EXIT,
    FIRST_DAY,
    FIRST_MONTH,
    FIRST_WEEK,
    PERIOD,
    CheckinCommon,
)

EXAMPLE = [
    date(2026, 11, 25),
    date(2026, 12, 2),
    date(2026, 12, 28),
    date(2027, 2, 25),
    date(2027, 5, 14),
]


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinPlanning(CheckinCommon):
    """Check-ins are there for the whole assignment, and stay in step with it (R5)."""

    def test_worked_example(self):
        placement = self._create_placement("onboarding", terms=PERIOD, agreed=True)
        self.assertFalse(placement.checkin_ids, "Nobody is at work yet")
        placement.stage_checklist_ids.filtered("active").action_feedback()
        placement.stage_id = self.stages["active"]
        self.assertEqual(self._get_days(placement), EXAMPLE)
        self.assertEqual(self._get_checkin(placement, FIRST_MONTH).date_target, date(2026, 12, 25))
        self.assertEqual(self._get_checkin(placement, EXIT).date_target, date(2027, 5, 17))
        self.assertEqual(placement.next_checkin_date, date(2026, 11, 25))

    def test_imported_on_assignment(self):
        """A placement that is made in its stage is planned as well, the terms agreed with it."""
        self.env["interim.placement.stage"].search([]).requirement_ids = False
        placement = self.env["interim.placement"].create(
            {
                "professional_id": self.professional.id,
                "assignment_id": self.assignment.id,
                "user_id": self.recruiter.id,
                "stage_id": self.stages["active"].id,
                "terms_ids": [Command.create({**PERIOD, "state": "agreed"})],
            }
        )
        self.assertEqual(self._get_days(placement), EXAMPLE)

    def test_what_passed_before_it_was_planned(self):
        with freeze_time("2026-12-10 09:00:00"):
            placement = self._create_active()
            self._run_daily_job()
        self.assertEqual(self._get_days(placement, "skipped"), EXAMPLE[:1])
        today = date(2026, 12, 10)
        self.assertEqual(self._get_days(placement), [today, *EXAMPLE[2:]], "Nobody missed it")
        self.assertEqual(self._get_activity(placement).date_deadline, today)
        self.assertEqual(self._get_checkin(placement, FIRST_WEEK).date_target, EXAMPLE[1])

    def test_extension(self):
        placement = self._create_active()
        self._get_checkin(placement, FIRST_DAY).action_done()
        draft = self._agree(
            placement, date_start=date(2027, 6, 1), date_end=date(2027, 11, 30), state="draft"
        )
        exit_checkin = self._get_checkin(placement, EXIT)
        self.assertTrue(placement.extension_in_discussion)
        self.assertTrue(exit_checkin.waits_for_extension)
        self.assertEqual(exit_checkin.date_planned, date(2027, 5, 14), "It keeps its date")
        self.assertFalse(self._get_checkin(placement, EVALUATION).waits_for_extension)
        draft.action_agree()
        self.assertFalse(exit_checkin.waits_for_extension)
        self.assertEqual(exit_checkin.date_planned, date(2027, 11, 16))
        self.assertEqual(
            self._get_days(placement)[-4:],
            [date(2027, 2, 25), date(2027, 5, 25), date(2027, 8, 25), date(2027, 11, 16)],
        )
        self.assertEqual(self._get_days(placement, "done"), EXAMPLE[:1])

    def test_extension_that_is_withdrawn(self):
        placement = self._create_active()
        exit_checkin = self._get_checkin(placement, EXIT)
        (placement.checkin_ids - exit_checkin).action_skip()
        activity = self._get_activity(placement)
        self.assertEqual(activity.summary, "Exit")
        draft = self._agree(placement, date_end=date(2027, 11, 30), state="draft")
        self.assertEqual(activity.summary, "Exit (extension in discussion)")
        draft.action_reject()
        self.assertEqual(activity.summary, "Exit")
        draft = self._agree(placement, date_end=date(2027, 11, 30), state="draft")
        draft.unlink()
        self.assertFalse(placement.extension_in_discussion)
        self.assertEqual(self._get_days(placement), EXAMPLE[-1:])

    def test_earlier_end(self):
        placement = self._create_active()
        self._get_checkin(placement, FIRST_DAY).action_done()
        self._agree(placement, "change", date_end=date(2027, 2, 26))
        self.assertEqual(
            self._get_days(placement),
            [date(2026, 12, 2), date(2026, 12, 28), date(2027, 2, 12)],
            "The evaluation would fall in the last 14 days",
        )
        self._agree(placement, "change", date_end=date(2027, 5, 31))
        self.assertEqual(self._get_days(placement), EXAMPLE[1:], "There and back")

    def test_what_was_held_never_changes(self):
        placement = self._create_active()
        held = self._get_checkin(placement, EVALUATION)
        held.action_done()
        before = held.read(["date_planned", "date_target", "done_on", "state"])
        self._agree(placement, "change", date_end=date(2027, 1, 31))
        self._add_day_off(date(2027, 2, 25))
        self.assertEqual(held.read(["date_planned", "date_target", "done_on", "state"]), before)
        for values in ({"date_planned": date(2027, 1, 4)}, {"state": "planned"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "was held on"):
                held.write(values)
        with self.assertRaisesRegex(UserError, "stays on record"):
            held.unlink()

    def test_answers_outlive_the_plan(self):
        placement = self._create_active()
        evaluation = self._get_checkin(placement, EVALUATION)
        evaluation.client_score = 8
        self._agree(placement, "change", date_end=date(2027, 1, 31))
        self.assertEqual(evaluation.state, "skipped")
        self.assertEqual(placement.client_score, 8)
        self._agree(placement, "change", date_end=date(2027, 5, 31))
        self.assertEqual(evaluation.state, "planned")
        self.assertEqual(evaluation.client_score, 8)

    def test_days_off(self):
        placement = self._create_active()
        leave = self._add_day_off(date(2027, 2, 25))
        self.assertIn(date(2027, 2, 26), self._get_days(placement))
        leave.write({"date_from": "2027-02-26 00:00:00", "date_to": "2027-02-26 23:59:59"})
        self.assertEqual(self._get_days(placement), EXAMPLE)
        leave.write({"date_from": "2027-02-25 00:00:00", "date_to": "2027-02-26 23:59:59"})
        self.assertIn(date(2027, 3, 1), self._get_days(placement))
        leave.unlink()
        self.assertEqual(self._get_days(placement), EXAMPLE)

    def test_working_hours(self):
        placement = self._create_active()
        calendar = self.env.company.resource_calendar_id
        thursdays = calendar.attendance_ids.filtered(lambda line: line.dayofweek == "3")
        calendar.attendance_ids = [Command.delete(line.id) for line in thursdays]
        self.assertIn(date(2027, 2, 26), self._get_days(placement))
        self.env.company.resource_calendar_id = calendar.copy({"attendance_ids": False})
        self.assertIn(date(2027, 2, 25), self._get_days(placement))

    def test_evaluation_interval_of_the_company(self):
        placement = self._create_active()
        self.env.company.interim_evaluation_months = 2
        evaluations = placement.checkin_ids.filtered(
            lambda c: c.step_id == self.env.ref(EVALUATION)
        )
        self.assertEqual(evaluations.mapped("date_planned"), [date(2027, 1, 25), date(2027, 3, 25)])
        self.env.company.interim_evaluation_months = 0
        self.assertFalse(evaluations.exists())
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.env.company.interim_evaluation_months = 25

    def test_plan_and_its_steps(self):
        placement = self._create_active()
        step = self.env.ref(FIRST_WEEK)
        step.offset = 14
        self.assertIn(date(2026, 12, 9), self._get_days(placement))
        step.active = False
        self.assertNotIn(date(2026, 12, 9), self._get_days(placement))
        step.active = True
        self.assertIn(date(2026, 12, 9), self._get_days(placement))
        new = step.create({"plan_id": step.plan_id.id, "name": "Second week", "offset": 9})
        self.assertIn(date(2026, 12, 4), self._get_days(placement))
        new.unlink()
        self.assertNotIn(date(2026, 12, 4), self._get_days(placement))
        self._get_checkin(placement, FIRST_WEEK).action_done()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            step.unlink()
        with self.assertRaisesRegex(UserError, "Archive it"):
            step.plan_id.unlink()

    def test_saving_a_plan_plans_once(self):
        placement = self._create_active()
        plan, synced = placement.checkin_plan_id, []
        sync = type(placement)._sync_checkins_soon
        with patch.object(
            type(placement), "_sync_checkins_soon", lambda p: synced.append(p) or sync(p)
        ):
            plan.step_ids = [Command.update(step.id, {"offset": 3}) for step in plan.step_ids]
        self.assertEqual(synced, [placement])
        self.assertIn(date(2026, 11, 30), self._get_days(placement), "The first day + 3, rolled")

    def test_another_plan(self):
        placement = self._create_active()
        self._get_checkin(placement, FIRST_DAY).action_done()
        placement.checkin_plan_id = self.env["interim.checkin.plan"].create(
            {"name": "Short", "step_ids": [Command.create({"name": "Halfway", "offset": 30})]}
        )
        self.assertEqual(self._get_days(placement), [date(2026, 12, 25) + timedelta(days=3)])
        self.assertEqual(self._get_days(placement, "done"), EXAMPLE[:1])

    def test_a_changed_plan_makes_nothing_late(self):
        placement = self._create_active()
        with freeze_time("2027-02-10 09:00:00"):
            placement.checkin_ids.sorted()[:3].action_done()
            plan = placement.checkin_plan_id
            plan.step_ids = [
                Command.create({"name": "Second month", "offset": 2, "unit": "months"})
            ]
        self.assertEqual(self._get_days(placement, "skipped"), [date(2027, 1, 25)])
        self.assertEqual(self._get_days(placement)[0], date(2027, 2, 25))

    def test_default_plan(self):
        bridging = self.env.ref("interim_placement.assignment_type_bridging")
        plans = self.env["interim.checkin.plan"]
        standard = self.env.ref("interim_placement.checkin_plan_standard")
        other = self.env["res.company"].create({"name": "Other"})
        plans.create({"name": "Elsewhere", "company_id": other.id})
        own = plans.create({"name": "Ours", "company_id": self.env.company.id})
        for_type = plans.create({"name": "Bridge", "assignment_type_ids": bridging.ids})
        assignment = self._create_assignment("Bridge", type_id=bridging.id)
        bo = self._create_professional("Bo")
        self.assertEqual(self._create_placement().checkin_plan_id, own)
        own.active = False
        cor = self._create_professional("Cor")
        self.assertEqual(self._create_placement(professional_id=cor.id).checkin_plan_id, standard)
        placement = self._create_placement(professional_id=bo.id, assignment_id=assignment.id)
        self.assertEqual(placement.checkin_plan_id, for_type)

    def test_on_a_day_that_a_person_chose(self):
        placement = self._create_active()
        checkin = self._get_checkin(placement, EVALUATION)
        checkin.date_planned = date(2027, 3, 1)
        self._add_day_off(date(2027, 3, 2))
        self.assertEqual(checkin.date_planned, date(2027, 3, 1))
        with self.assertRaisesRegex(ValidationError, "choose a day from"):
            checkin.date_planned = date(2027, 6, 1)

    def test_added_by_hand(self):
        placement = self._create_active()
        values = {"placement_id": placement.id, "date_planned": date(2026, 12, 15)}
        checkin = self.env["interim.checkin"].with_user(self.recruiter).create(values)
        self.assertEqual(checkin.display_name.split(":")[0], "Check-in")
        placement._sync_checkins()
        self.assertEqual(checkin.state, "planned")
        self._close(placement)
        self.assertEqual(checkin.state, "skipped")
        placement.action_reopen()
        self.assertEqual(checkin.state, "planned")
        checkin.unlink()
        with self.assertRaisesRegex(UserError, "would come back"):
            self._get_checkin(placement, EXIT).unlink()
        with self.assertRaisesRegex(ValidationError, "choose a day from"):
            checkin.create({**values, "date_planned": date(2028, 1, 3)})
        early = self._create_placement(professional_id=self._create_professional("Bo").id)
        with self.assertRaisesRegex(UserError, "not on assignment"):
            checkin.create({**values, "placement_id": early.id})

    def test_back_and_forth_loses_nothing(self):
        placement = self._create_active()
        self._get_checkin(placement, FIRST_DAY).action_done()
        month = self._get_checkin(placement, FIRST_MONTH)
        month.write({"date_planned": date(2026, 12, 30), "summary": "Ask about the team"})
        with freeze_time("2026-12-07 09:00:00"):
            self.assertEqual(placement.health, "attention")
            for back in (
                lambda: placement.write({"stage_id": self.stages["onboarding"].id}),
                lambda: self._close(placement),
            ):
                back()
                self.assertFalse(self._get_activity(placement))
                if placement.active:
                    placement.stage_id = self.stages["active"]
                else:
                    placement.action_reopen()
                week = self._get_checkin(placement, FIRST_WEEK)
                self.assertEqual((week.state, week.date_planned), ("planned", EXAMPLE[1]))
                self.assertEqual(placement.health, "attention", "It is still late")
                month = self._get_checkin(placement, FIRST_MONTH)
                self.assertEqual(month.date_planned, date(2026, 12, 30))
                self.assertEqual(month.summary, "Ask about the team")

    def test_a_chosen_day_moves_with_the_end(self):
        placement = self._create_active()
        exit_checkin = self._get_checkin(placement, EXIT)
        exit_checkin.date_planned = date(2027, 5, 31)
        self._agree(placement, date_start=date(2027, 6, 1), date_end=date(2027, 11, 30))
        self.assertEqual(exit_checkin.date_planned, date(2027, 11, 16))

    def test_added_by_hand_after_a_new_end(self):
        placement = self._create_active()
        checkin = self.env["interim.checkin"].create(
            {"placement_id": placement.id, "date_planned": date(2027, 5, 20)}
        )
        self._agree(placement, "change", date_end=date(2027, 3, 31))
        self.assertEqual(checkin.state, "skipped")
        self._agree(placement, "change", date_end=date(2027, 5, 31))
        self.assertEqual(checkin.state, "planned")

    def test_endless_holiday(self):
        with self.assertRaises(ValidationError) as refused:
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Long",
                    "company_id": self.env.company.id,
                    "calendar_id": self.env.company.resource_calendar_id.id,
                    "date_from": "2027-01-01 00:00:00",
                    "date_to": "2028-02-01 00:00:00",
                }
            )
        self.assertIn("check its dates", str(refused.exception))

    def test_completed(self):
        placement = self._create_active()
        self._get_checkin(placement, FIRST_DAY).action_done()
        placement.followup_state = "available"
        placement.stage_id = self.stages["followup"]
        self.assertEqual(self._get_days(placement), EXAMPLE[1:])
        placement.stage_id = self.stages["done"]
        self.assertFalse(self._get_days(placement))
        self.assertFalse(placement.next_checkin_date)
        self.assertEqual(self._get_days(placement, "done"), EXAMPLE[:1])

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_doubles(self):
        placement = self._create_active()
        checkin = self._get_checkin(placement, EXIT)
        activity = self._get_activity(placement)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            checkin.copy({"occurrence": 1})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            activity.sudo().copy()

    def test_many_at_once(self):
        """What many placements cost does not depend on how many there are."""
        few = self._prepare_for_activation(5)
        many = self._prepare_for_activation(50)
        few_count = self._count_queries(few)
        many_count = self._count_queries(many)
        self.assertEqual({len(p.checkin_ids) for p in many}, {5})
        self.assertLessEqual(many_count, few_count + 5, "Beyond batches of the database itself")
        self.assertLessEqual(many_count, 60)

    def test_many_activities_at_once(self):
        """Deleting, moving and handing over cost as much for many as for a few."""
        few, many = self._prepare_for_activation(3), self._prepare_for_activation(12)
        (few | many).stage_id = self.stages["active"]
        day = date(2026, 11, 27)
        for what, change in (
            ("delete", lambda placements: self._get_activity(placements).unlink()),
            (
                "move",
                lambda placements: self._get_activity(placements).write({"date_deadline": day}),
            ),
            ("hand over", lambda placements: placements.write({"user_id": self.colleague.id})),
            (
                "skip",
                lambda placements: self._get_activity(placements).interim_checkin_id.action_skip(),
            ),
        ):
            counts = []
            for placements in (few, many):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                change(placements)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            with self.subTest(what=what):
                self.assertLessEqual(counts[1], counts[0] + 3)

    def _prepare_for_activation(self, count):
        placements = self.env["interim.placement"]
        for number in range(count):
            professional = self._create_professional(f"P{count} {number}")
            assignment = self._create_assignment(f"A{count} {number}")
            placements |= self._create_placement(
                "onboarding",
                terms=PERIOD,
                agreed=True,
                professional_id=professional.id,
                assignment_id=assignment.id,
            )
        placements.stage_checklist_ids.filtered("active").action_feedback()
        return placements

    def _count_queries(self, placements):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        placements.with_context(tracking_disable=True).stage_id = self.stages["active"]
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _close(self, placement):
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        placement.write({"active": False, "close_reason_id": reason.id})

    def test_too_many_to_wait_for(self):
        placement = self._create_active()
        self.env["interim.checkin"].with_context(interim_checkin_unsynced=BY_SYSTEM).search(
            [("placement_id", "=", placement.id), ("state", "=", "planned")]
        ).unlink()
        placements = placement.concat(*[placement.browse(-number) for number in range(1, 502)])
        placements._sync_checkins_soon()
        self.assertFalse(placement.checkin_ids)
        self.assertTrue(
            self.env["ir.cron.trigger"].search(
                [("cron_id", "=", self.env.ref("interim_placement.cron_checkins").id)]
            )
        )
        self._run_daily_job()
        self.assertEqual(self._get_days(placement), EXAMPLE)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinActivity(CheckinCommon):
    """Exactly one open check-in activity per active placement, whatever people do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-25 09:00:00"):
            cls.placement = cls._create_active()
        cls.activity = cls.placement.activity_ids.filtered("interim_checkin_id")

    def test_activity(self):
        self.assertEqual(self.activity.date_deadline, EXAMPLE[0])
        self.assertEqual(self.activity.user_id, self.recruiter)
        self.assertEqual(self.activity.summary, "First day")
        self.assertEqual(
            self.activity.activity_type_id,
            self.env.ref("interim_placement.activity_type_checkin"),
        )
        self.assertIn("Accounts and workplace", self.activity.note)
        self.assertEqual(self._get_checkin(self.placement, FIRST_DAY).activity_id, self.activity)

    def test_recruiter_changes(self):
        self.placement.user_id = self.colleague
        self.assertEqual(self.activity.user_id, self.colleague)
        self.placement.user_id = False
        self.assertFalse(self.activity.user_id)
        self.assertEqual(len(self._get_activity(self.placement)), 1)

    def test_moves_with_the_checkin_and_back(self):
        self.activity.with_user(self.recruiter).date_deadline = date(2026, 11, 27)
        checkin = self._get_checkin(self.placement, FIRST_DAY)
        self.assertEqual(checkin.date_planned, date(2026, 11, 27))
        self.assertEqual(self.placement.next_checkin_date, date(2026, 11, 27))
        checkin.date_planned = date(2026, 11, 30)
        self.assertEqual(self.activity.date_deadline, date(2026, 11, 30))
        with self.assertRaisesRegex(ValidationError, "choose a day from"):
            self.activity.date_deadline = date(2026, 11, 1)

    def test_a_later_checkin_comes_first(self):
        self._get_checkin(self.placement, FIRST_DAY).date_planned = date(2026, 12, 4)
        activity = self._get_activity(self.placement)
        self.assertEqual(activity, self.activity, "The same one, it changes")
        self.assertEqual(activity.interim_checkin_id, self._get_checkin(self.placement, FIRST_WEEK))
        self.assertEqual(activity.summary, "First week")
        self.assertIn("Is the scope clear?", activity.note)

    def test_deleted(self):
        self.activity.with_user(self.recruiter).unlink()
        activity = self._get_activity(self.placement)
        self.assertTrue(activity)
        self.assertEqual(activity.date_deadline, EXAMPLE[0])

    def test_done_by_feedback_alone(self):
        activity = self.activity.with_user(self.recruiter)
        activity.action_feedback(feedback="All is well")
        checkin = self._get_checkin(self.placement, FIRST_DAY)
        self.assertEqual((checkin.state, checkin.summary), ("done", "All is well"))
        self.assertEqual((checkin.done_on, checkin.done_by_id), (EXAMPLE[0], self.recruiter))
        self.assertEqual(self.placement.last_contact_date, EXAMPLE[0])
        following = self._get_activity(self.placement)
        self.assertEqual(following.date_deadline, EXAMPLE[1])
        self.assertFalse(self.activity.active, "It stays on record")

    def test_done_by_the_form(self):
        checkin = self._get_checkin(self.placement, FIRST_DAY).with_user(self.recruiter)
        action = self.activity.with_user(self.recruiter).action_open_checkin()
        self.assertEqual((action["res_id"], action["target"]), (checkin.id, "new"))
        with Form(checkin, view=action["views"][0][0]) as form:
            form.professional_score = 8
            form.client_score = 7
            form.client_extension = "yes"
            form.summary = "Both are content"
            form.next_step = "Send a proposal"
            form.next_step_date = date(2026, 11, 30)
        checkin.action_done()
        self.assertEqual((checkin.state, checkin.client_extension), ("done", "yes"))
        self.assertEqual(
            sorted(checkin.response_ids.mapped(lambda r: (r.party, r.state, r.score))),
            [("client", "recorded", 7), ("professional", "recorded", 8)],
        )
        self.assertEqual(
            checkin.response_ids.partner_id, self.contact | self.professional.partner_id
        )
        task = self._get_tasks(self.placement)
        self.assertEqual(
            (task.summary, task.date_deadline, task.user_id),
            ("Send a proposal", date(2026, 11, 30), self.recruiter),
        )
        done = self.placement.message_ids.filtered(lambda m: "Both are content" in m.body)
        self.assertEqual(done.author_id, self.recruiter.partner_id)
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[1])

    def test_held_before_it_is_next(self):
        checkin = self._get_checkin(self.placement, FIRST_WEEK)
        checkin.summary = "We met by chance"
        checkin.action_done()
        self.assertTrue(self.placement.message_ids.filtered(lambda m: "We met by chance" in m.body))
        self.assertEqual(self._get_activity(self.placement), self.activity)

    def test_held_on_another_day(self):
        checkin = self._get_checkin(self.placement, FIRST_DAY)
        with self.assertRaisesRegex(ValidationError, "still to come"):
            checkin.done_on = date(2026, 11, 26)
        with freeze_time("2026-11-27 09:00:00"):
            checkin.done_on = date(2026, 11, 26)
            checkin.action_done()
        self.assertEqual(checkin.done_on, date(2026, 11, 26))
        self.assertEqual(self.placement.last_contact_date, date(2026, 11, 26))

    def test_skip_and_plan_again(self):
        checkin = self._get_checkin(self.placement, FIRST_DAY)
        checkin.action_skip()
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[1])
        self.placement._sync_checkins()
        self.assertEqual(checkin.state, "skipped", "A person decided so")
        checkin.action_reopen()
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[0])

    def test_close_and_reopen(self):
        reason = self.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        self.assertFalse(self._get_activity(self.placement))
        self.assertFalse(self.placement.next_checkin_date)
        self.assertFalse(
            self.env["interim.checkin"].search([("placement_id", "=", self.placement.id)])
        )
        self.placement.action_reopen()
        self.assertEqual(self._get_days(self.placement), EXAMPLE)
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[0])

    def test_not_for_people_to_forge(self):
        checkin = self._get_checkin(self.placement, FIRST_WEEK)
        with self.assertRaisesRegex(UserError, "planned by the placement"):
            self.activity.with_user(self.manager).interim_checkin_id = checkin
        values = {
            "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
            "res_id": self.placement.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
        }
        for name in ("interim_checkin_id", "interim_stage_id", "interim_step_id"):
            activities = self.env["mail.activity"].with_user(self.manager)
            with self.subTest(name=name), self.assertRaises(UserError):
                activities.with_context(**{f"default_{name}": 1}).create(values)

    def test_stays_the_activity_of_a_checkin(self):
        activity = self.activity.with_user(self.recruiter)
        call = self.env.ref("mail.mail_activity_data_call")
        for values in ({"activity_type_id": call.id}, {"res_id": self.placement.id + 1}):
            with self.subTest(values=values), self.assertRaises(UserError) as refused:
                activity.write(values)
            self.assertIn("is the activity of a check-in", str(refused.exception))
        activity.write({"activity_type_id": activity.activity_type_id.id, "note": "Ask for Bo"})
        self.activity.sudo().activity_type_id = call
        self._run_daily_job()
        self.placement.user_id = self.colleague
        self.assertEqual(self._get_activity(self.placement), self.activity)

    def test_activities_of_people_are_theirs(self):
        """Also those of the type that check-ins have."""
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                "res_id": self.placement.id,
                "activity_type_id": self.activity.activity_type_id.id,
                "summary": "A word with Sanne",
                "date_deadline": date(2026, 12, 24),
            }
        )
        self._run_daily_job()
        self.placement.user_id = self.colleague
        self.assertEqual(activity.summary, "A word with Sanne")
        self.assertEqual(self._get_activity(self.placement), self.activity)

    def test_recruiter_who_left(self):
        self.recruiter.sudo().action_archive()
        self._run_daily_job()
        activity = self._get_activity(self.placement)
        self.assertEqual(len(activity), 1)
        self.assertFalse(activity.user_id, "Somebody must take it over")

    def test_no_longer_planned(self):
        todo = self.placement.activity_schedule("mail.mail_activity_data_todo")
        with self.assertRaisesRegex(UserError, "no longer planned"):
            todo.action_open_checkin()

    def test_one_that_cannot_be_mended_stops_no_other(self):
        other = self._create_active(
            professional_id=self._create_professional("Bo").id,
            assignment_id=self._create_assignment("Other").id,
        )
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mail_activity WHERE interim_checkin_id IS NOT NULL")
        self.env.invalidate_all()
        sync, broken = type(other)._sync_checkins, self.placement.id

        def fail(records):
            if broken in records.ids:
                raise ValueError("Broken")
            return sync(records)

        with (
            patch.object(type(other), "_sync_checkins", fail),
            self.assertLogs("odoo.addons.interim_placement.models.placement_checkin", "ERROR"),
        ):
            self._run_daily_job()
        self.assertTrue(self._get_activity(other))
        self.assertFalse(self._get_activity(self.placement))
        self._run_daily_job()
        self.assertTrue(self._get_activity(self.placement))

    def test_held_through_a_program(self):
        checkin = self._get_checkin(self.placement, FIRST_DAY)
        checkin.with_user(self.recruiter).write({"state": "done", "next_step": "Call back"})
        self.assertEqual(self.placement.last_contact_date, EXAMPLE[0])
        self.assertEqual(self._get_tasks(self.placement).summary, "Call back")
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[1])

    def test_what_the_plan_says_is_not_for_people(self):
        checkin = self._get_checkin(self.placement, FIRST_WEEK).with_user(self.recruiter)
        for values in (
            {"step_id": False},
            {"occurrence": 7},
            {"date_target": False},
            {"escalated_on": date(2026, 11, 25)},
            {"is_out_of_plan": True},
            {"done_by_id": self.colleague.id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                checkin.write(values)
        checkin.write({"step_id": checkin.step_id.id, "occurrence": 1, "summary": "The same"})
        checkin.action_done()
        with self.assertRaises(UserError):
            checkin.done_on = date(2026, 11, 1)

    def test_lost_in_the_database(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mail_activity WHERE id = %s", [self.activity.id])
        self.env.invalidate_all()
        self._run_daily_job()
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[0])
        self.assertFalse(self.env["interim.placement"]._search_unsynced_checkins())

    def test_archived_by_a_program(self):
        self.activity.sudo().active = False
        self._run_daily_job()
        self.assertEqual(self._get_activity(self.placement).date_deadline, EXAMPLE[0])

    def test_second_run_changes_nothing(self):
        self._run_daily_job()
        self.env.flush_all()
        before = (
            self.placement.write_date,
            self.placement.checkin_ids.mapped("write_date"),
            self.placement.activity_ids.mapped("write_date"),
        )
        self._run_daily_job()
        after = (
            self.placement.write_date,
            self.placement.checkin_ids.mapped("write_date"),
            self.placement.activity_ids.mapped("write_date"),
        )
        self.assertEqual(before, after)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinEscalation(CheckinCommon):
    """Trouble shows on the board, and who must know is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-11-25 09:00:00"):
            cls.placement = cls._create_active()
        cls.checkin = cls.placement.checkin_ids.sorted()[0]
        cls.placement.last_contact_date = date(2026, 11, 25)

    def _get_told(self):
        """Return who was notified by name, each time."""
        messages = self.env["mail.message"].search([("message_type", "=", "user_notification")])
        return [
            (partner, message)
            for message in messages
            for partner in message.partner_ids
            if partner in (self.manager | self.colleague | self.recruiter).partner_id
        ]

    def test_high_score(self):
        self.checkin.client_score = 7
        self.assertEqual(self.placement.health, "on_track")
        self.assertFalse(self._get_tasks(self.placement))

    def test_low_score(self):
        self.checkin.client_score = 6
        self.assertEqual(self.placement.health, "attention")
        self.assertEqual(self.placement.health_reasons, "Client gave a 6 on 11/25/2026.")
        task = self._get_tasks(self.placement)
        self.assertEqual((task.date_deadline, task.user_id), (date(2026, 11, 26), self.recruiter))
        self.assertFalse(self._get_told())
        self._get_checkin(self.placement, FIRST_WEEK).client_score = 8
        self.assertEqual(self.placement.health, "on_track", "The latest counts")

    def test_low_score_on_friday(self):
        with freeze_time("2026-11-27 09:00:00"):
            self.checkin.client_score = 5
        self.assertEqual(self._get_tasks(self.placement).date_deadline, date(2026, 11, 30))

    def test_alarming_score(self):
        self.checkin.professional_score = 4
        self.assertEqual(self.placement.health, "at_risk")
        self.assertEqual(self._get_tasks(self.placement).date_deadline, date(2026, 11, 25))
        told = self._get_told()
        self.assertEqual([partner for partner, _message in told], [self.manager.partner_id])
        self.assertIn("Professional gave a 4 (First day).", told[0][1].body)
        self.assertIn(f"/odoo/placements/{self.placement.id}", told[0][1].body)

    def test_who_is_told(self):
        self.env.company.interim_escalation_user_ids = self.colleague
        self.checkin.professional_score = 3
        self.assertEqual([partner for partner, _m in self._get_told()], [self.colleague.partner_id])

    def test_in_the_language_of_the_managers(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        module = self.env["ir.module.module"].search([("name", "=", "interim_placement")])
        module._update_translations("nl_NL")
        self.env.company.interim_escalation_user_ids = self.manager
        self.manager.lang = "nl_NL"
        self.checkin.client_score = 3
        self.assertIn("Opdrachtgever gaf een 3 (Eerste dag).", self._get_told()[0][1].body)
        with freeze_time("2026-11-30 09:00:00"):
            self._run_daily_job()
        bodies = "".join(message.body for _partner, message in self._get_told())
        self.assertIn("Eerste dag had op", bodies)

    def test_told_once_for_each_level(self):
        self.checkin.client_score = 6
        self.checkin.client_score = 5
        self.assertEqual(len(self._get_tasks(self.placement)), 1)
        self.checkin.client_score = 4
        self.checkin.client_score = 2
        self.assertEqual(len(self._get_tasks(self.placement)), 2)
        self.assertEqual(len(self._get_told()), 1)

    def test_scores_differ(self):
        self.checkin.write({"professional_score": 9, "client_score": 7})
        self.assertEqual(self.placement.health, "on_track")
        self._get_checkin(self.placement, FIRST_WEEK).professional_score = 10
        self.assertEqual(self.placement.score_difference, 3)
        self.assertEqual(self.placement.health, "attention")
        self.assertEqual(
            self.placement.health_reasons, "The scores differ: professional 10, client 7."
        )

    def test_trend(self):
        self.checkin.client_score = 8
        self.assertFalse(self.placement.client_score_change)
        with freeze_time("2026-12-02 09:00:00"):
            self._get_checkin(self.placement, FIRST_WEEK).client_score = 7
        self.assertEqual(self.placement.client_score_change, "↓ was 8")
        self.assertEqual(self.placement.client_score, 7)
        self.assertIn("Client: 11/25/2026 8, 12/02/2026 7", self.placement.score_chart)

    def test_imported_history_is_no_news(self):
        self.env["interim.checkin.response"].create(
            {
                "checkin_id": self.checkin.id,
                "party": "client",
                "score": 2,
                "state": "recorded",
                "answered_on": "2026-11-01 10:00:00",
            }
        )
        self.assertFalse(self._get_tasks(self.placement))
        self.assertEqual(self.placement.health, "at_risk", "But it is so")

    def test_history_that_is_entered_later(self):
        with freeze_time("2026-12-20 09:00:00"):
            self.checkin.write({"done_on": date(2026, 11, 26), "client_score": 2})
            self.assertEqual(self.placement.client_response_id.answered_on.day, 26)
            self.assertFalse(self._get_tasks(self.placement))

    def test_late_checkin(self):
        with freeze_time("2026-11-26 09:00:00"):
            self._run_daily_job()
            self.assertEqual(self.placement.health, "attention")
            self.assertEqual(self.placement.health_reasons, "A check-in is late since 11/25/2026.")
        self.assertFalse(self._get_told())

    def test_missed_by_three_working_days(self):
        with freeze_time("2026-11-27 09:00:00"):
            self._run_daily_job()
        self.assertFalse(self._get_told(), "Two working days")
        with freeze_time("2026-11-30 09:00:00"):
            self._run_daily_job()
            self._run_daily_job()
        told = self._get_told()
        self.assertEqual([partner for partner, _message in told], [self.manager.partner_id])
        self.assertIn("First day was to be held on 11/25/2026.", told[0][1].body)
        self.assertEqual(self.checkin.escalated_on, date(2026, 11, 30))
        with freeze_time("2026-12-01 09:00:00"):
            self.checkin.date_planned = date(2026, 12, 1)
        self.assertFalse(self.checkin.escalated_on, "Another day may be missed again")

    def test_told_after_a_week_without_scheduler(self):
        with freeze_time("2026-12-10 09:00:00"):
            self._run_daily_job()
        self.assertEqual(len(self._get_told()), 1, "One message about both missed check-ins")
        self.assertIn("First week was to be held", self._get_told()[0][1].body)

    def test_what_waits_for_an_extension_is_not_missed(self):
        exit_checkin = self._get_checkin(self.placement, EXIT)
        (self.placement.checkin_ids - exit_checkin).action_skip()
        draft = self._agree(self.placement, date_end=date(2027, 11, 30), state="draft")
        with freeze_time("2027-05-20 09:00:00"):
            self._run_daily_job()
            self.assertFalse(self._get_told())
            self.assertNotIn("is late", self.placement.health_reasons)
            draft.action_reject()
            self._run_daily_job()
            self.assertEqual(len(self._get_told()), 1)

    def test_no_contact(self):
        self.placement.checkin_ids.action_skip()
        with freeze_time("2026-12-16 09:00:00"):
            self._run_daily_job()
            self.assertEqual(self.placement.health, "on_track")
        with freeze_time("2026-12-17 09:00:00"):
            self._run_daily_job()
            self.assertEqual(self.placement.health, "attention")
            self.placement.message_post(
                body="All is well here",
                message_type="email",
                author_id=self.contact.id,
            )
            self.assertEqual(self.placement.health, "on_track")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25 09:00:00")
class TestCheckinAccess(CheckinCommon):
    """R6, R7: check-ins and answers are for who looks after the placement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter.group_ids += cls.env.ref("base.group_allow_export")
        cls.own = cls._create_active()
        cls.others = cls._create_active(
            professional_id=cls._create_professional("Cor").id,
            user_id=cls.colleague.id,
            assignment_id=cls._create_assignment("Other").id,
        )
        for placement in cls.own | cls.others:
            placement.checkin_ids[0].client_score = 8

    def test_own_only(self):
        for model in ("interim.checkin", "interim.checkin.response"):
            with self.subTest(model=model):
                records = self.env[model].with_user(self.recruiter)
                self.assertEqual(records.search([]).placement_id, self.own)
                theirs = self.env[model].search([("placement_id", "=", self.others.id)])
                for use in (
                    lambda r=theirs: r.with_user(self.recruiter).read(["state"]),
                    lambda r=theirs: r.with_user(self.recruiter).export_data(["state"]),
                    lambda r=theirs: r.with_user(self.recruiter).write({"state": "skipped"}),
                    lambda r=theirs: r.with_user(self.recruiter).unlink(),
                ):
                    with self.assertRaises(AccessError):
                        use()
                rows = records.formatted_read_group([], ["placement_id"], ["__count"])
                self.assertEqual([row["placement_id"][0] for row in rows], self.own.ids)
        theirs = self.others.checkin_ids[0].with_user(self.recruiter)
        for use in (theirs.action_done, theirs.action_skip, theirs.action_ask_feedback):
            with self.assertRaises(AccessError):
                use()
        with self.assertRaises(AccessError):
            theirs.create({"placement_id": self.others.id, "date_planned": date(2026, 12, 1)})
        self.assertEqual(self.others.checkin_ids[0].state, "planned")

    def test_forms_show_what_one_may_read(self):
        """An unsaved check-in has no rules: its form must not tell what a placement says."""
        checkins = self.env["interim.checkin"].with_user(self.recruiter)
        spec = {
            "professional_id": {"fields": {"display_name": {}}},
            "professional_phone": {},
            "client_contact_id": {"fields": {"display_name": {}}},
            "date_end": {},
        }
        shown = checkins.onchange({"placement_id": self.own.id}, ["placement_id"], spec)
        self.assertEqual(shown["value"]["professional_id"]["display_name"], "Sanne de Vries")
        with self.assertRaises(AccessError):
            checkins.onchange({"placement_id": self.others.id}, ["placement_id"], spec)
        with self.assertRaises(AccessError):
            checkins.with_context(default_placement_id=self.others.id).onchange({}, [], spec)
        with self.assertRaises(AccessError):
            self.env["interim.checkin.ask"].with_user(self.recruiter).onchange(
                {"checkin_id": self.others.checkin_ids[0].id},
                ["checkin_id"],
                {"placement_id": {"fields": {"display_name": {}}}},
            )
        self.env["interim.checkin.ask"].with_user(self.recruiter).onchange(
            {}, [], {"professional_partner_id": {"fields": {}}, "professional_send": {}}
        )

    def test_colleagues_with_all_rights(self):
        found = self.env["interim.checkin"].with_user(self.colleague).search([])
        self.assertEqual(found.placement_id, self.own | self.others)

    def test_others_have_nothing(self):
        portal = new_test_user(self.env, "portia", "base.group_portal")
        for user in (self.employee, portal, self.env.ref("base.public_user")):
            for model in ("interim.checkin", "interim.checkin.response", "interim.checkin.ask"):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([], ["id"])

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "olga",
            "interim_placement.group_interim_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        for model in ("interim.checkin", "interim.checkin.response"):
            self.assertFalse(self.env[model].with_user(user).search([]))
        plan = self.env["interim.checkin.plan"].create(
            {"name": "Ours", "company_id": self.env.company.id}
        )
        with self.assertRaises(AccessError):
            plan.with_user(user).read(["name"])

    def test_plans_are_for_managers(self):
        step = self.env.ref(FIRST_WEEK)
        self.assertTrue(step.with_user(self.recruiter).name)
        with self.assertRaises(AccessError):
            step.with_user(self.recruiter).offset = 3
        step.with_user(self.manager).offset = 3

    def test_answers_are_not_forged(self):
        checkin = self.own.checkin_ids[1].with_user(self.recruiter)
        with self.assertRaises(AccessError):
            checkin.response_ids.create(
                {"checkin_id": checkin.id, "party": "client", "score": 10, "state": "answered"}
            )
        with self.assertRaises(AccessError):
            self.own.checkin_ids.response_ids.with_user(self.recruiter).score = 10
        with self.assertRaises(AccessError):
            checkin.write({"response_ids": [Command.create({"party": "client", "score": 9})]})
        with self.assertRaises(AccessError):
            self.own.checkin_ids.response_ids.with_user(self.manager).read(["access_token"])

    def test_no_context_opens_a_door(self):
        """What the plan may do, a person may not by sending along a context."""
        keys = {"interim_checkin_unsynced": True, "interim_checkin_held": True}
        checkin = self.own.checkin_ids[1].with_user(self.recruiter).with_context(**keys)
        with self.assertRaises(UserError):
            checkin.unlink()
        checkin.action_skip()
        activity = self._get_activity(self.own).with_user(self.recruiter).with_context(**keys)
        held = activity.interim_checkin_id
        activity.action_feedback(feedback="Done")
        self.assertEqual(held.state, "done")
        self.assertEqual(len(self._get_activity(self.own)), 1)
        early = self._create_placement(
            professional_id=self._create_professional("Dirk").id,
            assignment_id=self._create_assignment("Early").id,
        )
        with self.assertRaises(UserError):
            checkin.create({"placement_id": early.id, "date_planned": date(2026, 12, 1)})

    def test_clients_do_not_follow(self):
        partners = self.contact | self.professional.partner_id | self.colleague.partner_id
        self.own.message_subscribe(partners.ids)
        followers = self.own.message_partner_ids
        self.assertIn(self.colleague.partner_id, followers)
        self.assertFalse(followers & (self.contact | self.professional.partner_id))
