from odoo.tests import tagged

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon


@tagged("post_install", "-at_install")
class TestFollowupDecision(PlacementCommon):
    def test_smoke(self):
        placement = self._create_placement("followup", TERMS, agreed=True)
        self.assertEqual(placement.followup_state, "undecided")
        placement.followup_state = "available"
        self.assertEqual(placement.followup_decision_ids.decision, "available")
