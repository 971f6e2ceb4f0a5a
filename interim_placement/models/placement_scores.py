from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..tools import checkins
from ..tools.score_chart import Series, draw_scores
from .parties import PARTIES

# One colour and form for each side, on light and dark pages alike.
STYLES = {"professional": ("#0d7f86", False), "client": ("#c2570c", True)}


class InterimPlacement(models.Model):
    """What both sides say of it: latest scores, where they go, and whether they agree."""

    _inherit = "interim.placement"

    response_ids = fields.One2many("interim.checkin.response", "placement_id", "Answers")
    professional_response_id = fields.Many2one(
        "interim.checkin.response",
        "Professional's Latest Answer",
        compute="_compute_latest_responses",
        store=True,
        ondelete="set null",
        index="btree_not_null",
    )
    client_response_id = fields.Many2one(
        "interim.checkin.response",
        "Client's Latest Answer",
        compute="_compute_latest_responses",
        store=True,
        ondelete="set null",
        index="btree_not_null",
    )
    professional_score = fields.Integer(
        "Professional's Score",
        compute="_compute_latest_responses",
        store=True,
        aggregator=None,
        help="The last score that the professional gave, from 1 to 10. 0 = none yet.",
    )
    client_score = fields.Integer(
        "Client's Score",
        compute="_compute_latest_responses",
        store=True,
        aggregator=None,
        help="The last score that the client gave, from 1 to 10. 0 = none yet.",
    )
    professional_score_change = fields.Char(compute="_compute_score_changes")
    client_score_change = fields.Char(compute="_compute_score_changes")
    score_difference = fields.Integer(
        "Difference in Scores",
        compute="_compute_score_difference",
        store=True,
        aggregator=None,
        help="How far apart the last scores of both sides are.",
    )
    # Drawn from numbers, dates and labels only, each of them escaped.
    score_chart = fields.Html(compute="_compute_score_chart", sanitize=False)

    @api.depends("response_ids.score", "response_ids.answered_on", "response_ids.party")
    def _compute_latest_responses(self):
        for placement in self:
            for party, _label in PARTIES:
                latest = placement._get_scored_responses(party)[-1:]
                placement[f"{party}_response_id"] = latest
                placement[f"{party}_score"] = latest.score

    @api.depends("professional_score", "client_score")
    def _compute_score_difference(self):
        for placement in self:
            scores = placement.professional_score, placement.client_score
            placement.score_difference = abs(scores[0] - scores[1]) if all(scores) else 0

    @api.depends("response_ids.score", "response_ids.answered_on", "response_ids.party")
    @api.depends_context("lang")
    def _compute_score_changes(self):
        for placement in self:
            for party, _label in PARTIES:
                scores = placement._get_scored_responses(party).mapped("score")
                change = False
                if len(scores) > 1:
                    arrow = (
                        "↑" if scores[-1] > scores[-2] else "↓" if scores[-1] < scores[-2] else "→"
                    )
                    change = self.env._("%(arrow)s was %(score)s", arrow=arrow, score=scores[-2])
                placement[f"{party}_score_change"] = change

    @api.depends("response_ids.score", "response_ids.answered_on")
    @api.depends_context("lang", "tz")
    def _compute_score_chart(self):
        labels = dict(
            self.env["interim.checkin.response"]._fields["party"]._description_selection(self.env)
        )
        for placement in self:
            series = [
                Series(
                    labels[party],
                    *STYLES[party],
                    [
                        (fields.Datetime.context_timestamp(self, r.answered_on).date(), r.score)
                        for r in placement._get_scored_responses(party)
                    ],
                )
                for party, _label in PARTIES
            ]
            placement.score_chart = draw_scores(
                series,
                checkins.LOW_SCORE,
                self.env._("Scores over time"),
                lambda day: format_date(self.env, day),
            )

    def action_view_scores(self):
        """Open the scores of both sides over time."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "interim_placement.interim_checkin_score_action"
        )
        action["domain"] = [("score", ">", 0), ("placement_id", "=", self.id)]
        action["context"] = {"search_default_group_by_month": 1, "search_default_group_by_party": 1}
        return action

    def _get_scored_responses(self, party):
        """Return the answers of one party that hold a score, oldest first."""
        self.ensure_one()
        return self.response_ids.filtered(
            lambda response: response.party == party and response.score and response.answered_on
        ).sorted(lambda response: (response.answered_on, response.id))
