from odoo import api, models


class InterimTerms(models.Model):
    """An agreed extension decides on the period that it prolongs."""

    _inherit = "interim.terms"

    @api.model_create_multi
    def create(self, vals_list):
        """Create terms; extensions that were agreed already are on record as decisions."""
        placements = self.env["interim.placement"].browse(
            vals.get("placement_id") for vals in vals_list if vals.get("state") == "agreed"
        )
        deadlines = placements._get_followup_deadlines()
        terms = super().create(vals_list)
        terms.filtered(lambda t: t.state == "agreed")._record_extensions(deadlines)
        return terms

    def write(self, vals):
        """Write values; agreeing an extension is on record as a decision."""
        if vals.get("state") != "agreed":
            return super().write(vals)
        deadlines = self.placement_id._get_followup_deadlines()
        result = super().write(vals)
        self._record_extensions(deadlines)
        return result

    def _record_extensions(self, deadlines):
        """Record which of these agreed terms extended a placement.

        :param dict deadlines: by placement id, when it was to be decided before they were agreed
        """
        vals_list = []
        for terms in self.filtered(lambda t: t.kind == "extension"):
            placement = terms.placement_id
            before = placement._get_agreed_extensions().filtered(
                lambda t, number=terms.sequence: t.sequence < number
            )
            vals_list.append(
                {
                    "placement_id": placement.id,
                    "extension_number": len(before),
                    "decision": "extension",
                    "reason": terms.reason,
                    "decided_on": terms.agreed_on,
                    "decided_by_id": terms.agreed_by_id.id,
                    "deadline": deadlines.get(placement.id),
                }
            )
        self.env["interim.followup.decision"].sudo().create(vals_list)
