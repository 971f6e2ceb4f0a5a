from datetime import date

from psycopg2 import errors

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestAssignment(PlacementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Communication adviser at Waterrijk",
                "type": "opportunity",
                "partner_id": cls.contact.id,
                "user_id": cls.recruiter.id,
                "source_id": cls.env["utm.source"].create({"name": "Own network"}).id,
            }
        )
        cls.period = {
            "date_start": date(2027, 1, 4),
            "date_end": date(2027, 1, 17),
            "hours_min": 24,
            "hours_max": 32,
            "rate_max": 115,
        }

    def _create_from_lead(self):
        action = self.lead.with_user(self.recruiter).sudo().action_create_interim_assignment()
        return self.env["interim.assignment"].browse(action["res_id"])

    # From CRM

    def test_opportunity_makes_the_assignment(self):
        assignment = self._create_from_lead()
        self.assertRecordValues(
            assignment,
            [
                {
                    "name": self.lead.name,
                    "client_id": self.client.id,
                    "contact_id": self.contact.id,
                    "company_id": self.env.company.id,
                    "user_id": self.recruiter.id,
                    "source_id": self.lead.source_id.id,
                    "lead_id": self.lead.id,
                }
            ],
        )
        self.assertEqual(self.lead.interim_assignment_count, 1)
        self.assertEqual(assignment.action_view_lead()["res_id"], self.lead.id)
        self.assertEqual(self.lead.action_view_interim_assignments()["res_id"], assignment.id)

    def test_opportunity_without_an_organisation(self):
        self.lead.partner_id = self.env["res.partner"].create({"name": "Somebody"})
        with self.assertRaises(UserError) as refusal:
            self._create_from_lead()
        self.assertIn(self.lead.name, str(refusal.exception))

    def test_expected_revenue_follows_the_assignment(self):
        assignment = self._create_from_lead()
        self.assertEqual(self.lead.expected_revenue, 0)
        assignment.write(self.period)
        self.assertAlmostEqual(assignment.expected_revenue, 32 * 115 * 2)
        self.assertAlmostEqual(self.lead.expected_revenue, 32 * 115 * 2)
        assignment.positions = 2
        self.assertAlmostEqual(self.lead.expected_revenue, 32 * 115 * 4)

    def test_what_a_person_set_stays(self):
        assignment = self._create_from_lead()
        assignment.write(self.period)
        self.lead.expected_revenue = 5000
        assignment.rate_max = 100
        self.assertEqual(self.lead.expected_revenue, 5000)

    def test_two_assignments_add_up(self):
        self._create_from_lead().write(self.period)
        self._create_from_lead().write({**self.period, "rate_max": 100})
        self.assertAlmostEqual(self.lead.expected_revenue, 32 * 215 * 2)

    def test_revenue_without_an_end_uses_the_length(self):
        self.assignment.write({"duration_months": 6, "hours_max": 36, "rate_max": 100})
        self.assertAlmostEqual(self.assignment.expected_revenue, 36 * 100 * 181 / 7, places=2)

    def test_recruiter_without_sales_rights_updates_the_opportunity(self):
        self.assertFalse(self.recruiter.has_group("sales_team.group_sale_salesman"))
        assignment = self._create_from_lead()
        assignment.with_user(self.recruiter).write(self.period)
        self.assertAlmostEqual(self.lead.expected_revenue, 32 * 115 * 2)

    # The opportunity's expected revenue

    def _create_lead(self, name):
        return self.env["crm.lead"].create(
            {"name": name, "type": "opportunity", "partner_id": self.contact.id}
        )

    def _create_valued(self, lead, **values):
        return self._create_assignment(
            "Adviser", lead_id=lead.id, **{**self.period, "hours_min": 0, "hours_max": 10, **values}
        )

    def test_revenue_moves_along_with_the_assignment(self):
        first, second = self._create_lead("First"), self._create_lead("Second")
        self._create_valued(first, rate_max=100)
        moved = self._create_valued(second, rate_max=50)
        self.assertEqual((first.expected_revenue, second.expected_revenue), (2000, 1000))
        moved.lead_id = first
        self.assertEqual((first.expected_revenue, second.expected_revenue), (3000, 0))
        moved.rate_max = 60
        self.assertEqual((first.expected_revenue, second.expected_revenue), (3200, 0))

    def test_revenue_leaves_with_the_assignment(self):
        lead = self._create_lead("First")
        kept = self._create_valued(lead, rate_max=100)
        unlinked = self._create_valued(lead, rate_max=50)
        deleted = self._create_valued(lead, rate_max=40)
        self.assertEqual(lead.expected_revenue, 3800)
        unlinked.lead_id = False
        self.assertEqual(lead.expected_revenue, 2800)
        deleted.unlink()
        self.assertEqual(lead.expected_revenue, 2000)
        kept.rate_max = 110
        self.assertEqual(lead.expected_revenue, 2200, "Still followed")

    def test_revenue_without_archived_and_cancelled(self):
        lead = self._create_lead("First")
        self._create_valued(lead, rate_max=100)
        other = self._create_valued(lead, rate_max=50)
        other.active = False
        self.assertEqual(lead.expected_revenue, 2000)
        other.rate_max = 60
        self.assertEqual(lead.expected_revenue, 2000)
        other.active = True
        self.assertEqual(lead.expected_revenue, 3200)
        other.state = "cancelled"
        self.assertEqual(lead.expected_revenue, 2000)
        other.action_reopen()
        self.assertEqual(lead.expected_revenue, 3200)

    def test_opportunity_by_default_of_the_action(self):
        lead = self._create_lead("First")
        values = {"name": "Adviser", "client_id": self.client.id, **self.period}
        model = self.env["interim.assignment"].with_context(default_lead_id=lead.id)
        assignment = model.create(values)
        self.assertEqual(lead.expected_revenue, assignment.expected_revenue)
        with self.assertRaises(AccessError):
            model.with_user(self.recruiter).create(values)

    def test_merged_opportunities_keep_their_assignments(self):
        leads = self._create_lead("First") + self._create_lead("Second")
        assignments = self._create_valued(leads[0], rate_max=100)
        assignments += self._create_valued(leads[1], rate_max=50)
        assignments += self._create_valued(leads[1], active=False)
        remaining = leads.merge_opportunity()
        self.assertEqual(assignments.lead_id, remaining)
        self.assertEqual(len(assignments.filtered("lead_id")), 3)
        self.assertEqual(remaining.expected_revenue, 3000)
        assignments[1].rate_max = 60
        self.assertEqual(remaining.expected_revenue, 3200, "Still followed")

    def test_merged_opportunities_keep_what_a_person_set(self):
        leads = self._create_lead("First") + self._create_lead("Second")
        self._create_valued(leads[0], rate_max=100)
        self._create_valued(leads[1], rate_max=50)
        leads.expected_revenue = 5000
        self.assertEqual(leads.merge_opportunity().expected_revenue, 5000)

    # Positions

    def _create_on(self, assignment, name, phase="meeting"):
        professional = self._create_professional(name)
        return self._create_placement(
            phase,
            terms=TERMS,
            agreed=True,
            professional_id=professional.id,
            assignment_id=assignment.id,
        )

    def test_the_last_position_fills_the_assignment_and_wins(self):
        assignment = self._create_from_lead()
        assignment.positions = 2
        self._create_on(assignment, "Aad", "onboarding")
        self.assertRecordValues(assignment, [{"positions_filled": 1, "state": "open"}])
        self.assertEqual(self.lead.won_status, "pending")
        self._create_on(assignment, "Bea", "onboarding")
        self.assertRecordValues(assignment, [{"positions_filled": 2, "state": "filled"}])
        self.assertEqual(self.lead.won_status, "won")

    def test_competing_placements_are_offered_to_be_closed(self):
        loser = self._create_on(self.assignment, "Aad", "interview")
        winner = self._create_on(self.assignment, "Bea", "negotiation")
        self.assertFalse(self.assignment.competing_placement_ids)
        winner.with_user(self.recruiter).stage_id = self.stages["onboarding"]
        self.assertEqual(self.assignment.competing_placement_ids, loser)
        self.assertTrue(loser.active, "Offered, not done")
        self.assertEqual(self.assignment.activity_ids.user_id, self.recruiter)
        action = self.assignment.with_user(self.recruiter).action_close_competing()
        wizard = Form.from_action(self.env(user=self.recruiter), action).save()
        self.assertEqual(wizard.close_reason_id.name, "Another professional chosen")
        wizard.action_close()
        self.assertFalse(loser.active)
        self.assertEqual(loser.close_reason_id, wizard.close_reason_id)
        self.assertTrue(winner.active)

    def test_a_position_that_comes_free_opens_the_assignment(self):
        placement = self._create_on(self.assignment, "Aad", "onboarding")
        self.assertEqual(self.assignment.state, "filled")
        placement.stage_id = self.stages["negotiation"]
        self.assertEqual(self.assignment.state, "open")
        placement.stage_id = self.stages["onboarding"]
        self.assertEqual(self.assignment.state, "filled")
        reason = self.env.ref("interim_placement.close_reason_professional_withdrew")
        placement.write({"active": False, "close_reason_id": reason.id})
        self.assertRecordValues(self.assignment, [{"positions_filled": 0, "state": "open"}])

    def test_closed_placements_take_no_position(self):
        placement = self._create_on(self.assignment, "Aad", "onboarding")
        reason = self.env.ref("interim_placement.close_reason_professional_withdrew")
        # The web client passes the context of the button Placements on to what follows.
        placement.with_context(active_test=False).write(
            {"active": False, "close_reason_id": reason.id}
        )
        self.assertRecordValues(self.assignment, [{"positions_filled": 0, "state": "open"}])

    def test_state_follows_the_number_of_positions(self):
        self._create_on(self.assignment, "Aad", "onboarding")
        self.assignment.positions = 2
        self.assertEqual(self.assignment.state, "open")
        self.assignment.positions = 1
        self.assertEqual(self.assignment.state, "filled")

    def _get_close_competing_activity(self, assignment):
        return assignment.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("interim_placement.activity_type_close_competing")
            )
        )

    def test_one_activity_to_close_the_competing_placements(self):
        losers = self._create_on(self.assignment, "Aad") + self._create_on(self.assignment, "Cor")
        winner = self._create_on(self.assignment, "Bea", "onboarding")
        activity = self._get_close_competing_activity(self.assignment)
        self.assertRecordValues(activity, [{"user_id": self.recruiter.id, "automated": True}])
        winner.stage_id = self.stages["negotiation"]
        self.assertFalse(activity.exists(), "Nobody competes while the position is free")
        winner.stage_id = self.stages["onboarding"]
        activity = self._get_close_competing_activity(self.assignment)
        self._create_on(self.assignment, "Dik")
        self.assertEqual(self._get_close_competing_activity(self.assignment), activity)
        reason = self.env.ref("interim_placement.close_reason_professional_withdrew")
        losers.write({"active": False, "close_reason_id": reason.id})
        self.assertTrue(activity.exists())
        self.assignment.competing_placement_ids.write(
            {"active": False, "close_reason_id": reason.id}
        )
        self.assertFalse(activity.exists())

    def test_activity_to_close_goes_when_the_assignment_reopens(self):
        self._create_on(self.assignment, "Aad")
        self.assignment.state = "cancelled"
        self.assertEqual(len(self._get_close_competing_activity(self.assignment)), 1)
        self.assignment.action_reopen()
        self.assertFalse(self._get_close_competing_activity(self.assignment))

    def test_too_many_placements_warn(self):
        self._create_on(self.assignment, "Aad", "onboarding")
        self.assertFalse(self.assignment.positions_warning)
        self._create_on(self.assignment, "Bea", "onboarding")
        self.assertIn("Positions taken: 2, asked for: 1", self.assignment.positions_warning)

    def test_placements_on_an_assignment_that_is_off_warn(self):
        self.assignment.positions = 2
        placement = self._create_on(self.assignment, "Aad", "negotiation")
        self.assignment.action_hold()
        self.assertFalse(self.assignment.positions_warning)
        placement.stage_id = self.stages["onboarding"]
        self.assertIn("on hold", self.assignment.positions_warning)
        self.assignment.state = "cancelled"
        self.assertIn("cancelled", self.assignment.positions_warning)

    def test_lost_opportunity_stays_lost(self):
        assignment = self._create_from_lead()
        self.lead.action_set_lost()
        self._create_on(assignment, "Aad", "onboarding")
        self.assertEqual(assignment.state, "filled")
        self.assertEqual(self.lead.won_status, "lost")

    # Cancelling

    def _cancel(self, assignment, **values):
        action = assignment.with_user(self.recruiter).action_cancel()
        with Form.from_action(self.env(user=self.recruiter), action) as form:
            for name, value in values.items():
                form[name] = value
        form.record.action_cancel_assignment()

    def test_cancelling_offers_to_close_and_to_lose(self):
        assignment = self._create_from_lead()
        open_placement = self._create_on(assignment, "Aad", "proposal")
        reason = self.env.ref("interim_placement.close_reason_client_withdrew")
        lost_reason = self.env["crm.lost.reason"].create({"name": "Cancelled by the client"})
        self._cancel(assignment, close_reason_id=reason, lost_reason_id=lost_reason)
        self.assertEqual(assignment.state, "cancelled")
        self.assertRecordValues(open_placement, [{"active": False, "close_reason_id": reason.id}])
        self.assertRecordValues(
            self.lead, [{"won_status": "lost", "lost_reason_id": lost_reason.id}]
        )

    def test_cancelling_may_leave_both_alone(self):
        assignment = self._create_from_lead()
        placement = self._create_on(assignment, "Aad", "proposal")
        self._cancel(assignment, close_placements=False, mark_lost=False)
        self.assertEqual(assignment.state, "cancelled")
        self.assertTrue(placement.active)
        self.assertEqual(self.lead.won_status, "pending")

    def test_cancelling_leaves_what_was_closed_before(self):
        closed = self._create_on(self.assignment, "Aad", "proposal")
        earlier = self.env.ref("interim_placement.close_reason_professional_withdrew")
        closed.write({"active": False, "close_reason_id": earlier.id})
        self._create_on(self.assignment, "Bea", "proposal")
        wizard = self.env["interim.assignment.cancel"].with_context(
            active_test=False, default_assignment_id=self.assignment.id
        )
        with Form(wizard) as form:
            form.close_reason_id = self.env.ref("interim_placement.close_reason_client_withdrew")
        form.record.action_cancel_assignment()
        self.assertEqual(closed.close_reason_id, earlier)

    def test_cancelling_tells_of_the_placements_of_colleagues(self):
        own = self._create_on(self.assignment, "Aad", "proposal")
        other = self._create_on(self.assignment, "Bea", "proposal")
        other.user_id = self.colleague
        self.env.invalidate_all()
        action = self.assignment.with_user(self.recruiter).action_cancel()
        with Form.from_action(self.env(user=self.recruiter), action) as form:
            self.assertEqual(form.open_placement_ids[:], own)
            self.assertEqual(form.colleague_placement_count, 1)
            form.close_reason_id = self.env.ref("interim_placement.close_reason_client_withdrew")
        form.record.action_cancel_assignment()
        self.assertEqual((own.active, other.active), (False, True))
        activity = self._get_close_competing_activity(self.assignment)
        self.assertEqual(activity.user_id, self.recruiter, "Somebody has to ask the colleague")
        other.write({"active": False, "close_reason_id": own.close_reason_id.id})
        self.assertFalse(activity.exists())

    def test_hold_and_reopen(self):
        self.assignment.action_hold()
        self.assertEqual(self.assignment.state, "on_hold")
        self.assignment.action_reopen()
        self.assertEqual(self.assignment.state, "open")

    # The request itself

    def test_client_is_an_organisation(self):
        with self.assertRaises(ValidationError) as refusal:
            self.assignment.client_id = self.contact
        self.assertIn("Anja Bakker", str(refusal.exception))

    def test_end_follows_start_and_months(self):
        with Form(self.assignment) as form:
            form.date_start = date(2027, 2, 15)
            form.duration_months = 6
            self.assertEqual(form.date_end, date(2027, 8, 14))
        self.assertEqual(self.assignment.duration_months, 6)

    def test_length_has_a_limit(self):
        with Form(self.assignment) as form:
            form.date_start = date(2027, 2, 15)
            form.duration_months = 999999
            self.assertFalse(form.date_end)
            form.duration_months = 120
            self.assertEqual(form.date_end, date(2037, 2, 14))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.CheckViolation),
            self.cr.savepoint(),
        ):
            self._create_assignment("Adviser", duration_months=999999)

    def test_end_before_start_is_refused_when_saved(self):
        with Form(self.assignment) as form:
            form.date_start = date(2027, 5, 1)
            form.date_end = date(2027, 1, 1)
            form.date_end = date(2027, 6, 30)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.CheckViolation),
            self.cr.savepoint(),
        ):
            self.assignment.date_end = date(2027, 1, 1)
            self.env.flush_all()

    def test_unusual_length_warns(self):
        self.assignment.write(
            {
                "type_id": self.env.ref("interim_placement.assignment_type_bridging").id,
                "date_start": date(2027, 1, 1),
                "date_end": date(2027, 7, 31),
            }
        )
        self.assertIn("longer than usual for a Bridging assignment", self.assignment.length_warning)

    def test_copy_starts_afresh(self):
        self._create_on(self.assignment, "Aad", "onboarding")
        copy = self.assignment.copy()
        self.assertRecordValues(
            copy, [{"name": "Communication adviser (copy)", "state": "open", "positions_filled": 0}]
        )
