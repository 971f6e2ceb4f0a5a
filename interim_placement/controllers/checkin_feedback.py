from http import HTTPStatus

from odoo import http
from odoo.http import request

from ..models.checkin_response import LONGEST_REMARK
from .public_page import PublicPage

# Four fields, two of them of 2,000 characters, each of at most twelve characters when encoded.
MOST_BYTES = 64 * 1024
SCORES = range(1, 11)
WISHES = ("yes", "no", "unknown")


class CheckinFeedback(PublicPage, http.Controller):
    """The page of two minutes on which a professional or a client answers a check-in."""

    @http.route(
        # What a mail program added to the link may hold a slash (path) or a line end (string).
        ["/checkin", "/checkin/<string:token>", "/checkin/<path:token>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=MOST_BYTES,
    )
    def checkin(self, token=None, lang=None, **_ignored):
        """Show the page behind a link, or note the answer that was filled in on it.

        :param str token: the secret of one party's link
        :param str lang: code of the language that the reader chose
        """
        response = request.env["interim.checkin.response"]._find_by_token(token)
        response = self._use_language(response, lang, response.partner_id, response.company_id)
        if not response:
            return self._refuse_link()
        values = self._prepare_page(response)
        if response.state == "answered":
            return self._show("answered", {**values, **self._prepare_answer(response)})
        if not response._is_open():
            return self._show("closed", values)
        if request.httprequest.method != "POST":
            return self._show("form", {**values, **self._prepare_form({}, {})})
        typed = self._read_form()
        problems = self._find_problems(typed)
        if problems:
            values["page_title"] = request.env._("Please check: %s", values["title"])
            page = {**values, **self._prepare_form(typed, problems)}
            return self._show("form", page, HTTPStatus.UNPROCESSABLE_ENTITY)
        response._answer(**{**typed, "score": int(typed["score"])})
        return self._show_again()

    def _get_page_title(self):
        return request.env._("Check-in")

    def _show(self, state, values, status=HTTPStatus.OK):
        return self._render("interim_placement.checkin_page", {**values, "state": state}, status)

    def _read_form(self):
        typed = self._read_texts(("score", "remark", "improvement", "wants_extension"))
        if typed["wants_extension"] not in WISHES:
            typed["wants_extension"] = "unknown"
        return typed

    def _find_problems(self, typed):
        """Return what is wrong with the answer, as sentences by field."""
        problems = {}
        if typed["score"] not in map(str, SCORES):
            problems["score"] = request.env._("Choose a score from 1 to 10.")
        for name in ("remark", "improvement"):
            if problem := self._describe_overlong(typed[name], LONGEST_REMARK):
                problems[name] = problem
        return problems

    def _prepare_page(self, response):
        """Return what the page of one party says. Texts only: no record to look further from (R6).

        :param response: the answer of the party, as superuser
        """
        checkin = response.checkin_id
        placement = checkin.placement_id
        recruiter = placement.user_id
        company = response.company_id
        is_client = response.party == "client"
        professional = placement.professional_id.name
        if is_client:
            title = request.env._("How is the assignment of %s going?", professional)
            unseen_by = professional
        else:
            title = request.env._("How is your assignment going?")
            unseen_by = placement.client_id.name or request.env._("The client")
        subject = (placement.assignment_id.name, placement.client_id.name)
        return {
            **self._prepare_agency(company),
            "title": title,
            "greeting": request.env._(
                "Dear %s, this takes two minutes. It is about the result and the cooperation.",
                response.partner_id.name,
            ),
            "subject": " · ".join(part for part in subject if part),
            "kind": checkin._get_kind(),
            "is_client": is_client,
            "contact_email": recruiter.email or company.email,
            "who_reads": request.env._(
                "Your answer is read by %(recruiter)s and colleagues at %(agency)s, to keep the"
                " assignment going well. %(other_side)s does not see it.",
                recruiter=recruiter.name or company.name,
                agency=company.name,
                other_side=unseen_by,
            ),
        }

    def _prepare_form(self, typed, problems):
        return {
            "typed": {"wants_extension": "unknown", **typed},
            "problems": problems,
            "scores": [str(score) for score in SCORES],
            "longest": LONGEST_REMARK,
        }

    def _prepare_answer(self, response):
        """Return the party's own answer, to read it back."""
        wishes = dict(response._fields["wants_extension"]._description_selection(response.env))
        recruiter = response.placement_id.user_id or response.company_id
        answered_on = self._format_day(
            response.answered_on, response.partner_id.tz, response.placement_id.user_id.tz
        )
        return {
            "receipt": request.env._(
                "You answered on %(date)s. %(recruiter)s has received it.",
                date=answered_on,
                recruiter=recruiter.name,
            ),
            "score": request.env._("%s out of 10", response.score),
            "remark": response.remark,
            "improvement": response.improvement,
            "wish": wishes[response.wants_extension],
        }
