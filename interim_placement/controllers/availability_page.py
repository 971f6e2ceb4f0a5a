import hashlib

from odoo import fields, http
from odoo.http import request

from ..models.availability_answer import RECORD_FIELDS
from ..models.followup_answer import LONGEST_TEXT
from ..models.weekday_mixin import WEEKDAY_FIELDS
from .answer_page import ANSWER_ROUTE, AnswerPage, parse_day, parse_hours, parse_number

MOST_DAYS = 7
MOST_KILOMETRES = 999
CHOICES = ("yes", "no")


def parse_office_days(text):
    """Return a number of days a week, None when it is none."""
    return parse_number(text, MOST_DAYS)


def parse_kilometres(text):
    """Return a number of kilometres, None when it is none."""
    return parse_number(text, MOST_KILOMETRES)


PARSERS = {
    "available_from": parse_day,
    "ask_again_on": parse_day,
    "hours_min": parse_hours,
    "hours_max": parse_hours,
    "office_days_max": parse_office_days,
    "max_distance_km": parse_kilometres,
}
TEXT_FIELDS = (*PARSERS, "is_available", "wishes", "stop_asking")
# What somebody who is not available is not asked.
WHEN_YES = ("available_from", "hours_min", "hours_max", "office_days_max", "max_distance_km")


