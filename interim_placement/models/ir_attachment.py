from odoo import api, models
from odoo.exceptions import UserError

# The files of contracts and signatures, by model: what was sent, what was signed, and by whom.
PROOF_FIELDS = {
    "interim.contract.version": frozenset({"pdf", "document_html", "signed_pdf"}),
    "interim.contract.signer": frozenset({"signature"}),
}


class IrAttachment(models.Model):
    """Files that prove what was signed are written by the system only.

    Odoo keeps files of records as attachments, which whoever may write the record may write, too,
    past the record and all that it refuses.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        """Create attachments, but none that pass for what was signed."""
        attachments = super().create(vals_list)
        attachments._check_no_proof()
        return attachments

    def write(self, vals):
        """Write values, but not of what was signed, and none that make a file pass for it."""
        self._check_no_proof()
        result = super().write(vals)
        if not vals.keys().isdisjoint({"res_model", "res_field"}):
            self._check_no_proof()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        self._check_no_proof()

    def _check_no_proof(self):
        if self.env.su:
            return
        for attachment in self.sudo():
            if attachment.res_field in PROOF_FIELDS.get(attachment.res_model, ()):
                raise UserError(
                    self.env._(
                        "%s belongs to a contract: what was sent and signed is evidence and cannot"
                        " be changed or deleted.",
                        attachment.name,
                    )
                )
