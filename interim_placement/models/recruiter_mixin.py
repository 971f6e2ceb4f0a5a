from odoo import fields, models


class InterimRecruiterMixin(models.AbstractModel):
    """What a recruiter of one company looks after."""

    _name = "interim.recruiter.mixin"
    _description = "Looked After by a Recruiter"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        "Recruiter",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
