from odoo.fields import Command

from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon

# Amounts that turn up nowhere else, so that a text can be searched for them.
RATES = {"client_rate": 123.45, "professional_rate": 98.76}
RATE_MIN, RATE_MAX = 87.65, 131.25


class ContractTemplateCommon(PlacementCommon):
    """A placement of which everything is known that a contract may say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {
                "name": "Oever Interim",
                "currency_id": cls.env.ref("base.EUR").id,
                "country_id": cls.env.ref("base.nl").id,
                "email": "info@oever.test",
                **cls._prepare_address("Kade 12"),
            }
        )
        cls.client.write(cls._prepare_address("Plein 1"))
        cls.contact.function = "Head of Communication"
        cls.recruiter.email = "rina@oever.test"
        cls.professional.partner_id.write(cls._prepare_address("Dorpsstraat 3"))
        cls.professional.rate_min = RATE_MIN
        cls.assignment.write(
            {
                "reference": "WR-14",
                "description": "<p>Lead a <b>campaign</b>.</p>",
                "rate_max": RATE_MAX,
                "extension_count": 2,
                "extension_months": 3,
            }
        )
        cls.placement = cls._create_placement(
            terms={
                **TERMS,
                **RATES,
                "office_days": 2,
                "monday": True,
                "tuesday": True,
            }
        )
        cls.terms = cls.placement.terms_ids

    @classmethod
    def _prepare_address(cls, street):
        return {
            "street": street,
            "zip": "1234 AB",
            "city": "Waterrijk",
            "company_registry": "12345678",
            "vat": False,
        }

    @classmethod
    def _create_template(cls, *bodies, **values):
        """Create a template with one article for each body, or for each dict of values."""
        articles = [
            {"heading": f"Article {number}", "sequence": number}
            | (body if isinstance(body, dict) else {"body_html": body})
            for number, body in enumerate(bodies, start=1)
        ]
        return cls.env["interim.contract.template"].create(
            {
                "name": "Test template",
                "title": "Agreement",
                "lang": "en_US",
                "article_ids": [Command.create(article) for article in articles],
                **values,
            }
        )

    @classmethod
    def _render(cls, template, terms=None, **values):
        """Return the whole rendered text of a template."""
        articles = template._render_articles(terms or cls.terms, **values)
        return "".join(article["body_html"] for article in articles)
