from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .followup_decision import FOLLOWUP_STATES

# From the day that somebody works there, it can be decided what comes next.
DECISION_PHASES = ("active", "followup", "done")


class InterimPlacement(models.Model):
    """What comes after it: derived from the decisions on record, each with its reason."""

    _inherit = "interim.placement"

    followup_decision_ids = fields.One2many(
        "interim.followup.decision", "placement_id", "Follow-up Decisions", copy=False
    )
    followup_state = fields.Selection(
        FOLLOWUP_STATES,
        "Follow-up",
        compute="_compute_followup_state",
        inverse="_inverse_followup_state",
        store=True,
        copy=False,
        help="What comes after this placement. An agreed extension begins a new period, which is"
        " to be decided on anew.",
    )
    # Apart from the state: what is computed with a field is left alone while that is written.
    followup_reason = fields.Text(
        "Reason of the Decision", compute="_compute_followup_decided", store=True
    )
    followup_decided_on = fields.Date("Decided On", compute="_compute_followup_decided", store=True)

    @api.depends(
        "extension_count",
        "extension_in_discussion",
        "followup_decision_ids.decision",
        "followup_decision_ids.extension_number",
    )
    def _compute_followup_state(self):
        for placement in self:
            row = placement._get_valid_decision()
            placement.followup_state = placement._get_followup_state(row)

    @api.depends(
        "extension_count",
        "extension_in_discussion",
        "followup_decision_ids.decision",
        "followup_decision_ids.extension_number",
    )
    def _compute_followup_decided(self):
        for placement in self:
            row = placement._get_valid_decision()
            is_decided = placement._get_followup_state(row) not in ("undecided", "extension")
            placement.followup_reason = is_decided and row.reason
            placement.followup_decided_on = is_decided and row.decided_on

    def _inverse_followup_state(self):
        """Record what was chosen as a decision of today; leave alone what is so already."""
        for decision, placements in self.grouped("followup_state").items():
            if not decision:
                raise UserError(
                    self.env._(
                        "%s: choose what comes next. As long as nobody knows, it is to decide.",
                        ", ".join(placements.mapped("display_name")),
                    )
                )
            changed = placements.filtered(
                lambda p, state=decision: p._get_followup_state(p._get_valid_decision()) != state
            )
            changed._decide_followup(decision)

    def action_decide_followup(self):
        """Open the wizard that records what comes after these placements."""
        return {
            "name": self.env._("Decide Follow-up"),
            "type": "ir.actions.act_window",
            "res_model": "interim.followup.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_placement_ids": self.ids},
        }

    def action_view_followup_decisions(self):
        """Open what was decided, the latest first."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.followup.decision",
            "view_mode": "list",
            "domain": [("placement_id", "=", self.id)],
            "name": self.env._("Follow-up Decisions"),
        }

    def _get_agreed_extensions(self):
        self.ensure_one()
        return self.terms_ids.filtered(lambda t: t.kind == "extension" and t.state == "agreed")

    def _get_valid_decision(self):
        """Return the last decision on the period that runs now; empty when there is none."""
        self.ensure_one()
        return self.followup_decision_ids.filtered(
            lambda row: row.extension_number == self.extension_count
        ).sorted(lambda row: row._origin.id)[-1:]

    def _get_followup_state(self, decision):
        self.ensure_one()
        if self.extension_in_discussion:
            return "extension"
        return decision.decision or "undecided"

    def _decide_followup(self, decision, reason=False):
        """Record what comes after these placements. Who may do so is for the caller to check.

        :param str decision: one of FOLLOWUP_STATES, but no extension: terms say that
        :param str reason: why, in words
        :raises UserError: for an extension, and while one is in discussion
        :return: the new decisions
        """
        if self and decision == "extension":
            raise UserError(
                self.env._(
                    "%s is not extended by saying so. Use the button Extend, which proposes the"
                    " terms of the next period.",
                    ", ".join(self.mapped("display_name")),
                )
            )
        if waiting := self.filtered("extension_in_discussion"):
            raise UserError(
                self.env._(
                    "%s: an extension is in discussion. Agree, reject or withdraw it first.",
                    ", ".join(waiting.mapped("display_name")),
                )
            )
        # As superuser: nobody else adds a row.
        decisions = self.env["interim.followup.decision"].sudo()
        recorded = decisions.create(
            [
                {"placement_id": placement.id, "decision": decision, "reason": reason}
                for placement in self
            ]
        )
        label = dict(decisions._fields["decision"]._description_selection(self.env))[decision]
        lines = [self.env._("What comes next: %s", label), *(reason or "").splitlines()]
        body = Markup("<br/>").join(lines)
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        return recorded.with_env(self.env)
