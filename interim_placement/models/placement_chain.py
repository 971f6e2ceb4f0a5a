from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools import chain
from ..tools.timeline import Bar, draw_timeline

#: More bars than this are no picture any more; the latest ones are drawn.
MOST_BARS = 30


class InterimPlacement(models.Model):
    """The placements before and after it: days between them, and starting the next one."""

    _inherit = "interim.placement"

    is_gap_known = fields.Boolean(
        "Placed Before",
        compute="_compute_gap_days",
        store=True,
        help="The professional was placed before it, so that there can be a gap.",
    )
    gap_days = fields.Integer(
        "Gap (Days)",
        compute="_compute_gap_days",
        store=True,
        aggregator="avg",
        help="Days without work before this placement, since the professional's placements that"
        " began earlier. 0 when they follow on or overlap.",
    )

    @api.depends(
        "date_start",
        "professional_id.placement_ids.active",
        "professional_id.placement_ids.terms_state",
        "professional_id.placement_ids.date_start",
        "professional_id.placement_ids.date_end",
    )
    def _compute_gap_days(self):
        for placement in self:
            previous_end = placement._get_previous_end()
            start = placement.date_start
            placement.is_gap_known = bool(previous_end and start)
            placement.gap_days = (
                chain.gap_days(previous_end, start) if placement.is_gap_known else 0
            )

    def _get_previous_end(self):
        """Return until when the professional was placed before this placement, or False."""
        self.ensure_one()
        if not self.date_start:
            return False
        position = (self.date_start, self._origin.id)
        earlier = self.professional_id.placement_ids.filtered(
            lambda p: (
                p.active
                and p.terms_state == "agreed"
                and p._origin != self._origin
                and (p.date_start, p._origin.id) < position
            )
        )
        return max(earlier.mapped("date_end"), default=False)

    def _get_day_after(self):
        """Return the first day on which the professional is free of this placement, or False."""
        self.ensure_one()
        return self.date_end and self.date_end + timedelta(days=1)

    # Starting the next one

    def _start_next_placements(self, assignment):
        """Return the next placement of each of these, new ones where there is none to go on with.

        Somebody may have begun already: an open placement of the professional on the assignment
        is taken, or one that follows already and has no other assignment.

        :param assignment: what comes next, for one placement; may be empty
        """
        stage = self.env["interim.placement.stage"].search([("phase", "=", "meeting")], limit=1)
        begun = self._get_begun_next_placements(assignment)
        found = self.browse([placement.id for placement in begun.values()])
        found.filtered(lambda p: not p.previous_placement_id).previous_placement_id = self[:1]
        if assignment:
            for placement in found.filtered(lambda p: not p.assignment_id):
                placement._take_up_assignment(assignment)
        return found | self.create(
            [
                placement._prepare_next_placement_values(assignment, stage)
                for placement in self
                if placement not in begun
            ]
        )

    def _get_begun_next_placements(self, assignment):
        """Return by placement the one that came after it already, where there is one."""
        is_open = fields.Domain("active", "=", True) & fields.Domain("phase", "!=", "done")
        if not assignment:
            found = self.search(is_open & fields.Domain("previous_placement_id", "in", self.ids))
            return {placement.previous_placement_id: placement for placement in found}
        on_assignment = fields.Domain("assignment_id", "=", assignment.id)
        on_assignment &= fields.Domain("professional_id", "in", self.professional_id.ids)
        on_assignment &= fields.Domain("previous_placement_id", "in", [*self.ids, False])
        waiting = fields.Domain("assignment_id", "=", False)
        waiting &= fields.Domain("previous_placement_id", "in", self.ids)
        by_professional = {
            placement.professional_id: placement
            for domain in (is_open & waiting, is_open & on_assignment)
            for placement in self.search(domain & fields.Domain("id", "not in", self.ids))
        }
        return {
            placement: by_professional[placement.professional_id]
            for placement in self
            if placement.professional_id in by_professional
        }

    def _prepare_next_placement_values(self, assignment, stage):
        """Return the values of a placement that follows this one, with draft terms if possible."""
        self.ensure_one()
        values = {
            "professional_id": self.professional_id.id,
            "user_id": self._get_assignee().id,
            "company_id": self.company_id.id,
            "contracting_model": self.contracting_model,
            "tag_ids": [fields.Command.set(self.tag_ids.ids)],
            "previous_placement_id": self.id,
            "stage_id": (stage or self._default_stage_id()).id,
        }
        if assignment:
            values |= {"assignment_id": assignment.id, **self._prepare_next_terms(assignment)}
        return values

    def _take_up_assignment(self, assignment):
        """Fill in the assignment on a case that waited for it; what was typed stays."""
        self.ensure_one()
        before = self.previous_placement_id
        if before:
            terms = before._prepare_next_terms(assignment)
        else:
            terms = self._prepare_first_terms(self.professional_id, assignment)
        missing = {name: value for name, value in terms.items() if not self[name]}
        self.write({"assignment_id": assignment.id, **missing})

    def _prepare_next_terms(self, assignment):
        """Return what an assignment that follows this placement asks for, as draft terms."""
        self.ensure_one()
        terms = self._prepare_first_terms(self.professional_id, assignment)
        day_after = self._get_day_after()
        if not terms["date_start"] and day_after:
            # As soon as possible: once this one has ended.
            start = max(day_after, fields.Date.context_today(self))
            if not terms["date_end"] or terms["date_end"] >= start:
                terms["date_start"] = start
        return terms

    # The picture

    @api.model
    def _search_agreed(self, domain):
        """Return the open and completed placements with agreed terms, the earliest first."""
        agreed = [("active", "=", True), ("terms_state", "=", "agreed")]
        return self.search(fields.Domain(domain) & fields.Domain(agreed), order="date_start, id")

    def _draw_timeline(self, title, label_fields, gaps):
        """Return these placements with agreed terms over time, as an SVG.

        :param str title: what a screen reader says first
        :param label_fields: names of two fields that say which placement a bar is
        :param dict gaps: by placement id, the free days before it, or None
        """
        bars = [
            Bar(
                # As superuser: the assignment may be a colleague's, the contact of another company.
                *(placement[name].sudo().name or "" for name in label_fields),
                placement.date_start,
                placement.date_end,
                gaps[placement.id],
                placement._get_agreed_extensions().mapped("date_start"),
            )
            for placement in self
        ]
        drawn = draw_timeline(
            bars[-MOST_BARS:],
            fields.Date.context_today(self),
            title,
            self.env._("Today"),
            lambda day: format_date(self.env, day),
            self._format_gap,
        )
        if len(bars) <= MOST_BARS:
            return drawn
        note = self.env._("The latest %s are drawn; the list holds all.", MOST_BARS)
        return drawn + Markup("<p>%s</p>") % note

    def _format_gap(self, days):
        if days == 1:
            return self.env._("1 day free")
        return self.env._("%s days free", days)
