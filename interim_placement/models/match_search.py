from odoo import fields, models


class InterimMatchSearch(models.TransientModel):
    """One search for who fits an assignment, or which assignments fit a professional.

    What was found is kept for as long as somebody looks at it; nothing is decided by it (R8).
    """

    _name = "interim.match.search"
    _description = "Search for Matches"

    assignment_id = fields.Many2one("interim.assignment", ondelete="cascade")
    professional_id = fields.Many2one("interim.professional", ondelete="cascade")
    placement_id = fields.Many2one(
        "interim.placement",
        "Ending Placement",
        ondelete="cascade",
        help="The placement that ends, when it is asked what its professional could do next.",
    )
    match_ids = fields.One2many("interim.match", "search_id", "Matches")
    considered_count = fields.Integer(help="How many were looked at.")
    kept_count = fields.Integer(help="How many of them are shown.")
