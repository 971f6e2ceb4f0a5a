from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import money
from ..tools.terms_sequence import seam_days
from .terms import CLOSED_STATES


class InterimTerms(models.Model):
    """How terms follow on each other: without a gap or an overlap, unless agreed so (R2)."""

    _inherit = "interim.terms"

    booked_until = fields.Date(
        "Holds Until",
        compute="_compute_booked",
        store=True,
        help="The last day on which these terms hold: later terms may replace them before their"
        " own end. Empty when they replace them whole.",
    )
    value_total = fields.Monetary(
        "Value",
        compute="_compute_booked",
        store=True,
        help="Client rate x hours x weeks of the period in which these terms hold.",
    )
    margin_total = fields.Monetary(
        "Margin in Total",
        compute="_compute_booked",
        store=True,
        help="Margin per hour x hours x weeks of the period in which these terms hold.",
    )

    _period_limit = models.Constraint(
        "CHECK(date_end - date_start <= 3653)",
        "Terms run for ten years at most. Check the years of their period.",
    )
    _start_range = models.Constraint(
        "CHECK(date_start BETWEEN '1970-01-01' AND '2099-12-31')",
        "The terms start before 1970 or after 2099. Check the year of their start.",
    )

    @api.depends(
        "state",
        "date_start",
        "date_end",
        "hours_per_week",
        "client_rate",
        "professional_rate",
        "placement_id.terms_ids.state",
        "placement_id.terms_ids.sequence",
        "placement_id.terms_ids.date_start",
        "placement_id.terms_ids.date_end",
    )
    def _compute_booked(self):
        for placement, rows in self.grouped("placement_id").items():
            agreed = placement.terms_ids.filtered(lambda t: t.state == "agreed" and t.date_end)
            booked = {terms: end for terms, _start, end in agreed._get_booked_periods()}
            for terms in rows:
                if terms.state == "agreed":
                    end = booked.get(terms, False)
                else:
                    end = terms.state not in CLOSED_STATES and terms.date_end
                terms.booked_until = end
                terms.value_total, terms.margin_total = terms._get_totals(terms.date_start, end)

    def _get_totals(self, start, end):
        """Return (value, margin) of a period in which these terms hold, as floats."""
        self.ensure_one()
        # Computed while somebody types: a wrong order is refused when it is saved.
        if not start or not end or end < start:
            return 0.0, 0.0
        period = (max(self.hours_per_week, 0.0), start, end)
        margin = money.margin(self.client_rate, self.professional_rate)
        return (
            float(money.period_value(self.client_rate, *period)),
            float(money.period_value(margin, *period)),
        )

    @api.constrains("state", "kind", "date_start", "date_end", "reason")
    def _check_follows_on(self):
        """Refuse what leaves a gap, overlaps or begins too early, unless it was agreed so.

        A reason says that both sides agreed to a gap or an overlap.
        """
        for terms in self.filtered(lambda t: t.state == "agreed" and t.kind != "original"):
            earlier = terms._get_terms_before()
            if not earlier:
                continue
            if terms.date_start < min(earlier.mapped("date_start")):
                raise ValidationError(
                    self.env._(
                        "%(terms)s of %(placement)s begins before the placement itself. Let it"
                        " begin later.",
                        terms=terms.display_name,
                        placement=terms.placement_id.display_name,
                    )
                )
            problem = terms._get_seam_problem(earlier[-1].date_end)
            if problem:
                raise ValidationError(problem)

    def _get_terms_before(self):
        """Return the agreed terms that these come after, in their order."""
        self.ensure_one()
        return self.placement_id.terms_ids.filtered(
            lambda t: t.state == "agreed" and t.sequence < self.sequence
        ).sorted("sequence")

    def _get_seam_problem(self, old_end):
        """Return why these terms do not follow on what ends on this day, or an empty string.

        :param date old_end: the last day of what was agreed before
        """
        self.ensure_one()
        if self.kind == "extension" and self.date_end <= old_end:
            return self.env._(
                "%(terms)s of %(placement)s does not end after the present end, %(end)s. Let it end"
                " later, or change the terms instead.",
                terms=self.display_name,
                placement=self.placement_id.display_name,
                end=self._format_day(old_end),
            )
        days = seam_days(old_end, self.date_start)
        if days > 0 and not self.reason:
            return self.env._(
                "%(terms)s of %(placement)s leaves a gap of %(days)s days after %(end)s. Let it"
                " begin on the next day, or say in the reason that it was agreed so.",
                terms=self.display_name,
                placement=self.placement_id.display_name,
                days=days,
                end=self._format_day(old_end),
            )
        if days < 0 and self.kind == "extension" and not self.reason:
            return self.env._(
                "%(terms)s of %(placement)s begins %(days)s days before the present end, %(end)s,"
                " is over. Let it begin on the day after, or say in the reason that it was agreed"
                " so.",
                terms=self.display_name,
                placement=self.placement_id.display_name,
                days=-days,
                end=self._format_day(old_end),
            )
        return ""
