from datetime import timedelta

from odoo import api, fields, models

from ..tools import periods

ONE_DAY = timedelta(days=1)


class InterimPlacement(models.Model):
    """Facts for the measures of the follow-up that its report cannot find cheaply itself.

    ``interim.followup.report`` holds the measures; docs/measures.md says what they mean.
    """

    _inherit = "interim.placement"

    placed_again_on = fields.Date(
        compute="_compute_placed_again_on",
        store=True,
        index="btree_not_null",
        help="The first day after the agreed end on which another agreed placement of the"
        " professional runs.",
    )
    first_meeting_date = fields.Date(
        "First Meeting",
        compute="_compute_first_meeting_date",
        store=True,
        help="The day of the first meeting, on the day of the start at the latest; without one, the"
        " day on which the case was opened.",
    )
    contact_before_followup_on = fields.Date(
        "Last Contact before the Follow-up",
        compute="_compute_contact_before_followup_on",
        store=True,
        help="The last real contact after the start and before the follow-up began.",
    )
    followup_decided_count = fields.Integer(
        "Periods Decided",
        compute="_compute_followup_counts",
        store=True,
        help="For how many periods, the original one and extensions, the next step was decided.",
    )
    followup_late_count = fields.Integer(
        "Periods Decided Too Late", compute="_compute_followup_counts", store=True
    )
    extended_months = fields.Float(
        compute="_compute_extended_months",
        store=True,
        aggregator="avg",
        help="What the agreed extensions added, in months.",
    )

    @api.depends(
        "active",
        "terms_state",
        "date_end",
        "professional_id.placement_ids.active",
        "professional_id.placement_ids.terms_state",
        "professional_id.placement_ids.date_start",
        "professional_id.placement_ids.date_end",
    )
    def _compute_placed_again_on(self):
        agreed = self.filtered(lambda placement: placement.terms_state == "agreed")
        (self - agreed).placed_again_on = False
        for professional, placements in agreed.grouped("professional_id").items():
            booked = professional.placement_ids.filtered(
                lambda p: p.active and p.terms_state == "agreed"
            )
            for placement in placements:
                day_after = placement.date_end + ONE_DAY
                placement.placed_again_on = min(
                    (max(p.date_start, day_after) for p in booked if p.date_end >= day_after),
                    default=False,
                )

    @api.depends("meeting_ids.active", "meeting_ids.start", "date_start")
    def _compute_first_meeting_date(self):
        # Grouped: Odoo reads the events of one2many fields for one record after the other.
        starts = dict(
            self.env["calendar.event"]._read_group(
                [("interim_placement_id", "in", self._origin.ids), ("active", "=", True)],
                ["interim_placement_id"],
                ["start:array_agg"],
            )
        )
        for placement in self:
            days = [start.date() for start in starts.get(placement._origin, ())]
            if placement.date_start:
                days = [day for day in days if day <= placement.date_start]
            opened = placement.create_date and placement.create_date.date()
            placement.first_meeting_date = min(days, default=opened or False)

    @api.depends("contact_day_ids.date", "date_start", "followup_date")
    def _compute_contact_before_followup_on(self):
        for placement in self:
            start, begin = placement.date_start, placement.followup_date
            days = placement.contact_day_ids.mapped("date") if start and begin else []
            placement.contact_before_followup_on = max(
                (day for day in days if start <= day < begin), default=False
            )

    @api.depends(
        "followup_decision_ids.decision",
        "followup_decision_ids.extension_number",
        "followup_decision_ids.decided_on",
        "followup_decision_ids.deadline",
    )
    def _compute_followup_counts(self):
        for placement in self:
            first_rows = {}
            for row in placement.followup_decision_ids.sorted(lambda row: row._origin.id):
                # Without a deadline it is not known whether it was in time.
                if row.decision != "undecided" and row.deadline:
                    first_rows.setdefault(row.extension_number, row)
            late = [row for row in first_rows.values() if row.decided_on > row.deadline]
            placement.followup_decided_count = len(first_rows)
            placement.followup_late_count = len(late)

    @api.depends("terms_ids.state", "terms_ids.kind", "terms_ids.sequence", "terms_ids.date_end")
    def _compute_extended_months(self):
        for placement in self:
            months, end = 0.0, None
            agreed = placement.terms_ids.filtered(lambda terms: terms.state == "agreed")
            for terms in agreed.sorted("sequence"):
                if terms.kind == "extension" and end and terms.date_end > end:
                    whole, days = periods.period_length(end + ONE_DAY, terms.date_end)
                    months += whole + days / 30
                end = terms.date_end
            placement.extended_months = round(months, 2)

    def _register_contact(self, day):
        result = super()._register_contact(day)
        # The day was noted in SQL, which tells nobody.
        self.exists().sudo().modified(["contact_day_ids"])
        return result
