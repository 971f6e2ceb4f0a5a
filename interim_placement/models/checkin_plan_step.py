from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import checkins
from .by_system import BY_SYSTEM

# A change of these moves check-ins.
PLANNING_FIELDS = frozenset(
    {
        "plan_id",
        "active",
        "anchor",
        "offset",
        "unit",
        "direction",
        "roll",
        "has_company_interval",
        "repeat_months",
        "guard_days",
    }
)


class InterimCheckinPlanStep(models.Model):
    """One kind of check-in of a plan, relative to the start or the end of the placement."""

    _name = "interim.checkin.plan.step"
    _description = "Check-in Step"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one("interim.checkin.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char("Check-in", required=True, translate=True)
    anchor = fields.Selection(
        [("start", "Start"), ("end", "End")],
        "Relative To",
        required=True,
        default="start",
    )
    offset = fields.Integer("Distance", help="Days, weeks or months from the start or the end.")
    unit = fields.Selection(
        [("days", "Days"), ("weeks", "Weeks"), ("months", "Months")], required=True, default="days"
    )
    direction = fields.Selection(
        [("after", "After"), ("before", "Before")], required=True, default="after"
    )
    roll = fields.Selection(
        [("following", "Next Working Day"), ("preceding", "Working Day Before")],
        "On a Day Off",
        required=True,
        default="following",
    )
    has_company_interval = fields.Boolean(
        "Company's Evaluation Interval",
        help="Held every so many months as the company's settings say, the first time that long"
        " after the start.",
    )
    repeat_months = fields.Integer("Every (Months)", help="0 = once.")
    guard_days = fields.Integer(
        "Not in the Last (Days)", help="No check-in of this kind in the last days of the placement."
    )
    audience = fields.Selection(
        [("both", "Both Sides"), ("professional", "Professional"), ("client", "Client")],
        required=True,
        default="both",
    )
    professional_questions = fields.Char("Ask the Professional", translate=True)
    client_questions = fields.Char("Ask the Client", translate=True)
    checkin_ids = fields.One2many("interim.checkin", "step_id")

    _distances_range = models.Constraint(
        'CHECK("offset" BETWEEN 0 AND 3650 AND repeat_months BETWEEN 0 AND 120'
        " AND guard_days BETWEEN 0 AND 3650)",
        "Distance, repetition and guard of a check-in step cannot be negative, nor more than ten"
        " years. To count back, choose Before.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create steps; the placements of the plan follow (R5)."""
        steps = super().create(vals_list)
        steps.plan_id._sync_placements()
        return steps

    def write(self, vals):
        """Write values; the placements of the plan follow (R5)."""
        plans = self.plan_id
        result = super().write(vals)
        if not PLANNING_FIELDS.isdisjoint(vals):
            (plans | self.plan_id)._sync_placements()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        held = (
            self.env["interim.checkin"]
            .sudo()
            ._read_group(
                [("step_id", "in", self.ids), ("state", "!=", "planned")], ["step_id"], ["__count"]
            )
        )
        for step, count in held:
            raise UserError(
                self.env._(
                    "The check-in %(step)s of plan %(plan)s was held or skipped %(count)s times,"
                    " and stays on record. Archive it instead: it is then no longer planned.",
                    step=step.name,
                    plan=step.plan_id.name,
                    count=count,
                )
            )

    def unlink(self):
        """Delete steps; check-ins of theirs that are still to be held go with them (R5)."""
        plans = self.plan_id
        planned = self.sudo().checkin_ids.filtered(lambda checkin: checkin.state == "planned")
        planned.with_context(interim_checkin_unsynced=BY_SYSTEM).unlink()
        result = super().unlink()
        plans.exists()._sync_placements()
        return result

    def _to_step(self):
        """Return this step as the plain functions of the planner take it."""
        self.ensure_one()
        return checkins.Step(
            key=self.id,
            anchor=self.anchor,
            offset=self.offset,
            unit=self.unit,
            is_before=self.direction == "before",
            roll=self.roll,
            repeat_months=self.repeat_months,
            guard_days=self.guard_days,
        )

    def _to_steps(self, company):
        """Return these steps, archived ones left out, as the planner takes them.

        :param company: its evaluation interval counts where a step says so; 0 months = not held
        """
        steps = []
        for step in self.filtered("active"):
            plain = step._to_step()
            if step.has_company_interval:
                months = company.interim_evaluation_months
                if not months:
                    continue
                plain = replace(plain, offset=months, unit="months", repeat_months=months)
            steps.append(plain)
        return steps
