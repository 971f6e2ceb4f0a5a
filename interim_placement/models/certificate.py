from odoo import api, fields, models


class InterimCertificate(models.Model):
    """A certification that one professional holds, with its papers and validity."""

    _name = "interim.certificate"
    _description = "Certificate"
    _inherit = ["interim.line.mixin", "interim.attachment.mixin"]
    _line_parent = "professional_id"
    _order = "professional_id, certification_id, id"
    _rec_name = "certification_id"

    professional_id = fields.Many2one(
        "interim.professional", required=True, index=True, ondelete="cascade"
    )
    certification_id = fields.Many2one(
        "interim.certification", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="professional_id.company_id", store=True)
    obtained_on = fields.Date()
    valid_until = fields.Date(help="Last day on which the certificate counts. Empty = no end.")
    document_ids = fields.Many2many("ir.attachment", string="Papers", bypass_search_access=True)

    _certification_uniq = models.Constraint(
        "UNIQUE(professional_id, certification_id)",
        "This professional already has this certificate. Change the existing line instead.",
    )

    @api.model
    def _get_attachment_fields(self):
        return ["document_ids"]
