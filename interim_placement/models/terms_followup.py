from datetime import timedelta

from odoo import api, models


class InterimTerms(models.Model):
    """What follows from an agreed extension or change for the follow-up."""

    _inherit = "interim.terms"

    @api.model_create_multi
    def create(self, vals_list):
        """Create terms; extensions that were agreed already are on record as decisions."""
        terms = super().create(vals_list)
        terms.filtered(lambda t: t.state == "agreed")._after_following_agreed()
        return terms

    def write(self, vals):
        """Write values; agreeing an extension is on record as a decision."""
        result = super().write(vals)
        if vals.get("state") == "agreed":
            self._after_following_agreed()
        return result

    def _after_following_agreed(self):
        following = self.filtered(lambda t: t.kind != "original")
        following._record_extensions()
        following._move_availability()

    def _record_extensions(self):
        """Record which of these agreed terms extended a placement, and by when they should have."""
        vals_list = []
        extensions = self.filtered(lambda t: t.kind == "extension")
        for company, terms_of_company in extensions.grouped("company_id").items():
            deadlines = company._get_dates_before_end(
                company.interim_decision_months,
                [
                    (terms.placement_id.date_start, terms._get_terms_before()[-1:].date_end)
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
        extended = self._get_terms_before().filtered(lambda t: t.kind == "extension")
        return {
            "placement_id": self.placement_id.id,
            "extension_number": len(extended),
            "decision": "extension",
            "reason": self.reason,
            "decided_on": self.agreed_on,
            "decided_by_id": self.agreed_by_id.id,
            "deadline": deadline,
        }

    def _move_availability(self):
        """Let what is noted as the day after the old end move with the end (R5).

        Any other day was chosen or told, and stays.
        """
        for terms in self:
            old_end = terms._get_terms_before()[-1:].date_end
            # As superuser: who agrees terms need not be who looks after the professional.
            professional = terms.placement_id.professional_id.sudo()
            if old_end and professional.available_from == old_end + timedelta(days=1):
                professional.available_from = terms.placement_id._get_day_after()
