from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class InterimPlacementRequirement(models.Model):
    """A condition that people switch on per stage (R1).

    Each rule is a method ``_missing_for_<rule>`` here that returns, for one placement, a
    list of what is missing in plain words. Rule ``domain`` lets people write their own.
    """

    _name = "interim.placement.requirement"
    _description = "Stage Requirement"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    rule = fields.Selection(
        [
            ("assignment_set", "Assignment is set"),
            ("terms_filled", "Period, hours and both rates are filled"),
            ("rate_within_ceiling", "Client rate is within the assignment's ceiling"),
            ("cv_consent", "Professional allowed to share the CV"),
            ("terms_agreed", "Terms are agreed"),
            ("onboarding_done", "Onboarding checklist is done"),
            ("followup_decided", "Follow-up is decided"),
            ("domain", "Own condition"),
        ],
        required=True,
        default="domain",
    )
    domain = fields.Char(
        "Condition", default="[]", help="A placement meets the requirement when this matches it."
    )
    message = fields.Char(
        translate=True, help="What to tell the recruiter when an own condition is not met."
    )
    stage_ids = fields.Many2many("interim.placement.stage", string="Stages")

    @api.constrains("rule", "domain", "message")
    def _check_domain(self):
        for requirement in self.filtered(lambda r: r.rule == "domain"):
            try:
                self.env["interim.placement"].search_count(requirement._get_domain(), limit=1)
            except (ValueError, SyntaxError, KeyError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of requirement %(name)s cannot be used: %(error)s",
                        name=requirement.name,
                        error=error,
                    )
                ) from error

    def _get_domain(self):
        self.ensure_one()
        return literal_eval(self.domain or "[]")

    def _get_missing(self, placement):
        """Return what the placement misses, as lists of sentences by unmet requirement."""
        missing = {}
        for requirement in self:
            if sentences := getattr(requirement, f"_missing_for_{requirement.rule}")(placement):
                missing[requirement] = sentences
        return missing

    def _missing_for_assignment_set(self, placement):
        return [] if placement.assignment_id else [self.env._("Choose the assignment.")]

    def _missing_for_terms_filled(self, placement):
        empty = placement.current_terms_id._get_empty_labels()
        return [self.env._("Fill in: %s.", ", ".join(empty))] if empty else []

    def _missing_for_rate_within_ceiling(self, placement):
        ceiling = placement.assignment_id.rate_max
        currency = placement.currency_id
        if not ceiling or currency.compare_amounts(placement.client_rate, ceiling) <= 0:
            return []
        return [
            self.env._(
                "The client rate of %(rate)s is above the assignment's ceiling of %(ceiling)s.",
                rate=currency.format(placement.client_rate),
                ceiling=currency.format(ceiling),
            )
        ]

    def _missing_for_cv_consent(self, placement):
        if placement.professional_id.consent_date:
            return []
        return [
            self.env._(
                "Ask %s for permission to share the CV, and note the date on the professional.",
                placement.professional_id.name,
            )
        ]

    def _missing_for_terms_agreed(self, placement):
        if placement.terms_state == "agreed":
            return []
        return [self.env._("Agree the terms (button Agree Terms).")]

    def _missing_for_onboarding_done(self, placement):
        stages = self.env["interim.placement.stage"]
        onboarding_stages = stages.browse(stages._get_checklist_stage_ids("onboarding"))
        steps = placement.stage_checklist_ids.filtered(
            lambda activity: activity.interim_stage_id in onboarding_stages
        )
        if onboarding_stages and not steps:
            return [
                self.env._(
                    "The onboarding checklist has not started. Move the placement to %s first.",
                    onboarding_stages[0].name,
                )
            ]
        todo = steps.filtered("active")
        if not todo:
            return []
        names = ", ".join(activity.summary or activity.activity_type_id.name for activity in todo)
        return [self.env._("Finish the onboarding checklist: %s.", names)]

    def _missing_for_followup_decided(self, placement):
        if placement.followup_state != "undecided":
            return []
        return [self.env._("Decide on the follow-up.")]

    def _missing_for_domain(self, placement):
        if placement.filtered_domain(self._get_domain()):
            return []
        return [self.message or self.name]
