from odoo import api, models


class InterimTerms(models.Model):
    """An agreed extension decides on the period that it prolongs."""

    _inherit = "interim.terms"

    @api.model_create_multi
    def create(self, vals_list):
        """Create terms; extensions that were agreed already are on record as decisions."""
        terms = super().create(vals_list)
        terms.filtered(lambda t: t.state == "agreed")._record_extensions()
        return terms

    def write(self, vals):
        """Write values; agreeing an extension is on record as a decision."""
        result = super().write(vals)
        if vals.get("state") == "agreed":
            self._record_extensions()
        return result

    def _record_extensions(self):
        """Record which of these agreed terms extended a placement, and by when they should have."""
        vals_list = []
        extensions = self.filtered(lambda t: t.kind == "extension")
        for company, terms_of_company in extensions.grouped("company_id").items():
            deadlines = company._get_dates_before_end(
                company.interim_decision_months,
                [
                    (terms.placement_id.date_start, terms._get_agreed_before()[-1:].date_end)
                    for terms in terms_of_company
                ],
            )
            vals_list += [
                terms._prepare_extension_decision(deadline)
                for terms, deadline in zip(terms_of_company, deadlines, strict=True)
            ]
        self.env["interim.followup.decision"].sudo().create(vals_list)

    def _prepare_extension_decision(self, deadline):
        self.ensure_one()
        extended = self._get_agreed_before().filtered(lambda t: t.kind == "extension")
        return {
            "placement_id": self.placement_id.id,
            "extension_number": len(extended),
            "decision": "extension",
            "reason": self.reason,
            "decided_on": self.agreed_on,
            "decided_by_id": self.agreed_by_id.id,
            "deadline": deadline,
        }

    def _get_agreed_before(self):
        """Return the terms that were agreed before these were made, the latest last."""
        self.ensure_one()
        return self.placement_id.terms_ids.filtered(
            lambda t: t.state == "agreed" and t.sequence < self.sequence
        ).sorted("sequence")
