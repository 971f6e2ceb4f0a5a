from odoo import api, fields, models


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "interim.placement.link.mixin"]
    _placement_link = "interim_placement_id"
    _placement_link_depends = frozenset(
        {"res_model_id", "res_model", "res_id", "interim_placement_id"}
    )
    _placement_link_access = "write"  # a meeting counts as contact, so it changes the placement

    interim_placement_id = fields.Many2one(
        "interim.placement",
        "Placement",
        compute="_compute_interim_placement_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups="interim_placement.group_interim_user_own",
    )
    interim_notify_attendees = fields.Boolean(
        "Mail the Attendees",
        help="Send the invitation, and later changes, to the attendees by e-mail.",
    )

    @api.depends("res_model", "res_id")
    def _compute_interim_placement_id(self):
        for event in self:
            event.interim_placement_id = (
                event.res_id if event.res_model == "interim.placement" else False
            )

    @api.model
    def default_get(self, fields):
        """Return the defaults; whether to mail is proposed as the company's setting says.

        No default of the field: that would be asked for the events that are there when the addon
        is installed, before the company has its setting.
        """
        values = super().default_get(fields)
        if "interim_notify_attendees" in fields:
            values.setdefault("interim_notify_attendees", self.env.company.interim_auto_send)
        return values

    def _skip_send_mail_status_update(self):
        # Nobody hears of a placement's meeting before the recruiter chose so (R4).
        self.ensure_one()
        if self.res_model == "interim.placement" and not self.interim_notify_attendees:
            return True
        return super()._skip_send_mail_status_update()
