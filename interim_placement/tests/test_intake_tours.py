import base64
import io
import zipfile

from odoo.tests import HttpCase, JsonRpcException, tagged

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

    def test_hostile_files_through_the_api(self):
        self.authenticate("rina", "rina")
        self.env["ir.config_parameter"].set_param("interim_placement.intake_file_mb", "1")
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"\0" * 30_000_000)
        model = "interim.professional.intake"
        with self.assertLogs("odoo.http", "WARNING") as logs:
            with self.assertRaises(JsonRpcException):
                self._call(model, "create", [{"file": "A" * 2_000_000}])
            wizard = self._call(
                model, "create", [{"file": base64.b64encode(bomb.getvalue()).decode()}]
            )
            with self.assertRaises(JsonRpcException):
                self._call(model, "action_read", [wizard])
        self.assertIn("more than 1 MB", logs.output[0])
        self.assertIn("unpacks to far more", logs.output[1])
        self.assertEqual(self.env[model].search_count([("create_uid", "=", self.recruiter.id)]), 1)

    def _call(self, model, method, args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)
