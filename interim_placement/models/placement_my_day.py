from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .placement_stage import CHECKIN_PHASES

# What the counters above the board count, by the name of the filter that shows it. The search view
# has the same domains, which a test holds against these.
MY_DAY = {
    "checkin_due": [
        ("next_checkin_date", "<=", "today"),
        # What follows from the end waits for an extension.
        "|",
        ("extension_in_discussion", "=", False),
        (
            "checkin_ids",
            "any",
            [
                ("state", "=", "planned"),
                ("date_planned", "<=", "today"),
                "|",
                ("step_id", "=", False),
                ("step_id.anchor", "!=", "end"),
            ],
        ),
    ],
    "waiting_for_signature": [("is_waiting_for_signature", "=", True)],
    "ending_undecided": [
        ("phase", "in", ["active", "followup"]),
        ("terms_state", "=", "agreed"),
        "|",
        ("followup_state", "=", "undecided"),
        ("extension_in_discussion", "=", True),
        ("followup_date", "<=", "today"),
    ],
    "meeting_today": [
        ("meeting_ids", "any", [("start", ">=", "today"), ("start", "<", "today +1d")]),
    ],
    "silent": [("is_silent", "=", True)],
}
# And of assignments: those of the user and those of nobody, whatever the board shows. The filters
# of their search view that show what is counted have the same domains.
MY_ASSIGNMENTS = {"closing_unproposed": [("deadline_state", "=", "closing")]}


class InterimPlacement(models.Model):
    """My day: what asks for somebody today, counted above the board."""

    _inherit = "interim.placement"

    is_silent = fields.Boolean(
        "No Contact",
        compute="_compute_is_silent",
        search="_search_is_silent",
        help="No contact for longer than the number of days in the settings.",
    )

    _running_followup_idx = models.Index(
        "(followup_date) WHERE active IS TRUE AND phase IN ('active', 'followup')"
    )
    _running_contact_idx = models.Index(
        "(last_contact_date, date_start) WHERE active IS TRUE AND phase IN ('active', 'followup')"
    )

    @api.depends("phase", "last_contact_date", "date_start", "company_id.interim_no_contact_days")
    def _compute_is_silent(self):
        today = fields.Date.context_today(self)
        for placement in self:
            silent_on = placement._get_no_contact_date()
            placement.is_silent = bool(silent_on) and silent_on <= today

    def _search_is_silent(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].sudo().search([("interim_no_contact_days", ">", 0)])
        too_long = Domain.OR(
            Domain("company_id", "in", same.ids)
            & (
                Domain("last_contact_date", "<", today - timedelta(days=limit))
                | Domain("last_contact_date", "=", False)
                & Domain("date_start", "<", today - timedelta(days=limit))
            )
            for limit, same in companies.grouped("interim_no_contact_days").items()
        )
        return Domain("phase", "in", CHECKIN_PHASES) & too_long

    @api.model
    @api.readonly
    def get_my_day(self, domain):
        """Return how many placements of a board ask for somebody today, by the filter's name.

        And how many assignments of the user, or of nobody. The user's rights hold, as they do for
        the board.

        :param list domain: what the board shows, without the filters that are counted
        :return: dict of numbers: ``checkin_due``, ``waiting_for_signature``, ``ending_undecided``,
            ``meeting_today`` and ``silent``; ``closing_unproposed``
        """
        placements = {
            name: self.search_count(Domain(domain) & Domain(counted))
            for name, counted in MY_DAY.items()
        }
        mine = Domain("user_id", "in", [self.env.uid, False])
        assignments = {
            name: self.env["interim.assignment"].search_count(mine & Domain(counted))
            for name, counted in MY_ASSIGNMENTS.items()
        }
        return {**placements, **assignments}
