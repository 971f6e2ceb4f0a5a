from odoo import fields, models


class InterimProfessionalResult(models.Model):
    """A measurable result of one assignment ("participation up 40 %")."""

    _name = "interim.professional.result"
    _description = "Measurable Result"
    _order = "date desc, id desc"

    professional_id = fields.Many2one(
        "interim.professional", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="professional_id.company_id", store=True)
    name = fields.Char("Result", required=True)
    client_id = fields.Many2one("res.partner", ondelete="restrict")
    placement_id = fields.Many2one(
        "interim.placement",
        ondelete="set null",
        index="btree_not_null",
        domain="[('professional_id', '=', professional_id)]",
    )
    date = fields.Date("Achieved On")
    reference_id = fields.Many2one(
        "res.partner", ondelete="restrict", help="Who can confirm this result."
    )
    may_quote = fields.Boolean(help="The reference agreed to be named in a proposal.")
