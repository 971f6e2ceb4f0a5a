from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.interim_placement.models.contract_placeholders import PLACEHOLDERS
from odoo.addons.interim_placement.tests.common import TERMS, PlacementCommon
from odoo.addons.interim_placement.tools.placeholders import Gap, find_gaps


@tagged("post_install", "-at_install")
class TestSmoke(PlacementCommon):
    def test_smoke(self):
        placement = self._create_placement(terms=TERMS)
        template = self.env["interim.contract.template"].create(
            {
                "name": "T",
                "title": "Title",
                "lang": "nl_NL",
                "article_ids": [
                    Command.create(
                        {
                            "heading": "Rate",
                            "body_html": "<p>Rate {{ format_money(rate) }} from {{format_date(date_start)}}"
                            ' <t t-if="contact_function">x</t> {{ contact_function }}</p>',
                        }
                    )
                ],
            }
        )
        print(template.article_ids.body_html)
        print(template._render_articles(placement.terms_ids))
        print(template.placeholder_table)
        wizard = (
            self.env["interim.contract.preview"]
            .with_user(self.recruiter)
            .create({"template_id": template.id})
        )
        print(wizard.placement_id, wizard.body_html, wizard.gap_labels)
