from odoo import fields, models

KNOCKOUT_STATES = [
    ("met", "All Met"),
    ("unknown", "Some Unknown"),
    ("unmet", "Not Met"),
    ("none", "None Asked"),
]


# Results that pass, and no wizard: nothing is asked in them.
class InterimMatch(models.TransientModel):
    """How well one professional fits one assignment, with the reasons.

    Computed once, when somebody searches; the points advise, a person decides (R8).
    """

    _name = "interim.match"
    _description = "Match"
    _transient_max_hours = 24
    _order = "rank desc, id"

    search_id = fields.Many2one(
        "interim.match.search", required=True, index=True, ondelete="cascade"
    )
    assignment_id = fields.Many2one(
        "interim.assignment", required=True, index=True, ondelete="cascade"
    )
    professional_id = fields.Many2one(
        "interim.professional", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    is_on_assignment = fields.Boolean(
        "Already On It", help="The professional has an open placement on this assignment."
    )
    placement_id = fields.Many2one(
        "interim.placement",
        "Placement on It",
        ondelete="set null",
        help="The open placement of this professional on this assignment, if you may see it.",
    )

    # Points
    rank = fields.Float(help="The order: the score, in which what is unknown counts for half.")
    score = fields.Integer("Match Score", aggregator="avg", help="From 0 to 100, of what is known.")
    confidence = fields.Integer(
        "Known", aggregator="avg", help="Which share of what counts is known, in percent."
    )
    expertise_score = fields.Integer("Expertise", aggregator="avg")
    level_score = fields.Integer("Level", aggregator="avg")
    start_score = fields.Integer("Start", aggregator="avg")
    hours_score = fields.Integer("Hours", aggregator="avg")
    weekdays_score = fields.Integer("Days", aggregator="avg")
    rate_score = fields.Integer("Rate", aggregator="avg")
    office_score = fields.Integer("Office Days", aggregator="avg")
    region_score = fields.Integer("Distance", aggregator="avg")
    sector_score = fields.Integer("Sector", aggregator="avg")
    wishes_score = fields.Integer("Wishes", aggregator="avg")

    # Reasons
    parts = fields.Json(help="What each sub-score is made of: subject, share, weight, sentence.")
    knockout_state = fields.Selection(KNOCKOUT_STATES, "Knock-outs")
    knockouts = fields.Json(help="Each knock-out requirement with its state and reason.")
    questions = fields.Text(
        "To Ask", help="What is not known, as questions to the professional or the client."
    )
    level = fields.Selection(related="professional_id.level", string="Professional's Level")
