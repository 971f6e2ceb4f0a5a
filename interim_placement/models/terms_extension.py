from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from ..tools import periods
from .placement_terms import TERMS_FIELDS

# What an extension or a change takes over from the terms before, but for the period.
TAKEN_OVER_FIELDS = (
    *(name for name in TERMS_FIELDS if not name.startswith("date_")),
    "notice_months",
    "notice_rule",
    "payment_days",
)
# Permission to share a CV is asked anew after a year. Source: retention periods of the AVG in
# recruitment, at most a year with consent.
CONSENT_MONTHS = 12


class InterimTerms(models.Model):
    """Extensions and changes in discussion: what differs, what it is worth, what to heed."""

    _inherit = "interim.terms"

    months = fields.Integer(
        compute="_compute_months",
        readonly=False,
        help="Whole months. Fill it in to set the end.",
    )
    difference_text = fields.Text("What Differs", compute="_compute_discussion")
    warning_text = fields.Text("Look Out", compute="_compute_discussion")

    @api.depends("date_start", "date_end")
    def _compute_months(self):
        for terms in self:
            start, end = terms.date_start, terms.date_end
            is_period = start and end and start <= end
            terms.months = periods.period_length(start, end)[0] if is_period else 0

    @api.onchange("months")
    def _onchange_months(self):
        start, end = self.date_start, self.date_end
        is_same = (
            start and end and start <= end and periods.period_length(start, end)[0] == self.months
        )
        if start and self.months > 0 and not is_same:
            try:
                self.date_end = periods.period_end(start, self.months)
            except ValueError:
                self.date_end = False

    @api.depends("kind", "state", *TERMS_FIELDS, "notice_months", "notice_rule", "payment_days")
    @api.depends_context("uid", "lang")
    def _compute_discussion(self):
        for terms in self:
            is_open = terms.state == "draft" and terms.kind != "original"
            current = terms.placement_id.current_terms_id if is_open else self.browse()
            differs = current._describe_differences(terms) if current else []
            warnings = terms._get_warnings(current) if current else []
            terms.difference_text = "\n".join(differs) or False
            terms.warning_text = "\n".join(warnings) or False

    # Rejecting and withdrawing

    def action_ask_reject(self):
        """Ask for the reason why these draft terms came to nothing."""
        self.ensure_one()
        return {
            "name": self.env._("Reject or Withdraw"),
            "type": "ir.actions.act_window",
            "res_model": "interim.terms.reject",
            "view_mode": "form",
            "target": "new",
            "context": {"default_terms_id": self.id},
        }

    def _give_up(self, state, reason):
        """Close draft terms that came to nothing; the log of the placement says why.

        :param str state: ``rejected`` by the other side, or ``withdrawn``
        :param str reason: why
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(terms)s of %(placement)s is no draft any more. Reload the page to see what"
                    " became of it.",
                    terms=self.display_name,
                    placement=self.placement_id.display_name,
                )
            )
        self.write({"state": state, "reason": reason})

    def write(self, vals):
        """Write values; what came to nothing is logged on the placement."""
        result = super().write(vals)
        if vals.get("state") in ("rejected", "withdrawn"):
            self._log_given_up()
        return result

    def _log_given_up(self):
        """Log on the placements what came to nothing. Without rates (R6)."""
        sentences = {
            "rejected": self.env._("Terms rejected: %(terms)s. %(reason)s"),
            "withdrawn": self.env._("Terms withdrawn: %(terms)s. %(reason)s"),
        }
        bodies = {
            terms.placement_id.id: sentences[terms.state]
            % {"terms": terms.display_name, "reason": terms.reason or ""}
            for terms in self
        }
        self.placement_id._message_log_batch(bodies=bodies)

    # What differs, and what to look out for

    def _describe_differences(self, new):
        """Return in sentences what other terms say differently, and what they are worth.

        :param new: terms in discussion
        """
        self.ensure_one()
        names = ("date_end", *TAKEN_OVER_FIELDS)
        labels = self.fields_get(names, ["string"])
        sentences = [
            self.env._(
                "%(field)s: %(new)s (was %(old)s)",
                field=labels[name]["string"],
                new=new._format_contract_value(name, new[name]),
                old=self._format_contract_value(name, self[name]),
            )
            for name in names
            if self[name] != new[name]
        ]
        placement = new.placement_id
        before, value, margin = placement.value_total, new.value_total, new.margin_total
        if new.kind == "extension":
            sentences.append(
                self.env._(
                    "Value of the extension: %(value)s, margin %(margin)s.",
                    value=self._format_amount(value),
                    margin=self._format_amount(margin),
                )
            )
        after = placement._get_totals_with(new)
        sentences.append(
            self.env._(
                "The placement in total: %(value)s (was %(before)s), margin %(margin)s (was"
                " %(margin_before)s).",
                value=self._format_amount(after[0]),
                before=self._format_amount(before),
                margin=self._format_amount(after[1]),
                margin_before=self._format_amount(placement.margin_total),
            )
        )
        return sentences

    def _get_warnings(self, current):
        """Return what to look out for before these terms are agreed, as sentences.

        They advise and never block: the recruiter decides.

        :param current: the agreed terms that these extend or change
        """
        self.ensure_one()
        if not self.date_start or not self.date_end or self.date_end < self.date_start:
            return [self.env._("Fill in the period.")]
        sentences = [self._get_seam_problem(current.date_end)]
        if self.kind == "extension":
            sentences += self._get_option_warnings()
            sentences += self._get_use_by_warnings(current)
        elif self.date_end < current.date_end:
            sentences += self._get_notice_warnings(current)
        sentences += self._get_length_warnings()
        sentences += self._get_rate_warnings()
        sentences += self._get_paper_warnings()
        sentences += self._get_capacity_warnings()
        return [sentence for sentence in sentences if sentence]

    def _get_option_warnings(self):
        # As superuser: the assignment may be a colleague's.
        placement = self.placement_id.sudo()
        assignment, used = placement.assignment_id, placement.extension_count
        if not assignment.extension_count:
            return [self.env._("The client's request names no option to extend.")]
        if used >= assignment.extension_count:
            return [
                self.env._(
                    "The options to extend are used up: %(used)s of %(count)s.",
                    used=used,
                    count=assignment.extension_count,
                )
            ]
        most = assignment.extension_months
        if most and periods.period_length(self.date_start, self.date_end) > (most, 0):
            return [self.env._("The option is for %s months, this extension is longer.", most)]
        return []

    def _get_use_by_warnings(self, current):
        today = fields.Date.context_today(self)
        if current.date_end < today:
            return [
                self.env._(
                    "What was agreed ended on %s: nothing holds since.",
                    self._format_day(current.date_end),
                )
            ]
        use_by = periods.latest_notice(current.date_end, current.notice_months, current.notice_rule)
        if use_by < today:
            return [
                self.env._(
                    "An option to extend is used before the notice period; that began after %s.",
                    self._format_day(use_by),
                )
            ]
        return []

    def _get_notice_warnings(self, current):
        today = fields.Date.context_today(self)
        earliest = periods.notice_end(today, current.notice_months, current.notice_rule)
        if self.date_end < min(earliest, current.date_end):
            return [
                self.env._(
                    "With notice given today the placement ends on %s at the earliest. Both sides"
                    " must agree to an earlier end.",
                    self._format_day(earliest),
                )
            ]
        return []

    def _get_length_warnings(self):
        placement = self.placement_id
        assignment_type = placement.sudo().assignment_id.type_id
        if not assignment_type or not placement.date_start:
            return []
        return [assignment_type._get_length_warning(placement.date_start, self.date_end)]

    def _get_rate_warnings(self):
        sentences = []
        ceiling = self.placement_id.sudo().assignment_id.rate_max
        if ceiling and self.currency_id.compare_amounts(self.client_rate, ceiling) > 0:
            sentences.append(
                self.env._(
                    "The client rate is above the assignment's ceiling of %s.",
                    self._format_amount(ceiling),
                )
            )
        if self.margin < 0:
            sentences.append(self.env._("The margin is below zero."))
        return sentences

    def _get_paper_warnings(self):
        """Return which certificates and which consent do not last, as sentences."""
        professional = self.placement_id.professional_id
        sentences = [
            self.env._(
                "The certificate %(name)s of %(professional)s ends on %(date)s.",
                name=certificate.certification_id.name,
                professional=professional.name,
                date=self._format_day(certificate.valid_until),
            )
            for certificate in professional.certificate_ids
            if certificate.valid_until and certificate.valid_until < self.date_end
        ]
        consent = professional.consent_date
        last_year = fields.Date.context_today(self) - relativedelta(months=CONSENT_MONTHS)
        if not consent:
            sentences.append(
                self.env._("%s has not allowed the agency to share the CV.", professional.name)
            )
        elif consent < last_year:
            sentences.append(
                self.env._(
                    "%(professional)s allowed sharing the CV on %(date)s, more than a year ago. Ask"
                    " again.",
                    professional=professional.name,
                    date=self._format_day(consent),
                )
            )
        return sentences

    def _get_capacity_warnings(self):
        placement = self.placement_id
        return placement._get_conflicts(self).get(placement, []) if placement else []

    def _format_day(self, day):
        return format_date(self.env, day)

    def _format_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)
