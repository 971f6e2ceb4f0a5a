import time
from http import HTTPStatus

from werkzeug.utils import redirect

from odoo import fields, http
from odoo.http import request
from odoo.tools.image import image_data_uri
from odoo.tools.misc import format_date

from ..models.checkin_response import LONGEST_REMARK
from ..tools.attempts import AttemptLimiter

# Four fields, two of them of 2,000 characters, each of at most twelve characters when encoded.
MOST_BYTES = 64 * 1024
SCORES = range(1, 11)
WISHES = ("yes", "no", "unknown")
HEADERS = {
    # The address is the key: it must not travel to other sites, stay in caches or be found.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


def _base(code):
    """Return the language of a code without its country: nl of nl_BE."""
    return code.lower().partition("_")[0]


class CheckinFeedback(http.Controller):
    """The page of two minutes on which a professional or a client answers a check-in.

    Who has the link may answer: the secret in the address is the only key. There is no login, no
    cookie and no script, and so no token against forged requests either: nobody can forge an
    address that they do not know.
    """

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
        language = self._choose_language(response, lang)
        request.update_context(lang=language)
        response = response.with_context(lang=language)
        if not response:
            return self._refuse_link()
        values = self._prepare_page(response)
        if response.state == "answered":
            return self._render("answered", {**values, **self._prepare_answer(response)})
        if not response._is_open():
            return self._render("closed", values)
        if request.httprequest.method != "POST":
            return self._render("form", {**values, **self._prepare_form({}, {})})
        # Not from the query: a link that somebody passed on must not fill in what nobody chose.
        typed = self._read_form(request.httprequest.form)
        problems = self._find_problems(typed)
        if problems:
            values["page_title"] = request.env._("Please check: %s", values["title"])
            page = {**values, **self._prepare_form(typed, problems)}
            return self._render("form", page, HTTPStatus.UNPROCESSABLE_ENTITY)
        response._answer(**{**typed, "score": int(typed["score"])})
        # Seen again, or reloaded, the page asks for no second answer.
        answer = redirect(request.httprequest.full_path.rstrip("?"), HTTPStatus.SEE_OTHER)
        answer.headers.update(HEADERS)
        return answer

    def _refuse_link(self):
        """Tell that a link leads nowhere, and who tries many that it is enough."""
        registry = request.env.registry
        limiter = getattr(registry, "_interim_checkin_attempts", None)
        if limiter is None:
            limiter = registry._interim_checkin_attempts = AttemptLimiter()
        wait = limiter.note(request.httprequest.remote_addr or "", time.time())
        if not wait:
            return self._render("unknown", {}, HTTPStatus.NOT_FOUND)
        # Right links go on working: a whole town hall may share one address.
        answer = self._render("unknown", {"is_busy": True}, HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(wait)
        return answer

    def _choose_language(self, response, chosen):
        """Return the code of the reader's language: chosen, known, asked by the browser, ours."""
        installed = dict(request.env["res.lang"].get_installed())
        wanted = [chosen, response.partner_id.lang]
        for tag, quality in request.httprequest.accept_languages:
            asked = tag.replace("-", "_").lower()
            # As it is, then as it is spoken elsewhere; fi is not fil, and q=0 is a refusal.
            same = [code for code in installed if code.lower() == asked]
            same += [code for code in installed if _base(code) == _base(asked)]
            wanted += same if quality else []
        wanted += [response.company_id.partner_id.lang, "en_US", *installed]
        return next(code for code in wanted if code in installed)

    def _read_form(self, form):
        """Return what was filled in, and nothing else that was sent along."""
        typed = {
            name: str(form.get(name) or "").replace("\x00", "").replace("\r\n", "\n").strip()
            for name in ("score", "remark", "improvement", "wants_extension")
        }
        if typed["wants_extension"] not in WISHES:
            typed["wants_extension"] = "unknown"
        return typed

    def _find_problems(self, typed):
        """Return what is wrong with the answer, as sentences by field."""
        problems = {}
        if typed["score"] not in map(str, SCORES):
            problems["score"] = request.env._("Choose a score from 1 to 10.")
        for name in ("remark", "improvement"):
            if len(typed[name]) > LONGEST_REMARK:
                problems[name] = request.env._(
                    "Use at most %(most)s characters; these are %(count)s.",
                    most=LONGEST_REMARK,
                    count=len(typed[name]),
                )
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
            "title": title,
            "greeting": request.env._(
                "Dear %s, this takes two minutes. It is about the result and the cooperation.",
                response.partner_id.name,
            ),
            "subject": " · ".join(part for part in subject if part),
            "kind": checkin._get_kind(),
            "is_client": is_client,
            "agency": company.name,
            # Inside the page: Odoo's address of the logo would set a cookie.
            "logo_url": not company.uses_default_logo and image_data_uri(company.logo_web),
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
        # The day where the reader is, as far as we know: late in the evening, UTC has another.
        zone = response.partner_id.tz or response.placement_id.user_id.tz
        answered_on = fields.Datetime.context_timestamp(
            response.with_context(tz=zone), response.answered_on
        )
        return {
            "receipt": request.env._(
                "You answered on %(date)s. %(recruiter)s has received it.",
                date=format_date(response.env, answered_on.date()),
                recruiter=recruiter.name,
            ),
            "score": request.env._("%s out of 10", response.score),
            "remark": response.remark,
            "improvement": response.improvement,
            "wish": wishes[response.wants_extension],
        }

    def _render(self, state, values, status=HTTPStatus.OK):
        language = request.env.context["lang"]
        installed = request.env["res.lang"].get_installed()
        page = {
            "title": request.env._("Check-in"),
            "page_title": False,
            "logo_url": False,
            "agency": request.env.company.name,
            "is_busy": False,
            **values,
            "state": state,
            "language": language.replace("_", "-"),
            "languages": [
                (code, name, code.replace("_", "-")) for code, name in installed if code != language
            ],
        }
        return request.render(
            "interim_placement.checkin_page", page, status=status, headers=list(HEADERS.items())
        )
