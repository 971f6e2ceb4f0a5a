import base64
import unicodedata
from http import HTTPStatus

from odoo import http
from odoo.exceptions import LockError, UserError
from odoo.http import content_disposition, request

from ..models.contract_signer import LONGEST_NAME, LONGEST_TEXT
from ..tools.redline import only_changes
from .drawn_signature import read_drawing
from .public_page import PublicPage

# A drawing, four texts of at most twelve characters for each when encoded, and some room.
MOST_BYTES = 400 * 1024
TYPED = (
    "signed_name",
    "capacity",
    "signature",
    "consent",
    "remark_article",
    "remark",
    "reason",
)
# What was taken back is not shown again: it may have been taken back because of what it says.
READABLE_STATES = ("open", "waiting", "signed", "complete", "declined", "expired")
REMARK_STATES = ("open", "waiting")
# They turn the direction of what stands behind them, and so what a name seems to be.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _clean_line(text):
    """Return a text on one line, without characters that nobody sees."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if character not in DIRECTION_MARKS
    )
    return " ".join(visible.split())


class ContractPage(PublicPage, http.Controller):
    """The page on which one signer reads a contract, and signs, declines or remarks on it."""

    _page_sources = "script-src 'self'; "

    @http.route(
        # What a mail program added to the link may hold a slash (path) or a line end (string).
        ["/contract", "/contract/<string:token>", "/contract/<path:token>"],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        sitemap=False,
        max_content_length=MOST_BYTES,
    )
    def contract(self, token=None, lang=None, **_ignored):
        """Show the page behind a signer's link, or do what was asked for on it.

        :param str token: the secret of the signer's link
        :param str lang: code of the language that the reader chose
        """
        signer = self._find_signer(token, lang)
        if not signer:
            return self._refuse_link()
        if request.httprequest.method == "POST":
            return self._act(signer)
        # Not for HEAD, with which programs look whether a link leads somewhere.
        if request.httprequest.method == "GET" and self._is_readable(signer):
            signer._note_viewed()
        return self._show(signer)

    @http.route(
        "/contract/<string:token>/document.pdf",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def document(self, token, lang=None, **_ignored):
        """Return the PDF of the version that the signer was asked to sign."""
        signer = self._find_signer(token, lang)
        if not signer:
            return self._refuse_link()
        if not self._is_readable(signer):
            return self._show(signer, HTTPStatus.GONE)
        version = signer.version_id
        return self._send_pdf(version.pdf, version.pdf_name)

    @http.route(
        "/contract/<string:token>/signed.pdf",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def signed_document(self, token, lang=None, **_ignored):
        """Return the signed PDF with its certificate, once all have signed."""
        signer = self._find_signer(token, lang)
        if not signer:
            return self._refuse_link()
        if signer._get_page_state() != "complete":
            return self._show(signer, HTTPStatus.NOT_FOUND)
        version = signer.version_id
        return self._send_pdf(version.signed_pdf, version.signed_pdf_name)

    def _get_page_title(self):
        return request.env._("Contract")

    def _find_signer(self, token, lang):
        signer = request.env["interim.contract.signer"]._find_by_token(token)
        return self._use_language(signer, lang, signer.partner_id, signer.contract_id.company_id)

    def _is_readable(self, signer):
        return signer._get_page_state() in READABLE_STATES

    def _send_pdf(self, content, name):
        """Return a stored file as it is.

        :param bytes content: in base64, as a field holds it
        :param str name: of the file
        """
        headers = {
            **self._get_page_headers(),
            # Browsers show PDFs in a frame of their own.
            "Content-Security-Policy": "default-src 'none'",
            "Content-Type": "application/pdf",
            "Content-Disposition": content_disposition(name, "inline"),
        }
        return request.make_response(base64.b64decode(content), list(headers.items()))

    # What the signer does

    def _act(self, signer):
        """Do what the signer asked for with one of the three buttons."""
        typed = self._read_form()
        actions = {
            "sign": (self._find_sign_problems, self._sign, "status"),
            "remark": (self._find_remark_problems, self._remark, "remarks"),
            "decline": (self._find_decline_problems, self._decline, "status"),
        }
        asked = self._read_texts(("action",))["action"]
        if asked not in actions:
            return self._show(signer, HTTPStatus.BAD_REQUEST, typed)
        if not self._is_possible(signer, asked):
            return self._show_too_late(signer, asked, typed)
        find_problems, do, anchor = actions[asked]
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        problems = find_problems(signer, typed)
        if not problems:
            try:
                # What was done before it was refused is undone.
                with request.env.cr.savepoint():
                    do(signer, typed)
            except LockError:
                status = HTTPStatus.CONFLICT
                problems = {
                    "": request.env._(
                        "Somebody else signs or changes this contract at this very moment, so"
                        " nothing was done. What you filled in is still here: try again in a"
                        " minute."
                    )
                }
            except UserError as error:
                problems = {"": str(error)}
        if not problems:
            return self._show_again(anchor)
        if not self._is_possible(signer, asked):
            return self._show_too_late(signer, asked, typed)
        return self._show(signer, status, typed, problems)

    def _is_possible(self, signer, asked):
        # Who is to sign later may remark already.
        states = REMARK_STATES if asked == "remark" else ("open",)
        return signer._get_page_state() in states

    def _read_form(self):
        typed = self._read_texts(TYPED)
        for name in ("signed_name", "capacity"):
            typed[name] = _clean_line(typed[name])
        return typed

    def _find_sign_problems(self, _signer, typed):
        """Return what keeps the signature from being set, as sentences by field."""
        problems = {}
        if not any(character.isalpha() for character in typed["signed_name"]):
            problems["signed_name"] = request.env._("Type your name.")
        for name in ("signed_name", "capacity"):
            if problem := self._describe_overlong(typed[name], LONGEST_NAME):
                problems[name] = problem
        try:
            typed["drawing"] = read_drawing(typed["signature"])
        except ValueError:
            typed["signature"] = ""
            problems["signature"] = request.env._(
                "The drawing could not be read. Draw it again, or leave it out: your typed name is"
                " a signature too."
            )
        if not typed["consent"]:
            problems["consent"] = request.env._("Tick the box, if you agree.")
        return problems

    def _find_remark_problems(self, signer, typed):
        problems = {}
        articles = {str(article.id) for article in signer.version_id.article_ids}
        if typed["remark_article"] not in {"", *articles}:
            problems["remark_article"] = request.env._("Choose an article of this contract.")
        if not typed["remark"]:
            problems["remark"] = request.env._("Write what should change.")
        elif problem := self._describe_overlong(typed["remark"], LONGEST_TEXT):
            problems["remark"] = problem
        return problems

    def _find_decline_problems(self, _signer, typed):
        if not typed["reason"]:
            return {"reason": request.env._("Write why you do not sign.")}
        problem = self._describe_overlong(typed["reason"], LONGEST_TEXT)
        return {"reason": problem} if problem else {}

    def _sign(self, signer, typed):
        signer._sign(
            typed["signed_name"],
            typed["capacity"],
            typed["drawing"],
            signer._get_consent_sentence(),
            self._get_evidence(signer),
        )

    def _remark(self, signer, typed):
        article = typed["remark_article"]
        signer._remark(int(article) if article else None, typed["remark"])

    def _decline(self, signer, typed):
        signer._decline(typed["reason"], self._get_evidence(signer))

    def _get_evidence(self, signer):
        """Return from where and how known the signer acts."""
        user = request.env.user
        is_known = not user._is_public() and user.partner_id == signer.partner_id
        return {
            "ip_address": request.httprequest.remote_addr,
            "user_agent": request.httprequest.user_agent.string[:500],
            "authentication": "login" if is_known else "link",
        }

    # What the page shows

    def _show(self, signer, status=HTTPStatus.OK, typed=None, problems=None, **values):
        page = {**self._prepare_page(signer), **self._prepare_form(signer, typed, problems)}
        if problems:
            page["page_title"] = request.env._("Please check: %s", page["title"])
        return self._render("interim_placement.contract_page", {**page, **values}, status)

    def _show_too_late(self, signer, asked, typed):
        """Tell somebody who acted on a contract that is no longer open what became of it."""
        done = {"sign": ("signed", "complete"), "decline": ("declined",)}.get(asked, ())
        own = {"sign": "signed", "decline": "declined"}.get(asked)
        if signer._get_page_state() in done and signer.state == own:
            # The second of two clicks: it is as they wanted it.
            return self._show_again("status")
        texts = [typed[name] for name in ("remark", "reason") if typed[name]]
        return self._show(signer, HTTPStatus.CONFLICT, is_late=True, kept_texts=texts)

    def _prepare_page(self, signer):
        """Return what the page of one signer says. Texts only: no record to look further (R6).

        :param signer: the signer, as superuser
        """
        contract = signer.contract_id
        version = signer.version_id
        recruiter = contract.user_id
        state = signer._get_page_state()
        is_readable = state in READABLE_STATES
        return {
            **self._prepare_agency(contract.company_id),
            "state": state,
            "title": version.title or request.env._("Contract %s", contract.name),
            "document_language": (version.lang or "").replace("_", "-") or None,
            "number": contract.name,
            "version": version.number,
            "name": signer.name or signer.partner_id.name,
            "role": self._get_label(signer, "role"),
            "sent_on": version.sent_on and self._format_moment(signer, version.sent_on),
            "last_day": signer._get_deadline_text(),
            "is_readable": is_readable,
            **self._prepare_text(version, is_readable and contract.paper == "own"),
            "document_url": is_readable and f"/contract/{signer.access_token}/document.pdf",
            "signed_url": state == "complete" and f"/contract/{signer.access_token}/signed.pdf",
            "signers": self._prepare_signers(signer) if is_readable else [],
            "own_signature": self._describe_signature(signer),
            "own_reason": signer.state == "declined" and signer.decline_reason,
            "can_remark": state in REMARK_STATES,
            "remarks": self._prepare_remarks(signer),
            "contact_name": recruiter.name or contract.company_id.name,
            "contact_email": recruiter.email or contract.company_id.email,
            "is_late": False,
            "kept_texts": [],
        }

    def _prepare_text(self, version, is_shown):
        """Return the articles, and what is new in them since the version that was sent before."""
        articles = version.article_ids if is_shown else ()
        # The whole text stands on the page, too: what stayed as it was is not read twice.
        redline_html = is_shown and version.redline_html
        changes, unchanged_count = only_changes(redline_html) if redline_html else (False, 0)
        return {
            "articles": [
                {
                    "id": article.id,
                    "number": number,
                    "heading": article.heading,
                    "body_html": article.body_html,
                }
                for number, article in enumerate(articles, 1)
            ],
            "changes_html": changes,
            "unchanged_count": unchanged_count,
        }

    def _prepare_signers(self, signer):
        """Return who signs this version in which order: names and states only."""
        states = {
            "waiting": request.env._("signs later"),
            "asked": request.env._("is asked to sign"),
            "declined": request.env._("declined"),
            "closed": request.env._("can no longer sign"),
        }
        signers = signer.contract_id.all_signer_ids.filtered(
            lambda other: other.version_id == signer.version_id
        )
        return [
            {
                "name": other.name or other.partner_id.name,
                "role": self._get_label(other, "role"),
                "is_reader": other == signer,
                "is_signed": other.state == "signed",
                "state": states.get(other.state)
                or request.env._("signed on %s", self._format_moment(signer, other.signed_on)),
            }
            for other in signers.sorted()
        ]

    def _prepare_remarks(self, signer):
        """Return the signer's own remarks on any version; those of others are for the agency."""
        remarks = signer.contract_id.remark_ids.filtered(
            lambda remark: (
                remark.kind == "remark" and remark.signer_id.partner_id == signer.partner_id
            )
        )
        return [
            {
                "version": remark.version_id.number,
                "heading": remark.article_heading,
                "text": remark.text,
                "state": remark.state,
                "answer": remark.answer,
            }
            for remark in remarks.sorted("id")
        ]

    def _describe_signature(self, signer):
        if signer.state != "signed":
            return False
        return request.env._(
            "You signed on %(date)s as %(name)s.",
            date=self._format_moment(signer, signer.signed_on),
            name=signer.signed_name,
        )

    def _prepare_form(self, signer, typed, problems):
        return {
            "typed": typed or {"capacity": signer.capacity},
            "problems": problems or {},
            "consent_sentence": signer._get_consent_sentence(),
            "longest_name": LONGEST_NAME,
            "longest_text": LONGEST_TEXT,
        }

    def _format_moment(self, signer, moment):
        zones = (signer.partner_id.tz, signer.contract_id.user_id.tz)
        return self._format_day(moment, *zones)

    def _get_label(self, record, name):
        return dict(record._fields[name]._description_selection(record.env))[record[name]]
