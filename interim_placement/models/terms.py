from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ..tools import money
from ..tools.terms_sequence import booked_periods

KINDS = [("original", "Original"), ("extension", "Extension"), ("change", "Change")]
# Terms that came to nothing stay on record.
CLOSED_STATES = ("rejected", "withdrawn")


class InterimTerms(models.Model):
    """Period, hours, days and rates of a placement, proposed or agreed (R2).

    Agreed terms never change: a change is a new row. What was agreed stays readable, and
    papers made from it stay true.
    """

    _name = "interim.terms"
    _description = "Placement Terms"
    _inherit = ["interim.weekday.mixin", "interim.derived.mixin", "interim.placement.link.mixin"]
    _order = "placement_id, sequence, id"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "interim.placement", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        KINDS,
        required=True,
        default="original",
    )
    sequence = fields.Integer(
        required=True, default=1, readonly=True, help="The order in which the terms were made."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("agreed", "Agreed"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
    )
    agreed_on = fields.Date(copy=False)
    agreed_by_id = fields.Many2one("res.users", "Recorded By", copy=False, ondelete="restrict")
    reason = fields.Char(help="Why the terms were changed, rejected or withdrawn.")

    date_start = fields.Date("Start")
    date_end = fields.Date("End", help="The last day, inclusive.")
    hours_per_week = fields.Float("Hours a Week")
    office_days = fields.Integer("Office Days a Week")
    client_rate = fields.Monetary(help="What the client pays per hour, without VAT.")
    professional_rate = fields.Monetary(help="What the professional is paid per hour, without VAT.")
    margin = fields.Monetary(compute="_compute_margin", help="Per hour, without VAT.")
    notice_months = fields.Integer("Notice, Months", default=1)
    notice_rule = fields.Selection(
        [("day", "Day to Day"), ("month_end", "Towards Month End")],
        required=True,
        default="month_end",
    )
    payment_days = fields.Integer("Payment Term, Days", default=30)

    _one_draft = models.UniqueIndex(
        "(placement_id) WHERE state = 'draft'",
        "A placement has one draft of its terms at a time. Change, agree or reject that one first.",
    )
    _one_original = models.UniqueIndex(
        "(placement_id) WHERE kind = 'original' AND state IN ('draft', 'agreed')",
        "A placement has its original terms only once. Add an extension or a change instead.",
    )
    _agreed_period_idx = models.Index("(date_end, date_start) WHERE state = 'agreed'")
    _period_order = models.Constraint(
        "CHECK(date_end >= date_start)", "The terms end before they start. Change their period."
    )
    _hours_range = models.Constraint(
        "CHECK(hours_per_week BETWEEN 0 AND 168)", "The hours a week must be between 0 and 168."
    )
    _office_days_range = models.Constraint(
        "CHECK(office_days BETWEEN 0 AND 7)", "The office days a week must be between 0 and 7."
    )
    _amounts_positive = models.Constraint(
        "CHECK(client_rate >= 0 AND professional_rate >= 0 AND notice_months >= 0"
        " AND payment_days >= 0)",
        "Rates, notice and payment term of the terms cannot be negative.",
    )

    @api.constrains("state", "date_start", "date_end", "hours_per_week", "client_rate")
    def _check_agreed_complete(self):
        for terms in self.filtered(lambda t: t.state == "agreed"):
            empty = terms._get_empty_labels()
            if empty:
                raise ValidationError(
                    self.env._(
                        "The terms of %(placement)s cannot be agreed yet. Fill in: %(fields)s.",
                        placement=terms.placement_id.display_name,
                        fields=", ".join(empty),
                    )
                )

    @api.constrains("agreed_on")
    def _check_agreed_on(self):
        for terms in self:
            if terms.agreed_on and terms.agreed_on > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._(
                        "The terms of %(placement)s cannot have been agreed on %(date)s, which is"
                        " still to come.",
                        placement=terms.placement_id.display_name,
                        date=format_date(self.env, terms.agreed_on),
                    )
                )

    @api.constrains("kind", "sequence", "placement_id")
    def _check_original_first(self):
        for terms in self.filtered(lambda t: t.kind != "original"):
            if "agreed" not in (terms.placement_id.terms_ids - terms).mapped("state"):
                raise ValidationError(
                    self.env._(
                        "%(placement)s has no agreed terms to extend or change. Agree the original"
                        " terms first.",
                        placement=terms.placement_id.display_name,
                    )
                )

    @api.depends("client_rate", "professional_rate")
    def _compute_margin(self):
        for terms in self:
            terms.margin = float(money.margin(terms.client_rate, terms.professional_rate))

    @api.depends("kind", "date_start", "date_end")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for terms in self:
            terms.display_name = self.env._(
                "%(kind)s: %(period)s", kind=kinds[terms.kind], period=terms._format_period()
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Create terms, numbered in the order in which they are made for their placement."""
        last = dict(
            self.sudo()._read_group(
                [("placement_id", "in", [vals.get("placement_id") for vals in vals_list])],
                ["placement_id"],
                ["sequence:max"],
            )
        )
        next_sequence = {placement.id: sequence + 1 for placement, sequence in last.items()}
        # The unique indexes look at the database: a rejected draft must not count there any more.
        self.flush_model(["kind", "state"])
        # Whoever sends the context says the defaults: they agree for nobody else either.
        default_state = self.default_get(["state"])["state"]
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            placement_id = vals.get("placement_id")
            vals["sequence"] = next_sequence.get(placement_id, 1)
            next_sequence[placement_id] = vals["sequence"] + 1
            if vals.get("state", default_state) == "agreed":
                vals.update(self._prepare_agreement_values(vals))
        terms = super().create(vals_list)
        terms.filtered(lambda t: t.state == "agreed")._log_agreement()
        terms.placement_id._after_terms_change()
        return terms

    def write(self, vals):
        """Write values of terms that are not agreed yet; agreeing is logged on the placement.

        :raises UserError: for agreed terms, and when terms would move to another placement (R2)
        """
        frozen = self.filtered(lambda t: t.state == "agreed")
        if frozen and vals:
            raise UserError(frozen[0]._get_frozen_message())
        if "placement_id" in vals and any(t.placement_id.id != vals["placement_id"] for t in self):
            raise UserError(
                self.env._(
                    "Terms stay with their placement. Make new terms on the other placement."
                )
            )
        if "sequence" in vals and any(t.sequence != vals["sequence"] for t in self):
            raise UserError(self.env._("Terms keep the order in which they were made."))
        is_opened = vals.get("state") in ("draft", "agreed")
        if is_opened and any(t.state in CLOSED_STATES for t in self):
            raise UserError(
                self.env._(
                    "These terms came to nothing and cannot be agreed any more. Make new terms."
                )
            )
        if vals.get("state") == "agreed":
            vals = {**vals, **self._prepare_agreement_values(vals)}
        result = super().write(vals)
        if vals.get("state") == "agreed":
            self._log_agreement()
        if not vals.keys().isdisjoint({"state", "kind"}):
            self.placement_id._after_terms_change()
        return result

    def unlink(self):
        """Delete drafts; what waited for them goes on."""
        placements = self.placement_id
        result = super().unlink()
        placements.exists()._after_terms_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for terms in self:
            if terms.state == "agreed":
                raise UserError(terms._get_frozen_message())

    def action_agree(self):
        """Agree draft terms. Asks first when the professional's week would be overbooked (R3)."""
        draft = self.filtered(lambda t: t.state == "draft")
        if any(draft.placement_id._get_conflicts(draft).values()) and not self.env.context.get(
            "interim_conflict_accepted"
        ):
            return {
                "name": self.env._("Agree Terms"),
                "type": "ir.actions.act_window",
                "res_model": "interim.terms.agree",
                "view_mode": "form",
                "target": "new",
                "context": {"default_terms_ids": draft.ids},
            }
        draft.write({"state": "agreed"})
        return None

    def action_reject(self):
        """Reject draft terms. They stay on record, and a new draft can be made."""
        self.filtered(lambda t: t.state == "draft").write({"state": "rejected"})

    @api.model
    def _get_required_fields(self):
        """Return the fields without which terms mean nothing and cannot be agreed."""
        return ["date_start", "date_end", "hours_per_week", "client_rate", "professional_rate"]

    def _get_empty_labels(self):
        """Return the labels of the required fields that are empty."""
        required = self._get_required_fields()
        labels = self.fields_get(required, ["string"])
        return [labels[name]["string"] for name in required if not (self and self[name])]

    @api.model
    def _prepare_agreement_values(self, vals):
        return {
            "agreed_on": vals.get("agreed_on") or fields.Date.context_today(self),
            # Who records it is a fact, not a choice; only imports by the system know better.
            "agreed_by_id": (self.env.su and vals.get("agreed_by_id")) or self.env.uid,
        }

    def _get_frozen_message(self):
        return self.env._(
            "The terms of %(placement)s (%(terms)s) were agreed on %(date)s and cannot be changed"
            " any more. Record what changes as new terms.",
            placement=self.placement_id.display_name,
            terms=self.display_name,
            date=format_date(self.env, self.agreed_on),
        )

    def _format_period(self):
        """Return the period as text in the user's language, open ends included."""
        unknown = self.env._("open")
        return self.env._(
            "%(start)s to %(end)s",
            start=(self.date_start and format_date(self.env, self.date_start)) or unknown,
            end=(self.date_end and format_date(self.env, self.date_end)) or unknown,
        )

    def _log_agreement(self):
        """Log the agreement on the placements. Without rates: followers may read along (R6)."""
        # Who may read this log need not see the placement that it conflicts with (R7).
        conflicts = self.placement_id.with_context(interim_anonymous=True)._get_conflicts()
        bodies = {}
        for terms in self:
            lines = [
                self.env._(
                    "Terms agreed: %(terms)s, %(hours)s hours a week.",
                    terms=terms.display_name,
                    hours=f"{terms.hours_per_week:g}",
                )
            ]
            if conflicts[terms.placement_id]:
                lines.append(self.env._("Agreed in spite of:"))
                lines += conflicts[terms.placement_id]
            bodies[terms.placement_id.id] = Markup("<br/>").join(lines)
        self.placement_id._message_log_batch(bodies=bodies)

    def _get_booked_periods(self):
        """Return what these terms of one placement book, as (terms, start, end) tuples.

        Later terms hold from their own start; what earlier terms say after that is void.
        """
        rows = ((terms, terms.date_start, terms.date_end) for terms in self.sorted("sequence"))
        return booked_periods(rows)
