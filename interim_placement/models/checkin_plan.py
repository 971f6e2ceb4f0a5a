from odoo import api, fields, models
from odoo.exceptions import UserError


class InterimCheckinPlan(models.Model):
    """When to check in during an assignment: a list of steps."""

    _name = "interim.checkin.plan"
    _description = "Check-in Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty = for all companies.")
    assignment_type_ids = fields.Many2many(
        "interim.assignment.type",
        string="Assignment Types",
        help="New placements on assignments of these types get this plan. Empty = all types.",
    )
    step_ids = fields.One2many("interim.checkin.plan.step", "plan_id", "Steps", copy=True)

    def write(self, vals):
        """Write values; placements follow their changed steps, once for all of them (R5)."""
        if "step_ids" not in vals:
            return super().write(vals)
        saving = self.with_context(interim_plan_is_saved=True)
        result = super(InterimCheckinPlan, saving).write(vals)
        self._sync_placements()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["interim.placement"].sudo().with_context(active_test=False)
        for plan in self:
            count = used.search_count([("checkin_plan_id", "=", plan.id)])
            if count:
                raise UserError(
                    self.env._(
                        "%(plan)s is the check-in plan of %(count)s placements. Archive it: they"
                        " keep it, and new placements get another plan.",
                        plan=plan.name,
                        count=count,
                    )
                )

    @api.model
    def _get_default_plan(self, company, assignment_type):
        """Return the plan that fits best: one for the type and the company before one for all."""
        plans = self.search(
            [
                ("company_id", "in", [company.id, False]),
                "|",
                ("assignment_type_ids", "=", False),
                ("assignment_type_ids", "in", assignment_type.ids),
            ]
        )
        return plans.sorted(lambda plan: (not plan.assignment_type_ids, not plan.company_id))[:1]

    def _sync_placements(self):
        """Bring the check-ins of the placements that go by these plans in step with them (R5)."""
        if self.env.context.get("interim_plan_is_saved"):
            return
        placements = self.env["interim.placement"].sudo()
        placements.search([("checkin_plan_id", "in", self.ids)])._sync_checkins_soon()
