from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import periods
from ..tools.terms_sequence import booked_periods
from .terms_extension import TAKEN_OVER_FIELDS


class InterimPlacement(models.Model):
    """Extending, changing and shortening: always a new row of terms (R2)."""

    _inherit = "interim.placement"

    extension_count = fields.Integer(
        "Extensions",
        compute="_compute_extension",
        store=True,
        help="How many extensions were agreed.",
    )
    extension_until = fields.Date(
        compute="_compute_extension",
        store=True,
        help="The end that is in discussion.",
    )
    draft_terms_id = fields.Many2one(
        "interim.terms",
        "Terms in Discussion",
        compute="_compute_extension",
        store=True,
        index="btree_not_null",
        help="The extension or change that is neither agreed nor rejected.",
    )
    # As the user, not as superuser: they name no placement that the user may not see (R7).
    draft_difference_text = fields.Text(
        related="draft_terms_id.difference_text", related_sudo=False
    )
    draft_warning_text = fields.Text(related="draft_terms_id.warning_text", related_sudo=False)
    value_original = fields.Monetary(
        "Value of the Original",
        compute="_compute_value_by_kind",
        store=True,
        help="Value of what was agreed first, changes included, without the extensions.",
    )
    value_extensions = fields.Monetary(
        "Value of Extensions", compute="_compute_value_by_kind", store=True
    )

    @api.depends("terms_ids.state", "terms_ids.kind", "terms_ids.date_end")
    def _compute_extension(self):
        for placement in self:
            following = placement.terms_ids.filtered(lambda t: t.kind != "original")
            draft = following.filtered(lambda t: t.state == "draft")[:1]
            extensions = following.filtered(lambda t: t.kind == "extension")
            placement.draft_terms_id = draft
            placement.extension_until = draft.kind == "extension" and draft.date_end
            placement.extension_count = len(extensions.filtered(lambda t: t.state == "agreed"))

    @api.depends("terms_ids.state", "terms_ids.kind", "terms_ids.sequence", "terms_ids.value_total")
    def _compute_value_by_kind(self):
        for placement in self:
            values = {"original": 0.0, "extension": 0.0}
            kind = "original"
            for terms in placement.terms_ids.sorted("sequence"):
                if terms.state == "agreed":
                    # A change counts with what it changes.
                    kind = terms.kind if terms.kind in values else kind
                    values[kind] += terms.value_total
            placement.value_original = values["original"]
            placement.value_extensions = values["extension"]

    def action_extend(self):
        """Propose the next period by the assignment's options, or open what is in discussion."""
        return self._open_terms_form("extension")

    def action_change_terms(self):
        """Propose other hours, days, rates or an earlier end, or open what is in discussion."""
        return self._open_terms_form("change")

    def action_agree_draft(self):
        """Agree what is in discussion."""
        self.ensure_one()
        return self.draft_terms_id.action_agree()

    def action_reject_draft(self):
        """Ask why what is in discussion came to nothing."""
        self.ensure_one()
        return self.draft_terms_id.action_ask_reject()

    def _open_terms_form(self, kind):
        self.ensure_one()
        self.check_access("write")
        if self.terms_state != "agreed":
            raise UserError(
                self.env._(
                    "%s has no agreed terms to extend or change. Agree the original terms first.",
                    self.display_name,
                )
            )
        draft = self.draft_terms_id
        values = {} if draft else self._prepare_following_terms(kind)
        names = {"extension": self.env._("Extend"), "change": self.env._("Change Terms")}
        return {
            "name": names[draft.kind or kind],
            "type": "ir.actions.act_window",
            "res_model": "interim.terms",
            "view_mode": "form",
            "views": [
                (self.env.ref("interim_placement.interim_terms_view_form_discuss").id, "form")
            ],
            "res_id": draft.id,
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def _prepare_following_terms(self, kind):
        """Return the values of an extension or a change, to be discussed.

        An extension begins on the day after the end and lasts as long as the client's option
        says; a change holds from today on, up to the present end.
        """
        self.ensure_one()
        current = self.current_terms_id
        values = {name: current[name] for name in TAKEN_OVER_FIELDS}
        if kind == "extension":
            start = current.date_end + timedelta(days=1)
            months = self.sudo().assignment_id.extension_months
            end = periods.extension_end(current.date_end, months) if months else False
        else:
            today = fields.Date.context_today(self)
            start = min(max(today, current.date_start), current.date_end)
            end = current.date_end
        return {
            **values,
            "placement_id": self.id,
            "kind": kind,
            "date_start": start,
            "date_end": end,
        }

    def _get_totals_with(self, new):
        """Return (value, margin) of the whole placement as they would be with these terms.

        :param new: terms in discussion, saved or not
        """
        self.ensure_one()
        agreed = self.terms_ids.filtered(lambda t: t.state == "agreed").sorted("sequence")
        rows = [(terms, terms.date_start, terms.date_end) for terms in agreed]
        if new.date_start and new.date_end and new.date_start <= new.date_end:
            rows.append((new, new.date_start, new.date_end))
        totals = [terms._get_totals(start, end) for terms, start, end in booked_periods(rows)]
        return sum(value for value, _margin in totals), sum(margin for _value, margin in totals)
