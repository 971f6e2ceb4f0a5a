import re
from datetime import date

from odoo import http
from odoo.http import request

from ..models.followup_answer import LONGEST_TEXT, MOST_HOURS, MOST_MONTHS
from .answer_page import ANSWER_ROUTE, WISHES, AnswerPage

# The fields of each side's form; that of the wished types is a list.
FORM_FIELDS = {
    "professional": ("wants_to_stay", "available_from", "hours_min", "hours_max", "wishes"),
    "client": ("extension", "extension_months", "extension_until", "successor"),
}
CHOICES = ("wants_to_stay", "extension")
TEXTS = ("wishes", "successor")
HOURS = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)
MONTHS = re.compile(r"\d{1,3}", re.ASCII)
# Who types 27 for 2027 gets the year 27 from some browsers.
YEARS = range(2000, 2101)


def parse_day(text):
    """Return the day that a date field of a browser sent, None when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def parse_hours(text):
    """Return hours a week, None when it is no number of them."""
    hours = float(text.replace(",", ".")) if HOURS.fullmatch(text) else None
    return hours if hours is not None and 0 < hours <= MOST_HOURS else None


def parse_months(text):
    """Return a number of months, None when it is none."""
    months = int(text) if MONTHS.fullmatch(text) else 0
    return months if 0 < months <= MOST_MONTHS else None


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
            known = {str(assignment_type.id) for assignment_type in self._get_types(answer)}
            typed["types"] = known.intersection(request.httprequest.form.getlist("types"))
        return typed

    def _find_problems(self, answer, typed):
        problems = {}
        for name, text in typed.items():
            if name in CHOICES and text not in WISHES:
                problems[name] = request.env._("Choose one of the answers.")
            elif name in TEXTS and (problem := self._describe_overlong(text, LONGEST_TEXT)):
                problems[name] = problem
            elif name in PARSERS and text and PARSERS[name](text) is None:
                problems[name] = self._describe_wrong(name)
        if problems:
            return problems
        if answer.party == "client":
            return self._find_client_problems(answer, typed)
        low, high = (parse_hours(typed[name]) for name in ("hours_min", "hours_max"))
        if low and high and low > high:
            return {"hours_min": request.env._("The hours must run from low to high.")}
        return {}

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

    def _describe_wrong(self, name):
        if PARSERS[name] is parse_day:
            return request.env._("Fill in a day, for example 2027-09-01.")
        if PARSERS[name] is parse_hours:
            return request.env._("Fill in hours a week, for example 24.")
        return request.env._("Fill in a whole number of months, for example 2.")

    def _note(self, answer, typed):
        values = {
            name: PARSERS[name](text) if name in PARSERS else text
            for name, text in typed.items()
            if text and name != "types"
        }
        if typed.get("types"):
            values["type_ids"] = [(6, 0, sorted(map(int, typed["types"])))]
        answer._answer(values)

    def _get_types(self, answer):
        return answer.env["interim.assignment.type"].search([])

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
        types = self._get_types(answer) if answer.party == "professional" else ()
        return {
            "typed": typed,
            "problems": problems,
            "anchors": {name: f"{name}_yes" for name in CHOICES},
            "types": [(str(assignment_type.id), assignment_type.name) for assignment_type in types],
            "longest": LONGEST_TEXT,
        }

    def _prepare_answer(self, answer):
        return {"answers": answer._get_answers()}
