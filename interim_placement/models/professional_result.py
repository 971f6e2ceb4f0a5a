from odoo import api, fields, models
from odoo.exceptions import ValidationError


class InterimProfessionalResult(models.Model):
    """A measurable result of one assignment ("participation up 40 %")."""

    _name = "interim.professional.result"
    _description = "Measurable Result"
    _inherit = ["interim.line.mixin", "interim.placement.link.mixin"]
    _line_parent = "professional_id"
    _check_company_auto = True
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
        check_company=True,
        domain="[('professional_id', '=', professional_id)]",
    )
    date = fields.Date("Achieved On")
    reference_id = fields.Many2one(
        "res.partner", ondelete="restrict", help="Who can confirm this result."
    )
    may_quote = fields.Boolean(help="The reference agreed to be named in a proposal.")

    @api.model_create_multi
    def create(self, vals_list):
        """Create results; one that is noted on a placement is its professional's, at its client."""
        placements = self.env["interim.placement"].browse(
            vals.get("placement_id") for vals in vals_list
        )
        return super().create(
            [
                {**self._prepare_placement_values(placement), **vals}
                for placement, vals in zip(placements, vals_list, strict=True)
            ]
        )

    @api.model
    def _prepare_placement_values(self, placement):
        if not placement.id:
            return {}
        # Whether the user may link this placement is asked afterwards.
        placement = placement.sudo()
        return {
            "professional_id": placement.professional_id.id,
            "client_id": placement.client_id.id,
        }

    @api.constrains("professional_id", "placement_id")
    def _check_placement(self):
        for result in self:
            if (
                result.placement_id
                and result.placement_id.professional_id != result.professional_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(result)s: %(placement)s is about another professional. Choose a"
                        " placement of %(professional)s.",
                        result=result.name,
                        placement=result.placement_id.display_name,
                        professional=result.professional_id.display_name,
                    )
                )
