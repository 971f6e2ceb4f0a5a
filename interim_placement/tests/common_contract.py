from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

EVIDENCE = {"ip_address": "192.0.2.7", "user_agent": "Firefox", "authentication": "link"}
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDAT\x08\xd7c\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\x18\xdd\x8d\xb0\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)


class ContractCommon(PlacementCommon):
    """A placement in negotiation with complete terms and everything that contracts ask for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {
                "name": "Bureau Tussenpersoon",
                "street": "Stationsplein 1",
                "zip": "3511 ED",
                "city": "Utrecht",
                "country_id": cls.env.ref("base.nl").id,
                "company_registry": "30123456",
                "vat": "NL001234567B01",
                "email": "info@bureau.test",
                "interim_contract_reminder_days": 5,
                "interim_contract_expiry_days": 30,
            }
        )
        cls.client.write(
            {
                "street": "Raadhuisplein 1",
                "zip": "1234 AB",
                "city": "Waterrijk",
                "company_registry": "50123456",
                "vat": "NL009876543B01",
            }
        )
        cls.contact.function = "Head of communication"
        cls.professional.partner_id.write(
            {
                "street": "Kade 5",
                "zip": "3512 AA",
                "city": "Utrecht",
                "company_registry": "70123456",
                "vat": "NL001111111B01",
            }
        )
        cls.assignment.description = "<p>A campaign plan by 1 March, carried out by 30 June.</p>"
        cls.placement = cls._create_placement(
            "negotiation", {**TERMS, "office_days": 2, "monday": True, "tuesday": True}
        )
        cls.terms = cls.placement.terms_ids
        cls.client_contract, cls.professional_contract = cls._make_contracts(cls.terms)

    @classmethod
    def _make_contracts(cls, terms, user=None):
        terms.with_user(user or cls.recruiter).action_make_contracts()
        contracts = terms.contract_ids._filter_valid()
        return (
            contracts.filtered(lambda c: c.party == "client"),
            contracts.filtered(lambda c: c.party == "professional"),
        )

    @classmethod
    def _send(cls, contract, user=None, **values):
        wizard = (
            cls.env["interim.contract.send"]
            .with_user(user or cls.recruiter)
            .create({"contract_id": contract.id, **values})
        )
        wizard.action_send()
        return contract

    @classmethod
    def _get_signer(cls, contract, role):
        return contract._get_current_signers().filtered(lambda s: s.role == role)

    @classmethod
    def _sign(cls, contract, *roles, signature=None):
        """Sign as these roles, by default as all who have not signed yet, in their order."""
        for signer in contract._get_current_signers():
            if (not roles and signer.state != "signed") or signer.role in roles:
                signer.sudo()._sign(
                    signer.partner_id.name, "Adviser", signature, "I agree.", EVIDENCE
                )
        return contract
