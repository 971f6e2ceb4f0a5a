from datetime import date, datetime, timedelta

from freezegun import freeze_time
from hypothesis import strategies as st
from hypothesis.stateful import rule

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import TERMS, PlacementCommon
from .state_machine import OdooMachine

TODAY = date(2027, 1, 11)  # a Monday
NOW = datetime(2027, 1, 11, 9)


class DeadlineCommon(PlacementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Europe/Amsterdam"

    @classmethod
    def _create_closing(cls, deadline=datetime(2027, 1, 14, 8), **values):
        return cls._create_assignment("Editor", deadline=deadline, **values)

    def _get_activities(self, assignment, is_all=False):
        activities = self.env["mail.activity"].with_context(active_test=not is_all)
        return activities.search(
            [
                ("res_model", "=", "interim.assignment"),
                ("res_id", "in", assignment.ids),
                ("interim_closes_on", "!=", False),
            ]
        )

    def _run_daily_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("interim_placement.cron_deadlines").method_direct_trigger()


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDeadline(DeadlineCommon):
    """What closes soon without a proposal asks for somebody, once."""

    def _find(self, state):
        found = self.env["interim.assignment"].search([("deadline_state", "=", state)])
        return found & self.ours

    def test_states(self):
        cases = (
            ({"deadline": NOW - timedelta(minutes=1)}, "missed"),
            ({"deadline": NOW}, "closing"),
            # Midnight in Amsterdam is an hour earlier in UTC.
            ({"deadline": datetime(2027, 1, 16, 22, 59)}, "closing"),
            ({"deadline": datetime(2027, 1, 16, 23)}, False),
            ({"deadline": False}, False),
            ({"state": "on_hold"}, False),
            ({"state": "cancelled"}, False),
            ({"active": False}, False),
        )
        self.ours = self.env["interim.assignment"]
        by_state = {"closing": self.ours, "missed": self.ours, False: self.ours}
        for values, state in cases:
            assignment = self._create_closing(**values)
            with self.subTest(values):
                self.assertEqual(assignment.deadline_state, state)
            self.ours |= assignment
            by_state[state] |= assignment
        for state in ("closing", "missed"):
            self.assertEqual(self._find(state), by_state[state])
        unwatched = self.env["interim.assignment"].search([("deadline_state", "=", False)])
        self.assertEqual(unwatched & self.ours, by_state[False].filtered("active"))
        self.env.company.interim_deadline_days = 0
        self.assertFalse(self._find("closing") | self._find("missed"))
        self.assertFalse(self.ours[0].deadline_state)

    def test_days_are_those_where_the_company_works(self):
        """The mark and the activity agree, whoever looks from wherever."""
        last, next_day = (
            self._create_closing(datetime(2027, 1, 16, hour, 30)).with_user(self.recruiter)
            for hour in (22, 23)
        )
        for zone in (False, "Pacific/Auckland", "America/Los_Angeles"):
            self.recruiter.tz = zone
            self.env.invalidate_all()
            with self.subTest(zone):
                self.assertEqual(last.deadline_state, "closing")
                self.assertFalse(next_day.deadline_state)
                self.assertEqual(
                    last.search([("deadline_state", "=", "closing")]) & (last | next_day), last
                )
        self.assertTrue(self._get_activities(last))
        self.assertFalse(self._get_activities(next_day))

    def test_proposed(self):
        assignment = self._create_closing()
        placement = self._create_placement(assignment_id=assignment.id)
        self.assertEqual(assignment.deadline_state, "closing", "A first talk proposes nobody")
        self.assertTrue(self._get_activities(assignment))
        placement.stage_id = self.stages["proposal"]
        self.assertTrue(assignment.has_proposal)
        self.assertFalse(assignment.deadline_state)
        self.assertFalse(self._get_activities(assignment))
        reason = self.env.ref("interim_placement.close_reason_no_fit")
        placement.write({"active": False, "close_reason_id": reason.id})
        self.assertEqual(assignment.deadline_state, "closing", "Nobody is any more")
        self.assertTrue(self._get_activities(assignment))

    def test_activity(self):
        activity = self._get_activities(self._create_closing())
        self.assertEqual(activity.user_id, self.recruiter)
        self.assertEqual(activity.date_deadline, date(2027, 1, 13))
        self.assertEqual(activity.interim_closes_on, date(2027, 1, 14))
        self.assertEqual(activity.summary, "Propose somebody before it closes")
        self.assertEqual(
            activity.activity_type_id, self.env.ref("interim_placement.activity_type_deadline")
        )

    def test_due_on_the_working_day_before(self):
        for deadline, due in (
            (datetime(2027, 1, 16, 8), date(2027, 1, 15)),
            (datetime(2027, 1, 12, 8), date(2027, 1, 11)),
            (datetime(2027, 1, 11, 15), date(2027, 1, 11)),  # not in the past
            # 00:30 in Amsterdam is the day before in UTC.
            (datetime(2027, 1, 13, 23, 30), date(2027, 1, 13)),
        ):
            with self.subTest(deadline):
                activity = self._get_activities(self._create_closing(deadline))
                self.assertEqual(activity.date_deadline, due)
        with freeze_time("2027-01-15 09:00:00"):
            activity = self._get_activities(self._create_closing(datetime(2027, 1, 18, 8)))
            self.assertEqual(activity.date_deadline, date(2027, 1, 15), "Friday for a Monday")

    def test_moves_with_the_deadline(self):
        assignment = self._create_closing()
        activity = self._get_activities(assignment)
        assignment.deadline = datetime(2027, 1, 15, 8)
        self.assertEqual(self._get_activities(assignment), activity)
        self.assertEqual(activity.date_deadline, date(2027, 1, 14))
        assignment.user_id = self.colleague
        self.assertEqual(activity.user_id, self.colleague)
        activity.date_deadline = date(2027, 1, 12)
        self._run_daily_job()
        self.assertEqual(activity.date_deadline, date(2027, 1, 12), "A day that was chosen stays")
        assignment.deadline = datetime(2027, 2, 15, 8)
        self.assertFalse(activity.exists())
        assignment.deadline = datetime(2027, 1, 15, 8)
        self.assertTrue(self._get_activities(assignment))
        assignment.deadline = False
        self.assertFalse(self._get_activities(assignment))

    def test_goes_when_it_is_settled(self):
        for values in ({"state": "on_hold"}, {"state": "cancelled"}, {"active": False}):
            with self.subTest(values):
                assignment = self._create_closing()
                self.assertTrue(self._get_activities(assignment))
                assignment.write(values)
                self.assertFalse(self._get_activities(assignment))
                assignment.write({"state": "open", "active": True})
                self.assertTrue(self._get_activities(assignment))

    def test_done_stays_done(self):
        assignment = self._create_closing()
        self._get_activities(assignment).with_user(self.recruiter).action_feedback("We pass")
        self._run_daily_job()
        self.assertFalse(self._get_activities(assignment))
        assignment.deadline = datetime(2027, 1, 14, 15)
        self.assertFalse(self._get_activities(assignment), "The same day")
        assignment.deadline = datetime(2027, 1, 15, 8)
        self.assertEqual(len(self._get_activities(assignment)), 1, "Another day")
        self.assertEqual(len(self._get_activities(assignment, is_all=True)), 2)

    def test_daily_job(self):
        assignment = self._create_closing(datetime(2027, 1, 20, 8))
        settled = self._create_closing(datetime(2027, 1, 20, 8), state="on_hold")
        self.assertFalse(self._get_activities(assignment))
        with freeze_time("2027-01-17 03:00:00"):  # a Sunday, and two days late
            self._run_daily_job()
            activity = self._get_activities(assignment)
            self.assertEqual(activity.date_deadline, date(2027, 1, 19))
            self.assertFalse(self._get_activities(settled))
            rows = activity.read()
            self._run_daily_job()
            self.assertEqual(self._get_activities(assignment).read(), rows, "Changes nothing")
            activity.sudo().unlink()
            self._run_daily_job()
            self.assertEqual(len(self._get_activities(assignment)), 1, "What was lost comes back")
        with freeze_time("2027-01-25 03:00:00"):
            self._run_daily_job()
            self.assertFalse(self._get_activities(assignment), "It is too late")

    def test_daily_job_after_the_setting_changed(self):
        assignment = self._create_closing(datetime(2027, 1, 20, 8))
        self.env.company.interim_deadline_days = 10
        self._run_daily_job()
        self.assertTrue(self._get_activities(assignment))
        self.env.company.interim_deadline_days = 0
        self._run_daily_job()
        self.assertFalse(self._get_activities(assignment))

    def test_in_batches(self):
        assignments = self.env["interim.assignment"]
        with freeze_time("2026-12-01 09:00:00"):
            for _number in range(5):
                assignments |= self._create_closing()
        self.assertFalse(self._get_activities(assignments))
        cron = self.env.ref("interim_placement.cron_deadlines")
        cron.code = "model._cron_deadlines(batch_size=2)"
        self._run_daily_job()
        self.assertEqual(len(self._get_activities(assignments)), 5)

    def test_people_do_not_make_it(self):
        assignment = self._create_closing()
        activity = self._get_activities(assignment).with_user(self.recruiter)
        with self.assertRaises(UserError):
            activity.interim_closes_on = date(2027, 1, 20)
        with self.assertRaises(UserError):
            assignment.with_user(self.recruiter).write({"has_proposal": True})

    def test_whoever_moves_the_card(self):
        """A recruiter of another assignment's placement needs no right on the activity."""
        assignment = self._create_closing(user_id=self.colleague.id)
        placement = self._create_placement(assignment_id=assignment.id)
        placement.with_user(self.recruiter).stage_id = self.stages["proposal"]
        self.assertFalse(self._get_activities(assignment))

    def test_on_the_form(self):
        with Form(self.env["interim.assignment"].with_user(self.recruiter)) as form:
            form.name = "Editor"
            form.client_id = self.client
            form.deadline = datetime(2027, 1, 14, 8)
            self.assertEqual(form.deadline_state, "closing")
        self.assertEqual(len(self._get_activities(form.record)), 1)

    def test_many_cost_as_much_as_few(self):
        few, many = self.env["interim.assignment"], self.env["interim.assignment"]
        with freeze_time("2026-12-01 09:00:00"):
            for _number in range(3):
                few |= self._create_closing()
            for _number in range(12):
                many |= self._create_closing()
        counts = []
        for assignments in (few[:1], few[1:], many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            assignments._sync_deadline_activities()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2], counts)
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            many.mapped("deadline_state")

    def test_by_chance(self):
        """One activity exactly where one is due, whatever happens in whatever order."""
        DeadlineMachine.run_in(self, examples=4, steps=10)


