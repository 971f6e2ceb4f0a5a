from ast import literal_eval
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class InterimPlacementRequirement(models.Model):
    """A condition that people switch on per stage (R1).

    Each rule is a method ``_missing_for_<rule>`` here that returns, for the placements that do
    not meet it, sentences on what is missing. Rule ``domain`` lets people write their own.
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
            ("contracts_signed", "Contracts are signed"),
            ("onboarding_done", "Onboarding checklist is done"),
            ("followup_decided", "Follow-up is decided"),
            ("handover_done", "Handover is done"),
            ("results_noted", "Results are noted"),
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

    def _get_missing(self, placements):
        """Return what placements miss, as {placement: {unmet requirement: sentences}}."""
        missing = {}
        for requirement in self:
            unmet = getattr(requirement, f"_missing_for_{requirement.rule}")(placements)
            for placement, sentences in unmet.items():
                missing.setdefault(placement, {})[requirement] = sentences
        return missing

    def _missing_for_assignment_set(self, placements):
        sentences = [self.env._("Choose the assignment.")]
        return {placement: sentences for placement in placements if not placement.assignment_id}

    def _missing_for_terms_filled(self, placements):
        empty = {
            placement: placement.current_terms_id._get_empty_labels() for placement in placements
        }
        return {
            placement: [self.env._("Fill in: %s.", ", ".join(labels))]
            for placement, labels in empty.items()
            if labels
        }

    def _missing_for_rate_within_ceiling(self, placements):
        missing = {}
        for placement in placements:
            ceiling, currency = placement.assignment_id.rate_max, placement.currency_id
            if ceiling and currency.compare_amounts(placement.client_rate, ceiling) > 0:
                sentence = self.env._(
                    "The client rate of %(rate)s is above the assignment's ceiling of %(ceiling)s.",
                    rate=currency.format(placement.client_rate),
                    ceiling=currency.format(ceiling),
                )
                missing[placement] = [sentence]
        return missing

    def _missing_for_cv_consent(self, placements):
        return {
            placement: [
                self.env._(
                    "Ask %s for permission to share the CV, and note the date on the professional.",
                    placement.professional_id.name,
                )
            ]
            for placement in placements
            if not placement.professional_id.consent_date
        }

    def _missing_for_terms_agreed(self, placements):
        sentences = [self.env._("Agree the terms (button Agree Terms).")]
        return {
            placement: sentences for placement in placements if placement.terms_state != "agreed"
        }

    def _missing_for_contracts_signed(self, placements):
        missing = {}
        parties = dict(
            self.env["interim.contract"]._fields["party"]._description_selection(self.env)
        )
        for placement in placements:
            terms = placement.current_terms_id
            unsigned = terms._get_unsigned_parties() if terms else []
            sentences = []
            for party in unsigned:
                contract = (
                    terms.sudo()
                    .contract_ids._filter_valid()
                    .filtered(lambda c, p=party: c.party == p)
                )
                sentences.append(contract._get_waiting_sentence(parties[party]))
            if not terms:
                sentences = [self.env._("Fill in the terms, and make the contracts.")]
            if sentences:
                missing[placement] = sentences
        return missing

    def _missing_for_onboarding_done(self, placements):
        stages = self.env["interim.placement.stage"].search([("phase", "=", "onboarding")])
        # The steps are the agency's standard; a recruiter need not have access to each of them.
        steps = stages.activity_plan_id.sudo().template_ids
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        planned, done = defaultdict(set), defaultdict(set)
        for res_id, step, active in activities._read_group(
            [
                ("res_model", "=", "interim.placement"),
                ("res_id", "in", placements.ids),
                ("interim_step_id", "in", steps.ids),
            ],
            ["res_id", "interim_step_id", "active"],
        ):
            planned[res_id].add(step.id)
            if not active:
                done[res_id].add(step.id)
        missing = {}
        for placement in placements:
            todo = steps.filtered(lambda step, p=placement: step.id not in done[p.id])
            if todo and not planned[placement.id]:
                sentence = self.env._(
                    "The onboarding checklist has not started. Move the placement to %s first.",
                    stages[0].name,
                )
                missing[placement] = [sentence]
            elif todo:
                names = ", ".join(step.summary or step.activity_type_id.name for step in todo)
                missing[placement] = [self.env._("Finish the onboarding checklist: %s.", names)]
        return missing

    def _missing_for_followup_decided(self, placements):
        sentences = [self.env._("Decide on the follow-up.")]
        return {
            placement: sentences
            for placement in placements
            if placement.followup_state == "undecided"
        }

    def _missing_for_handover_done(self, placements):
        sentences = [self.env._("Hand over the work, and note when and to whom.")]
        return {placement: sentences for placement in placements if not placement.handover_done}

    def _missing_for_results_noted(self, placements):
        sentences = [self.env._("Note at least one result of the placement.")]
        return {placement: sentences for placement in placements if not placement.result_ids}

    def _missing_for_domain(self, placements):
        met = placements.filtered_domain(self._get_domain())
        sentences = [self.message or self.name]
        return dict.fromkeys(placements - met, sentences)
