from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class InterimProfessional(models.Model):
    """What a client is told of a professional, and what was told to whom."""

    _inherit = "interim.professional"

    permission_ids = fields.One2many("interim.permission", "professional_id", "Permissions")
    disclosure_ids = fields.One2many("interim.disclosure", "professional_id", "Disclosures")
    disclosure_count = fields.Integer("Presented", compute="_compute_disclosure_count")

    def _compute_disclosure_count(self):
        counts = dict(
            self.env["interim.disclosure"]._read_group(
                [("professional_id", "in", self.ids)], ["professional_id"], ["__count"]
            )
        )
        for professional in self:
            professional.disclosure_count = counts.get(professional._origin, 0)

    def write(self, vals):
        """Write values; who was presented stays the same person, of the same company."""
        for name in ("partner_id", "company_id"):
            changed = self.filtered(
                lambda professional, name=name: name in vals and professional[name].id != vals[name]
            )
            if changed and (presented := changed._get_presented()):
                raise UserError(
                    self.env._(
                        "%s: contact and company cannot be changed, because the log of what clients"
                        " were told is about this person. Make a new professional instead.",
                        ", ".join(presented.mapped("name")),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_presented(self):
        if presented := self._get_presented():
            raise UserError(
                self.env._(
                    "%s cannot be deleted: the log of what clients were told is about them. Archive"
                    " them instead.",
                    ", ".join(presented.mapped("name")),
                )
            )

    def action_view_disclosures(self):
        """Open what clients were told of this professional."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_disclosure_action"
        )
        return {**action, "domain": [("professional_id", "=", self.id)], "context": {}}

    def _get_presented(self):
        """Return those of these professionals that were presented to a client."""
        groups = (
            self.env["interim.disclosure"]
            .sudo()
            ._read_group([("professional_id", "in", self.ids)], ["professional_id"])
        )
        return self.browse(professional.id for (professional,) in groups)

    def _get_consent_problem(self):
        """Return why the CV may not be shared, as a sentence with the remedy, or False."""
        self.ensure_one()
        if not self.active:
            return self.env._("Archived. Restore the professional first.")
        if not self.consent_date:
            return self.env._(
                "No CV consent on record. Ask, and note it on the professional: CV Consent Given"
                " Today."
            )
        if self.consent_date > fields.Date.context_today(self):
            return self.env._(
                "The CV consent is from %s on. Correct the day on the professional.",
                format_date(self.env, self.consent_date),
            )
        return False

    def _get_presentation(self, assignment, is_anonymous=False):
        """Return what a client is told of this professional, as (label, text) pairs.

        The neutral presentation: what fits the assignment, in plain texts in the language of the
        environment. Never a rate (R6), notes, scores, health, or anything that says who somebody is
        beyond what the client needs to choose: no photo, age, gender, address or other clients'
        judgment (R8).

        :param assignment: what the client asks for; what it asks is named first
        :param is_anonymous: leave out what would tell who it is: at which client a result was
        """
        self.ensure_one()
        levels = dict(self._fields["level"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        certificates = self.certificate_ids.filtered(
            lambda line: not line.valid_until or line.valid_until >= today
        )
        asked = self.expertise_ids & assignment.expertise_ids
        pairs = [
            (self.env._("Level"), levels.get(self.level)),
            (
                self.env._("Expertise"),
                ", ".join((asked | (self.expertise_ids - asked)).mapped("name")),
            ),
            (
                self.env._("Certificates"),
                ", ".join(certificates.certification_id.mapped("name")),
            ),
            (self.env._("Available"), self._describe_free_from()),
            (self.env._("Hours a week"), self._describe_free_hours()),
            (self.env._("Days"), self.weekday_summary),
            *((self.env._("Result"), text) for text in self._get_quotable_results(is_anonymous)),
        ]
        return [(label, text) for label, text in pairs if text]

    def _describe_free_from(self):
        """Return from when, in words; empty when it is not known."""
        if self.availability == "unknown":
            return ""
        today = fields.Date.context_today(self)
        days = [self.available_from or today]
        if self.placed_until:
            days.append(self.placed_until + timedelta(days=1))
        day = max(days)
        if day <= today:
            return self.env._("at once")
        return self.env._("from %s", format_date(self.env, day, date_format="long"))

    def _describe_free_hours(self):
        low, high = (f"{hours:g}" for hours in (self.hours_min, self.hours_max))
        if self.hours_min and self.hours_max:
            return low if low == high else self.env._("%(low)s to %(high)s", low=low, high=high)
        if self.hours_max:
            return self.env._("at most %s", high)
        return self.env._("at least %s", low) if self.hours_min else ""

    def _get_quotable_results(self, is_anonymous):
        """Return the results that may be named in a proposal, the latest first."""
        texts = []
        for result in self.result_ids.filtered("may_quote"):
            client = not is_anonymous and result.client_id.name
            texts.append(f"{result.name} ({client})" if client else result.name)
        return texts
