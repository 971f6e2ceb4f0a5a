from odoo import http
from odoo.http import request

from ..models.followup_answer import LONGEST_TEXT
from .answer_page import ANSWER_ROUTE, WISHES, AnswerPage, parse_day, parse_hours, parse_months

# The fields of each side's form; that of the wished types is a list.
FORM_FIELDS = {
    "professional": ("wants_to_stay", "available_from", "hours_min", "hours_max", "wishes"),
    "client": ("extension", "extension_months", "extension_until", "successor"),
}
CHOICES = ("wants_to_stay", "extension")
TEXTS = ("wishes", "successor")
PARSERS = {
    "available_from": parse_day,
    "extension_until": parse_day,
    "hours_min": parse_hours,
    "hours_max": parse_hours,
    "extension_months": parse_months,
}


class FollowupPage(AnswerPage, http.Controller):
    """The page on which a professional or a client tells what comes after the placement."""

    _answer_model = "interim.followup.answer"
    _answer_template = "interim_placement.followup_page"

    @http.route(
        # What a mail program added to the link may hold a slash (path) or a line end (string).
        ["/followup", "/followup/<string:token>", "/followup/<path:token>"],
        **ANSWER_ROUTE,
    )
    def followup(self, token=None, lang=None, **_ignored):
        """Show the page behind a link, or note the answer that was filled in on it.

        :param str token: the secret of one party's link
        :param str lang: code of the language that the reader chose
        """
        return self._serve(token, lang)

    def _get_page_title(self):
        return request.env._("What comes next")

    def _read_form(self, answer):
        typed = self._read_texts(FORM_FIELDS[answer.party])
        if answer.party == "professional":
            typed["types"] = self._read_choices("types", self._get_types(answer))
        return typed

    def _find_problems(self, answer, typed):
        problems = {}
        for name, text in typed.items():
            if name in CHOICES and text not in WISHES:
                problems[name] = request.env._("Choose one of the answers.")
            elif name in TEXTS and (problem := self._describe_overlong(text, LONGEST_TEXT)):
                problems[name] = problem
            elif name in PARSERS and text and PARSERS[name](text) is None:
                problems[name] = self._describe_wrong(PARSERS[name])
        if problems:
            return problems
        if answer.party == "client":
            return self._find_client_problems(answer, typed)
        return self._find_range_problems(typed)

    def _find_client_problems(self, answer, typed):
        until, months = typed["extension_until"], typed["extension_months"]
        end = answer.placement_id.date_end
        if until and months:
            return {"extension_months": request.env._("Fill in the months or the last day.")}
        if (until or months) and typed["extension"] == "no":
            return {"extension": request.env._("You filled in how long. Choose another answer.")}
        if until and parse_day(until) <= end:
            sentence = request.env._("Choose a day after %s.", answer._format_day(end))
            return {"extension_until": sentence}
        return {}

    def _note(self, answer, typed):
        values = {
            name: PARSERS[name](text) if name in PARSERS else text
            for name, text in typed.items()
            if text and name != "types"
        }
        if typed.get("types"):
            values["type_ids"] = [(6, 0, sorted(map(int, typed["types"])))]
        answer._answer(values)

    def _prepare_page(self, answer):
        placement = answer.placement_id
        company = answer.company_id
        professional = placement.professional_id.name
        if answer.party == "client":
            title = request.env._("What comes after the assignment of %s?", professional)
            question = request.env._("Do you want to extend the assignment of %s?", professional)
        else:
            title = request.env._("What do you wish next?")
            question = request.env._(
                "Would you like to stay at %s, if that is possible?",
                placement.client_id.name or request.env._("this client"),
            )
        end = answer._format_day(placement.date_end)
        return {
            "title": title,
            "kind": request.env._("Until %s", end) if end else False,
            "greeting": request.env._(
                "Dear %s, this takes two minutes. Nothing is agreed by it: it tells us what to"
                " prepare.",
                answer.partner_id.name,
            ),
            "question": question,
            "who_reads": request.env._(
                "Your answer is read by %(recruiter)s and colleagues at %(agency)s, to prepare what"
                " comes next. %(other_side)s does not see it.",
                recruiter=placement.user_id.name or company.name,
                agency=company.name,
                other_side=self._get_other_side(answer),
            ),
        }

    def _prepare_form(self, answer, typed, problems):
        return {
            "typed": typed,
            "problems": problems,
            "anchors": {name: f"{name}_yes" for name in CHOICES},
            "types": self._get_types(answer) if answer.party == "professional" else (),
            "longest": LONGEST_TEXT,
        }

    def _prepare_answer(self, answer):
        return {"answers": answer._get_answers()}
