from http import HTTPStatus

from odoo.http import request

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

    def _prepare_party(self, answer):
        """Return what the page says of the agency and of the placement."""
        placement = answer.placement_id
        company = answer.company_id
        subject = (placement.assignment_id.name, placement.client_id.name)
        return {
            **self._prepare_agency(company),
            "subject": " · ".join(part for part in subject if part),
            "is_client": answer.party == "client",
            "contact_email": placement.user_id.email or company.email,
        }

    def _prepare_receipt(self, answer):
        """Return the sentence that the answer was received, and when."""
        recruiter = answer.placement_id.user_id
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
