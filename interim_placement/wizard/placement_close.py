from odoo import fields, models


class InterimPlacementClose(models.TransientModel):
    """Close placements without success, with a reason; one or many."""

    _name = "interim.placement.close"
    _description = "Close Placements"

    placement_ids = fields.Many2many("interim.placement", required=True)
    close_reason_id = fields.Many2one("interim.close.reason", "Reason", required=True)
    note = fields.Text(help="Kept in the log of each placement.")

    def action_close(self):
        """Archive the placements with the reason, and log the note."""
        self.ensure_one()
        placements = self.placement_ids.filtered("active")
        placements.write({"active": False, "close_reason_id": self.close_reason_id.id})
        if self.note:
            placements._message_log_batch(bodies=dict.fromkeys(placements.ids, self.note))
        return {"type": "ir.actions.act_window_close"}
