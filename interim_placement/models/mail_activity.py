from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    interim_stage_id = fields.Many2one(
        "interim.placement.stage",
        "Checklist of Stage",
        index="btree_not_null",
        ondelete="set null",
        help="The placement stage whose checklist planned this activity.",
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
