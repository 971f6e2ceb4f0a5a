from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import matching
from .match_words import MatchWords


class InterimAssignment(models.Model):
    """How well an open assignment fits a professional who comes free, in words."""

    _inherit = "interim.assignment"

    match_score = fields.Integer("Points", compute="_compute_match", aggregator=None)
    match_reasons = fields.Text("Why", compute="_compute_match")

    @api.depends_context("interim_match_placement_id", "uid", "lang")
    def _compute_match(self):
        self.match_score = self.match_reasons = False
        placement = self._get_match_placement()
        stored = self._origin
        if not placement or not stored:
            return
        today = fields.Date.context_today(self)
        candidate = placement._get_next_candidate()
        weights = placement.company_id._get_match_weights()
        demands = stored._get_demands()
        words = MatchWords(self.env, placement.company_id, demands.values(), today)
        for assignment in self.filtered("id"):
            demand = demands[assignment._origin.id]
            found = matching.match(candidate, demand, weights, today)
            assignment.match_score = found.score
            assignment.match_reasons = words.to_line(candidate, demand, found)

    def action_propose_next(self):
        """Begin the next placement of the professional who comes free, on this assignment."""
        self.ensure_one()
        placement = self._get_match_placement()
        if not placement:
            raise UserError(
                self.env._("Open the placement that ends, and propose %s there.", self.display_name)
            )
        placement.check_access("write")
        return placement._start_next_placements(self)._get_chain_action()

    @api.model
    def _get_match_placement(self):
        """Return the placement whose professional comes free, as the user may see it."""
        placement_id = self.env.context.get("interim_match_placement_id")
        placements = self.env["interim.placement"]
        if not isinstance(placement_id, int):
            return placements
        return placements.search([("id", "=", placement_id)])
