from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import money, periods
from .weekday_mixin import WEEKDAY_FIELDS

# What a placement shows of its terms, under the same name on both models.
TERMS_FIELDS = (
    "date_start",
    "date_end",
    "hours_per_week",
    "office_days",
    "client_rate",
    "professional_rate",
    *WEEKDAY_FIELDS,
)


class InterimPlacement(models.Model):
    """The terms of a placement: what is shown and edited here stands in interim.terms (R2)."""

    _inherit = "interim.placement"

    terms_ids = fields.One2many("interim.terms", "placement_id", copy=False)
    current_terms_id = fields.Many2one(
        "interim.terms",
        compute="_compute_current_terms",
        store=True,
        index="btree_not_null",
        help="The last agreed terms; while nothing is agreed, the draft.",
    )
    terms_state = fields.Selection(
        [("none", "None"), ("draft", "Draft"), ("agreed", "Agreed")],
        compute="_compute_current_terms",
        store=True,
        index=True,
    )

    extension_in_discussion = fields.Boolean(
        compute="_compute_current_terms",
        store=True,
        help="A draft extension is there. What follows from the end date waits for it.",
    )

    date_start = fields.Date(
        "Start", compute="_compute_from_terms", inverse="_inverse_terms", store=True, index=True
    )
    date_end = fields.Date(
        "End",
        compute="_compute_from_terms",
        inverse="_inverse_terms",
        store=True,
        index=True,
        help="The last day, inclusive.",
    )
    hours_per_week = fields.Float(
        "Hours a Week",
        compute="_compute_from_terms",
        inverse="_inverse_terms",
        store=True,
        aggregator="avg",
    )
    office_days = fields.Integer(
        "Office Days a Week",
        compute="_compute_from_terms",
        inverse="_inverse_terms",
        store=True,
        aggregator="avg",
    )
    client_rate = fields.Monetary(
        compute="_compute_from_terms",
        inverse="_inverse_terms",
        store=True,
        aggregator="avg",
        help="What the client pays per hour, without VAT.",
    )
    professional_rate = fields.Monetary(
        compute="_compute_from_terms",
        inverse="_inverse_terms",
        store=True,
        aggregator="avg",
        help="What the professional is paid per hour, without VAT.",
    )
    monday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)
    tuesday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)
    wednesday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)
    thursday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)
    friday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)
    saturday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)
    sunday = fields.Boolean(compute="_compute_from_terms", inverse="_inverse_terms", store=True)

    fte = fields.Float(
        "FTE",
        digits=(4, 1),
        compute="_compute_fte",
        store=True,
        help="Hours a week, divided by the company's full-time hours.",
    )
    margin = fields.Monetary(
        compute="_compute_margin", store=True, aggregator="avg", help="Per hour, without VAT."
    )
    margin_percent = fields.Float(
        "Margin (%)",
        compute="_compute_margin",
        store=True,
        aggregator="avg",
        help="The margin in percent of the client rate.",
    )
    value_total = fields.Monetary(
        "Value",
        compute="_compute_margin",
        store=True,
        help="Client rate x hours x weeks, of all that was agreed.",
    )
    margin_total = fields.Monetary(
        compute="_compute_margin",
        store=True,
        help="Margin per hour x hours x weeks, of all that was agreed.",
    )
    length_warning = fields.Char(compute="_compute_length_warning")

    @api.depends("terms_ids.state", "terms_ids.sequence", "terms_ids.kind")
    def _compute_current_terms(self):
        for placement in self:
            terms = placement.terms_ids.sorted("sequence")
            agreed = terms.filtered(lambda t: t.state == "agreed")
            draft = terms.filtered(lambda t: t.state == "draft")
            placement.current_terms_id = (agreed or draft)[-1:]
            placement.terms_state = "agreed" if agreed else "draft" if draft else "none"
            placement.extension_in_discussion = bool(agreed) and "extension" in draft.mapped("kind")

    @api.depends(
        "current_terms_id", "terms_ids.state", *(f"terms_ids.{name}" for name in TERMS_FIELDS)
    )
    def _compute_from_terms(self):
        for placement in self:
            current = placement.current_terms_id
            for field_name in TERMS_FIELDS:
                placement[field_name] = current[field_name]
            # The placement began with the first agreed terms, whatever was agreed later.
            starts = [t.date_start for t in placement.terms_ids if t.state == "agreed"]
            if starts:
                placement.date_start = min(starts)

    def _inverse_terms(self):
        """Write what was edited on the placement to its draft terms; make them if needed."""
        vals_list = []
        for placement in self:
            edited = {name: placement[name] for name in TERMS_FIELDS}
            if placement.terms_state == "agreed":
                placement._check_agreed_untouched(edited)
                continue
            draft = placement.terms_ids.filtered(lambda t: t.state == "draft")
            if draft:
                changed = {name: value for name, value in edited.items() if draft[name] != value}
                if changed:
                    draft.write(changed)
            elif any(edited.values()):
                vals_list.append({"placement_id": placement.id, **edited})
        self.env["interim.terms"].create(vals_list)

    @api.depends("hours_per_week", "company_id.interim_fulltime_hours")
    def _compute_fte(self):
        for placement in self:
            # Computed while somebody types: what is out of range is refused when it is saved.
            hours = max(placement.hours_per_week, 0.0)
            fulltime_hours = placement.company_id.interim_fulltime_hours
            placement.fte = float(periods.fte(hours, fulltime_hours)) if fulltime_hours else 0.0

    @api.depends(
        "client_rate",
        "professional_rate",
        "hours_per_week",
        "date_start",
        "date_end",
        "terms_state",
        "terms_ids.value_total",
        "terms_ids.margin_total",
    )
    def _compute_margin(self):
        for placement in self:
            rates = placement.client_rate, placement.professional_rate
            margin = money.margin(*rates)
            placement.margin = float(margin)
            placement.margin_percent = float(money.margin_percent(*rates))
            start, end = placement.date_start, placement.date_end
            if placement.terms_state == "agreed":
                agreed = placement.terms_ids.filtered(lambda t: t.state == "agreed")
                placement.value_total = sum(agreed.mapped("value_total"))
                placement.margin_total = sum(agreed.mapped("margin_total"))
            elif start and end and end >= start:
                period = (max(placement.hours_per_week, 0.0), start, end)
                placement.value_total = float(money.period_value(placement.client_rate, *period))
                placement.margin_total = float(money.period_value(margin, *period))
            else:
                placement.value_total = placement.margin_total = 0.0

    @api.depends("assignment_id.type_id", "date_start", "date_end")
    def _compute_length_warning(self):
        for placement in self:
            assignment_type = placement.assignment_id.type_id
            placement.length_warning = bool(assignment_type) and (
                assignment_type._get_length_warning(placement.date_start, placement.date_end)
            )

    @api.onchange("assignment_id")
    def _onchange_assignment_id(self):
        """Propose as draft terms what the client asks for."""
        if self.assignment_id:
            self._propose_terms(
                self._get_proposed_terms(self.assignment_id),
                self._get_proposed_terms(self._origin.assignment_id),
            )

    def _propose_terms(self, proposal, before):
        """Fill in draft terms, without losing what a person filled in.

        On a placement that is not saved yet, the last choice counts: a rate that belongs to the
        choice before it would be worse than one to type again.

        :param dict proposal: values to propose
        :param dict before: what was proposed by the choice that is saved
        """
        if self.terms_state == "agreed":
            return
        for name, value in proposal.items():
            if not self._origin or not self[name] or self[name] == before[name]:
                self[name] = value

    @api.model
    def _get_proposed_terms(self, assignment):
        """Return what an assignment asks for, as values of the terms."""
        return {
            "date_start": assignment.date_start,
            "date_end": assignment.date_end,
            "hours_per_week": assignment.hours_max or assignment.hours_min,
            "office_days": assignment.office_days,
            "client_rate": assignment.rate_max,
            **{name: assignment[name] for name in WEEKDAY_FIELDS},
        }

    @api.onchange("professional_id")
    def _onchange_professional_id(self):
        """Propose the professional's lowest rate."""
        if self.professional_id:
            self._propose_terms(
                {"professional_rate": self.professional_id.rate_min},
                {"professional_rate": self._origin.professional_id.rate_min},
            )

    def action_agree_terms(self):
        """Agree the draft terms of these placements."""
        draft = self.terms_ids.filtered(lambda t: t.state == "draft")
        if not draft:
            raise UserError(
                self.env._(
                    "%s has no draft terms to agree. Fill in period, hours and rates first.",
                    ", ".join(self.mapped("display_name")),
                )
            )
        return draft.action_agree()

    def _check_agreed_untouched(self, edited):
        """Refuse to change agreed terms through the placement.

        :param dict edited: values by field name, as they would be after the change
        """
        self.ensure_one()
        terms = self.current_terms_id
        changed = [
            name for name in TERMS_FIELDS if name != "date_start" and terms[name] != edited[name]
        ]
        first_start = min(t.date_start for t in self.terms_ids if t.state == "agreed")
        if changed or edited["date_start"] != first_start:
            raise UserError(terms._get_frozen_message())
