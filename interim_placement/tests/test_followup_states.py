from datetime import date, timedelta
from itertools import pairwise

from freezegun import freeze_time
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.models.placement_stage import CHECKIN_PHASES
from odoo.addons.interim_placement.models.placement_terms import TERMS_FIELDS
from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon
from odoo.addons.interim_placement.tests.state_machine import OdooMachine

START = date(2026, 11, 25)
PERIOD = {**TERMS, "date_start": START, "date_end": date(2027, 5, 31)}
any_day = st.integers(-20, 500).map(lambda number: START + timedelta(days=number))


class FollowupMachine(OdooMachine):
    """A placement through extensions, rejections, shortenings, decisions and days without a job."""

    def __init__(self):
        super().__init__()
        self.clock = freeze_time(START)
        self.clock.start()

    def teardown(self):
        self.clock.stop()
        return super().teardown()

    @initialize()
    def start(self):
        placement = self.test._create_placement("active", terms=PERIOD, agreed=True)
        self.placement = placement.with_user(self.test.colleague)
        self.is_settled = False

    def _get_today(self):
        return date.today()

    def _get_agreed(self):
        return self.placement.terms_ids.filtered(lambda t: t.state == "agreed").sorted("sequence")

    @rule(days=st.integers(1, 60))
    def time_passes(self, days):
        """Days go by, and no scheduler runs."""
        later = self._get_today() + timedelta(days=days)
        self.clock.stop()
        self.clock = freeze_time(later)
        self.clock.start()
        self.is_settled = False

    @rule(kind=st.sampled_from(["extension", "change"]), end=any_day, reason=st.booleans())
    def discuss(self, kind, end, reason):
        values = self.placement._prepare_following_terms(kind)
        values.update(date_end=end, reason=reason and "Agreed so")
        self._try(lambda: self.placement.terms_ids.create(values))

    @rule(start=any_day, months=st.integers(1, 6), reason=st.booleans())
    def discuss_an_own_period(self, start, months, reason):
        end = start + timedelta(days=30 * months)
        values = self.placement._prepare_following_terms("extension")
        values.update(date_start=start, date_end=end, reason=reason and "Agreed so")
        self._try(lambda: self.placement.terms_ids.create(values))

    @rule()
    def agree(self):
        self._try(lambda: self.placement.draft_terms_id.write({"state": "agreed"}))

    @rule(outcome=st.sampled_from(["rejected", "withdrawn"]))
    def give_up(self, outcome):
        if draft := self.placement.draft_terms_id:
            self._try(lambda: draft._give_up(outcome, "It came to nothing"))

    @rule(decision=st.sampled_from(["undecided", "new_assignment", "available", "leaves"]))
    def decide(self, decision):
        self._try(lambda: self.placement.write({"followup_state": decision}))

    @rule(phase=st.sampled_from(["onboarding", "active", "followup"]))
    def move(self, phase):
        self._try(lambda: self.placement.write({"stage_id": self.test.stages[phase].id}))

    @rule()
    def do_the_activity(self):
        self._get_activities().action_feedback(feedback="Spoken to")

    @rule()
    def delete_the_activity(self):
        self._get_activities().unlink()

    @rule(to_colleague=st.booleans())
    def change_recruiter(self, to_colleague):
        self.placement.user_id = self.test.colleague if to_colleague else self.test.recruiter

    @rule()
    def close_and_reopen(self):
        reason = self.test.env.ref("interim_placement.close_reason_ended_early")
        self.placement.write({"active": False, "close_reason_id": reason.id})
        self.test.assertFalse(self._get_activities())
        self.placement.action_reopen()

    @rule()
    def run_the_daily_job(self):
        with self.test.enter_registry_test_mode():
            self.test.cron.method_direct_trigger()
        self.is_settled = True

    def _get_activities(self):
        return self.placement.activity_ids.filtered("interim_followup_deadline")

    @invariant()
    def terms_tell_all(self):
        """Current values equal the last agreed row, no day is booked twice, and totals add up."""
        if not hasattr(self, "placement"):
            return
        test, placement = self.test, self.placement
        agreed = self._get_agreed()
        current = agreed[-1]
        test.assertEqual(placement.current_terms_id, current)
        for name in set(TERMS_FIELDS) - {"date_start"}:
            test.assertEqual(placement[name], current[name], name)
        test.assertEqual(placement.date_start, min(agreed.mapped("date_start")))
        booked = agreed.filtered("booked_until")
        for before, after in pairwise(booked):
            test.assertLess(before.booked_until, after.date_start)
            gap = (after.date_start - before.booked_until).days - 1
            test.assertTrue(gap == 0 or after.reason, "A gap was agreed with a reason")
        test.assertEqual(booked[-1].booked_until, placement.date_end)
        for name in ("value_total", "margin_total"):
            test.assertAlmostEqual(placement[name], sum(agreed.mapped(name)), places=2)
        test.assertAlmostEqual(
            placement.value_original + placement.value_extensions, placement.value_total, places=2
        )
        extensions = agreed.filtered(lambda t: t.kind == "extension")
        test.assertEqual(placement.extension_count, len(extensions))
        draft = placement.terms_ids.filtered(lambda t: t.state == "draft")
        test.assertLessEqual(len(draft), 1)
        test.assertEqual(placement.draft_terms_id, draft)
        test.assertEqual(placement.extension_in_discussion, draft.kind == "extension")

    @invariant()
    def window_is_kept(self):
        """At most one activity; after the job exactly one for whom it is time, in its stage."""
        if not hasattr(self, "placement"):
            return
        test, placement = self.test, self.placement
        activities = self._get_activities()
        test.assertLessEqual(len(activities), 1)
        today = self._get_today()
        is_running = placement.active and placement.phase in CHECKIN_PHASES
        is_decided = placement.followup_state not in ("undecided", "extension")
        if not is_running or is_decided:
            test.assertFalse(activities)
        if self.is_settled and activities and not placement.extension_in_discussion:
            test.assertLessEqual(placement.followup_date, today)
            test.assertEqual(activities.user_id, placement.user_id)
        is_due = (
            is_running
            and not is_decided
            and not placement.extension_in_discussion
            and placement.followup_date <= today
        )
        done = placement.with_context(active_test=False).activity_ids.filtered(
            lambda a: a.interim_followup_deadline and not a.active
        )
        if self.is_settled and is_due and not done:
            test.assertEqual(len(activities), 1)
        self.is_settled = False


@tagged("post_install", "-at_install")
class TestFollowupStates(PlacementCommon):
    """Whatever happens, in whatever order: terms add up, and no follow-up is lost or twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("interim_placement.cron_followup")

    @mute_logger("odoo.sql_db")
    def test_invariants_hold_after_every_step(self):
        FollowupMachine.run_in(self, examples=25, steps=16)
