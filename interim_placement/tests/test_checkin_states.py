from datetime import date, timedelta

from freezegun import freeze_time
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
)

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.models.placement_stage import CHECKIN_PHASES
from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon
from odoo.addons.interim_placement.tests.state_machine import OdooMachine

PERIOD = {**TERMS, "date_start": date(2026, 11, 25), "date_end": date(2027, 5, 31)}
any_day = st.integers(0, 400).map(lambda number: date(2026, 11, 25) + timedelta(days=number))
which = st.integers(0, 5)


class CheckinMachine(OdooMachine):
    """A placement on assignment, through anything that may happen to its check-ins."""

    def __init__(self):
        super().__init__()
        self.held = {}

    @initialize()
    def start(self):
        placement = self.test._create_placement("active", terms=PERIOD, agreed=True)
        self.placement = placement.with_user(self.test.colleague)

    def _pick(self, records, number):
        return records[number % len(records)] if records else records

    def _get_activities(self):
        return self.placement.activity_ids.filtered("interim_checkin_id")

    @rule(kind=st.sampled_from(["extension", "change"]), end=any_day)
    def agree_new_terms(self, kind, end):
        values = {**PERIOD, "kind": kind, "date_end": end, "state": "agreed"}
        if kind == "extension":
            values["date_start"] = self.placement.date_end + timedelta(days=1)
        self._try(
            lambda: self.placement.terms_ids.create({"placement_id": self.placement.id, **values})
        )

    @rule(end=any_day)
    def discuss_an_extension(self, end):
        start = self.placement.date_end + timedelta(days=1)
        values = {**PERIOD, "kind": "extension", "date_start": start, "date_end": end}
        self._try(
            lambda: self.placement.terms_ids.create({"placement_id": self.placement.id, **values})
        )

    @rule(to_colleague=st.booleans())
    def change_recruiter(self, to_colleague):
        self.placement.user_id = self.test.colleague if to_colleague else self.test.recruiter

    @rule()
    def do_the_activity(self):
        self._get_activities().action_feedback(feedback="All is well")

    @rule()
    def delete_the_activity(self):
        self._get_activities().unlink()

    @rule(day=any_day)
    def reschedule_the_activity(self, day):
        self._try(lambda: self._get_activities().write({"date_deadline": day}))

    @rule(number=which)
    def hold(self, number):
        self._pick(self.placement.checkin_ids, number).action_done()

    @rule(number=which)
    def skip(self, number):
        self._pick(self.placement.checkin_ids, number).action_skip()

    @rule(number=which)
    def plan_again(self, number):
        self._try(self._pick(self.placement.checkin_ids, number).action_reopen)

    @rule(number=which)
    def delete(self, number):
        self._try(self._pick(self.placement.checkin_ids, number).unlink)

    @rule(day=any_day)
    def have_a_day_off(self, day):
        self.test._add_day_off(day)

    @rule(number=which, score=st.integers(1, 10))
    def record_a_score(self, number, score):
        self._pick(self.placement.checkin_ids, number).client_score = score

    @rule(day=any_day)
    def add_one_by_hand(self, day):
        values = {"placement_id": self.placement.id, "date_planned": day}
        self._try(lambda: self.placement.checkin_ids.create(values))

    @rule()
    def withdraw_what_is_discussed(self):
        self.placement.terms_ids.filtered(lambda t: t.state == "draft").action_reject()

    @rule()
    def close(self):
        reason = self.test.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})

    @rule()
    def reopen(self):
        self.placement.action_reopen()

    @rule(phase=st.sampled_from(["onboarding", "active", "followup"]))
    def move(self, phase):
        self._try(lambda: self.placement.write({"stage_id": self.test.stages[phase].id}))

    @rule()
    def run_the_daily_job(self):
        with self.test.enter_registry_test_mode():
            self.test.cron.method_direct_trigger()

    @rule()
    def lose_the_activity(self):
        """A program deletes it in the database, and the daily job repairs it."""
        self.test.env.flush_all()
        self.test.env.cr.execute(
            "DELETE FROM mail_activity WHERE id = ANY(%s)", [self._get_activities().ids]
        )
        self.test.env.invalidate_all()
        self.run_the_daily_job()

    @rule()
    def lose_a_planned_checkin(self):
        self.test.env.flush_all()
        self.test.env.cr.execute(
            "DELETE FROM interim_checkin WHERE id = (SELECT MIN(c.id) FROM interim_checkin c"
            " WHERE c.placement_id = %s AND c.state = 'planned' AND NOT EXISTS"
            " (SELECT FROM interim_checkin_response r WHERE r.checkin_id = c.id))",
            [self.placement.id],
        )
        self.test.env.invalidate_all()
        self.run_the_daily_job()

    @invariant()
    def exactly_one_activity_for_the_next_one(self):
        placement = self.placement
        planned = placement.checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        following = planned.sorted()[:1]
        if not placement.active or placement.phase not in CHECKIN_PHASES:
            following = following.browse()
        self.test.assertEqual(
            [
                (activity.interim_checkin_id, activity.date_deadline, activity.user_id)
                for activity in self._get_activities()
            ],
            [(checkin, checkin.date_planned, placement.user_id) for checkin in following],
        )
        self.test.assertEqual(placement.next_checkin_date, following.date_planned)

    @invariant()
    def what_was_held_stays(self):
        for checkin in self.placement.checkin_ids.filtered(lambda c: c.state == "done"):
            self.held.setdefault(checkin.id, (checkin.date_planned, checkin.done_on))
        for checkin in self.placement.checkin_ids.browse(self.held):
            self.test.assertEqual(checkin.state, "done")
            self.test.assertEqual((checkin.date_planned, checkin.done_on), self.held[checkin.id])

    @invariant()
    def planning_again_changes_nothing(self):
        fields = ["step_id", "occurrence", "date_target", "date_planned", "state", "is_out_of_plan"]
        before = self.placement.checkin_ids.read(fields)
        self.placement._sync_checkins()
        self.test.assertEqual(self.placement.checkin_ids.read(fields), before)
        self.test.env.flush_all()
        self.test.assertNotIn(
            self.placement.id, self.test.env["interim.placement"]._search_unsynced_checkins()
        )


@tagged("post_install", "-at_install")
class TestCheckinStates(PlacementCommon):
    """The one activity, and what was held, survive every order of events."""

    def _add_day_off(self, day):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day off",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "company_id": self.env.company.id,
                "date_from": f"{day} 00:00:00",
                "date_to": f"{day} 23:59:59",
            }
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("interim_placement.cron_checkins")

    @mute_logger("odoo.sql_db")
    @freeze_time("2026-11-25 09:00:00")
    def test_invariants_hold_after_every_step(self):
        CheckinMachine.run_in(self, examples=30, steps=20)
