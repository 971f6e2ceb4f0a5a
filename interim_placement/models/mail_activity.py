from odoo import api, fields, models
from odoo.exceptions import UserError

CHECKLIST_FIELDS = frozenset({"interim_stage_id", "interim_step_id"})


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

    @api.model_create_multi
    def create(self, vals_list):
        """Create activities; which step of a checklist they are is not for people to say (R1)."""
        self._check_checklist_untouched({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        """Write values; which step of a checklist they are is not for people to say (R1)."""
        self._check_checklist_untouched(vals)
        return super().write(vals)

    def _check_checklist_untouched(self, field_names):
        if not self.env.su and not CHECKLIST_FIELDS.isdisjoint(field_names):
            raise UserError(
                self.env._("The steps of a checklist are planned by the stage of a placement.")
            )

    def _action_done(self, feedback=False, attachment_ids=False):
        # A call or a meeting that took place is contact; read before the activity is archived.
        placement_ids = self.filtered(
            lambda activity: (
                activity.res_model == "interim.placement"
                and activity.activity_type_id.category in ("phonecall", "meeting")
            )
        ).mapped("res_id")
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        self.env["interim.placement"].browse(placement_ids)._register_contact(
            fields.Date.context_today(self)
        )
        return result