class DeadlineMachine(OdooMachine):
    """Deadlines, cards, states and days, in any order."""

    def __init__(self):
        super().__init__()
        self.now = NOW
        self.frozen = freeze_time(self.now)
        self.frozen.start()
        self.assignment = self.test._create_closing(positions=2)
        self.placement = self.test._create_placement(assignment_id=self.assignment.id, terms=TERMS)

    def teardown(self):
        self.frozen.stop()
        return super().teardown()

    @rule(days=st.integers(-3, 9))
    def set_deadline(self, days):
        self._try(lambda: self.assignment.write({"deadline": self.now + timedelta(days=days)}))
        self._check()

    @rule(phase=st.sampled_from(["meeting", "proposal", "interview"]))
    def move(self, phase):
        if self.placement.active:
            self._try(lambda: self.placement.write({"stage_id": self.test.stages[phase].id}))
        self._check()

    @rule(is_active=st.booleans())
    def close(self, is_active):
        reason = self.test.env.ref("interim_placement.close_reason_no_fit")
        values = {"active": True} if is_active else {"active": False, "close_reason_id": reason.id}
        self._try(lambda: self.placement.write(values))
        self._check()

    @rule(state=st.sampled_from(["open", "open", "on_hold", "cancelled"]))
    def set_state(self, state):
        self._try(lambda: self.assignment.write({"state": state}))
        self._check()

    @rule(days=st.integers(1, 4))
    def wait(self, days):
        self.frozen.stop()
        self.now += timedelta(days=days)
        self.frozen = freeze_time(self.now)
        self.frozen.start()
        assignments = self.test.env["interim.assignment"]
        assignments._search_deadlines_to_sync()._sync_deadline_activities(had_deadline=True)
        self._check()

    def _check(self):
        self.test.env.flush_all()
        self.test.env.invalidate_all()
        assignment, placement = self.assignment, self.placement
        is_proposed = placement.active and placement.phase != "meeting"
        assert assignment.has_proposal == is_proposed
        is_due = (
            assignment.state == "open"
            and not is_proposed
            and self.now <= assignment.deadline
            and assignment.deadline.date() <= self.now.date() + timedelta(days=5)
        )
        assert (assignment.deadline_state == "closing") == is_due
        activities = self.test._get_activities(assignment)
        assert len(activities) == is_due
        if is_due:
            assert activities.interim_closes_on == assignment.deadline.date()
            assert self.now.date() - timedelta(days=4) <= activities.date_deadline
            assert activities.date_deadline <= max(assignment.deadline.date(), self.now.date())
