from datetime import timedelta

from odoo import api, fields, models

from ..tools import followup_match
from .professional import LEVEL_ORDER

MOST_MATCHES = 5


class InterimPlacement(models.Model):
    """Which open assignments come nearest to what the professional can do and wishes next."""

    _inherit = "interim.placement"

    followup_match_ids = fields.Many2many(
        "interim.assignment",
        string="Best Matching Assignments",
        compute="_compute_followup_match_ids",
        help="Advice only. The points say why; you decide.",
    )

    @api.depends(
        "active",
        "phase",
        "followup_date",
        "date_end",
        "professional_id",
        "followup_answer_ids.answered_on",
    )
    @api.depends_context("uid")
    def _compute_followup_match_ids(self):
        assignments = self.env["interim.assignment"]
        for placement in self:
            matches = []
            # Not before anybody looks at them: it is a search through all open assignments.
            if placement._is_followup_begun():
                wanted = placement._get_wanted()
                openings = [found._to_opening() for found in placement._search_open_assignments()]
                today = fields.Date.context_today(self)
                matches = followup_match.best_matches(wanted, openings, today, MOST_MATCHES)
            placement.followup_match_ids = assignments.browse([match.key for match in matches])

    @api.readonly
    def web_read(self, specification):
        """Read for the web client; the matches of one placement come with their points for it.

        The client does not know yet which record it reads when it says the context of a field.
        """
        spec = specification.get("followup_match_ids")
        if spec and len(self) == 1:
            context = {**spec.get("context", {}), "interim_match_placement_id": self.id}
            specification = {**specification, "followup_match_ids": {**spec, "context": context}}
        return super().web_read(specification)

    def action_view_open_assignments(self):
        """Open all open assignments."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_assignment_action"
        )
        action["domain"] = [("state", "=", "open")]
        return action

    def _is_followup_begun(self):
        """Return whether it is time to prepare what comes next."""
        self.ensure_one()
        if not self._is_watched_by_checkins():
            return False
        today = fields.Date.context_today(self)
        return self.phase == "followup" or bool(self.followup_date and self.followup_date <= today)

    def _search_open_assignments(self):
        """Return the open assignments that the user may see, in a fixed number of queries.

        Left out are those that close before today and those that the professional is or was on
        the way to.
        """
        self.ensure_one()
        known = self.professional_id.sudo().with_context(active_test=False).placement_ids
        return self.env["interim.assignment"].search(
            [
                ("state", "=", "open"),
                ("company_id", "=", self.company_id.id),
                ("id", "not in", known.assignment_id.ids),
                "|",
                ("deadline", "=", False),
                ("deadline", ">=", fields.Datetime.now()),
            ]
        )

    def _get_wanted(self):
        """Return what the professional can do and wishes next: as said lately, else as on record.

        :return: followup_match.Wanted
        """
        self.ensure_one()
        professional = self.professional_id
        said = self._get_followup_said("professional")
        hours = said._get_said_hours() if said else {}
        free_from = self.date_end and self.date_end + timedelta(days=1)
        return followup_match.Wanted(
            free_from=said.available_from or free_from or fields.Date.context_today(self),
            level=LEVEL_ORDER.get(professional.level),
            expertises=frozenset(professional.expertise_ids.ids),
            types=frozenset((said.type_ids or professional.assignment_type_ids).ids),
            hours_min=hours.get("hours_min", professional.hours_min),
            hours_max=hours.get("hours_max", professional.hours_max),
            weekdays=professional._get_weekdays(),
            rate_min=professional.rate_min,
        )
