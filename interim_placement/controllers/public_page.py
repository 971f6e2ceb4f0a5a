import time
from http import HTTPStatus

from werkzeug.utils import redirect

from odoo import fields
from odoo.http import request
from odoo.tools.image import image_data_uri
from odoo.tools.misc import format_date

from ..tools.attempts import AttemptLimiter


def _base(code):
    """Return the language of a code without its country: nl of nl_BE."""
    return code.lower().partition("_")[0]


class PublicPage:
    """What the pages behind the links in our mails share: layout, headers, language, refusals.

    Who has the link may act: the secret in the address is the only key. There is no login and no
    cookie, and so no token against forged requests either: nobody can forge an address that they
    do not know.

    No controller itself: Odoo makes one class of all that inherit from the same controller.
    """

    # What the page may load besides styles and what is in the page itself.
    _page_sources = ""

    def _get_page_title(self):
        """Return what kind of page this is, for one that can tell nothing more."""
        raise NotImplementedError

    def _get_page_headers(self):
        return {
            # The address is the key: it must not travel to other sites, stay in caches or be found.
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Content-Security-Policy": f"default-src 'none'; {self._page_sources}style-src 'self';"
            " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        }

    def _use_language(self, record, chosen, partner, company):
        """Speak the reader's language from here on: chosen, known, asked by the browser, ours.

        :param record: what the link belongs to; empty when there is none
        :param str chosen: code of the language that the reader chose
        :param partner: the reader
        :param company: the agency that speaks
        :return: the record, in that language
        """
        installed = dict(request.env["res.lang"].get_installed())
        wanted = [chosen, partner.lang]
        for tag, quality in request.httprequest.accept_languages:
            asked = tag.replace("-", "_").lower()
            # As it is, then as it is spoken elsewhere; fi is not fil, and q=0 is a refusal.
            same = [code for code in installed if code.lower() == asked]
            same += [code for code in installed if _base(code) == _base(asked)]
            wanted += same if quality else []
        wanted += [company.partner_id.lang, "en_US", *installed]
        language = next(code for code in wanted if code in installed)
        request.update_context(lang=language)
        return record.with_context(lang=language)

    def _read_texts(self, names):
        """Return what was typed into these fields of the form, and nothing else that was sent.

        Not from the query: a link that somebody passed on must not fill in what nobody chose.
        """
        form = request.httprequest.form
        return {
            name: str(form.get(name) or "").replace("\x00", "").replace("\r\n", "\n").strip()
            for name in names
        }

    def _describe_overlong(self, text, most):
        """Return the sentence that a text is too long for, or None when it is not.

        :param int most: characters that are allowed
        """
        if len(text) <= most:
            return None
        return request.env._(
            "Use at most %(most)s characters; these are %(count)s.", most=most, count=len(text)
        )

    def _prepare_agency(self, company):
        """Return what the head of the page shows of the agency."""
        return {
            "agency": company.name,
            # Inside the page: Odoo's address of the logo would set a cookie.
            "logo_url": not company.uses_default_logo and image_data_uri(company.logo_web),
        }

    def _refuse_link(self):
        """Tell that a link leads nowhere, and who tries many that it is enough."""
        registry = request.env.registry
        # One for all pages: who guesses at one does not begin anew at the next.
        limiter = getattr(registry, "_interim_page_attempts", None)
        if limiter is None:
            limiter = registry._interim_page_attempts = AttemptLimiter()
        wait = limiter.note(request.httprequest.remote_addr or "", time.time())
        template = "interim_placement.public_page_unknown"
        if not wait:
            return self._render(template, {"is_busy": False}, HTTPStatus.NOT_FOUND)
        # Right links go on working: a whole town hall may share one address.
        answer = self._render(template, {"is_busy": True}, HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(wait)
        return answer

    def _format_day(self, moment, *zones):
        """Return the day of a moment where the reader is: late in the evening, UTC has another.

        :param datetime moment: in UTC
        :param zones: names of time zones or False; the first that is known counts
        """
        zone = next(filter(None, zones), None)
        local = fields.Datetime.context_timestamp(request.env.user.with_context(tz=zone), moment)
        # 12/08 is a day in August for one reader, and in December for another.
        return format_date(request.env, local.date(), date_format="long")

    def _show_again(self, anchor=""):
        """Send the browser to the same address: seen again or reloaded, nothing is done twice.

        :param str anchor: where on the page to go
        """
        address = request.httprequest.full_path.rstrip("?") + (anchor and f"#{anchor}")
        answer = redirect(address, HTTPStatus.SEE_OTHER)
        answer.headers.update(self._get_page_headers())
        return answer

    def _render(self, template, values, status=HTTPStatus.OK):
        language = request.env.context["lang"]
        installed = request.env["res.lang"].get_installed()
        page = {
            "title": self._get_page_title(),
            "page_title": False,
            "logo_url": False,
            "agency": request.env.company.name,
            **values,
            "language": language.replace("_", "-"),
            "languages": [
                (code, name, code.replace("_", "-")) for code, name in installed if code != language
            ],
        }
        headers = list(self._get_page_headers().items())
        return request.render(template, page, status=status, headers=headers)
