import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

TEMPLATE = "interim_placement.mail_template_availability"
PLACES = re.compile(r"\{(\w+)\}")
KNOWN_PLACES = ("name", "agency", "on_record")


class InterimAvailabilityAsk(models.TransientModel):
    """The mails that ask professionals for their availability, shown before they go (R4).

    There is one text in each language of those who are asked. It holds places, e.g. of the name,
    which are filled in for each person; how that reads is shown for whomever one chooses. The own
    link is put in when the mail is sent.
    """

    _name = "interim.availability.ask"
    _description = "Ask for Availability"
    _inherit = ["interim.form.links.mixin"]
    _transient_max_hours = 24.0  # a text that somebody writes waits for a phone call, or a night

    professional_ids = fields.Many2many("interim.professional", string="Professionals")
    # Computed as the user: what stands in a record is for who may read that (R7).
    line_ids = fields.One2many(
        "interim.availability.ask.line",
        "wizard_id",
        "Asked",
        compute="_compute_lines",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    mail_ids = fields.One2many(
        "interim.availability.ask.mail",
        "wizard_id",
        "Mails",
        compute="_compute_mails",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    count = fields.Integer("To Be Mailed", compute="_compute_count")
    example_id = fields.Many2one(
        "interim.professional",
        "As It Goes To",
        compute="_compute_example_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', professional_ids)]",
    )
    preview_subject = fields.Char("Subject", compute="_compute_preview", compute_sudo=False)
    preview_body = fields.Html("Mail", compute="_compute_preview", compute_sudo=False)
    is_sent = fields.Boolean()

    @api.depends("professional_ids")
    def _compute_lines(self):
        for wizard in self:
            professionals = wizard._get_professionals()
            wizard.line_ids = [fields.Command.clear()] + [
                fields.Command.create({"professional_id": professional.id})
                for professional in professionals
            ]

    @api.depends("professional_ids")
    def _compute_mails(self):
        for wizard in self:
            professionals = wizard._get_professionals()
            wizard.mail_ids = [fields.Command.clear()] + [
                fields.Command.create({"lang": lang, **wizard._render_text(lang, same[0])})
                for lang, same in professionals.grouped(self._get_language).items()
            ]

    @api.depends("line_ids.send")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.line_ids.filtered("send"))

    @api.depends("line_ids.send", "line_ids.professional_id")
    def _compute_example_id(self):
        for wizard in self:
            asked = wizard.line_ids.filtered("send").professional_id
            if wizard.example_id not in wizard.professional_ids or not wizard.example_id:
                wizard.example_id = (asked or wizard.professional_ids)[:1]

    @api.depends("example_id", "mail_ids.subject", "mail_ids.body")
    def _compute_preview(self):
        for wizard in self:
            example = wizard.example_id
            example._origin.check_access("read")
            text = wizard._get_text(example)
            wizard.preview_subject = self._fill_in(text.subject, example, text.lang)
            wizard.preview_body = self._fill_in(text.body, example, text.lang)

    def _validate_fields(self, field_names, excluded_names=()):
        # Odoo shows the name of what a record links to, without asking who may read that (R7).
        linked = self.sudo().professional_ids | self.sudo().example_id
        linked.with_env(self.env).check_access("write")
        return super()._validate_fields(field_names, excluded_names)

    def action_send(self):
        """Send the mails as they are shown, each with the own link of its reader."""
        self.ensure_one()
        if self.is_sent:
            raise UserError(self.env._("These mails were sent already. Close this window."))
        lines = self.line_ids.filtered("send")
        professionals = lines.professional_id
        professionals.check_access("write")
        if not lines:
            raise UserError(self.env._("Choose whom to ask: tick at least one professional."))
        problems = [problem for p in professionals if (problem := p._get_ask_problem())]
        if problems:
            raise UserError("\n".join([self.env._("Nobody was mailed."), *problems]))
        texts = {professional: self._get_text(professional) for professional in professionals}
        for professional, text in texts.items():
            if not text:
                raise UserError(
                    self.env._(
                        "Nobody was mailed. There is no text in the language of %s: close this"
                        " window and ask anew.",
                        professional.name,
                    )
                )
        for text in self.mail_ids.concat(*texts.values()):
            text._check()
        questions = self.env["interim.availability.answer"]._ask(
            {
                professional: (
                    self._fill_in(text.subject, professional, text.lang),
                    self._fill_in(text.body, professional, text.lang),
                )
                for professional, text in texts.items()
            }
        )
        self.is_sent = True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Professionals asked: %s.", len(questions)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_professionals(self):
        """Return who was chosen; refused when the user may not ask one of them."""
        self.ensure_one()
        professionals = self.professional_ids._origin
        professionals.check_access("write")
        return professionals

    @api.model
    def _get_language(self, professional):
        """Return the code of the language in which a professional is mailed."""
        return professional.lang or self.env.lang or "en_US"

    def _get_text(self, professional):
        lang = self._get_language(professional)
        return self.mail_ids.filtered(lambda mail: mail.lang == lang)[:1]

    @api.model
    def _render_text(self, lang, professional):
        """Return subject and body in a language, with the places of what differs per person."""
        # As superuser: the text is the agency's, and names what the recruiter may see anyway.
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            return {"subject": False, "body": False}
        template = template.sudo().with_context(
            lang=lang,
            answer_url=self.env["interim.availability.answer"]._get_link_place(),
        )
        ids = professional.ids
        return {
            "subject": template._render_field("subject", ids)[ids[0]],
            "body": template._render_field("body_html", ids)[ids[0]],
        }

    @api.model
    def _fill_in(self, text, professional, lang):
        """Return a subject or a body with what differs per person filled in.

        :param text: a string, or Markup of a body: then what is filled in is escaped
        :param str lang: code of the language of the text
        """
        if not text:
            return text
        answers = self.env["interim.availability.answer"].with_context(lang=lang)
        is_body = isinstance(text, Markup)
        known = [pair for pair in answers._describe(professional) if pair[1]]
        lines = [f"{label}: {said}" for label, said in known]
        filled = {
            "name": professional.name or "",
            "agency": professional.company_id.name,
            "on_record": Markup("<br/>").join(lines) if is_body else ", ".join(lines),
        }

        def fill(match):
            value = filled.get(match[1], match[0])
            return str(escape(value)) if is_body else str(value)

        return PLACES.sub(fill, str(text))


class InterimAvailabilityAskLine(models.TransientModel):
    """One of those who are to be asked for their availability."""

    _name = "interim.availability.ask.line"
    _description = "Asked for Availability"
    _inherit = ["interim.form.links.mixin"]
    _transient_max_hours = 24.0  # as long as the window

    wizard_id = fields.Many2one("interim.availability.ask", required=True, ondelete="cascade")
    professional_id = fields.Many2one("interim.professional", required=True, ondelete="cascade")
    # As the user: what stands in a record is for who may read that (R7).
    email = fields.Char(related="professional_id.email", related_sudo=False)
    summary = fields.Char("Now", related="professional_id.availability_summary", related_sudo=False)
    send = fields.Boolean(
        "Mail", compute="_compute_send", compute_sudo=False, store=True, readonly=False
    )
    problem = fields.Char(compute="_compute_problem", compute_sudo=False)
    remark = fields.Char(compute="_compute_problem", compute_sudo=False)

    @api.depends("professional_id")
    def _compute_send(self):
        for line in self:
            professional = line.professional_id
            line.send = bool(professional) and not (
                professional._get_ask_problem() or professional._get_ask_hint()
            )

    @api.depends("professional_id")
    @api.depends_context("lang", "company")
    def _compute_problem(self):
        for line in self:
            professional = line.professional_id
            problem = professional and professional._get_ask_problem()
            line.problem = problem
            line.remark = problem or line._get_remark()

    def _validate_fields(self, field_names, excluded_names=()):
        self.sudo().professional_id.with_env(self.env).check_access("write")
        return super()._validate_fields(field_names, excluded_names)

    def _get_remark(self):
        professional = self.professional_id
        if not professional:
            return False
        hints = [professional._get_ask_hint()]
        if professional.company_id != self.env.company:
            hints.append(
                self.env._("The mail goes in the name of %s.", professional.company_id.name)
            )
        return " ".join(filter(None, hints))


class InterimAvailabilityAskMail(models.TransientModel):
    """The mail in one language, before what differs per person is filled in."""

    _name = "interim.availability.ask.mail"
    _inherit = ["interim.readable.links.mixin"]
    _description = "Mail That Asks for Availability"
    _transient_max_hours = 24.0  # as long as the window

    wizard_id = fields.Many2one("interim.availability.ask", required=True, ondelete="cascade")
    lang = fields.Char("Language Code", required=True)
    lang_name = fields.Char("Language", compute="_compute_lang_name")
    subject = fields.Char()
    body = fields.Html()

    @api.depends("lang")
    def _compute_lang_name(self):
        names = dict(self.env["res.lang"].get_installed())
        for mail in self:
            mail.lang_name = names.get(mail.lang, mail.lang)

    def _check(self):
        """Refuse a text that its readers cannot use.

        :raises UserError: without subject or link, or with a place that nothing is put in
        """
        self.ensure_one()
        self.env["interim.availability.answer"]._check_shown_mail(
            self.lang_name, self.subject, self.body
        )
        for place in PLACES.findall(f"{self.subject} {self.body}"):
            if place not in KNOWN_PLACES:
                raise UserError(
                    self.env._(
                        "The mail (%(language)s) has {%(place)s} in it, and nothing can be filled"
                        " in there. Use one of these, or take it out: %(known)s.",
                        language=self.lang_name,
                        place=place,
                        known=", ".join(f"{{{known}}}" for known in KNOWN_PLACES),
                    )
                )
