from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date


class Proposal(NamedTuple):
    """What proposing a professional for an assignment comes to.

    :param outcome: ``new`` starts a placement, ``take_up`` gives the assignment to an open case
        in its first meeting, ``next`` goes on from the placement that ends, ``refused`` is a double
    :param placement: what is gone on with, or what stands in the way; as superuser
    :param reason: in words, empty for ``new``
    """

    outcome: str
    placement: models.BaseModel
    reason: str


class InterimPlacement(models.Model):
    """Proposing professionals for assignments: many at once, nobody twice on the same."""

    _inherit = "interim.placement"

    def _plan_proposals(self, pairs):
        """Return what proposing would do, by pair, in a fixed number of queries.

        Nobody stands on the same assignment twice; who was on it before may be tried again, and
        it is told. `self` is the placement that ends, when the proposal is to follow it.

        :param pairs: (professional, assignment) records
        :return: dict of `Proposal` by pair
        """
        known = self._search_same(pairs)
        waiting, others = self._search_waiting(pairs)
        found = self.browse(placement.id for placement in known.values())
        readable = found._filtered_access("read")
        plans = {}
        for pair in pairs:
            placement = known.get(pair, self.sudo().browse())
            is_told = placement.id in readable.ids
            if placement.active:
                reason = self._describe_double(placement, is_told)
                plans[pair] = Proposal("refused", placement, reason)
            else:
                remarks = [self._describe_closed(placement, is_told)] if placement else []
                plans[pair] = self._plan_new_proposal(pair, waiting, others, remarks)
        return plans

    def _plan_new_proposal(self, pair, waiting, others, remarks):
        professional, assignment = pair
        if assignment.deadline and assignment.deadline < fields.Datetime.now():
            remarks.append(self.env._("The closing time of the assignment has passed."))
        if refusal := professional.sudo()._describe_refusal():
            remarks.append(refusal)
        outcome, placement = "new", self.sudo().browse()
        if self and self.professional_id == professional:
            outcome, placement = "next", self.sudo()
        # A case goes on with one assignment; for a second one, another case begins.
        elif case := waiting.pop(professional, None):
            outcome, placement = "take_up", case.sudo()
            day = format_date(self.env, case.create_date, date_format="d MMM y")
            remarks.append(
                self.env._("Goes on with the case in its first meeting, begun on %s.", day)
            )
        elif case := others.get(professional):
            remarks.append(
                self.env._(
                    "Is in a first meeting with %s.", case.user_id.name or self.env._("nobody")
                )
            )
        return Proposal(outcome, placement, " ".join(remarks))

    def _search_same(self, pairs):
        """Return the placement of each pair, an open one before a closed one; as superuser.

        A double is a double, whoever looks after it.
        """
        found = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("professional_id", "in", [professional.id for professional, _a in pairs]),
                    ("assignment_id", "in", [assignment.id for _p, assignment in pairs]),
                ],
                order="active, id",
            )
        )
        return {
            (p.professional_id.with_env(self.env), p.assignment_id.with_env(self.env)): p
            for p in found
        }

    def _search_waiting(self, pairs):
        """Return by professional the case in its first meeting that has no assignment yet.

        Of those that the user looks after or that nobody does: a colleague's talk is not taken.

        :return: two dicts, the second with the cases of colleagues, as superuser
        """
        domain = Domain("professional_id", "in", [professional.id for professional, _a in pairs])
        domain &= Domain("phase", "=", "meeting") & Domain("assignment_id", "=", False)
        # The professional's next placement waits for what follows the one before.
        domain &= Domain("previous_placement_id", "=", False)
        cases = self.env["interim.placement"].sudo().search(domain, order="id desc")
        own, others = {}, {}
        for case in cases:
            professional = case.professional_id.with_env(self.env)
            is_own = case.user_id.id in (self.env.uid, False)
            (own if is_own else others)[professional] = case.with_env(self.env) if is_own else case
        return own, others

    def _describe_double(self, placement, is_told):
        """Tell that the professional is on the assignment already, as far as one may know (R7)."""
        recruiter = placement.user_id.name or self.env._("nobody")
        if not is_told:
            return self.env._("Is on this assignment already, with %s.", recruiter)
        return self.env._(
            "Is on this assignment already: %(stage)s, with %(recruiter)s.",
            stage=placement.stage_id.name,
            recruiter=recruiter,
        )

    def _describe_closed(self, placement, is_told):
        """Tell that the professional was on the assignment before, and how that ended."""
        if not is_told:
            return self.env._("Was on this assignment before, with a colleague.")
        return self.env._(
            "Was on this assignment before: %s.",
            placement.close_reason_id.name or self.env._("closed"),
        )

    def _propose(self, pairs):
        """Start placements for these pairs, and move them on to the proposal where that is met.

        What is a double by now is left out. The pairs are planned again here: between looking and
        clicking a colleague may have been quicker.

        :return: (placements, refused): the placements that were started or gone on with, and the
            `Proposal` of those that were not, by pair
        """
        # One at a time on the same assignments: two colleagues may click at the same moment.
        assignments = self.env["interim.assignment"].union(*(a for _p, a in pairs))
        assignments.sudo().lock_for_update()
        plans = self._plan_proposals(pairs)
        refused = {pair: plan for pair, plan in plans.items() if plan.outcome == "refused"}
        placements = self.create(
            [
                self._prepare_proposal_values(*pair)
                for pair, plan in plans.items()
                if plan.outcome == "new"
            ]
        )
        for (_professional, assignment), plan in plans.items():
            if plan.outcome == "take_up":
                case = plan.placement.with_env(self.env)
                case._take_up_assignment(assignment)
                placements |= case
            elif plan.outcome == "next":
                placements |= self._start_next_placements(assignment)
        return placements, refused

    def _prepare_proposal_values(self, professional, assignment):
        return {
            "professional_id": professional.id,
            "assignment_id": assignment.id,
            "company_id": assignment.company_id.id,
            **self._prepare_first_terms(professional, assignment),
        }

    def _prepare_first_terms(self, professional, assignment):
        """Return what an assignment asks for and the professional's lowest rate, as draft terms."""
        return {
            "professional_rate": professional.rate_min,
            **self._get_proposed_terms(assignment),
        }

    def _move_to_proposal(self):
        """Move those in their first meeting on to the proposal, as far as requirements are met.

        :return: dict of what is missing, as sentences, by placement that stayed
        """
        stage = self.env["interim.placement.stage"].search([("phase", "=", "proposal")], limit=1)
        waiting = self.filtered(lambda p: p.phase == "meeting") if stage else self.browse()
        missing = {}
        for old_stage, placements in waiting.grouped("stage_id").items():
            requirements = stage._get_entered_stages(old_stage).requirement_ids.sorted()
            for placement, unmet in requirements._get_missing(placements).items():
                missing[placement] = [text for texts in unmet.values() for text in texts]
        waiting.filtered(lambda p: not missing.get(p)).stage_id = stage
        return {placement: texts for placement, texts in missing.items() if texts}

    def _get_proposed_action(self):
        """Return the action that shows placements which were just proposed."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_placement_action"
        )
        action["name"] = self.env._("Proposed")
        action["context"] = {"create": False}
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")], "view_mode": "form"}
        action["domain"] = fields.Domain("id", "in", self.ids)
        return action
