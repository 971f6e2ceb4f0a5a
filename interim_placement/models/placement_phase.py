from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from .by_system import BY_SYSTEM, is_by_system


class InterimPlacement(models.Model):
    """Moving over the board: requirements (R1), override by a manager, the stage's checklist."""

    _inherit = "interim.placement"

    _IMPORT_KEYS = frozenset({"import_file", "_import_current_module"})

    stage_checklist_ids = fields.One2many(
        "mail.activity",
        "res_id",
        "Checklist",
        domain=[("res_model", "=", "interim.placement"), ("interim_stage_id", "!=", False)],
        context={"active_test": False},
        bypass_search_access=True,
    )
    checklist_total = fields.Integer(
        "Checklist Steps", compute="_compute_checklist_progress", compute_sudo=True
    )
    checklist_done = fields.Integer(
        "Checklist Steps Done", compute="_compute_checklist_progress", compute_sudo=True
    )
    checklist_unplanned = fields.Integer(
        "Checklist Steps Not Planned", compute="_compute_checklist_progress", compute_sudo=True
    )

    @api.depends(
        "stage_id",
        "extension_count",
        "stage_checklist_ids.active",
        "stage_checklist_ids.interim_stage_id",
    )
    def _compute_checklist_progress(self):
        for placement in self:
            period = placement._get_checklist_period()
            steps = placement.stage_checklist_ids.filtered(
                lambda activity, p=placement, period=period: (
                    activity.interim_stage_id == p.stage_id
                    and activity.interim_extension_number == period
                )
            )
            placement.checklist_total = len(steps)
            placement.checklist_done = len(steps) - len(steps.filtered("active"))
            wanted = placement.stage_id.activity_plan_id.template_ids
            placement.checklist_unplanned = len(wanted - steps.interim_step_id)

    def _after_stage_change(self, old_stages):
        """Check and do what entering a stage asks for.

        :param dict old_stages: stage record by placement id, empty for new placements
        """
        moved = self.filtered(lambda p: p.stage_id != old_stages[p.id])
        moved._check_stage_requirements(old_stages)
        if not self._is_moved_by_itself():
            moved.filtered("active")._launch_stage_checklist()

    def _move_by_itself(self, stage):
        """Move cards without anybody's hand; nobody gets a checklist that nobody asked for.

        :param stage: where to; its requirements are met (R1)
        """
        self.sudo().with_context(interim_moved_by_itself=BY_SYSTEM).write({"stage_id": stage.id})

    @api.model
    def _is_moved_by_itself(self):
        """Return whether the system moves cards, and not a person: nobody sets that by RPC."""
        return is_by_system(self.env, "interim_moved_by_itself")

    def _get_missing_for_move(self, old_stages):
        """Return what is missing by placement, as lists of sentences by unmet requirement."""
        missing = {}
        moves = self.grouped(lambda p: (old_stages[p.id], p.stage_id))
        for (old_stage, new_stage), placements in moves.items():
            entered = new_stage._get_entered_stages(old_stage)
            missing.update(entered.requirement_ids.sorted()._get_missing(placements))
        return missing

    def _check_stage_requirements(self, old_stages):
        """Refuse to enter a stage whose requirements are not met (R1).

        :raises UserError: listing everything that is missing, for every placement; managers who
            move existing placements get a button to override it
        """
        missing = self._get_missing_for_move(old_stages)
        if not missing:
            return
        is_manager = self.env.user.has_group("interim_placement.group_interim_manager")
        reason = (self.env.context.get("interim_override_reason") or "").strip()
        if is_manager and reason:
            self._log_override(missing, reason)
            return
        message = self._format_missing(missing)
        stages = {placement.stage_id for placement in missing}
        # What is refused while it is created is not there any more for a wizard to move.
        exist = all(old_stages[placement.id] for placement in self)
        # An import reports a line for each row and can open no wizard.
        is_import = not self._IMPORT_KEYS.isdisjoint(self.env.context)
        if is_manager and exist and len(stages) == 1 and not is_import:
            raise RedirectWarning(
                message,
                self.env.ref("interim_placement.interim_placement_override_action").id,
                self.env._("Override with a Reason"),
                {
                    "default_placement_ids": self.ids,
                    "default_stage_id": stages.pop().id,
                    "default_missing": message,
                },
            )
        raise UserError(message)

    def _format_missing(self, missing):
        paragraphs = []
        for placement, unmet in missing.items():
            heading = self.env._(
                "%(placement)s cannot move to %(stage)s yet:",
                placement=placement.name,
                stage=placement.stage_id.name,
            )
            sentences = [f"- {text}" for texts in unmet.values() for text in texts]
            paragraphs.append("\n".join([heading, *sentences]))
        return "\n\n".join(paragraphs)

    def _log_override(self, missing, reason):
        bodies = {}
        for placement, unmet in missing.items():
            heading = self.env._(
                "Moved to %(stage)s without meeting its requirements. Reason: %(reason)s",
                stage=placement.stage_id.name,
                reason=reason,
            )
            # Names only: what is missing may be said with a rate, and the log holds none (R6).
            names = [requirement.name for requirement in unmet]
            bodies[placement.id] = Markup("<br/>").join([heading, *names])
        placements = self.browse(bodies)
        placements._message_log_batch(bodies=bodies)

    def action_view_checklist(self):
        """Open the steps of the checklist of the present stage, done ones included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.activity",
            "view_mode": "list",
            "domain": [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("interim_stage_id", "=", self.stage_id.id),
            ],
            "context": {"active_test": False, "create": False},
            "name": self.env._("Checklist"),
        }

    def action_launch_checklist(self):
        """Plan the steps of the stage's checklist that are not planned: new or deleted ones."""
        self._launch_stage_checklist()

    def _get_checklist_period(self):
        """Return what the steps of the present stage are planned once for: its follow-up, if any.

        A follow-up begins anew after each extension, all else is done once.
        """
        self.ensure_one()
        return self.extension_count if self.phase == "followup" else 0

    def _launch_stage_checklist(self):
        """Plan the activities of the stage's checklist, each step once per placement.

        All activities of all placements are made in one call; Odoo's own plan wizard needs some
        twenty queries for each.
        """
        placements = self.filtered("stage_id.activity_plan_id")
        if not placements:
            return
        # Only the checklist itself may say which step an activity is (R1).
        activities = self.env["mail.activity"].sudo()
        launched = {
            (res_id, step, period or 0)
            for res_id, step, period in activities.with_context(active_test=False)._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", placements.ids),
                    ("interim_step_id", "!=", False),
                ],
                ["res_id", "interim_step_id", "interim_extension_number"],
            )
        }
        vals_list = []
        for placement in placements:
            steps = placement.stage_id.activity_plan_id.sudo().template_ids
            period = placement._get_checklist_period()
            vals_list += placement._prepare_checklist_values(
                steps.filtered(
                    lambda step, p=placement, period=period: (p.id, step, period) not in launched
                )
            )
        activities.with_context(mail_activity_quick_update=True).create(vals_list)

    def _prepare_checklist_values(self, steps):
        self.ensure_one()
        model_id = self.env["ir.model"]._get_id(self._name)
        today = fields.Date.context_today(self)
        # A step relative to a first day that has long passed is to be done now.
        base_date = max(self.date_start or today, today)
        vals_list = []
        for step in steps:
            responsible = step._determine_responsible(self.user_id or self.env.user, self)
            vals_list.append(
                {
                    "res_model_id": model_id,
                    "res_id": self.id,
                    "interim_stage_id": self.stage_id.id,
                    "interim_step_id": step.id,
                    "interim_extension_number": self._get_checklist_period(),
                    "activity_type_id": step.activity_type_id.id,
                    # The chatter shows no name for an activity without a summary.
                    "summary": step.summary or step.activity_type_id.name,
                    "note": step.note,
                    "user_id": (responsible["responsible"] or self.env.user).id,
                    "date_deadline": max(step._get_date_deadline(base_date), today),
                    "automated": True,
                }
            )
        return vals_list
