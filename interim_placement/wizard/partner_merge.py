from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merge contacts; not two that are professionals of one company.

        A contact is a professional only once in a company. Odoo would delete the second one in
        SQL, with the notes, the expertise and the certificates.
        """
        self._check_one_professional_a_company(partner_ids)
        return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)

    def _check_one_professional_a_company(self, partner_ids):
        # As superuser: who merges contacts need not see professionals, nor all companies.
        groups = (
            self.env["interim.professional"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [("partner_id", "in", partner_ids)],
                ["company_id"],
                ["partner_id:recordset"],
                having=[("__count", ">", 1)],
            )
        )
        for _company, partners in groups:
            raise UserError(
                self.env._(
                    "These contacts are each a professional of the same company: %(names)s. First"
                    " put everything worth keeping on one of these professionals, placements"
                    " without agreed terms included, and delete the other professionals; then"
                    " merge the contacts. A professional with agreed terms cannot be deleted:"
                    " archive the one you no longer use, and leave the contacts apart.",
                    names=", ".join(f"{partner.name} (#{partner.id})" for partner in partners),
                )
            )
