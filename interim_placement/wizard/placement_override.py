from odoo import fields, models
from odoo.exceptions import UserError


class InterimPlacementOverride(models.TransientModel):
    """Move placements to a stage in spite of its requirements; the reason is logged (R1)."""

    _name = "interim.placement.override"
    _description = "Override Stage Requirements"

    placement_ids = fields.Many2many("interim.placement", required=True)
    stage_id = fields.Many2one("interim.placement.stage", required=True)
    missing = fields.Text(readonly=True)
    reason = fields.Char(required=True)

    def action_override(self):
        """Move the placements. Whether the user may override is checked where they move."""
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Give the reason for the override; it is logged."))
        self.placement_ids.with_context(interim_override_reason=self.reason).write(
            {"stage_id": self.stage_id.id}
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
