from datetime import timedelta

from odoo import api, fields, models


class InterimMeetingSchedule(models.TransientModel):
    """Plan a first meeting or an interview. Nobody is mailed unless the recruiter chooses (R4)."""

    _name = "interim.meeting.schedule"
    _inherit = ["interim.placement.link.mixin"]
    _description = "Schedule Meeting"

    placement_id = fields.Many2one("interim.placement", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("first_meeting", "First Meeting"), ("interview", "Client Interview")],
        required=True,
        default="first_meeting",
    )
    name = fields.Char(
        "Subject",
        compute="_compute_name",
        compute_sudo=False,  # shows what stands in the placement, so to who may read that (R7)
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    start = fields.Datetime(required=True)
    duration = fields.Float("Duration (hours)", default=1.0, required=True)
    location = fields.Char()
    partner_ids = fields.Many2many(
        "res.partner",
        string="Attendees",
        compute="_compute_partner_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    notify_attendees = fields.Boolean(
        "Mail the Invitation",
        default=lambda self: self.env.company.interim_auto_send,
        help="Off: the meeting stands in your calendar and nobody is mailed.",
    )

    @api.depends("kind", "placement_id")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for wizard in self:
            wizard.name = self.env._(
                "%(kind)s: %(placement)s",
                kind=kinds[wizard.kind],
                placement=wizard.placement_id.name,
            )

    @api.depends("kind", "placement_id")
    def _compute_partner_ids(self):
        for wizard in self:
            placement = wizard.placement_id
            partners = self.env.user.partner_id | placement.professional_id.partner_id
            if wizard.kind == "interview":
                partners |= placement.contact_id
            wizard.partner_ids = partners

    def action_schedule(self):
        """Make the calendar event; its activity on the placement moves along with it."""
        self.ensure_one()
        self.placement_id.check_access("write")
        # The contact details that Odoo adds to an invitation would show each side's
        # phone number and e-mail to the other.
        events = self.env["calendar.event"].with_context(skip_contact_description=True)
        events.create(
            {
                "name": self.name,
                "start": self.start,
                "stop": self.start + timedelta(hours=self.duration),
                "location": self.location,
                "partner_ids": [fields.Command.set(self.partner_ids.ids)],
                "user_id": self.env.uid,
                "res_model_id": self.env["ir.model"]._get_id("interim.placement"),
                "res_id": self.placement_id.id,
                "interim_notify_attendees": self.notify_attendees,
            }
        )
        return {"type": "ir.actions.act_window_close"}
