from odoo.tests import HttpCase, tagged

from .common import PlacementCommon


@tagged("post_install", "-at_install")
class TestIntakeTours(PlacementCommon, HttpCase):
    """A request and a CV come in, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._lang_get("en_US").write({"date_format": "%m/%d/%Y"})

    def test_request(self):
        self.start_tour("/odoo/assignments", "interim_assignment_intake", login="rina")
        assignment = self.env["interim.assignment"].search([("reference", "=", "WR-2291")])
        self.assertEqual(assignment.client_id, self.client)
        self.assertEqual(assignment.user_id, self.recruiter)
        self.assertEqual((assignment.hours_max, assignment.rate_max), (32.0, 95.5))

    def test_cv_of_somebody_known(self):
        self.start_tour("/odoo/professionals", "interim_professional_intake", login="rina")
        self.assertEqual(self.professional.phone, "06 1234 5678")
        self.assertEqual(
            self.env["interim.professional"].search_count([("email", "=ilike", "sanne@%")]), 1
        )
