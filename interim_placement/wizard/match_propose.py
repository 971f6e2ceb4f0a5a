from odoo import api, fields, models
from odoo.exceptions import UserError

OUTCOMES = [
    ("new", "New Placement"),
    ("take_up", "Goes on with First Meeting"),
    ("next", "Next Placement"),
    ("refused", "Not Possible"),
]


class InterimMatchPropose(models.TransientModel):
    """Propose several professionals, or one for several assignments; shown before it is done."""

    _name = "interim.match.propose"
    _description = "Propose"
    _transient_max_hours = 24
    _inherit = ["interim.readable.links.mixin"]

    ending_placement_id = fields.Many2one("interim.placement", ondelete="cascade")
    line_ids = fields.One2many("interim.match.propose.line", "wizard_id", "Proposals")
    refused_count = fields.Integer(compute="_compute_refused_count")

    @api.depends("line_ids.outcome")
    def _compute_refused_count(self):
        for wizard in self:
            refused = wizard.line_ids.filtered(lambda line: line.outcome == "refused")
            wizard.refused_count = len(refused)

    def action_propose(self):
        """Start the placements that are ticked, and show them.

        :raises UserError: when none is ticked, or none of them can be proposed
        """
        self.ensure_one()
        lines = self.line_ids.filtered("is_included")
        if not lines:
            raise UserError(self.env._("Tick at least one professional to propose."))
        lines.professional_id.check_access("read")
        lines.assignment_id.check_access("read")
        self._check_assignments(lines.assignment_id)
        self._check_professionals(lines.professional_id)
        ending = self.ending_placement_id
        if ending:
            ending.check_access("write")
        pairs = list(dict.fromkeys((line.professional_id, line.assignment_id) for line in lines))
        placements, refused = ending._propose(pairs)
        missing = placements._move_to_proposal()
        remarks = self._describe_refused(refused) + self._describe_missing(missing)
        if not placements:
            raise UserError("\n".join(remarks))
        action = placements._get_proposed_action()
        if not remarks:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not all is proposed yet"),
                "message": "\n".join(remarks),
                "next": action,
            },
        }

    def _check_assignments(self, assignments):
        closed = assignments.filtered(
            lambda assignment: assignment.state != "open" or not assignment.active
        )
        if closed:
            raise UserError(
                self.env._(
                    "%s is not open. Reopen the assignment before you propose somebody.",
                    ", ".join(closed.mapped("display_name")),
                )
            )

    def _check_professionals(self, professionals):
        archived = professionals.filtered(lambda professional: not professional.active)
        if archived:
            raise UserError(
                self.env._(
                    "%s: archived meanwhile. Unarchive the record before you propose somebody.",
                    ", ".join(archived.mapped("name")),
                )
            )

    def _describe_refused(self, refused):
        return [
            self.env._(
                "%(professional)s for %(assignment)s: %(reason)s",
                professional=professional.name,
                assignment=assignment.name,
                reason=plan.reason,
            )
            for (professional, assignment), plan in refused.items()
        ]

    def _describe_missing(self, missing):
        return [
            self.env._(
                "%(professional)s stays in the first meeting: %(missing)s",
                professional=placement.professional_id.name,
                missing=" ".join(texts),
            )
            for placement, texts in missing.items()
        ]


class InterimMatchProposeLine(models.TransientModel):
    """One professional for one assignment, and what proposing comes to."""

    _name = "interim.match.propose.line"
    _description = "Proposal"
    _transient_max_hours = 24
    _inherit = ["interim.readable.links.mixin"]

    wizard_id = fields.Many2one("interim.match.propose", required=True, ondelete="cascade")
    professional_id = fields.Many2one("interim.professional", required=True, ondelete="cascade")
    assignment_id = fields.Many2one("interim.assignment", required=True, ondelete="cascade")
    score = fields.Integer("Match Score", aggregator=None)
    confidence = fields.Integer("Known", aggregator=None)
    is_included = fields.Boolean(
        "Propose", compute="_compute_is_included", store=True, readonly=False
    )
    outcome = fields.Selection(OUTCOMES, compute="_compute_outcome")
    reason = fields.Text("Remark", compute="_compute_outcome")
    history = fields.Text("With This Client Before", compute="_compute_outcome")

    # As the user: what the sentences tell is for who may know it (R7).
    @api.depends("professional_id", "assignment_id", "wizard_id.ending_placement_id")
    @api.depends_context("uid", "lang")
    def _compute_outcome(self):
        for ending, lines in self.grouped(lambda line: line.wizard_id.ending_placement_id).items():
            pairs = {
                line: (line.professional_id._origin, line.assignment_id._origin) for line in lines
            }
            complete = [pair for pair in pairs.values() if all(pair)]
            plans = ending._origin._plan_proposals(complete)
            history = {
                assignment: lines.professional_id._origin._describe_history_with(
                    assignment.client_id, except_assignment=assignment._origin
                )
                for assignment in lines.assignment_id
            }
            for line in lines:
                plan = plans.get(pairs[line])
                line.outcome = plan and plan.outcome
                line.reason = plan and plan.reason
                told = history.get(line.assignment_id, {})
                line.history = told.get(line.professional_id._origin.id)

    @api.depends("outcome")
    def _compute_is_included(self):
        for line in self:
            line.is_included = line.outcome != "refused"
