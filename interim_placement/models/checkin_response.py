from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools import checkins
from .health_levels import HEALTH, HEALTH_ORDER
from .parties import EXTENSION_WISHES

LONGEST_REMARK = 2000
OLDEST_NEWS_DAYS = 7


class InterimCheckinResponse(models.Model):
    """What one party answered in a check-in: on its own page, or by word of mouth.

    People reach it through the check-in only.
    """

    _name = "interim.checkin.response"
    _description = "Answer to a Check-in"
    _inherit = ["interim.party.answer.mixin"]
    _page_path = "checkin"
    _answer_fields = frozenset(
        {"score", "remark", "improvement", "wants_extension", "state", "answered_on", "party"}
    )
    _order = "answered_on desc, id desc"
    _check_company_auto = True

    checkin_id = fields.Many2one(
        "interim.checkin", required=True, index=True, ondelete="cascade", check_company=True
    )
    # Not precomputed: its one2many would keep the unsaved record beside the saved one.
    placement_id = fields.Many2one(related="checkin_id.placement_id", store=True, index=True)
    company_id = fields.Many2one(
        related="checkin_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        related="checkin_id.user_id", string="Recruiter", store=True, precompute=True, index=True
    )
    professional_id = fields.Many2one(
        related="checkin_id.professional_id", store=True, precompute=True, index=True
    )
    client_id = fields.Many2one(
        related="checkin_id.client_id", string="Client", store=True, precompute=True, index=True
    )
    step_id = fields.Many2one(related="checkin_id.step_id", store=True, precompute=True, index=True)
    score = fields.Integer(aggregator="avg", help="From 1 to 10; 0 = none given.")
    remark = fields.Text("What Goes Well")
    improvement = fields.Text("What Should Change")
    wants_extension = fields.Selection(EXTENSION_WISHES, required=True, default="unknown")
    escalation = fields.Selection(
        HEALTH, readonly=True, copy=False, help="What the recruiter was warned of."
    )

    _party_uniq = models.UniqueIndex(
        "(checkin_id, party)", "Each party has one answer in a check-in."
    )
    _token_uniq = models.UniqueIndex("(access_token) WHERE access_token IS NOT NULL")
    _score_range = models.Constraint(
        "CHECK(score BETWEEN 0 AND 10)",
        "A score is between 1 and 10. Leave it at 0 when there is none.",
    )

    @api.depends("party", "checkin_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        parties = dict(self._fields["party"]._description_selection(self.env))
        for response in self:
            response.display_name = f"{parties[response.party]}: {response.checkin_id.display_name}"

    @api.model_create_multi
    def create(self, vals_list):
        """Create answers; a low score is followed up at once."""
        responses = super().create(vals_list)
        responses._escalate_scores()
        return responses

    def write(self, vals):
        """Write values; a low score is followed up at once."""
        result = super().write(vals)
        if "score" in vals:
            self._escalate_scores()
        return result

    def action_view_checkin(self):
        """Open the check-in in which this was answered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "interim.checkin",
            "view_mode": "form",
            "res_id": self.checkin_id.id,
        }

    def _get_frozen_message(self):
        return self.env._(
            "%(response)s was answered by %(name)s on %(date)s and cannot be changed."
            " Note what was said later in the summary of the check-in.",
            response=self.display_name,
            name=self.partner_id.name,
            date=format_date(self.env, self.answered_on),
        )

    def _is_open(self):
        self.ensure_one()
        return self.state != "answered" and self.checkin_id._is_open()

    def _answer(self, score, remark, improvement, wants_extension):
        """Note what the party answered on its page, and tell the recruiter at once.

        :param int score: 1 to 10
        :param str remark: what goes well
        :param str improvement: what should change
        :param str wants_extension: ``yes``, ``no`` or ``unknown``
        :raises UserError: when it can no longer be answered
        """
        self.ensure_one()
        # Two clicks at once: the database refuses the second, Odoo tries it again, and then it
        # finds the check-in answered.
        if not self._is_open():
            raise UserError(self.env._("This check-in is closed."))
        self.write(
            {
                "score": score,
                "remark": remark[:LONGEST_REMARK],
                "improvement": improvement[:LONGEST_REMARK],
                "wants_extension": wants_extension,
                "state": "answered",
                "answered_on": fields.Datetime.now(),
            }
        )
        self._tell_recruiter()

    def _escalate_scores(self):
        """Warn of low scores, once for each level. Old answers, from an import, are history."""
        recent = fields.Datetime.now() - timedelta(days=OLDEST_NEWS_DAYS)
        for response in self.filtered(lambda r: r.answered_on and r.answered_on >= recent):
            level = checkins.judge_score(response.score)
            if not level or not response.placement_id._is_watched_by_checkins():
                continue
            known = response.escalation or "on_track"
            if HEALTH_ORDER.index(level) > HEALTH_ORDER.index(known):
                response.sudo().escalation = level
                response.placement_id._escalate_score(response, level)

    def _tell_recruiter(self):
        """Post the answer on the placement, where its recruiter hears of it at once."""
        response = self._with_recruiter_language()
        env = response.env
        wishes = dict(self._fields["wants_extension"]._description_selection(env))
        answers = [
            (env._("Score"), str(response.score)),
            (env._("What goes well"), response.remark),
            (env._("What should change"), response.improvement),
            (env._("Extension"), wishes[response.wants_extension]),
        ]
        response._post_answer(
            env._(
                "%(name)s answered: %(kind)s",
                name=response.partner_id.name,
                kind=response.checkin_id._get_kind(),
            ),
            [(label, text) for label, text in answers if text],
        )
