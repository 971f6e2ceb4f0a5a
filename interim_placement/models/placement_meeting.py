from odoo import api, fields, models
from odoo.tools import SQL


class InterimPlacement(models.Model):
    """First meeting and interview: calendar events that belong to the placement."""

    _inherit = "interim.placement"

    meeting_ids = fields.One2many("calendar.event", "interim_placement_id", "Meetings")
    meeting_count = fields.Integer(compute="_compute_meetings")
    next_meeting_start = fields.Datetime("Next Meeting", compute="_compute_meetings")

    @api.depends("meeting_ids.start")
    def _compute_meetings(self):
        now = fields.Datetime.now()
        for placement in self:
            starts = placement.meeting_ids.mapped("start")
            placement.meeting_count = len(starts)
            placement.next_meeting_start = min(
                (start for start in starts if start >= now), default=False
            )

    def action_schedule_meeting(self):
        """Open the wizard that plans a first meeting or, from the proposal on, an interview."""
        self.ensure_one()
        kind = "first_meeting" if self.phase == "meeting" else "interview"
        return {
            "name": self.env._("Schedule Meeting"),
            "type": "ir.actions.act_window",
            "res_model": "interim.meeting.schedule",
            "view_mode": "form",
            "target": "new",
            "context": {"default_placement_id": self.id, "default_kind": kind},
        }

    def action_view_meetings(self):
        """Open the meetings of this placement in the calendar."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("calendar.action_calendar_event")
        action["domain"] = [("interim_placement_id", "=", self.id)]
        action["context"] = {
            "default_res_model": self._name,
            "default_res_id": self.id,
            "default_name": self.name,
            "initial_date": self.next_meeting_start or False,
        }
        return action

    @api.model
    def _register_held_meetings(self):
        """Count meetings that have ended as contact, however long ago that went unnoticed."""
        self.env["calendar.event"].flush_model(["interim_placement_id", "stop", "active"])
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT event.stop::date, array_agg(DISTINCT event.interim_placement_id)
                    FROM calendar_event event
               LEFT JOIN interim_contact_day contact
                      ON contact.placement_id = event.interim_placement_id
                     AND contact.date = event.stop::date
                   WHERE event.active
                     AND event.stop <= %s
                     AND event.interim_placement_id IS NOT NULL
                     AND contact.id IS NULL
                GROUP BY event.stop::date
                """,
                fields.Datetime.now(),
            )
        )
        for day, placement_ids in rows:
            self.browse(placement_ids)._register_contact(day)
