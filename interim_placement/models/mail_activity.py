from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mail.tools.discuss import Store

from .by_system import is_by_system

# What an activity is about; planned by placements, not said by people.
PLANNED_FIELDS = frozenset(
    {
        "interim_stage_id",
        "interim_step_id",
        "interim_extension_number",
        "interim_checkin_id",
        "interim_contract_id",
        "interim_followup_deadline",
        "interim_closes_on",
    }
)
# What makes an activity another one.
IDENTITY_FIELDS = frozenset({"activity_type_id", "res_model_id", "res_model", "res_id"})


class MailActivity(models.Model):
    _inherit = "mail.activity"

    interim_stage_id = fields.Many2one(
        "interim.placement.stage",
        "Checklist of Stage",
        index="btree_not_null",
        ondelete="set null",
        help="The placement stage whose checklist planned this activity.",
    )

    interim_step_id = fields.Many2one(
        "mail.activity.plan.template",
        "Checklist Step",
        index="btree_not_null",
        ondelete="set null",
        help="The step of the checklist that this activity is.",
    )

    interim_extension_number = fields.Integer(
        "Extensions Before",
        aggregator=None,
        help="Of a step of the follow-up: how many extensions were agreed when it was planned. Each"
        " extension is followed by a follow-up of its own.",
    )

    interim_checkin_id = fields.Many2one(
        "interim.checkin",
        "Check-in",
        index="btree_not_null",
        ondelete="cascade",
        help="The check-in that is to be held.",
    )

    interim_contract_id = fields.Many2one(
        "interim.contract",
        "Contract",
        index="btree_not_null",
        ondelete="cascade",
        help="The contract that something is to be done for.",
    )

    interim_followup_deadline = fields.Date(
        "Follow-up to Decide By",
        help="Of the activity that prepares the follow-up: the deadline that it was planned for.",
    )

    interim_closes_on = fields.Date(
        "Assignment Closes On",
        help="Of the activity to propose somebody in time: the closing day it was planned for.",
    )
    _interim_one_deadline = models.UniqueIndex(
        "(res_model, res_id) INCLUDE (interim_closes_on, user_id)"
        " WHERE interim_closes_on IS NOT NULL AND active",
        "An assignment has one activity to propose somebody before it closes.",
    )

    # The daily jobs compare all open check-in and follow-up activities with the placements, from
    # these indexes alone: the table is wide, and holds the done activities of every app.
    _interim_one_checkin = models.UniqueIndex(
        "(res_model, res_id) INCLUDE (interim_checkin_id, date_deadline, user_id)"
        " WHERE interim_checkin_id IS NOT NULL AND active",
        "A placement has one check-in activity at a time.",
    )
    _interim_one_followup = models.UniqueIndex(
        "(res_model, res_id) INCLUDE (interim_followup_deadline, user_id)"
        " WHERE interim_followup_deadline IS NOT NULL AND active",
        "A placement has one activity to prepare its follow-up.",
    )
    _interim_done_followup_idx = models.Index(
        "(res_id, date_done) WHERE interim_followup_deadline IS NOT NULL AND NOT active"
    )

    def _compute_res_name(self):
        """Name what activities are about, as whoever does them needs it (and not who plans)."""
        result = super()._compute_res_name()
        for activity in self:
            if activity.res_model == "interim.placement" and activity.res_id:
                activity.res_name = self.env[activity.res_model].browse(activity.res_id).name
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Create activities; what placements plan is not for people to say (R1)."""
        defaults = {key.removeprefix("default_") for key in self.env.context}
        self._check_planned_untouched(defaults.union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        """Write values; what placements plan is not for people to say (R1).

        A check-in moves with its activity, and a lost activity is made again.
        """
        self._check_planned_untouched(vals)
        self._check_checkin_stays(vals)
        self._check_followup_stays(vals)
        self._check_done_today(vals)
        checkins = self._get_open_checkins()
        result = super().write(vals)
        if "user_id" in vals:
            self._get_followup_placements()._sync_followup_activities()
        if checkins and "date_deadline" in vals:
            checkins._choose_day(self[0].date_deadline)
        elif checkins and "user_id" in vals:
            checkins.placement_id._sync_checkin_activities()
        return result

    def unlink(self):
        """Delete activities; what is still to be done for a check-in or follow-up comes back."""
        placements = self._get_open_checkins().placement_id
        undecided = self._get_followup_placements()
        result = super().unlink()
        placements._sync_checkin_activities()
        undecided.exists()._sync_followup_activities()
        return result

    def action_open_checkin(self):
        """Open the form in which the check-in of this activity is noted as held."""
        self.ensure_one()
        if not self.interim_checkin_id:
            raise UserError(
                self.env._("This check-in is no longer planned. Reload the page to see what is.")
            )
        return self.interim_checkin_id.action_open_done_form()

    def _check_checkin_stays(self, vals):
        """Refuse that people make another activity of that of a check-in."""
        if self.env.su:
            return
        for activity in self._get_open_checkins() and self.filtered("interim_checkin_id"):
            if activity._becomes_another(vals):
                raise UserError(
                    self.env._(
                        "%s is the activity of a check-in and stays so. Skip the check-in, and"
                        " plan another activity.",
                        activity.summary or activity.display_name,
                    )
                )

    def _check_followup_stays(self, vals):
        """Refuse that people make another activity of one that prepares a follow-up."""
        if self.env.su:
            return
        for activity in self.filtered("interim_followup_deadline"):
            if activity._becomes_another(vals):
                raise UserError(
                    self.env._(
                        "%s is the activity of a follow-up and stays so. Plan another activity"
                        " beside it.",
                        activity.summary or activity.display_name,
                    )
                )

    def _check_done_today(self, vals):
        """Refuse that people say when a follow-up was prepared: for long, nobody would be asked."""
        if self.env.su or "date_done" not in vals:
            return
        for activity in self.filtered("interim_followup_deadline"):
            raise UserError(
                self.env._(
                    "%s is done on the day on which it is marked as done. Mark it as done instead.",
                    activity.summary or activity.display_name,
                )
            )

    def _becomes_another(self, vals):
        self.ensure_one()
        return any(
            self._fields[name].convert_to_write(self[name], self) != vals[name]
            for name in IDENTITY_FIELDS.intersection(vals)
        )

    def _check_planned_untouched(self, field_names):
        if not self.env.su and not PLANNED_FIELDS.isdisjoint(field_names):
            raise UserError(
                self.env._(
                    "Steps of a checklist, check-ins and follow-ups are planned by the placement."
                    " Plan an activity of another type instead."
                )
            )

    def _get_open_checkins(self):
        """Return the check-ins that depend on these activities, while people change them."""
        if self.env["interim.checkin"]._is_by_plan():
            return self.env["interim.checkin"]
        return self.sudo().filtered("active").interim_checkin_id.with_env(self.env)

    def _get_followup_placements(self):
        """Return the placements whose follow-up these activities prepare, when people act."""
        if self.env["interim.placement"]._is_followup_synced():
            return self.env["interim.placement"]
        activities = self.sudo().filtered(lambda a: a.active and a.interim_followup_deadline)
        return self.env["interim.placement"].browse(activities.mapped("res_id"))

    def _action_done(self, feedback=False, attachment_ids=False):
        # A call or a meeting that took place is contact; read before the activity is archived.
        placement_ids = self.filtered(
            lambda activity: (
                activity.res_model == "interim.placement"
                and activity.activity_type_id.category in ("phonecall", "meeting")
            )
        ).mapped("res_id")
        checkins = self._get_open_checkins()
        if is_by_system(self.env, "interim_checkin_held"):
            checkins = checkins.browse()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        self.env["interim.placement"].browse(placement_ids)._register_contact(
            fields.Date.context_today(self)
        )
        checkins._hold(feedback, is_logged=True)
        return result

    def _to_store_defaults(self, target):
        # The number only: the client asks whether there is one, to open its form.
        checkin_id = Store.Attr("interim_checkin_id", lambda a: a.sudo().interim_checkin_id.id)
        return [*super()._to_store_defaults(target), checkin_id]
