import base64

from odoo.tests import HttpCase, tagged

from .common import TERMS
from .common_contract import ContractCommon

BOARD = "/odoo/placements"


@tagged("post_install", "-at_install")
class TestContractTours(ContractCommon, HttpCase):
    """Contracts as recruiter and manager make, send and revise them, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._lang_get("en_US").write({"date_format": "%m/%d/%Y"})
        cls.recruiter.email = "rina@bureau.test"

    def test_make_and_send(self):
        self.terms.contract_ids.unlink()
        self.start_tour(BOARD, "interim_contract_send", login="rina")
        contract = self.terms.contract_ids.filtered(lambda c: c.party == "client")
        self.assertEqual((contract.state, contract.waiting_for), ("sent", "agency"))
        payment = contract.article_ids.filtered(lambda a: a.topic == "payment")
        self.assertIn(">The client pays within 21 days.</p>", payment.body_html)
        self.start_tour(BOARD, "interim_contract_waits_for_agency", login="rina")
        self._sign(contract, "agency")
        self.start_tour(BOARD, "interim_contract_waits_for_client", login="rina")

    def test_remark_and_new_version(self):
        contract = self._sign(self._send(self.client_contract), "agency")
        first = contract.version_id
        article = contract.article_ids.filtered(lambda a: a.topic == "payment")
        signer = self._get_signer(contract, "client")
        remark = signer._remark(article.id, "We pay within 60 days.")
        url = f"/odoo/contracts/{contract.id}"
        self.start_tour(url, "interim_contract_new_version", login="rina")
        self.assertEqual((remark.state, remark.answered_by_id), ("accepted", self.recruiter))
        self.assertEqual((contract.state, contract.version_id.number), ("sent", 2))
        self.assertNotEqual(contract.version_id.sha256, first.sha256)
        self.assertEqual(signer._get_page_state(), "superseded")

    def test_all_signed_moves_the_card_on(self):
        self.env.company.interim_contract_auto_move = True
        for contract in (self.client_contract, self.professional_contract):
            self._sign(self._send(contract))
        self.start_tour(BOARD, "interim_contract_moved_on", login="rina")

    def test_preview_and_reset_of_a_template(self):
        template = self.client_contract.template_id
        template.article_ids.filtered(lambda a: a.topic == "payment").heading = "Our own heading"
        other = self._create_assignment("Spokesperson")
        self._create_placement(
            "negotiation",
            {**TERMS, "client_rate": 99.0, "professional_rate": 90.0},
            assignment_id=other.id,
            professional_id=self._create_professional("Bo Jansen").id,
        )
        url = f"/odoo/interim.contract.template/{template.id}"
        self.start_tour(url, "interim_contract_template", login="maud")
        article = template.article_ids.filtered(lambda a: a.topic == "payment")
        self.assertEqual(article.heading, "Payment")

    def test_receive_their_paper(self):
        self.start_tour(f"{BOARD}/{self.placement.id}", "interim_contract_receive", login="rina")
        contract = self.client_contract
        self.assertEqual((contract.paper, contract.state), ("received", "sent"))
        pdf = contract.version_id.with_context(bin_size=False).pdf
        self.assertEqual(base64.b64decode(pdf), b"%PDF-1.7\nTheir contract")
        self.assertEqual(contract.remark_ids.mapped("kind"), ["deviation"])
        self.assertEqual(contract.waiting_for, "client")
