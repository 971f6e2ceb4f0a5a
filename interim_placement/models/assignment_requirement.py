from odoo import fields, models


class InterimAssignmentRequirement(models.Model):
    """What the client asks of the person: a knock-out requirement or a wish with a weight."""

    _name = "interim.assignment.requirement"
    _description = "Assignment Requirement"
    _inherit = ["interim.line.mixin"]
    _line_parent = "assignment_id"
    _order = "kind, sequence, id"

    assignment_id = fields.Many2one(
        "interim.assignment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="assignment_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Requirement", required=True)
    kind = fields.Selection(
        [("knockout", "Knock-out"), ("wish", "Wish")], required=True, default="knockout"
    )
    weight = fields.Float(default=1.0, help="How much a wish counts beside the other wishes.")
    expertise_id = fields.Many2one("interim.expertise", ondelete="restrict")
    certification_id = fields.Many2one("interim.certification", ondelete="restrict")

    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)", "The weight of a requirement cannot be negative."
    )
