from odoo import api, fields, models

FOLLOWUP_STATES = [
    ("undecided", "To Decide"),
    ("extension", "Extension"),
    ("new_assignment", "New Assignment"),
    ("available", "Stays Available"),
    ("leaves", "Leaves"),
]


class InterimFollowupDecision(models.Model):
    """What was decided to come after a placement, when, by whom and why.

    Rows are only ever added: who decides again adds one. Each belongs to the period that ran when
    it was made; an agreed extension begins a new period, which is to be decided on anew.
    """

    _name = "interim.followup.decision"
    _description = "Follow-up Decision"
    _inherit = ["interim.append.only.mixin"]
    _order = "placement_id, id desc"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "interim.placement",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True, precompute=True
    )
    extension_number = fields.Integer(
        "Extensions Before",
        readonly=True,
        aggregator=None,
        help="How many extensions were agreed when it was decided.",
    )
    decision = fields.Selection(FOLLOWUP_STATES, required=True, readonly=True)
    reason = fields.Text(readonly=True)
    decided_on = fields.Date(required=True, readonly=True)
    decided_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    deadline = fields.Date(
        "To Decide By", readonly=True, help="By when it should have been decided, as it was then."
    )

    @api.depends("decision", "decided_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["decision"]._description_selection(self.env))
        for row in self:
            row.display_name = labels.get(row.decision)

    @api.model_create_multi
    def create(self, vals_list):
        """Record decisions, each for the period that its placement is in."""
        placements = self.env["interim.placement"].browse(
            vals["placement_id"] for vals in vals_list
        )
        decisions = super().create(
            [
                {
                    "extension_number": placement.extension_count,
                    "deadline": placement.followup_deadline,
                    "decided_on": fields.Date.context_today(self),
                    "decided_by_id": self.env.uid,
                    **vals,
                }
                for placement, vals in zip(placements, vals_list, strict=True)
            ]
        )
        # An extension's terms have seen to it already.
        decisions.filtered(
            lambda row: row.decision != "extension"
        ).placement_id._sync_followup_activities()
        return decisions

    def _get_frozen_message(self):
        return self.env._(
            "What was decided on the follow-up of %s stays on record. Decide again to change it.",
            ", ".join(self.placement_id.mapped("display_name")),
        )
