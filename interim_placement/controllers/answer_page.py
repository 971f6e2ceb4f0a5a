import re
from datetime import date
from http import HTTPStatus

from odoo.http import request

from ..models.followup_answer import MOST_HOURS, MOST_MONTHS
from .public_page import PublicPage

# A few fields, two of them of 2,000 characters, each of at most twelve characters when encoded.
MOST_BYTES = 64 * 1024
# How the pages are routed on which a party answers by its own link.
ANSWER_ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "max_content_length": MOST_BYTES,
}
WISHES = ("yes", "no", "unknown")
HOURS = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)
NUMBER = re.compile(r"\d{1,3}", re.ASCII)
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


def parse_number(text, most):
    """Return a whole number from 1 to the most that it may be, None when it is none."""
    number = int(text) if NUMBER.fullmatch(text) else 0
    return number if 0 < number <= most else None


def parse_months(text):
    """Return a number of months, None when it is none."""
    return parse_number(text, MOST_MONTHS)


class AnswerPage(PublicPage):
    """A page on which a professional or a client answers once, on the record behind its link."""

    # The model of the answers, and the template of the page. To be overridden.
    _answer_model = None
    _answer_template = None

    def _serve(self, token, lang):
        """Show the page behind a link, or note the answer that was filled in on it.

        :param str token: the secret of one party's link
        :param str lang: code of the language that the reader chose
        """
        answer = request.env[self._answer_model]._find_by_token(token)
        answer = self._use_language(answer, lang, answer.partner_id, answer.company_id)
        if not answer:
            return self._refuse_link()
        values = {**self._prepare_party(answer), **self._prepare_page(answer)}
        if answer.state == "answered":
            page = {**self._prepare_receipt(answer), **self._prepare_answer(answer)}
            return self._show("answered", {**values, **page})
        if not answer._is_open():
            return self._show("closed", values)
        if request.httprequest.method != "POST":
            return self._show("form", {**values, **self._prepare_form(answer, {}, {})})
        typed = self._read_form(answer)
        problems = self._find_problems(answer, typed)
        if problems:
            values["page_title"] = request.env._("Please check: %s", values["title"])
            page = {**values, **self._prepare_form(answer, typed, problems)}
            return self._show("form", page, HTTPStatus.UNPROCESSABLE_ENTITY)
        self._note(answer, typed)
        return self._show_again()

    def _read_choices(self, name, offered):
        """Return which of the values that are offered were ticked, and nothing else.

        :param offered: (value, label) pairs
        """
        known = {value for value, _label in offered}
        return known.intersection(request.httprequest.form.getlist(name))

    def _get_types(self, answer):
        """Return the types of assignments that may be wished, as (value, label) pairs."""
        types = answer.env["interim.assignment.type"].search([])
        return [(str(assignment_type.id), assignment_type.name) for assignment_type in types]

    def _find_range_problems(self, typed):
        """Return what is wrong with hours from and to, when both are hours."""
        low, high = (parse_hours(typed[name]) for name in ("hours_min", "hours_max"))
        if low and high and low > high:
            return {"hours_min": request.env._("The hours must run from low to high.")}
        return {}

    def _describe_wrong(self, parser):
        """Return the sentence that what was typed is not what a parser reads."""
        if parser is parse_day:
            return request.env._("Fill in a day, for example 2027-09-01.")
        if parser is parse_hours:
            return request.env._("Fill in hours a week, for example 24.")
        return request.env._("Fill in a whole number of months, for example 2.")

    def _read_form(self, answer):
        """Return what was typed, as texts by field."""
        raise NotImplementedError

    def _find_problems(self, answer, typed):
        """Return what is wrong with what was typed, as sentences by field."""
        raise NotImplementedError

    def _note(self, answer, typed):
        """Note an answer in which nothing is wrong."""
        raise NotImplementedError

    def _prepare_page(self, answer):
        """Return what the page of one party says. Texts only: no record to look further from (R6).

        :param answer: the answer of the party, as superuser
        """
        raise NotImplementedError

    def _prepare_form(self, answer, typed, problems):
        """Return what the form needs beside that."""
        raise NotImplementedError

    def _prepare_answer(self, answer):
        """Return the party's own answer, to read it back."""
        raise NotImplementedError

    def _show(self, state, values, status=HTTPStatus.OK):
        return self._render(self._answer_template, {**values, "state": state}, status)

    def _get_recruiter(self, answer):
        """Return who hears of the answer at once; empty when nobody does."""
        return answer._get_thread().user_id

    def _prepare_party(self, answer):
        """Return what the page says of the agency and of what it is about."""
        company = answer.company_id
        return {
            **self._prepare_agency(company),
            **self._prepare_subject(answer),
            "contact_email": self._get_recruiter(answer).email or company.email,
        }

    def _prepare_subject(self, answer):
        """Return the placement that is asked about, and who of the two the reader is."""
        placement = answer.placement_id
        subject = (placement.assignment_id.name, placement.client_id.name)
        return {
            "subject": " · ".join(part for part in subject if part),
            "is_client": answer.party == "client",
        }

    def _prepare_receipt(self, answer):
        """Return the sentence that the answer was received, and when."""
        recruiter = self._get_recruiter(answer)
        answered_on = self._format_day(answer.answered_on, answer.partner_id.tz, recruiter.tz)
        return {
            "receipt": request.env._(
                "You answered on %(date)s. %(recruiter)s has received it.",
                date=answered_on,
                recruiter=(recruiter or answer.company_id).name,
            )
        }

    def _get_other_side(self, answer):
        """Return the name of the party that does not see the answer."""
        placement = answer.placement_id
        if answer.party == "client":
            return placement.professional_id.name
        return placement.client_id.name or request.env._("The client")