class AvailabilityPage(AnswerPage, http.Controller):
    """The page on which a professional tells when, how much and what kind of work is welcome."""

    _answer_model = "interim.availability.answer"
    _answer_template = "interim_placement.availability_page"

    @http.route(
        # What a mail program added to the link may hold a slash (path) or a line end (string).
        ["/availability", "/availability/<string:token>", "/availability/<path:token>"],
        **ANSWER_ROUTE,
    )
    def availability(self, token=None, lang=None, **_ignored):
        """Show the page behind a link, or note the answer that was filled in on it.

        :param str token: the secret of one professional's link
        :param str lang: code of the language that the reader chose
        """
        return self._serve(token, lang)

    def _get_page_title(self):
        return request.env._("Availability")

    def _read_form(self, answer):
        typed = self._read_texts((*TEXT_FIELDS, "confirm"))
        confirmed = typed.pop("confirm")
        if confirmed:
            # What is confirmed is what was shown, and that may not be what is on record now.
            is_same = confirmed == self._get_confirm_value(answer)
            return {**self._get_known(answer), "is_available": "yes" if is_same else "outdated"}
        typed["days"] = self._read_choices("days", self._get_days(answer))
        typed["types"] = self._read_choices("types", self._get_types(answer))
        typed["sectors"] = self._read_choices("sectors", self._get_sectors(answer))
        return typed

    def _find_problems(self, answer, typed):
        if typed["is_available"] == "outdated":
            return {
                "is_available": request.env._(
                    "What is on record has changed since you opened this page. Please look again."
                )
            }
        if typed["is_available"] not in CHOICES:
            return {"is_available": request.env._("Choose one of the answers.")}
        problems = {}
        for name, parser in PARSERS.items():
            is_asked = (typed["is_available"] == "yes") == (name in WHEN_YES)
            if is_asked and typed[name] and parser(typed[name]) is None:
                problems[name] = self._describe_wrong(parser)
        if typed["is_available"] == "no" and not problems and typed["ask_again_on"]:
            problems = self._find_past_problems(answer, typed)
        if problem := self._describe_overlong(typed["wishes"], LONGEST_TEXT):
            problems["wishes"] = problem
        if not problems and typed["is_available"] == "yes":
            problems = self._find_range_problems(typed)
        return problems

    def _find_past_problems(self, answer, typed):
        """Return that nobody can be asked again on a day that has passed.

        A day in the past from which somebody is available is none: that is at once.
        """
        if parse_day(typed["ask_again_on"]) >= fields.Date.context_today(answer):
            return {}
        return {"ask_again_on": request.env._("This day has passed. Fill in a day to come.")}

    def _describe_wrong(self, parser):
        if parser is parse_office_days:
            return request.env._("Fill in a number of days from 1 to 7.")
        if parser is parse_kilometres:
            return request.env._("Fill in a whole number of kilometres, for example 40.")
        return super()._describe_wrong(parser)

    def _note(self, answer, typed):
        values = {
            "is_available": typed["is_available"],
            "wishes": typed["wishes"],
            "stop_asking": bool(typed["stop_asking"]),
        }
        for name, parser in PARSERS.items():
            if (typed["is_available"] == "yes") == (name in WHEN_YES) and typed[name]:
                values[name] = parser(typed[name])
        if typed["is_available"] == "yes":
            values |= {day: day in typed["days"] for day in WEEKDAY_FIELDS}
            values["assignment_type_ids"] = [(6, 0, sorted(map(int, typed["types"])))]
            values["industry_ids"] = [(6, 0, sorted(map(int, typed["sectors"])))]
        answer._answer(values)

    def _get_days(self, answer):
        return list(zip(WEEKDAY_FIELDS, answer._get_weekday_names(), strict=True))

    def _get_sectors(self, answer):
        sectors = answer.env["res.partner.industry"].search([])
        sectors |= answer.professional_id.industry_ids
        return [(str(sector.id), sector.name) for sector in sectors]

    def _get_known(self, answer):
        """Return what is on record as somebody would type it, by field of the form."""
        professional = answer.professional_id
        start = professional._get_next_start()
        return {
            "available_from": start.isoformat() if start else "",
            "ask_again_on": "",
            **{
                name: f"{professional[name]:g}" if professional[name] else ""
                for name in ("hours_min", "hours_max", "office_days_max", "max_distance_km")
            },
            "wishes": professional.wishes or "",
            "stop_asking": "",
            "days": {day for day in WEEKDAY_FIELDS if professional[day]},
            "types": {str(one.id) for one in professional.assignment_type_ids},
            "sectors": {str(one.id) for one in professional.industry_ids},
        }

    def _get_confirm_value(self, answer):
        """Return what stands for all that is on record: whether it is still what was shown."""
        known = {
            name: sorted(value) if isinstance(value, set) else value
            for name, value in self._get_known(answer).items()
        }
        return hashlib.sha256(repr(known).encode()).hexdigest()

    def _prepare_subject(self, answer):
        return {"subject": "", "is_client": False, "is_replaced": answer._is_replaced()}

    def _get_recruiter(self, answer):
        return super()._get_recruiter(answer) or answer.asked_by_id

    def _prepare_page(self, answer):
        company = answer.company_id
        return {
            "title": request.env._("When are you available?"),
            "greeting": request.env._(
                "Dear %s, this takes two minutes. Nothing is agreed by it: it tells us which"
                " assignments to think of you for.",
                answer.partner_id.name,
            ),
            "who_reads": request.env._(
                "Your answer is read by %(recruiter)s and colleagues at %(agency)s. No client sees"
                " it.",
                recruiter=self._get_recruiter(answer).name or company.name,
                agency=company.name,
            ),
        }

    def _prepare_form(self, answer, typed, problems):
        professional = answer.professional_id
        has_record = any(professional[name] for name in RECORD_FIELDS) or bool(
            professional.availability_confirmed_on
        )
        known = self._get_known(answer)
        if has_record:
            known["is_available"] = "" if professional.unavailable_said_on else "yes"
        can_confirm = has_record and not professional.unavailable_said_on
        shown = answer._describe(professional) if can_confirm else ()
        return {
            "typed": typed or known,
            "problems": problems,
            "anchors": {"is_available": "is_available_yes"},
            "known": [(label, text) for label, text in shown if text],
            "confirm_value": self._get_confirm_value(answer),
            "days": self._get_days(answer),
            "types": self._get_types(answer),
            "sectors": self._get_sectors(answer),
            "longest": LONGEST_TEXT,
        }

    def _prepare_answer(self, answer):
        return {"answers": answer._get_answers()}
