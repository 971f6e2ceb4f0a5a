from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools import matching
from .hours_words import describe_hours


class InterimProfessional(models.Model):
    """What a client is told of a professional, and what was told to whom."""

    _name = "interim.professional"
    _inherit = ["interim.professional", "interim.presented.mixin"]

    permission_ids = fields.One2many("interim.permission", "professional_id", "Permissions")
    disclosure_ids = fields.One2many("interim.disclosure", "professional_id", "Disclosures")

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

    def _get_presentations(self, assignment, is_anonymous=False):
        """Return what a client is told of these professionals, as (label, text) pairs.

        The neutral presentation: what fits the assignment, in plain texts in the language of the
        environment. Never a rate (R6), notes, scores, health, or anything that says who somebody is
        beyond what the client needs to choose: no photo, age, gender, address or other clients'
        judgment (R8). When and how much is what matching knows for this assignment.

        :param assignment: what the client asks for; what it asks is named first
        :param is_anonymous: leave out what would tell who it is: at which client a result was
        :return: dict of lists of pairs by id
        """
        if not self:
            return {}
        demand = assignment._get_demands()[assignment.id]
        candidates = self._get_candidates()
        return {
            professional.id: [
                (label, text)
                for label, text in (
                    *professional._describe_skills(assignment),
                    *professional._describe_free_time(candidates[professional.id], demand),
                    *professional._describe_results(is_anonymous),
                )
                if text
            ]
            for professional in self
        }

    def _describe_skills(self, assignment):
        """Return level, expertise and certificates as (label, text) pairs."""
        levels = dict(self._fields["level"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        certificates = self.certificate_ids.filtered(
            lambda line: not line.valid_until or line.valid_until >= today
        )
        asked = self.expertise_ids & assignment.expertise_ids
        return [
            (self.env._("Level"), levels.get(self.level)),
            (
                self.env._("Expertise"),
                ", ".join((asked | (self.expertise_ids - asked)).mapped("name")),
            ),
            (
                self.env._("Certificates"),
                ", ".join(certificates.certification_id.mapped("name")),
            ),
        ]

    def _describe_free_time(self, candidate, demand):
        """Return when and how much is free as (label, text) pairs; empty texts are not known.

        :param candidate: the matching.Candidate of this professional
        :param demand: the matching.Demand of the assignment
        """
        today = fields.Date.context_today(self)
        start = max(demand.start or today, today)
        free = matching.find_free(candidate, demand, start, today)
        begin = max(start, free.day) if free.is_limit_known else start
        week = matching.find_week(candidate, demand, begin)
        names = self._get_weekday_short_names()
        return [
            (self.env._("Available"), self._describe_free_from(candidate, free, today)),
            (self.env._("Hours a week"), self._describe_free_hours(candidate, week.hours)),
            (
                self.env._("Days"),
                ", ".join(names[day] for day in sorted(candidate.weekdays - week.weekdays)),
            ),
        ]

    def _describe_free_from(self, candidate, free, today):
        """Return from when, in words; empty when it is not known."""
        if candidate.refused_on or not (free.is_told and free.is_limit_known):
            return ""
        if free.day <= today:
            return self.env._("at once")
        return self.env._("from %s", format_date(self.env, free.day, date_format="long"))

    def _describe_free_hours(self, candidate, taken):
        """Return how many hours a week are left, in words; empty when it is not known.

        :param float taken: hours a week of other assignments
        """
        if taken and not candidate.hours_max:
            return ""
        return describe_hours(
            self.env, max(candidate.hours_min - taken, 0), max(candidate.hours_max - taken, 0)
        )

    def _describe_results(self, is_anonymous):
        return [(self.env._("Result"), text) for text in self._get_quotable_results(is_anonymous)]

    def _get_quotable_results(self, is_anonymous):
        """Return the results that may be named in a proposal, the latest first."""
        texts = []
        for result in self.result_ids.filtered("may_quote"):
            client = not is_anonymous and result.client_id.name
            texts.append(f"{result.name} ({client})" if client else result.name)
        return texts
