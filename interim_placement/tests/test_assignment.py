from datetime import date

from psycopg2 import errors

from odoo.exceptions import UserError, ValidationError
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
