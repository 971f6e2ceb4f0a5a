from odoo import api, fields, models


class InterimPlacementComplete(models.TransientModel):
    """Round off a placement: what it brought, what both sides think of it, the handover."""

    _name = "interim.placement.complete"
    _description = "Complete Placement"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link_access = "write"

    placement_id = fields.Many2one("interim.placement", required=True, ondelete="cascade")
    professional_id = fields.Many2one(related="placement_id.professional_id", related_sudo=False)
    client_id = fields.Many2one(related="placement_id.client_id", related_sudo=False)
    followup_state = fields.Selection(related="placement_id.followup_state", related_sudo=False)
    professional_score = fields.Integer(
        related="placement_id.professional_score", related_sudo=False
    )
    client_score = fields.Integer(related="placement_id.client_score", related_sudo=False)
    result_ids = fields.One2many(
        related="placement_id.result_ids", readonly=False, related_sudo=False
    )
    handover_done = fields.Boolean(
        compute="_compute_handover", compute_sudo=False, store=True, readonly=False
    )
    handover_date = fields.Date(
        "Handed Over On",
        compute="_compute_handover_date",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    handover_partner_id = fields.Many2one(
        "res.partner",
        "Handed Over To",
        compute="_compute_handover",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
    )

    @api.depends("placement_id")
    def _compute_handover(self):
        for wizard in self:
            wizard.handover_done = wizard.placement_id.handover_done
            wizard.handover_partner_id = wizard.placement_id.handover_partner_id

    @api.depends("placement_id", "handover_done")
    def _compute_handover_date(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            known = wizard.placement_id.handover_date
            wizard.handover_date = wizard.handover_done and (known or today)

    def action_save(self):
        """Keep what is filled in; the placement stays where it is."""
        self.ensure_one()
        self._write_handover()
        return {"type": "ir.actions.act_window_close"}

    def action_complete(self):
        """Keep what is filled in, and move the placement to the completed ones (R1)."""
        self.ensure_one()
        self._write_handover()
        self.placement_id._complete()
        return {"type": "ir.actions.act_window_close"}

    def action_decide_followup(self):
        """Keep what is filled in, and decide what comes next first."""
        self.ensure_one()
        self._write_handover()
        return self.placement_id.action_decide_followup()

    def _write_handover(self):
        self.placement_id.check_access("write")
        self.placement_id.write(
            {
                "handover_date": self.handover_done and self.handover_date,
                "handover_partner_id": self.handover_partner_id.id,
            }
        )
