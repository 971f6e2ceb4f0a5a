from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date


class InterimPlacement(models.Model):
    """What a placement brought: results, final scores, a handover.

    It becomes part of the professional's record, and is there for the next proposal.
    """

    _inherit = "interim.placement"

    result_ids = fields.One2many(
        "interim.professional.result", "placement_id", "Results", copy=False
    )
    professional_result_ids = fields.One2many(
        related="professional_id.result_ids", string="Track Record"
    )
    final_professional_score = fields.Integer(
        "Final Score by Professional",
        compute="_compute_final_scores",
        store=True,
        aggregator=None,
        help="The last score that the professional gave, once completed. 0 = none.",
    )
    final_client_score = fields.Integer(
        "Final Score by Client",
        compute="_compute_final_scores",
        store=True,
        aggregator=None,
        help="The last score that the client gave, once completed. 0 = none.",
    )
    handover_done = fields.Boolean(
        compute="_compute_handover_done",
        inverse="_inverse_handover_done",
        store=True,
        copy=False,
        help="The work, its files and its contacts were handed over.",
    )
    handover_date = fields.Date("Handed Over On", tracking=True, copy=False)
    handover_partner_id = fields.Many2one(
        "res.partner",
        "Handed Over To",
        copy=False,
        check_company=True,
        ondelete="restrict",
        help="Who goes on with the work: a successor, or somebody at the client.",
    )

    @api.constrains("handover_date")
    def _check_handover_date(self):
        for placement in self:
            if placement.handover_date and placement.handover_date > fields.Date.context_today(
                placement
            ):
                raise ValidationError(
                    self.env._(
                        "%(placement)s cannot have been handed over on %(date)s, which is still"
                        " to come.",
                        placement=placement.display_name,
                        date=format_date(self.env, placement.handover_date),
                    )
                )

    # An answer to the last check-in often comes after the last day: it still counts.
    @api.depends("phase", "professional_score", "client_score")
    def _compute_final_scores(self):
        for placement in self:
            is_done = placement.phase == "done"
            placement.final_professional_score = placement.professional_score if is_done else 0
            placement.final_client_score = placement.client_score if is_done else 0

    @api.depends("handover_date")
    def _compute_handover_done(self):
        for placement in self:
            placement.handover_done = bool(placement.handover_date)

    def _inverse_handover_done(self):
        today = fields.Date.context_today(self)
        for placement in self:
            if placement.handover_done != bool(placement.handover_date):
                placement.handover_date = placement.handover_done and today

    def action_open_completion(self):
        """Open the wizard that completes this placement."""
        self.ensure_one()
        return {
            "name": self.env._("Complete Placement"),
            "type": "ir.actions.act_window",
            "res_model": "interim.placement.complete",
            "view_mode": "form",
            "target": "new",
            "context": {"default_placement_id": self.id},
        }

    def _complete(self):
        """Move to the first stage of completed placements; its requirements hold (R1)."""
        stage = self.env["interim.placement.stage"].search([("phase", "=", "done")], limit=1)
        if not stage:
            raise UserError(
                self.env._("There is no stage for completed placements. Ask a manager to add one.")
            )
        self.stage_id = stage
