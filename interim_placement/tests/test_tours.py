from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import TERMS, PlacementCommon

BOARD = "/odoo/placements"


@tagged("post_install", "-at_install")
class TestTours(PlacementCommon, HttpCase):
    """The recruiter's day, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Cards and amounts must read the same whatever the database was made with.
        cls.env["res.lang"]._lang_get("en_US").write({"date_format": "%m/%d/%Y"})

    def assert_refused(self, logs):
        """One request was refused, and nothing else went wrong."""
        self.assertEqual(len(logs.output), 1)
        self.assertIn("cannot move to", logs.output[0])

    def test_create(self):
        self.start_tour(BOARD, "interim_placement_create", login="rina")
        professional = self.env["interim.professional"].search([("name", "=", "Noor Dijkstra")])
        placement = professional.placement_ids
        self.assertEqual(placement.user_id, self.recruiter)
        self.assertEqual(placement.phase, "meeting")
        self.assertEqual(placement.terms_ids.client_rate, 115.0)

    def test_create_in_later_stage(self):
        # A manager sees the same: there is no placement yet that an override could move.
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.start_tour(BOARD, "interim_placement_create_refused", login="maud")
        self.assert_refused(logs)
        self.assertEqual(self.professional.placement_ids.phase, "proposal")

    def test_refused_then_moved(self):
        placement = self._create_placement(assignment_id=False)
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.start_tour(BOARD, "interim_placement_refused", login="rina")
        self.assert_refused(logs)
        self.assertEqual(placement.stage_id, self.stages["negotiation"])
        terms = placement.terms_ids
        self.assertEqual((terms.date_start, terms.date_end), (date(2027, 1, 4), date(2027, 6, 30)))
        self.assertEqual(terms.hours_per_week, 24.0)
        self.assertTrue(terms.tuesday)
        self.assertEqual((terms.client_rate, terms.professional_rate), (115.0, 95.0))

    def test_refused_on_the_form(self):
        professional = self._create_professional("Bo Jansen", consent_date=False)
        placement = self._create_placement(professional_id=professional.id)
        with self.assertLogs("odoo.http", "WARNING") as logs:
            url = f"{BOARD}/{placement.id}"
            self.start_tour(url, "interim_placement_form_refused", login="rina")
        self.assert_refused(logs)
        self.assertEqual(placement.phase, "meeting")

    def test_override(self):
        placement = self._create_placement(assignment_id=False, user_id=self.manager.id)
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.start_tour(BOARD, "interim_placement_override", login="maud")
        self.assert_refused(logs)
        self.assertEqual(placement.stage_id, self.stages["proposal"])

    def test_agree_in_spite_of_conflict(self):
        running = {**TERMS, "monday": True, "tuesday": True, "wednesday": True}
        self._create_placement("negotiation", running, agreed=True)
        spokesperson = self._create_assignment("Spokesperson")
        terms = {
            **TERMS,
            "date_start": date(2027, 3, 1),
            "date_end": date(2027, 8, 31),
            "hours_per_week": 16.0,
            "wednesday": True,
            "thursday": True,
        }
        placement = self._create_placement("negotiation", terms, assignment_id=spokesperson.id)
        self.start_tour(BOARD, "interim_placement_agree", login="rina")
        self.assertEqual(placement.terms_state, "agreed")
        self.assertEqual(placement.current_terms_id.agreed_by_id, self.recruiter)

    def test_close_and_reopen(self):
        placement = self._create_placement()
        self.start_tour(BOARD, "interim_placement_close", login="rina")
        self.assertTrue(placement.active)
        self.assertFalse(placement.close_reason_id)
        self.assertIn("Took a permanent post", "".join(placement.message_ids.mapped("body")))

    def _prepare_to_start_today(self):
        today = fields.Date.today()
        terms = {**TERMS, "date_start": today, "date_end": today + relativedelta(months=6)}
        # Today counts as a working day, also when the tests run in the weekend.
        self.env.company.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Every day",
                "attendance_ids": [
                    Command.create({"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 17})
                    for day in "0123456"
                ],
            }
        )
        placement = self._create_placement("onboarding", terms, agreed=True)
        placement.stage_checklist_ids.filtered("active").action_feedback()
        return placement

    def test_checkin(self):
        placement = self._prepare_to_start_today()
        self.start_tour(BOARD, "interim_placement_checkin", login="rina")
        checkin = placement.checkin_ids.sorted()[0]
        self.assertEqual((checkin.state, checkin.done_by_id), ("done", self.recruiter))
        self.assertEqual(checkin.summary, "The desk was not ready")
        self.assertEqual((placement.professional_score, placement.client_score), (8, 4))

    def test_ask_for_feedback(self):
        placement = self._prepare_to_start_today()
        placement.stage_id = self.stages["active"]
        self.start_tour("/odoo/my-check-ins", "interim_placement_checkin_ask", login="rina")
        response = placement.response_ids
        self.assertEqual((response.party, response.state), ("client", "asked"))
        self.assertEqual(response.mail_id.recipient_ids, self.contact)

    def test_assignment_from_lead(self):
        user = new_test_user(
            self.env,
            "sales",
            "sales_team.group_sale_salesman,interim_placement.group_interim_user_own",
            tz="UTC",
        )
        lead = self.env["crm.lead"].create(
            {
                "name": "Head of communication",
                "type": "opportunity",
                "partner_id": self.contact.id,
                "user_id": user.id,
            }
        )
        self.start_tour(f"/odoo/crm.lead/{lead.id}", "interim_lead_assignment", login="sales")
        self.assertEqual(lead.interim_assignment_ids.client_id, self.client)
        self.assertEqual(lead.interim_assignment_ids.contact_id, self.contact)
