from odoo import api, fields, models
from odoo.tools.misc import format_date


class InterimPlacement(models.Model):
    """The card of a placement: to the follow-up by itself, and back when it is extended."""

    _inherit = "interim.placement"

    followup_move = fields.Selection(
        [("moved", "Moved by Itself"), ("held", "May Not Move"), ("own", "Moved by a Person")],
        "Move to the Follow-up",
        readonly=True,
        copy=False,
        help="What came of moving the card to the follow-up by itself.",
    )
    followup_move_end = fields.Date(
        "Moved for the End On",
        readonly=True,
        copy=False,
        help="The end of the placement for which its card was moved to the follow-up. It is moved"
        " by itself once for each end.",
    )

    def _note_own_move(self, old_phases):
        """Remember that a person took cards out of the follow-up: they stay where they were put.

        :param dict old_phases: phase by placement id
        """
        left = self.sudo().filtered(
            lambda p: old_phases[p.id] == "followup" and p.phase != "followup" and p.date_end
        )
        left._remember_move("own")

    def _enter_followup(self, today):
        """Move cards to the follow-up when their window opens, once for each end.

        A card that may not move (R1) stays, and its log says once what is missing.
        """
        due = self.sudo().filtered(
            lambda p: (
                p.phase == "active"
                and p.company_id.interim_followup_auto_move
                and p._is_followup_due(today)
                and (p.followup_move_end != p.date_end or p.followup_move == "held")
            )
        )
        stage = self._get_first_stage("followup")
        if not due or not stage:
            return
        missing = due._get_missing_to_enter(stage)
        moving = due.filtered(lambda p: p not in missing)
        held = (due - moving).filtered(lambda p: p.followup_move_end != p.date_end)
        moving._move_by_itself(stage)
        moving._remember_move("moved")
        held._remember_move("held")
        bodies = {p.id: p._with_recruiters_language()._get_entered_note() for p in moving}
        for placement in held:
            bodies[placement.id] = placement._with_recruiters_language()._get_held_note(
                stage, missing[placement]
            )
        (moving | held)._message_log_batch(bodies=bodies)

    def _return_from_followup(self, today):
        """Move cards back that came to the follow-up by themselves, once they are extended.

        The placement runs again, and it is too early to prepare its new end. When the new window
        is open as well, the card stays.
        """
        extended = self.sudo().filtered(
            lambda p: (
                p.phase == "followup"
                and p.followup_move == "moved"
                and p._is_running_to_an_end()
                and p.date_end > p.followup_move_end
                and p.followup_date > today
            )
        )
        stage = self._get_first_stage("active") if extended else None
        if not stage:
            return
        missing = extended._get_missing_to_enter(stage)
        returning = extended.filtered(lambda p: p not in missing)
        returning._move_by_itself(stage)
        returning.write({"followup_move": False, "followup_move_end": False})
        bodies = {p.id: p._with_recruiters_language()._get_returned_note() for p in returning}
        returning._message_log_batch(bodies=bodies)

    @api.model
    def _get_first_stage(self, phase):
        return self.env["interim.placement.stage"].search([("phase", "=", phase)], limit=1)

    def _get_missing_to_enter(self, stage):
        """Return what is missing for a move to this stage, by placement and requirement."""
        missing = {}
        for old_stage, placements in self.grouped("stage_id").items():
            entered = stage._get_entered_stages(old_stage)
            missing.update(entered.requirement_ids.sorted()._get_missing(placements))
        return missing

    def _remember_move(self, move):
        for end, placements in self.grouped("date_end").items():
            placements.write({"followup_move": move, "followup_move_end": end})

    def _get_entered_note(self):
        return self.env._(
            "The follow-up begins: the placement ends on %(end)s. Decide by %(deadline)s what comes"
            " next.",
            end=format_date(self.env, self.date_end),
            deadline=format_date(self.env, self.followup_deadline),
        )

    def _get_held_note(self, stage, unmet):
        # Names only: the log holds no rates (R6).
        names = [requirement.with_env(self.env).name for requirement in unmet]
        return self.env._(
            "The follow-up begins, but the placement stays in %(stage)s. Missing for"
            " %(next_stage)s: %(requirements)s.",
            stage=self.stage_id.name,
            next_stage=stage.with_env(self.env).name,
            requirements=", ".join(names),
        )

    def _get_returned_note(self):
        return self.env._(
            "Extended until %(end)s: the follow-up begins on %(begin)s.",
            end=format_date(self.env, self.date_end),
            begin=format_date(self.env, self.followup_date),
        )
