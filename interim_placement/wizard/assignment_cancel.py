from odoo import api, fields, models


class InterimAssignmentCancel(models.TransientModel):
    """Cancel an assignment, and decide on its placements and its opportunity."""

    _name = "interim.assignment.cancel"
    _description = "Cancel Assignment"

    assignment_id = fields.Many2one("interim.assignment", required=True, ondelete="cascade")
    open_placement_ids = fields.Many2many(
        "interim.placement", compute="_compute_open_placement_ids", string="Open Placements"
    )
    colleague_placement_count = fields.Integer(
        "Of Colleagues",
        compute="_compute_open_placement_ids",
        help="Open placements that you cannot see, and so cannot close.",
    )
    close_placements = fields.Boolean(
        default=True, help="Close the placements that have not reached onboarding."
    )
    close_reason_id = fields.Many2one("interim.close.reason")
    lead_id = fields.Many2one(related="assignment_id.lead_id")
    mark_lost = fields.Boolean("Mark the Opportunity Lost", default=True)
    lost_reason_id = fields.Many2one("crm.lost.reason")

    @api.model_create_multi
    def create(self, vals_list):
        """Create the wizard; it shows the assignment, so the user must be allowed to change it."""
        wizards = super().create(vals_list)
        wizards.assignment_id.check_access("write")
        return wizards

    @api.depends("assignment_id")
    def _compute_open_placement_ids(self):
        for wizard in self:
            assignment = wizard.assignment_id
            wizard.open_placement_ids = assignment._get_unfilled_placements()
            wizard.colleague_placement_count = len(
                assignment.sudo()._get_unfilled_placements()
            ) - len(wizard.open_placement_ids)

    def action_cancel_assignment(self):
        """Cancel the assignment and do what was ticked."""
        self.ensure_one()
        assignment = self.assignment_id
        if self.close_placements and self.open_placement_ids:
            self.open_placement_ids.write(
                {"active": False, "close_reason_id": self.close_reason_id.id}
            )
        # After the closing: what is still open, the recruiter is reminded of.
        assignment.state = "cancelled"
        # The opportunity belongs to sales; a recruiter need not have rights on it.
        lead = assignment.sudo().lead_id
        if self.mark_lost and lead.active and lead.won_status == "pending":
            lead.action_set_lost(lost_reason_id=self.lost_reason_id.id)
        return {"type": "ir.actions.act_window_close"}
