from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools.longlist import is_named, letter, to_text

TEMPLATE = "interim_placement.mail_template_longlist"


class InterimLonglist(models.TransientModel):
    """The mail that presents professionals to the client of an assignment, shown before it goes.

    Only who gave permission for this assignment, and may be shared at all, can be in it; what goes
    is logged for each of them.
    """

    _name = "interim.longlist"
    _description = "Send a Longlist"
    _inherit = ["interim.form.links.mixin"]
    _transient_max_hours = 24.0  # a text that somebody writes waits for a phone call, or a night

    assignment_id = fields.Many2one("interim.assignment", required=True, ondelete="cascade")
    # As the user: an assignment of another company is not for everybody's eyes.
    client_id = fields.Many2one(related="assignment_id.client_id", related_sudo=False)
    company_id = fields.Many2one(related="assignment_id.company_id", related_sudo=False)
    line_ids = fields.One2many("interim.longlist.line", "wizard_id", "Professionals")
    recipient_ids = fields.Many2many(
        "res.partner",
        string="To",
        compute="_compute_recipient_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Contacts of the client.",
    )
    is_anonymous = fields.Boolean(
        "Without Names",
        help="For clients who want to choose without names: Professional A, B and so on.",
    )
    attach_cvs = fields.Boolean("Attach the CVs", help="The CVs of those who are ticked.")
    subject = fields.Char(compute="_compute_mail", compute_sudo=False, store=True, readonly=False)
    body = fields.Html(
        "Text", compute="_compute_mail", compute_sudo=False, store=True, readonly=False
    )
    made_body = fields.Html(
        compute="_compute_mail",
        compute_sudo=False,
        store=True,
        help="The text as it was made, to see whether somebody changed it by hand.",
    )
    made_for_ids = fields.Many2many(
        "interim.professional",
        compute="_compute_mail",
        compute_sudo=False,
        store=True,
        help="Whom the text as it was made presents.",
    )
    problem = fields.Text(compute="_compute_problem", compute_sudo=False)
    warning = fields.Text(compute="_compute_problem", compute_sudo=False)
    is_sent = fields.Boolean(readonly=True)

    @api.depends("assignment_id")
    def _compute_recipient_ids(self):
        self.assignment_id._origin.check_access("read")
        for wizard in self:
            assignment = wizard.assignment_id
            partner = assignment.contact_id or assignment.client_id
            wizard.recipient_ids = partner if partner.email else False

    @api.depends(
        "assignment_id",
        "recipient_ids",
        "is_anonymous",
        "line_ids.included",
        "line_ids.professional_id",
    )
    def _compute_mail(self):
        self._check_links()
        for wizard in self:
            subject, body = wizard._render_mail()
            # What somebody wrote by hand is not thrown away by a tick; the warning tells when it
            # no longer says what is ticked.
            if not wizard._is_text_changed():
                wizard.body = body
                wizard.made_body = body
                wizard.made_for_ids = wizard._get_included_lines().professional_id._origin
            wizard.subject = wizard.subject or subject

    @api.depends(
        "assignment_id",
        "recipient_ids",
        "is_anonymous",
        "attach_cvs",
        "subject",
        "body",
        "line_ids.included",
        "line_ids.given_how",
        "line_ids.professional_id",
    )
    @api.depends_context("lang")
    def _compute_problem(self):
        self._check_links()
        for wizard in self:
            problems = wizard._find_recipient_problems() + wizard._find_text_problems()
            wizard.problem = "\n".join(problems) or False
            wizard.warning = "\n".join(wizard._find_warnings()) or False

    def _validate_fields(self, field_names, excluded_names=()):
        # A constraint could not tell: Odoo runs constraints as superuser.
        self.sudo().assignment_id.with_env(self.env).check_access("read")
        self.sudo().recipient_ids.with_env(self.env).check_access("read")
        self.sudo().made_for_ids.with_env(self.env).check_access("read")
        return super()._validate_fields(field_names, excluded_names)

    def action_send(self):
        """Send the mail as it is shown, and log for each professional what the client was told.

        :raises UserError: for professionals without permission or consent, whom it names, for
            recipients that cannot be mailed, and for a text that tells of others than are ticked
        """
        self.ensure_one()
        self._check_links("write")
        self._check_once()
        assignment = self.assignment_id
        assignment._check_longlist_open()
        lines = self._get_included_lines()
        self._check_lines(lines)
        for problems in (self._find_recipient_problems(), self._find_text_problems()):
            if problems:
                raise UserError("\n".join(problems))
        permissions = self.line_ids._ensure_permissions()
        cvs = self._get_attached_cvs(lines)
        mail = self._send_mail(lines, cvs)
        self._log_disclosures(lines, permissions, cvs, mail)
        # Written last and read first: of two clicks at once, the database refuses the second.
        self.is_sent = True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The longlist goes to %(recipients)s. It is on record under Presented.",
                    recipients=", ".join(self.recipient_ids.mapped("name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_rewrite(self):
        """Write subject and text anew for what is ticked; what was typed is gone."""
        self.ensure_one()
        self._check_links()
        self.subject, body = self._render_mail()
        made_for = self._get_included_lines().professional_id
        self.write({"body": body, "made_body": body, "made_for_ids": made_for.ids})
        return self._get_action()

    def _get_action(self):
        """Return the window that shows this longlist."""
        self.ensure_one()
        return {
            "name": self.env._("Longlist"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # What must be in order

    def _check_links(self, operation="read"):
        """Refuse to show or send what the user may not read or change."""
        # Records that are being filled in stand for saved ones.
        self.assignment_id._origin.check_access(operation)
        self.recipient_ids._origin.check_access("read")
        professionals = self.line_ids.professional_id | self.made_for_ids
        professionals._origin.check_access("read")

    def _check_once(self):
        if self.is_sent:
            raise UserError(
                self.env._(
                    "This longlist was sent already. Open the assignment to see to whom, and make a"
                    " new longlist to send another."
                )
            )

    def _check_lines(self, lines):
        """Refuse a longlist of nobody, of people twice, and of those who may not be presented."""
        if not lines:
            raise UserError(
                self.env._("Nobody is ticked. Tick the professionals who are to be presented.")
            )
        for professional, same in lines.grouped("professional_id").items():
            if len(same) > 1:
                raise UserError(
                    self.env._("%s: ticked twice. Remove one of the lines.", professional.name)
                )
        if refused := lines.filtered("problem"):
            sentences = [f"- {line.professional_id.name}: {line.problem}" for line in refused]
            raise UserError(
                "\n".join([self.env._("These professionals cannot be presented:"), *sentences])
            )

    def _find_recipient_problems(self):
        """Return why the mail cannot be sent to whom is chosen, as sentences with the remedy."""
        self.ensure_one()
        client = self.client_id.commercial_partner_id
        recipients = self.recipient_ids._origin
        if not recipients:
            return [
                self.env._(
                    "Nobody to send it to. Choose a contact of %s with an e-mail address.",
                    self.client_id.name,
                )
            ]
        problems = [problem for r in recipients if (problem := r._get_address_problem())]
        if strangers := recipients.filtered(lambda r: r.commercial_partner_id != client):
            problems.append(
                self.env._(
                    "%(names)s: no contact of %(client)s. The permission is for this client only;"
                    " remove them, or correct their organisation.",
                    names=", ".join(strangers.mapped("name")),
                    client=self.client_id.name,
                )
            )
        return problems

    def _find_text_problems(self):
        """Return where the text and the ticks differ, as sentences with the remedy.

        A name that stands in the text and is not ticked would be told to the client without
        permission and without a log.
        """
        self.ensure_one()
        if not self.assignment_id:
            return []
        problems = []
        if not self.subject:
            problems.append(self.env._("The mail has no subject. Fill it in."))
        text = to_text(f"<p>{self.subject or ''}</p>{self.body or ''}")
        shown = self._get_shown_names()
        for line, name in shown.items():
            if not is_named(name, text):
                problems.append(
                    self.env._(
                        "The text does not present %(name)s (%(shown_as)s). Write the text anew,"
                        " or take the tick away.",
                        name=line.professional_id.name,
                        shown_as=name,
                    )
                )
        # Whose line was taken away may still stand in a text that was changed by hand.
        known = self.line_ids.professional_id._origin | self.made_for_ids._origin
        included = self._get_included_lines().professional_id._origin
        named = (known if self.is_anonymous else known - included).filtered(
            lambda p: is_named(p.name, text) or is_named(p.email, text)
        )
        return problems + [self._describe_named(p, p in included) for p in named]

    def _describe_named(self, professional, is_included):
        """Return that the text names somebody whom it is not to name, with the remedy."""
        if is_included:
            return self.env._(
                "The text names %s, and is to go without names. Write the text anew, or take the"
                " name out.",
                professional.name,
            )
        return self.env._(
            "The text names %s, who is not ticked. Write the text anew, or take the name out.",
            professional.name,
        )

    def _find_warnings(self):
        """Return what to know before it is sent, as sentences."""
        self.ensure_one()
        warnings = []
        deadline = self.assignment_id.deadline
        if deadline and deadline < fields.Datetime.now():
            day = fields.Datetime.context_timestamp(self, deadline).date()
            warnings.append(
                self.env._("The client closed the request on %s.", format_date(self.env, day))
            )
        lines = self._get_included_lines()
        if self.attach_cvs and not self.is_anonymous:
            without = lines.professional_id._origin.filtered(lambda p: not p.cv_ids)
            if without:
                warnings.append(
                    self.env._(
                        "No CV on record, so none goes along: %s.",
                        ", ".join(without.mapped("name")),
                    )
                )
        return warnings

    def _get_included_lines(self):
        return self.line_ids.filtered(lambda line: line.included and line.professional_id)

    def _is_text_changed(self):
        """Return whether somebody changed the text by hand since it was made."""
        self.ensure_one()
        return bool(self.body) and to_text(self.body) != to_text(self.made_body)

    # The mail

    def _get_language(self):
        """Return the code of the language that the client reads."""
        self.ensure_one()
        reader = self.recipient_ids._origin[:1] or self.client_id
        return reader.lang or self.env.lang

    def _get_shown_names(self):
        """Return how the mail names each professional that is ticked, by line."""
        self.ensure_one()
        lines = self._get_included_lines()
        if not self.is_anonymous:
            return {line: line.professional_id.name for line in lines}
        env = self.with_context(lang=self._get_language()).env
        return {
            line: env._("Professional %s", letter(position)) for position, line in enumerate(lines)
        }

    def _render_mail(self):
        """Return (subject, body) of the mail, in the client's language.

        While nobody is ticked, the body is what to do: a mail that presents nobody is none.

        The template is given plain texts of the professionals and no records, so that nothing else
        of them can come into it (R6).
        """
        self.ensure_one()
        assignment = self.assignment_id._origin
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template or not assignment:
            return False, False
        lang = self._get_language()
        shown = self._get_shown_names()
        professionals = self._get_included_lines().professional_id._origin
        facts = professionals.with_context(lang=lang)._get_presentations(
            assignment.with_context(lang=lang), self.is_anonymous
        )
        presentations = [
            {"name": name, "facts": facts[line.professional_id._origin.id]}
            for line, name in shown.items()
        ]
        template = template.sudo().with_context(
            lang=lang,
            recipient_names=", ".join(self.recipient_ids._origin.mapped("name")),
            presentations=presentations,
            sender_name=self.env.user.name,
        )
        ids = assignment.ids
        subject = template._render_field("subject", ids)[assignment.id]
        if not presentations:
            return subject, Markup("<p>%s</p>") % self.env._("Tick somebody first.")
        return subject, template._render_field("body_html", ids)[assignment.id]

    def _get_attached_cvs(self, lines):
        """Return the files that go along: the CVs of these lines, if they are to."""
        cvs = self.env["ir.attachment"]
        if self.attach_cvs and not self.is_anonymous:
            cvs = lines.professional_id.cv_ids
            # As the user: a file that somebody linked without being allowed to read it stays here.
            cvs.check_access("read")
        return cvs

    def _send_mail(self, lines, cvs):
        """Mail the recipients after this transaction is saved, and note it on the assignment.

        The mail belongs to no record: who follows the assignment need not read it. A reply finds
        the assignment by the note.

        :param lines: who is presented
        :param cvs: the files that go along
        :return: the mail.mail, as superuser
        """
        self.ensure_one()
        assignment = self.assignment_id
        logged = assignment._message_log(
            body=self.env._(
                "Longlist sent to %(recipients)s: %(names)s.",
                recipients=self._describe_recipients(),
                names=", ".join(lines.professional_id.mapped("name")),
            )
        )
        author = self.env.user
        default = author.email_formatted or assignment.company_id.email_formatted
        reply_to = assignment.sudo()._notify_get_reply_to(default=default)[assignment.id]
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": self.subject,
                    "body_html": self.body,
                    "author_id": author.partner_id.id,
                    "email_from": default,
                    "reply_to": reply_to,
                    "references": logged.message_id,
                    "recipient_ids": [(4, partner.id) for partner in self.recipient_ids],
                    "attachment_ids": [(4, cv.id) for cv in cvs],
                    "auto_delete": True,
                }
            )
        )
        mail.send_after_commit()
        return mail

    def _log_disclosures(self, lines, permissions, cvs, mail):
        """Log for each professional what the client was told, to whom and when.

        :param lines: who is presented
        :param dict permissions: the permissions by professional id
        :param cvs: the files that went along
        :param mail: the mail.mail
        """
        shown = self._get_shown_names()
        values = {
            "assignment_id": self.assignment_id.id,
            "client_id": self.client_id.id,
            "company_id": self.company_id.id,
            "kind": "longlist",
            "recipient_ids": [fields.Command.set(self.recipient_ids.ids)],
            "recipients": self._describe_recipients(),
            "sent_on": fields.Datetime.now(),
            "user_id": self.env.uid,
            "subject": self.subject,
            "body": self.body,
            "mail_id": mail.id,
        }
        self.env["interim.disclosure"].sudo().create(
            [
                {
                    **values,
                    "professional_id": line.professional_id.id,
                    "permission_id": permissions[line.professional_id.id].id,
                    "shown_as": shown[line],
                    "cv_names": ", ".join((line.professional_id.cv_ids & cvs).mapped("name")),
                }
                for line in lines
            ]
        )

    def _describe_recipients(self):
        """Return names and addresses of the recipients, as they are now."""
        return ", ".join(f"{r.name} <{r.email_normalized}>" for r in self.recipient_ids)
