from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import followup_match
from .professional import LEVEL_ORDER


class InterimAssignment(models.Model):
    """How well an open assignment fits a professional who comes free, in words."""

    _inherit = "interim.assignment"

    match_score = fields.Integer("Points", compute="_compute_match", aggregator=None)
    match_reasons = fields.Text("Why", compute="_compute_match")

    @api.depends_context("interim_match_placement_id", "uid", "lang")
    def _compute_match(self):
        placement = self._get_match_placement()
        today = fields.Date.context_today(self)
        wanted = placement and placement._get_wanted()
        for assignment in self:
            if not placement:
                assignment.match_score = assignment.match_reasons = False
                continue
            match = followup_match.match(wanted, assignment._to_opening(), today)
            assignment.match_score = match.score
            sentences = [assignment._describe_reason(reason) for reason in match.reasons]
            assignment.match_reasons = " · ".join(filter(None, sentences))

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

    def _to_opening(self):
        """Return what the assignment asks for, as plain values.

        :return: followup_match.Opening
        """
        self.ensure_one()
        return followup_match.Opening(
            key=self.id,
            start=self.date_start or None,
            level=LEVEL_ORDER.get(self.level),
            expertises=frozenset(self.expertise_ids.ids),
            type=self.type_id.id or None,
            hours_min=self.hours_min,
            hours_max=self.hours_max,
            weekdays=self._get_weekdays(),
            rate_max=self.rate_max,
        )

    def _describe_reason(self, reason):
        """Return why points were given or not, in words; empty when one side is not known."""
        if reason.share is None:
            return ""
        sign = "✓" if reason.share == 1 else "~" if reason.share else "✗"
        return f"{sign} {getattr(self, f'_describe_{reason.subject}')(reason)}"

    def _describe_expertise(self, reason):
        if not reason.share:
            return self.env._("other expertise")
        shared = self.expertise_ids.filtered(lambda expertise: expertise.id in reason.detail)
        return ", ".join(shared.mapped("name"))

    def _describe_level(self, _reason):
        level = dict(self._fields["level"]._description_selection(self.env))[self.level]
        return self.env._("level %s", level.lower())

    def _describe_start(self, reason):
        days = reason.detail
        if abs(days) <= followup_match.EARLY_FITS:
            return self.env._("starts in time")
        if days < 0:
            return self.env._("starts %s days too early", -days)
        return self.env._("starts %s days later", days)

    def _describe_type(self, reason):
        if reason.share:
            return self.env._("wished type %s", self.type_id.name)
        return self.env._("type %s is not wished", self.type_id.name)

    def _describe_hours(self, _reason):
        hours = "–".join(f"{hours:g}" for hours in (self.hours_min, self.hours_max) if hours)
        return self.env._("%s hours a week", hours)

    def _describe_weekdays(self, reason):
        if not reason.detail:
            return self.env._("days fit")
        names = self._get_weekday_short_names()
        missing = ", ".join(names[day] for day in sorted(reason.detail))
        return self.env._("does not work on %s", missing)

    def _describe_rate(self, reason):
        if not self.rate_max:
            return self.env._("no rate ceiling")
        if reason.share:
            return self.env._("rate within the ceiling")
        return self.env._("lowest rate above the ceiling")
