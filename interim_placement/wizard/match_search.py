import json

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.match_words import MatchWords
from ..tools import matching

# The best so many of those who meet the knock-out requirements, as far as is known, and the best so
# many of the others, are kept: nobody reads further, and nothing is hidden silently.
MOST_POSSIBLE = 500
MOST_UNMET = 500


# Results that pass, and no wizard: nothing is asked in them.
class InterimMatchSearch(models.TransientModel):
    """One search for who fits an assignment, or which assignments fit a professional.

    What was found is kept for as long as somebody looks at it; nothing is decided by it (R8).
    """

    _name = "interim.match.search"
    _description = "Search for Matches"
    _transient_max_hours = 24

    assignment_id = fields.Many2one("interim.assignment", ondelete="cascade")
    professional_id = fields.Many2one("interim.professional", ondelete="cascade")
    placement_id = fields.Many2one(
        "interim.placement",
        "Ending Placement",
        ondelete="cascade",
        help="The placement that ends, when it is asked what its professional could do next.",
    )
    match_ids = fields.One2many("interim.match", "search_id", "Matches")
    considered_count = fields.Integer(help="How many were looked at.")
    kept_count = fields.Integer(help="How many of them are shown.")

    @api.depends("assignment_id", "professional_id")
    def _compute_display_name(self):
        for search in self:
            searched = search.assignment_id or search.professional_id
            search.display_name = self.env._("Matches for %s", searched.display_name)

    @api.model
    def _search_professionals(self, assignment):
        """Return a search with the professionals who fit an assignment, as the user may see them.

        Everybody of the company is looked at, whoever is on the assignment already included.

        :param assignment: one interim.assignment that the user may read
        """
        assignment.ensure_one()
        assignment.check_access("read")
        demand = assignment._get_demands()[assignment.id]
        professionals = self.env["interim.professional"].search(
            [("company_id", "=", assignment.company_id.id)], order="id"
        )
        candidates = professionals._get_candidates().values()
        pairs = ((candidate, demand) for candidate in candidates)
        return self._keep_best(assignment.company_id, pairs, {"assignment_id": assignment.id})

    @api.model
    def _search_assignments(self, professional, placement=None):
        """Return a search with the open assignments that fit a professional.

        :param professional: one interim.professional that the user may read
        :param placement: the placement of this professional that ends; then what was said lately
            about what comes next counts
        """
        professional.ensure_one()
        professional.check_access("read")
        if placement:
            placement.check_access("read")
            candidate = placement._get_next_candidate()
        else:
            candidate = professional._get_candidates()[professional.id]
        demands = (
            self.env["interim.assignment"]
            .search(self._get_open_domain(professional.company_id), order="id")
            ._get_demands()
            .values()
        )
        pairs = ((candidate, demand) for demand in demands)
        values = {
            "professional_id": professional.id,
            "placement_id": placement.id if placement else False,
        }
        return self._keep_best(professional.company_id, pairs, values)

    @api.model
    def _get_open_domain(self, company):
        """Return which assignments of a company can still be proposed for."""
        return Domain(
            [
                ("state", "=", "open"),
                ("company_id", "=", company.id),
                "|",
                ("deadline", "=", False),
                ("deadline", ">=", fields.Datetime.now()),
            ]
        )

    @api.model
    def _keep_best(self, company, pairs, values):
        """Match pairs, and return a search with the best of them.

        :param pairs: iterable of (candidate, demand)
        :param dict values: of the search
        """
        today = fields.Date.context_today(self)
        weights = company._get_match_weights()
        pairs = list(pairs)
        # Of tens of thousands the order is kept only, of the best ones the reasons as well.
        possible, unmet = [], []
        for number, (candidate, demand) in enumerate(pairs):
            rank, is_unmet = matching.rank(candidate, demand, weights, today)
            (unmet if is_unmet else possible).append((-rank, number))
        best = sorted(sorted(possible)[:MOST_POSSIBLE] + sorted(unmet)[:MOST_UNMET])
        kept = [
            (*pairs[number], matching.match(*pairs[number], weights, today))
            for _rank, number in best
        ]
        search = self.sudo().create(
            {**values, "considered_count": len(pairs), "kept_count": len(kept)}
        )
        search = search.sudo(False)
        search._create_matches(company, kept, today)
        return search

    def _create_matches(self, company, kept, today):
        self.ensure_one()
        demands = {demand.key: demand for _candidate, demand, _found in kept}
        words = MatchWords(self.env, company, demands.values(), today)
        on_assignment = self._get_on_assignment(kept)
        placements = self.env["interim.placement"]
        readable = set(placements.search([("id", "in", [*on_assignment.values()])]).ids)
        vals_list = []
        for candidate, demand, found in kept:
            placement_id = on_assignment.get((candidate.key, demand.key))
            vals_list.append(
                {
                    **self._prepare_match(words, candidate, demand, found),
                    "search_id": self.id,
                    "company_id": company.id,
                    "is_on_assignment": bool(placement_id),
                    "placement_id": placement_id if placement_id in readable else None,
                }
            )
        self._insert_matches(vals_list)

    def _insert_matches(self, vals_list):
        """Write the rows at once: create() takes a query for each hundred of them.

        Nobody but this method writes rows, or a made-up score would pass for a computed one.
        """
        if not vals_list:
            return
        columns = SQL(", ").join(map(SQL.identifier, vals_list[0]))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO interim_match
                    (%(columns)s, create_uid, write_uid, create_date, write_date)
                SELECT %(columns)s, %(user)s, %(user)s, now() AT TIME ZONE 'UTC',
                       now() AT TIME ZONE 'UTC'
                  FROM jsonb_populate_recordset(NULL::interim_match, %(rows)s)
                """,
                columns=columns,
                user=self.env.uid,
                rows=json.dumps(vals_list),
            )
        )
        self.invalidate_recordset(["match_ids"])

    @api.model
    def _get_on_assignment(self, kept):
        """Return the open placements between these two sides, by their ids; colleagues' as well."""
        placements = (
            self.env["interim.placement"]
            .sudo()
            .search_fetch(
                [
                    ("professional_id", "in", list({row[0].key for row in kept})),
                    ("assignment_id", "in", list({row[1].key for row in kept})),
                ],
                ["professional_id", "assignment_id"],
            )
        )
        return {(p.professional_id.id, p.assignment_id.id): p.id for p in placements}

    @api.model
    def _prepare_match(self, words, candidate, demand, found):
        scores = {part.subject: round(100 * part.share) for part in found.parts}
        return {
            **{f"{subject}_score": scores.get(subject, 0) for subject in matching.SUBJECTS},
            "professional_id": candidate.key,
            "assignment_id": demand.key,
            "rank": found.rank,
            "score": found.score,
            "confidence": found.confidence,
            "parts": words.to_parts(candidate, demand, found),
            "knockout_state": found.knockout_state,
            "knockouts": words.to_knockouts(candidate, demand, found),
            "questions": "\n".join(words.to_questions(candidate, demand, found)),
        }

    def _get_action(self):
        """Return the action that shows what was found."""
        self.ensure_one()
        side = "professional" if self.assignment_id else "assignment"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"interim_placement.interim_match_{side}_action"
        )
        name = self.display_name
        if self.kept_count < self.considered_count:
            name = self.env._(
                "%(name)s: the best %(kept)s of %(considered)s",
                name=name,
                kept=self.kept_count,
                considered=self.considered_count,
            )
        action["display_name"] = action["name"] = name
        action["domain"] = [("search_id", "=", self.id)]
        action["context"] = {"search_default_possible": 1}
        return action
