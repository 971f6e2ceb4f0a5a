from odoo import http
from odoo.http import request

from ..models.checkin_response import LONGEST_REMARK
from .answer_page import ANSWER_ROUTE, WISHES, AnswerPage

SCORES = range(1, 11)


class CheckinFeedback(AnswerPage, http.Controller):
    """The page of two minutes on which a professional or a client answers a check-in."""

    _answer_model = "interim.checkin.response"
    _answer_template = "interim_placement.checkin_page"

    @http.route(
        # What a mail program added to the link may hold a slash (path) or a line end (string).
        ["/checkin", "/checkin/<string:token>", "/checkin/<path:token>"],
        **ANSWER_ROUTE,
    )
    def checkin(self, token=None, lang=None, **_ignored):
        """Show the page behind a link, or note the answer that was filled in on it.

        :param str token: the secret of one party's link
        :param str lang: code of the language that the reader chose
        """
        return self._serve(token, lang)

    def _get_page_title(self):
        return request.env._("Check-in")

    def _read_form(self, _response):
        typed = self._read_texts(("score", "remark", "improvement", "wants_extension"))
        if typed["wants_extension"] not in WISHES:
            typed["wants_extension"] = "unknown"
        return typed

    def _find_problems(self, _response, typed):
        problems = {}
        if typed["score"] not in map(str, SCORES):
            problems["score"] = request.env._("Choose a score from 1 to 10.")
        for name in ("remark", "improvement"):
            if problem := self._describe_overlong(typed[name], LONGEST_REMARK):
                problems[name] = problem
        return problems

    def _note(self, answer, typed):
        answer._answer(**{**typed, "score": int(typed["score"])})

    def _prepare_page(self, answer):
        recruiter = answer.placement_id.user_id
        company = answer.company_id
        if answer.party == "client":
            professional = answer.placement_id.professional_id.name
            title = request.env._("How is the assignment of %s going?", professional)
        else:
            title = request.env._("How is your assignment going?")
        return {
            "title": title,
            "greeting": request.env._(
                "Dear %s, this takes two minutes. It is about the result and the cooperation.",
                answer.partner_id.name,
            ),
            "kind": answer.checkin_id._get_kind(),
            "who_reads": request.env._(
                "Your answer is read by %(recruiter)s and colleagues at %(agency)s, to keep the"
                " assignment going well. %(other_side)s does not see it.",
                recruiter=recruiter.name or company.name,
                agency=company.name,
                other_side=self._get_other_side(answer),
            ),
        }

    def _prepare_form(self, _response, typed, problems):
        return {
            "typed": {"wants_extension": "unknown", **typed},
            "problems": problems,
            "anchors": {"score": "score_1"},
            "scores": [str(score) for score in SCORES],
            "longest": LONGEST_REMARK,
        }

    def _prepare_answer(self, answer):
        wishes = dict(answer._fields["wants_extension"]._description_selection(answer.env))
        return {
            "score": request.env._("%s out of 10", answer.score),
            "remark": answer.remark,
            "improvement": answer.improvement,
            "wish": wishes[answer.wants_extension],
        }
