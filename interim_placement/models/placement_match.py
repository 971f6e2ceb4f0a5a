from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import matching

MOST_MATCHES = 5
# Hours and dates alone make no match.
FITTING_SUBJECTS = ("expertise", "level", "wishes")


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
            # Not before anybody looks at them: it is a search through all open assignments.
            is_begun = placement._is_followup_begun()
            placement.followup_match_ids = (
                placement._find_best_assignments() if is_begun else assignments
            )

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
            self.env["interim.match.search"]._get_open_domain(self.company_id)
            & Domain("id", "not in", known.assignment_id.ids)
        )

    def _find_best_assignments(self):
        """Return the open assignments that fit the professional best, the best one first."""
        self.ensure_one()
        candidate = self._get_next_candidate()
        weights = self.company_id._get_match_weights()
        today = fields.Date.context_today(self)
        ranks = {}
        for key, demand in self._search_open_assignments()._get_demands().items():
            found = matching.match(candidate, demand, weights, today)
            if any(part.share and part.subject in FITTING_SUBJECTS for part in found.parts):
                ranks[key] = found.rank
        best = sorted(ranks, key=lambda key: -ranks[key])[:MOST_MATCHES]
        return self.env["interim.assignment"].browse(best)

    def _get_next_candidate(self):
        """Return what the professional can do and wishes next: as said lately, else as on record.

        :return: matching.Candidate
        """
        self.ensure_one()
        professional = self.professional_id._origin
        candidate = professional._get_candidates()[professional.id]
        # Whoever works here is free once that ends, as agreed; unless the professional said no.
        candidate = replace(candidate, is_availability_known=not candidate.refused_on)
        said = self._get_followup_said("professional")
        if not said:
            return candidate
        changes = said._get_said_hours()
        if said.available_from:
            changes["available_from"] = said.available_from
            changes |= {"is_availability_known": True, "refused_on": None, "ask_again_on": None}
        if said.type_ids:
            changes["types"] = frozenset(said.type_ids.ids)
        return replace(candidate, **changes)

    def action_find_assignments(self):
        """Search for the open assignments that fit the professional next, and show them."""
        self.ensure_one()
        searches = self.env["interim.match.search"]
        return searches._search_assignments(self.professional_id, self)._get_action()
