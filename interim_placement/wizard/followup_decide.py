from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.followup_decision import FOLLOWUP_STATES
from ..models.placement_decision import DECISION_PHASES


class InterimFollowupDecide(models.TransientModel):
    """Decide what comes after placements, and do what follows from it; one or many."""

    _name = "interim.followup.decide"
    _description = "Decide Follow-up"
    _inherit = ["interim.placement.link.mixin"]
    _placement_link = "placement_ids"
    _placement_link_depends = frozenset({"placement_ids", "assignment_id"})
    _placement_link_access = "write"

    placement_ids = fields.Many2many("interim.placement", string="Placements", required=True)
    placement_id = fields.Many2one(
        "interim.placement",
        compute="_compute_placement_id",
        help="The placement, when it is about one only.",
    )
    company_id = fields.Many2one(related="placement_id.company_id", related_sudo=False)
    decision_ids = fields.One2many(
        related="placement_id.followup_decision_ids", string="Decided Before", related_sudo=False
    )
    decision = fields.Selection(
        [choice for choice in FOLLOWUP_STATES if choice[0] != "undecided"], required=True
    )
    reason = fields.Text(help="Why. Kept with the decision, for colleagues only.")

    # Stays available
    available_from = fields.Date(
        compute="_compute_available_from",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Empty: from the day after the end of each placement.",
    )
    is_confirmed = fields.Boolean(
        "Confirmed Today", help="The professional confirmed today from when and how much."
    )

    # New assignment
    assignment_id = fields.Many2one(
        "interim.assignment",
        domain="[('state', '=', 'open'), ('company_id', '=', company_id)]",
        help="May stay empty until it is known.",
    )
    attachment_count = fields.Integer(
        related="placement_id.message_attachment_count", related_sudo=False
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Documents to Take Over",
        compute="_compute_attachment_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('res_model', '=', 'interim.placement'), ('res_id', '=', placement_id),"
        " ('res_field', '=', False)]",
        help="Files of this placement that are about the professional, not about the client. The CV"
        " stands on the professional and goes along anyway.",
    )

    # Leaves
    is_leaving_agency = fields.Boolean(
        "Archive the Professional",
        help="For who leaves the agency: not found any more when somebody is looked for. What was"
        " agreed stays, and archived professionals can be brought back.",
    )

    @api.depends("placement_ids")
    def _compute_placement_id(self):
        for wizard in self:
            placements = wizard.placement_ids._origin
            wizard.placement_id = placements if len(placements) == 1 else False

    @api.depends("placement_ids")
    def _compute_available_from(self):
        for wizard in self:
            placement = wizard.placement_id
            wizard.available_from = placement._get_day_after() if placement else False

    @api.depends("placement_ids")
    def _compute_attachment_ids(self):
        for wizard in self:
            placement = wizard.placement_id
            messages = placement.message_ids.filtered(
                lambda message, author=placement.professional_partner_id: (
                    message.author_id == author
                )
            )
            wizard.attachment_ids = messages.attachment_ids.filtered(
                lambda file, placement=placement: (
                    (file.res_model, file.res_id) == (placement._name, placement.id)
                )
            )

    def action_decide(self):
        """Record the decision, and go on with what follows from it.

        :raises UserError: when something is missing or does not fit; nothing is saved then
        """
        self.ensure_one()
        self.placement_ids.check_access("write")
        self._check_decision()
        if self.decision == "extension":
            return self.placement_ids.action_extend()
        self.placement_ids._decide_followup(self.decision, (self.reason or "").strip())
        return getattr(self, f"_follow_{self.decision}")()

    def _check_decision(self):
        names = ", ".join(self.placement_ids.mapped("display_name"))
        outside = self.placement_ids.filtered(
            lambda p: not p.active or p.phase not in DECISION_PHASES
        )
        if outside:
            raise UserError(
                self.env._(
                    "%s: nobody is at work there yet, or it was closed. What comes next is decided"
                    " during the assignment.",
                    ", ".join(outside.mapped("display_name")),
                )
            )
        if self.decision == "extension" and len(self.placement_ids) > 1:
            raise UserError(self.env._("%s: extend them one at a time.", names))
        if self.assignment_id and len(self.placement_ids) > 1:
            raise UserError(
                self.env._("%s: choose the next assignment of one placement at a time.", names)
            )
        if self.decision == "leaves" and not (self.reason or "").strip():
            raise UserError(
                self.env._("%s: fill in the reason. It is what is learnt from who leaves.", names)
            )

    def _follow_available(self):
        """Note from when the professionals are available, and whether they said so themselves."""
        days = self._get_days_after()
        if self.available_from:
            days = dict.fromkeys(days, self.available_from)
        today = fields.Date.context_today(self)
        confirmed = {"availability_confirmed_on": today} if self.is_confirmed else {}
        self._write_available_from(days, **confirmed)
        if self.is_confirmed:
            self.placement_ids._register_contact(today)
        return {"type": "ir.actions.act_window_close"}

    def _follow_leaves(self):
        """Forget the availability: nobody is to propose who leaves."""
        professionals = self.placement_ids.professional_id
        if self.is_leaving_agency:
            self._check_no_other_placement(professionals)
        professionals.write({"available_from": False, "availability_confirmed_on": False})
        # Without the placement or the reason: colleagues who may not see those read along (R7).
        note = self.env._("Leaves after the present assignment.")
        professionals._message_log_batch(bodies=dict.fromkeys(professionals.ids, note))
        if self.is_leaving_agency:
            professionals.action_archive()
        return {"type": "ir.actions.act_window_close"}

    def _follow_new_assignment(self):
        """Start the next placements of the chain, and open them."""
        self._write_available_from(
            {
                professional: day
                for professional, day in self._get_days_after().items()
                if day and (professional.available_from or day) <= day
            }
        )
        next_placements = self.placement_ids._start_next_placements(self.assignment_id)
        self._copy_attachments(next_placements)
        action = next_placements._get_chain_action()
        missing = next_placements._move_to_proposal() if self.assignment_id else {}
        if not missing:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not proposed yet"),
                "message": "\n".join(text for texts in missing.values() for text in texts),
                "next": action,
            },
        }

    def _get_days_after(self):
        """Return by professional the first day after the last of these placements."""
        days = {}
        for placement in self.placement_ids:
            known = days.get(placement.professional_id)
            day = placement._get_day_after()
            days[placement.professional_id] = max(filter(None, (known, day)), default=False)
        return days

    def _write_available_from(self, days, **values):
        professionals_by_day = {}
        for professional, day in days.items():
            professionals_by_day.setdefault(day, self.env["interim.professional"])
            professionals_by_day[day] |= professional
        for day, professionals in professionals_by_day.items():
            # Without an end nobody knows from when: what is on record stays.
            professionals.write({**({"available_from": day} if day else {}), **values})

    def _check_no_other_placement(self, professionals):
        # As superuser: it may be a colleague's.
        groups = (
            self.env["interim.placement"]
            .sudo()
            ._read_group(
                [
                    ("professional_id", "in", professionals.ids),
                    ("id", "not in", self.placement_ids.ids),
                    ("active", "=", True),
                    ("phase", "!=", "done"),
                ],
                ["professional_id"],
            )
        )
        if groups:
            raise UserError(
                self.env._(
                    "%s cannot be archived: there are other open placements. Complete or close"
                    " those first.",
                    ", ".join(professional.name for (professional,) in groups),
                )
            )

    def _copy_attachments(self, next_placements):
        """Give the next placement its own copy of the chosen files of this one."""
        own = self.attachment_ids.filtered(
            lambda file: (
                file.res_model == "interim.placement"
                and file.res_id == self.placement_id.id
                and not file.res_field
            )
        )
        for file in own if len(next_placements) == 1 else ():
            file.copy({"res_id": next_placements.id})
