from odoo import api, fields, models

PHASES = [
    ("meeting", "First Meeting"),
    ("proposal", "Proposal"),
    ("interview", "Interview"),
    ("negotiation", "Negotiation"),
    ("onboarding", "Onboarding"),
    ("active", "On Assignment"),
    ("followup", "Follow-up"),
    ("done", "Completed"),
]
PHASE_ORDER = [phase for phase, _label in PHASES]
# Somebody was proposed. Before, somebody is met: what stands in the terms is nobody's offer yet.
PROPOSED_PHASES = tuple(PHASE_ORDER[PHASE_ORDER.index("proposal") :])
# Somebody is at work for a client: both sides are asked how it goes.
CHECKIN_PHASES = ("active", "followup")


class InterimPlacementStage(models.Model):
    """A column of the board. People rename, add and reorder stages; code looks at the phase."""

    _name = "interim.placement.stage"
    _description = "Placement Stage"
    # A stage of a later phase never stands before one of an earlier phase.
    _order = "phase_sequence, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    phase = fields.Selection(PHASES, required=True, default="meeting", index=True)
    phase_sequence = fields.Integer(
        compute="_compute_phase_sequence", store=True, precompute=True, aggregator=None
    )
    fold = fields.Boolean("Folded in Board")
    active = fields.Boolean(default=True)
    requirement_ids = fields.Many2many(
        "interim.placement.requirement",
        string="Requirements",
        help="What must be in order before a placement may enter this stage or a later one.",
    )
    requirement_summary = fields.Char(compute="_compute_requirement_summary")
    activity_plan_id = fields.Many2one(
        "mail.activity.plan",
        "Checklist",
        domain="[('res_model', '=', 'interim.placement')]",
        ondelete="restrict",
        help="Activities that are planned when a placement enters this stage.",
    )
    rotting_threshold_days = fields.Integer(
        "Days to Rot",
        default=0,
        help="Mark placements that stay longer than this number of days in the stage. 0 = never.",
    )

    _threshold_positive = models.Constraint(
        "CHECK(rotting_threshold_days >= 0)", "The days to rot of a stage cannot be negative."
    )

    @api.depends("phase")
    def _compute_phase_sequence(self):
        for stage in self:
            stage.phase_sequence = PHASE_ORDER.index(stage.phase)

    @api.depends("requirement_ids")
    def _compute_requirement_summary(self):
        for stage in self:
            stage.requirement_summary = ", ".join(stage.requirement_ids.mapped("name"))

    def _get_entered_stages(self, old_stage):
        """Return the stages whose requirements count when moving from old_stage to this one.

        Moving forward passes every stage between: skipping a column skips no requirement.
        Moving back enters the one stage only.

        :param old_stage: stage record, empty for a new placement
        """
        self.ensure_one()
        stages = (self.search([("id", "!=", self.id)]) | self).sorted()
        position = stages.ids.index(self.id)
        start = stages.ids.index(old_stage.id) + 1 if old_stage in stages else 0
        return stages[start : position + 1] if start <= position else self
